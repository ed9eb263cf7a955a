#include "alpha_pulse/matching/marketable.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::matching {
namespace {

using namespace test;

TEST(Marketable, TheLastTradeStandsForQuotesThatWereNeverSeen) {
  MarketState market;
  EXPECT_FALSE(quotes_of(market, linear()).ask.known());
  market.last = price("100.005");
  EXPECT_EQ(quotes_of(market, linear()).bid, price("100.005"));
  EXPECT_EQ(quotes_of(market, linear()).ask, price("100.015"));
  market.ask = price("100.03");
  EXPECT_EQ(quotes_of(market, linear()).ask, price("100.03"));
}

TEST(Marketable, TakersAreFilledWorseAndOnTheTick) {
  EXPECT_EQ(taker_price(linear(), Side::BUY, price("95203.05"), ratio("0.0001")), price("95212.58"));   // 95212.5703
  EXPECT_EQ(taker_price(linear(), Side::SELL, price("95203.05"), ratio("0.0001")), price("95193.52"));  // 95193.5297
  EXPECT_EQ(taker_price(linear(), Side::BUY, price("100.005"), Ratio{}), price("100.01"));
  EXPECT_EQ(taker_price(linear(), Side::SELL, price("0.01"), ratio("0.05")), price("0.01"));
}

TEST(Marketable, ConditionalOrdersWaitForTheirSideOfThePrice) {
  const Venue venue;
  const OrderSpec buy_stop = venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104");
  const OrderSpec sell_stop = venue.conditional(OrderType::STOP_MARKET, Side::SELL, "1", "96");
  const OrderSpec buy_profit = venue.conditional(OrderType::TAKE_PROFIT_MARKET, Side::BUY, "1", "94");
  const OrderSpec sell_profit = venue.conditional(OrderType::TAKE_PROFIT_MARKET, Side::SELL, "1", "106");
  EXPECT_TRUE(waits_for_rise(buy_stop) && waits_for_rise(sell_profit));
  EXPECT_FALSE(waits_for_rise(sell_stop) || waits_for_rise(buy_profit));
  MarketState market;
  EXPECT_FALSE(is_triggered(buy_profit, market));
  market.last = price("110");
  EXPECT_TRUE(is_triggered(buy_stop, market));  // no mark yet: the trade stands for it
  market.mark = price("103.99");
  EXPECT_FALSE(is_triggered(buy_stop, market));
  market.mark = price("104");
  EXPECT_TRUE(is_triggered(buy_stop, market));
  market.mark = price("94");
  EXPECT_TRUE(is_triggered(buy_profit, market));
  EXPECT_TRUE(is_triggered(sell_stop, market));
}

TEST(Marketable, ChargesAreRoundedOnceAndHalfAwayFromZero) {
  const auto raw = [](std::int64_t value) { return Money::from_raw(value, kUsdt); };
  // 0.5 of the smallest unit less one part in 1e16: rounding twice would give 1.
  EXPECT_EQ(charge(raw(4'999'999'999'999'999), Ratio::from_raw(1)), raw(0));
  EXPECT_EQ(charge(raw(5'000'000'000'000'000), Ratio::from_raw(1)), raw(100'000'000));
  EXPECT_EQ(charge(raw(-5'000'000'000'000'000), Ratio::from_raw(1)), raw(-100'000'000));
  EXPECT_EQ(charge(usdt("95203.05"), ratio("0.0005")), usdt("47.601525"));
}

}  // namespace
}  // namespace alpha_pulse::matching
