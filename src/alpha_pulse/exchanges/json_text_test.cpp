#include "alpha_pulse/exchanges/json_text.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::exchanges {
namespace {

TEST(JsonText, QuotesWhatNeedsNoMore) {
  std::string text = "[";
  append_json_string(text, "BTCUSDT");
  append_json_string(text, "");
  EXPECT_EQ(text, R"(["BTCUSDT""")");
}

TEST(JsonText, EveryCharacterReadsBackAsItWas) {
  std::string all;
  for (int c = 0; c < 128; ++c) all.push_back(static_cast<char>(c));
  std::string text = "{\"all\":";
  append_json_string(text, all);
  JsonDocument document;
  const auto root = document.read(text + "}");
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->member("all").text(), all);
}

}  // namespace
}  // namespace alpha_pulse::exchanges
