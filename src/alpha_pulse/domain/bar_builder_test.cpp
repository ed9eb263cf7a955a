#include "alpha_pulse/domain/bar_builder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

namespace alpha_pulse::domain {
namespace {

constexpr Duration kStep = Duration::minutes(5);

Price price(std::int64_t whole) {
  return Price::from_raw(whole * kOne);
}
Quantity quantity(std::int64_t whole) {
  return Quantity::from_raw(whole * kOne);
}
Timestamp second(std::int64_t s) {
  return Timestamp::from_ms(s * 1000);
}

TEST(BarBuilder, ClosesABarWithTheFirstTradeOfALaterPeriod) {
  BarBuilder builder(kStep);
  EXPECT_FALSE(builder.add(price(100), quantity(1), second(10)));
  EXPECT_FALSE(builder.add(price(107), quantity(2), second(20)));
  EXPECT_FALSE(builder.add(price(95), quantity(3), second(30)));
  EXPECT_FALSE(builder.add(price(101), quantity(4), second(299)));
  const auto closed = builder.add(price(500), quantity(9), second(300));
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->end, second(300));
  EXPECT_EQ(closed->bar.open, price(100));
  EXPECT_EQ(closed->bar.high, price(107));
  EXPECT_EQ(closed->bar.low, price(95));
  EXPECT_EQ(closed->bar.close, price(101));
  EXPECT_EQ(closed->bar.volume, quantity(10));
  EXPECT_EQ(closed->bar.step, kStep);
}

TEST(BarBuilder, MakesNoBarForAPeriodWithoutATrade) {
  BarBuilder builder(kStep);
  builder.add(price(100), quantity(1), second(10));
  const auto closed = builder.add(price(200), quantity(1), second(3000));
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->end, second(300));
  EXPECT_EQ(builder.end(), second(3300));
}

TEST(BarBuilder, CountsALateTradeAndChangesNothing) {
  BarBuilder builder(kStep);
  builder.add(price(100), quantity(1), second(310));
  EXPECT_FALSE(builder.add(price(1), quantity(1), second(299)));
  EXPECT_EQ(builder.late_trades(), 1U);
  const auto closed = builder.close_until(second(600));
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->bar.low, price(100));
  EXPECT_EQ(closed->bar.volume, quantity(1));
  EXPECT_FALSE(builder.add(price(1), quantity(1), second(599)));  // its period is closed already
  EXPECT_EQ(builder.late_trades(), 2U);
  EXPECT_EQ(builder.end(), Timestamp::never());
}

TEST(BarBuilder, ClosesByTimeAloneOnceAndOnlyWhenTheEndIsReached) {
  BarBuilder builder(kStep);
  EXPECT_FALSE(builder.close_until(second(1000)));
  builder.add(price(100), quantity(1), second(1500));
  EXPECT_FALSE(builder.close_until(second(1799)));
  EXPECT_TRUE(builder.close_until(second(1800)));
  EXPECT_FALSE(builder.close_until(second(9000)));
}

TEST(BarBuilder, BeginsPeriodsAtItsAnchor) {
  BarBuilder week(Duration::days(7), second(4 * 86'400));  // Mondays: the epoch was a Thursday
  week.add(price(1), quantity(1), second(5 * 86'400));
  EXPECT_EQ(week.end(), second(11 * 86'400));
  BarBuilder before(kStep, second(7));
  before.add(price(1), quantity(1), second(6));
  EXPECT_EQ(before.end(), second(7));
}

TEST(BarBuilder, KeepsTheLargestVolumeRatherThanOverflow) {
  BarBuilder builder(kStep);
  const auto huge = Quantity::from_raw(std::numeric_limits<std::int64_t>::max() - 1);
  builder.add(price(1), huge, second(0));
  builder.add(price(1), huge, second(1));
  EXPECT_EQ(builder.close_until(second(300))->bar.volume.raw(), std::numeric_limits<std::int64_t>::max());
}

RC_GTEST_PROP(BarBuilder, MakesTheBarsThatGroupingTheTradesByPeriodMakes, ()) {
  const auto step_s = *rc::gen::inRange<std::int64_t>(1, 50);
  const auto raw = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 40), rc::gen::inRange(1, 1000)));
  BarBuilder builder(Duration::seconds(step_s));
  std::map<std::int64_t, std::vector<int>> groups;
  std::vector<ClosedBar> bars;
  std::int64_t at = 0;
  for (const auto& [gap, p] : raw) {
    at += gap;
    groups[at / step_s].push_back(p);
    if (const auto bar = builder.add(price(p), quantity(1), second(at))) bars.push_back(*bar);
  }
  if (const auto bar = builder.close_until(Timestamp::never())) bars.push_back(*bar);
  RC_ASSERT(bars.size() == groups.size());
  std::size_t i = 0;
  for (const auto& [period, prices] : groups) {
    const auto& [bar, end] = bars[i++];
    RC_ASSERT(end == second((period + 1) * step_s));
    RC_ASSERT(bar.open == price(prices.front()));
    RC_ASSERT(bar.close == price(prices.back()));
    RC_ASSERT(bar.high == price(*std::max_element(prices.begin(), prices.end())));
    RC_ASSERT(bar.low == price(*std::min_element(prices.begin(), prices.end())));
    RC_ASSERT(bar.volume == quantity(static_cast<std::int64_t>(prices.size())));
  }
}

}  // namespace
}  // namespace alpha_pulse::domain
