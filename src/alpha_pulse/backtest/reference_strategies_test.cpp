#include "alpha_pulse/backtest/reference_strategies.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/backtest/test_loops.hpp"

namespace alpha_pulse::backtest {
namespace {

using namespace test;

/// A venue that costs: taker fee 0.0005, slippage 0.001.
LoopSettings costly(const std::string& holding) {
  LoopSettings settings = loop_settings(holding);
  settings.fills.taker_fee = ratio("0.0005");
  settings.fills.slippage = ratio("0.001");
  return settings;
}

TEST(UnhedgedStrategy, DoesNothingAndEarnsWhatTheHoldingEarns) {
  const auto loop = loop_of(costly("2"), unhedged_strategy());
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + kHour, "1100"));
  loop->finish();
  EXPECT_EQ(loop->engine().counters().orders_placed, 0U);
  EXPECT_EQ(loop->engine().portfolio().equity(), usdt("102200"));
  EXPECT_EQ(loop->engine().portfolio().terms().spot, usdt("200"));
  EXPECT_EQ(loop->engine().portfolio().terms().total(), usdt("200"));
}

TEST(StaticStrategy, SellsTheHoldingRoundedDownToTheLotAtTheFirstEvent) {
  const auto loop = loop_of(costly("2.0009"), static_strategy(kHedgeLeg));
  loop->push(print(kMidnight, "1000"));
  EXPECT_EQ(hedge_of(*loop), qty("-2"));
}

TEST(StaticStrategy, PaysAsATaker) {
  const auto loop = loop_of(costly("2"), static_strategy(kHedgeLeg));
  loop->push(print(kMidnight, "1000"));  // sold at 999, a thousandth below the bid
  EXPECT_EQ(loop->engine().portfolio().position().entry(linear()), price("999"));
  EXPECT_EQ(loop->engine().portfolio().terms().fees, usdt("0.999"));  // 0.0005 x 2 x 999
  EXPECT_EQ(loop->costs().slippage(), usdt("2"));
}

TEST(StaticStrategy, HoldsFromThenOn) {
  const auto loop = loop_of(loop_settings("2"), static_strategy(kHedgeLeg));
  int hour = 0;
  for (const char* p : {"1000", "1500", "700", "990"}) loop->push(print(kMidnight + kHour * hour++, p));
  loop->finish();
  EXPECT_EQ(loop->engine().counters().fills, 1U);
  EXPECT_EQ(hedge_of(*loop), qty("-2"));
  EXPECT_EQ(loop->engine().portfolio().equity(), usdt("102000"));  // wherever the price went
}

TEST(StaticStrategy, BuysForBorrowedCoins) {
  LoopSettings settings = costly("-2");
  settings.engine.direction = GridDirection::LONG;
  const auto loop = loop_of(settings, static_strategy(kHedgeLeg));
  loop->push(print(kMidnight, "1000"));
  EXPECT_EQ(hedge_of(*loop), qty("2"));
}

TEST(StaticStrategy, AsksForNothingWhenTheHoldingIsBelowALot) {
  const auto loop = loop_of(costly("0.0009"), static_strategy(kHedgeLeg));
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + kHour, "1000"));
  EXPECT_EQ(loop->engine().counters().orders_placed, 0U);
}

}  // namespace
}  // namespace alpha_pulse::backtest
