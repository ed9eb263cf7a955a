#include "alpha_pulse/simulator/json_text.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace alpha_pulse::simulator {
namespace {

TEST(JsonText, WritesTextsNumbersAndBooleans) {
  EXPECT_EQ(JsonText().add("a", "x").add("b", std::int64_t{-7}).add("c", true).finish(),
            R"({"a":"x","b":-7,"c":true})");
  EXPECT_EQ(JsonText().finish(), "{}");
}

TEST(JsonText, EscapesWhatCannotStandInAText) {
  const std::string odd("\"\\\n\x01\xc3\xa9", 6);
  const auto read = boost::json::parse(JsonText().add("a", odd).finish());
  EXPECT_EQ(read.at("a").as_string(), odd);
}

}  // namespace
}  // namespace alpha_pulse::simulator
