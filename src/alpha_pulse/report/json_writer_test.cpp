#include "alpha_pulse/report/json_writer.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>

namespace alpha_pulse::report {
namespace {

TEST(JsonWriter, GivesBackEveryTextAndLeavesNoMarkup) {
  std::string every = "</script><!-- \"\\ & \xc3\xa4 \xe2\x80\xa8";
  for (char c = 1; c < 0x20; ++c) every += c;
  JsonWriter json;
  json.begin_object().pair(every, every).key("list").begin_array().text("a").text("b").end_array().end_object();
  const std::string text = json.take();
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos) << text;
  const auto read = boost::json::parse(text).as_object();
  EXPECT_EQ(read.at(every).as_string(), every);
  EXPECT_EQ(read.at("list").as_array().size(), 2U);
}

TEST(JsonWriter, WritesNumbersAsPlainDecimals) {
  JsonWriter json;
  json.begin_array().number(95203.10, 8).number(-0.0000001, 2).number(1e20, 2).number(std::nan(""), 2);
  json.number(std::numeric_limits<double>::infinity(), 2).number(std::optional<double>{}, 2).integer(-7).boolean(true);
  json.number(1234567.005, 2).number(100, 0).end_array();
  EXPECT_EQ(json.take(), "[95203.1,0,100000000000000000000,null,null,null,-7,true,1234567,100]");
}

TEST(JsonWriter, NestsWithoutStrayCommas) {
  JsonWriter json;
  json.begin_object().key("a").begin_array().end_array().key("b").begin_object().end_object();
  json.key("c").begin_array().begin_array().integer(1).end_array().begin_array().end_array().end_array().end_object();
  EXPECT_EQ(json.take(), R"({"a":[],"b":{},"c":[[1],[]]})");
}

}  // namespace
}  // namespace alpha_pulse::report
