#include "alpha_pulse/execution/trading_mode.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::execution {
namespace {

TEST(TradingMode, IsReadInAnyCaseAndWrittenInCapitals) {
  for (const TradingMode mode : {TradingMode::REAL, TradingMode::PAPER, TradingMode::RECOMMENDATION}) {
    EXPECT_EQ(*parse_trading_mode(to_string(mode)), mode);
  }
  EXPECT_EQ(*parse_trading_mode("paper"), TradingMode::PAPER);
  EXPECT_EQ(*parse_trading_mode("Recommendation"), TradingMode::RECOMMENDATION);
  EXPECT_EQ(to_string(TradingMode::REAL), "REAL");
  EXPECT_EQ(what_becomes_of_orders(TradingMode::PAPER), "orders go to the built-in venue, without money");
}

TEST(TradingMode, AnotherWordIsAnsweredWithTheThree) {
  for (const char* text : {"", "papers", "live", "PAPER "}) {
    const auto mode = parse_trading_mode(text);
    ASSERT_FALSE(mode);
    EXPECT_EQ(mode.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(mode.error().message,
              "Invalid trading_mode: " + std::string(text) + ". Must be one of: REAL, PAPER, or RECOMMENDATION");
  }
}

}  // namespace
}  // namespace alpha_pulse::execution
