#include "alpha_pulse/backtest/metrics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/backtest/test_loops.hpp"

namespace alpha_pulse::backtest {
namespace {

using test::kDay;
using test::kHour;
using test::kMidnight;

Money dollars(std::int64_t amount) {
  return Money::from_raw(Money::kUnit * amount, test::kUsdt);
}

/// What one period earned: the account, and the holding alone.
struct Earned {
  std::int64_t account, holding;
};

/// Samples `period` apart, the first at `start` with nothing earned.
std::vector<HourSample> samples_of(const std::vector<Earned>& periods, Duration period, Timestamp start = kMidnight) {
  std::vector<HourSample> samples = {{start, dollars(0), dollars(0)}};
  for (const Earned& earned : periods) {
    const HourSample& before = samples.back();
    samples.push_back(
        {before.hour + period, before.profit + dollars(earned.account), before.spot_profit + dollars(earned.holding)});
  }
  return samples;
}

std::vector<HourSample> days_of(const std::vector<std::int64_t>& account) {
  std::vector<Earned> periods;
  for (const std::int64_t profit : account) periods.push_back({profit, 1});
  return samples_of(periods, kDay);
}

/// Up and down in turns: the holding by two, the account by one, which leaves a quarter of the variance.
std::vector<Earned> halved(std::size_t count) {
  std::vector<Earned> periods;
  for (std::size_t i = 0; i < count; ++i) periods.push_back(i % 2 == 0 ? Earned{1, 2} : Earned{-1, -2});
  return periods;
}

TEST(HedgeEffectiveness, IsTheShareOfTheHoldingsVarianceThatIsGone) {
  EXPECT_NEAR(*hedge_effectiveness(samples_of(halved(20), kDay)).daily, 0.75, 1e-12);
  EXPECT_NEAR(*hedge_effectiveness(samples_of(halved(20), kHour)).hourly, 0.75, 1e-12);
}

TEST(HedgeEffectiveness, DoesNotReadASteadyGainOrCostAsRisk) {
  std::vector<Earned> periods = halved(21);
  for (Earned& earned : periods) earned.account -= 7;
  EXPECT_NEAR(*hedge_effectiveness(samples_of(periods, kDay)).daily, 0.75, 1e-12);
}

TEST(HedgeEffectiveness, IsNothingBelowTwentyBins) {
  EXPECT_FALSE(hedge_effectiveness(samples_of(halved(19), kDay)).daily.has_value());
  EXPECT_FALSE(hedge_effectiveness(samples_of(halved(19), kHour)).hourly.has_value());
  EXPECT_FALSE(hedge_effectiveness({}).daily.has_value());
}

TEST(HedgeEffectiveness, IsNothingForAHoldingThatDidNotMove) {
  EXPECT_FALSE(hedge_effectiveness(samples_of(std::vector<Earned>(30, {1, 0}), kHour)).hourly.has_value());
}

TEST(HedgeEffectiveness, IsNothingForAHoldingThatMovedByTheSameEveryHour) {
  EXPECT_FALSE(hedge_effectiveness(samples_of(std::vector<Earned>(50, {27, -9}), kHour)).hourly.has_value());
}

TEST(HedgeEffectiveness, CountsOnlyDaysFromMidnightToMidnight) {
  // Twenty days and twenty-three hours from one in the morning hold twenty full days; an hour less at the end,
  // nineteen.
  std::vector<HourSample> samples = samples_of(halved(20 * 24 + 23), kHour, kMidnight + kHour);
  EXPECT_TRUE(hedge_effectiveness(samples_of(halved(20 * 24 + 23), kHour, kMidnight + kHour)).hourly.has_value());
  EXPECT_EQ(daily_profit(samples).size(), 20U);
  samples.pop_back();
  EXPECT_EQ(daily_profit(samples).size(), 19U);
}

TEST(HedgeEffectiveness, CountsOnlyHoursOnTheHour) {
  EXPECT_FALSE(hedge_effectiveness(samples_of(halved(30), kHour, kMidnight + Duration::minutes(1))).hourly.has_value());
}

TEST(DailyProfit, LeavesOutTheDaysAroundAMissingMidnight) {
  std::vector<HourSample> samples = days_of({1, 2, 3, 4, 5});
  samples.erase(samples.begin() + 2);
  EXPECT_EQ(daily_profit(samples), (std::vector<double>{1, 4, 5}));
}

TEST(DailyProfit, IsTheDifferenceOfTheTotalsAtTwoMidnights) {
  const std::vector<HourSample> samples = samples_of(std::vector<Earned>(48, {3, 1}), kHour);
  EXPECT_EQ(daily_profit(samples), (std::vector<double>{72, 72}));
}

TEST(ConditionalValueAtRisk, IsTheMeanLossOfTheWorstTwentiethOfDaysOverTheHolding) {
  std::vector<std::int64_t> profits(40, 1);
  profits[7] = -30;
  profits[31] = -10;
  EXPECT_NEAR(*conditional_value_at_risk(days_of(profits), 1000), 0.02, 1e-12);
}

TEST(ConditionalValueAtRisk, RoundsTheTwentiethUp) {
  std::vector<std::int64_t> profits(20, 1);
  profits[3] = -30;
  EXPECT_NEAR(*conditional_value_at_risk(days_of(profits), 1000), 0.03, 1e-12);
  profits.push_back(-10);
  EXPECT_NEAR(*conditional_value_at_risk(days_of(profits), 1000), 0.02, 1e-12);
}

TEST(ConditionalValueAtRisk, IsNegativeWhenEvenTheWorstDaysEarned) {
  EXPECT_NEAR(*conditional_value_at_risk(days_of(std::vector<std::int64_t>(20, 5)), 1000), -0.005, 1e-12);
}

TEST(ConditionalValueAtRisk, IsNothingBelowTwentyDaysOrWithoutAHolding) {
  EXPECT_FALSE(conditional_value_at_risk(days_of(std::vector<std::int64_t>(19, -5)), 1000).has_value());
  EXPECT_FALSE(conditional_value_at_risk(days_of(std::vector<std::int64_t>(20, -5)), 0).has_value());
}

TEST(MaxDrawdown, IsTheDeepestFallFromAnEarlierPeak) {
  EXPECT_NEAR(max_drawdown_pct(days_of({10, -4, 1, -5, 20, -7}), 200), 4.0, 1e-12);  // 10 -> 2
}

TEST(MaxDrawdown, CountsALossFromTheStart) {
  EXPECT_NEAR(max_drawdown_pct(days_of({-6, 2}), 200), 3.0, 1e-12);
}

TEST(MaxDrawdown, IsNothingWhenEveryDayEarnsOrNoDayIsFull) {
  EXPECT_EQ(max_drawdown_pct(days_of({1, 2, 3}), 200), 0);
  EXPECT_EQ(max_drawdown_pct(samples_of(std::vector<Earned>(23, {-5, 1}), kHour), 200), 0);
  EXPECT_EQ(max_drawdown_pct(days_of({-6, 2}), 0), 0);
}

TEST(BasisPointsPerYear, AreAPercentOfTheHoldingAsAHundredInAYearOfThreeHundredAndSixtyFiveDays) {
  EXPECT_NEAR(basis_points_per_year(3, 300, Duration::days(365)), 100, 1e-9);
  EXPECT_NEAR(basis_points_per_year(3, 300, Duration::days(73)), 500, 1e-9);
  EXPECT_NEAR(basis_points_per_year(-3, 300, Duration::days(730)), -50, 1e-9);
}

TEST(BasisPointsPerYear, AreNoneForARunWithoutLengthOrHolding) {
  EXPECT_EQ(basis_points_per_year(3, 300, Duration{}), 0);
  EXPECT_EQ(basis_points_per_year(3, 0, kDay), 0);
}

RC_GTEST_PROP(HedgeEffectiveness, OfAHedgeThatLeavesAFixedShareIsOneLessItsSquare, ()) {
  const auto share = *rc::gen::inRange<std::int64_t>(-3, 4);
  std::vector<Earned> periods;
  for (const auto move : *rc::gen::container<std::vector<std::int64_t>>(50, rc::gen::inRange<std::int64_t>(-9, 10))) {
    periods.push_back({share * move, move});
  }
  const auto measured = hedge_effectiveness(samples_of(periods, kHour)).hourly;
  RC_PRE(measured.has_value());
  RC_ASSERT(std::abs(*measured - (1.0 - static_cast<double>(share * share))) < 1e-9);
}

}  // namespace
}  // namespace alpha_pulse::backtest
