#include "alpha_pulse/market/scenario.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::market {
namespace {

TEST(Scenario, ReadsEveryNameItWrites) {
  for (const auto scenario :
       {Scenario::CALM, Scenario::TREND, Scenario::RANGE, Scenario::CRASH, Scenario::SQUEEZE, Scenario::GAP}) {
    EXPECT_EQ(parse_scenario(to_string(scenario)).value(), scenario);
  }
}

TEST(Scenario, NamesTheSixWhenAskedForAnother) {
  for (const auto* text : {"", "Calm", "boom"}) {
    const auto result = parse_scenario(text);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(result.error().message,
              std::string("scenario '")
                  .append(text)
                  .append("' does not exist; calm, trend, range, crash, squeeze or gap would pass"));
  }
}

}  // namespace
}  // namespace alpha_pulse::market
