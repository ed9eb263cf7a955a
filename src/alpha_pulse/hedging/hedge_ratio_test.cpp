#include "alpha_pulse/hedging/hedge_ratio.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "alpha_pulse/hedging/test_words.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

constexpr Duration kDay = Duration::days(1);
constexpr Duration kHour = Duration::hours(1);

/// Costs whose mix of maker and taker is `lambda`.
CostSettings costing(const std::string& lambda) {
  return {.maker_fee = ratio(lambda), .taker_fee = ratio(lambda), .slippage = ratio("0")};
}

// ---- the no-trade band ---------------------------------------------------------------------------------------------

TEST(NoTradeBand, MatchesTheFormulaComputedByHand) {
  // (3 x 6e-4 x 0.025^2 / (2 x 10 x 0.025^2))^(1/3) = (9.0e-5)^(1/3)
  EXPECT_NEAR(no_trade_band(costing("0.0006"), 0.025, 0.025), 0.0448140475, 1e-9);
  // Our costs, maker first: 0.8 x 2 bp + 0.2 x (5 + 1) bp = 2.8 bp.
  EXPECT_NEAR(no_trade_band(CostSettings{}, 0.025, 0.025), 0.0347602664, 1e-9);
  EXPECT_NEAR(no_trade_band(CostSettings{}, 0.010, 0.025), 0.0188707759, 1e-9);
  EXPECT_NEAR(no_trade_band(CostSettings{}, 0.010, 0.020), 0.0218975957, 1e-9);
}

TEST(NoTradeBand, StaysBetweenOneAndFivePercent) {
  EXPECT_EQ(no_trade_band(CostSettings{}, 0.001, 0.05), 0.01);
  EXPECT_EQ(no_trade_band(CostSettings{}, 0, 0.02), 0.01);
  EXPECT_EQ(no_trade_band(CostSettings{}, 0.10, 0.01), 0.05);
}

// ---- how much the target itself moves ------------------------------------------------------------------------------

TEST(TargetDrift, IsOnePercentUntilThirtyDaysHaveBeenSeen) {
  TargetDrift drift;
  EXPECT_EQ(drift.daily_deviation(), 0.01);
  for (int day = 0; day <= 29; ++day) drift.on_target(at(0) + kDay * day, qty("1"));
  EXPECT_EQ(drift.daily_deviation(), 0.01);
  drift.on_target(at(0) + kDay * 30, qty("1"));
  EXPECT_EQ(drift.daily_deviation(), 0) << "thirty days without a flow";
}

TEST(TargetDrift, IsTheRootMeanSquareOfDailyRelativeChanges) {
  TargetDrift drift;
  for (int day = 0; day <= 60; ++day) drift.on_target(at(0) + kDay * day, day % 2 == 0 ? qty("1") : qty("1.02"));
  // 60 closed days: the first without a change, then 30 rises of 2 % and 29 falls of 1.9608 %.
  const double fall = 0.02 / 1.02;
  EXPECT_NEAR(drift.daily_deviation(), std::sqrt((30 * 0.0004 + 29 * fall * fall) / 60), 1e-12);
}

TEST(TargetDrift, TakesOneValueADayHoweverOftenItIsTold) {
  TargetDrift drift;
  for (int day = 0; day <= 40; ++day) {
    drift.on_target(at(3600) + kDay * day, day == 0 ? qty("1") : qty("3"));
    drift.on_target(at(7200) + kDay * day, qty("1"));
  }
  EXPECT_EQ(drift.daily_deviation(), 0) << "each day ended where the day before did";
}

TEST(TargetDrift, CountsDaysInWhichNothingWasToldAsDaysWithoutAChange) {
  TargetDrift drift;
  drift.on_target(at(0), qty("1"));
  drift.on_target(at(0) + kDay * 99, qty("1.1"));
  drift.on_target(at(0) + kDay * 100, qty("1.1"));
  EXPECT_NEAR(drift.daily_deviation(), std::sqrt(0.01 / 100), 1e-12);
}

TEST(TargetDrift, OfAnEmptyHoldingIsNothing) {
  TargetDrift drift;
  drift.on_target(at(0), Quantity{});
  drift.on_target(at(0) + kDay, qty("1"));
  drift.on_target(at(0) + kDay * 40, qty("1"));
  EXPECT_EQ(drift.daily_deviation(), 0);
}

// ---- beta of a cross hedge -----------------------------------------------------------------------------------------

BarClosed bar(double close, Duration step = kHour) {
  const Price p = nearest_price(close);
  return {.open = p, .high = p, .low = p, .close = p, .volume = qty("1"), .step = step};
}

/// Feeds `hours` hours in which the holding returns `slope` times what the future does.
void feed(BetaEstimator& beta, double slope, int hours) {
  double spot = 50;
  double future = 2000;
  for (int h = 0; h < hours; ++h) {
    const double r = 0.004 * ((h * 7) % 5 - 2);
    spot *= std::exp(slope * r);
    future *= std::exp(r);
    beta.on_bar(kSpotLeg, bar(spot), at(0) + kHour * (h + 1));
    beta.on_bar(kHedgeLeg, bar(future), at(0) + kHour * (h + 1));
  }
}

TEST(Beta, IsOneUntilBothLegsHaveClosedAnHour) {
  BetaEstimator beta(ratio("0.2"), ratio("3"));
  EXPECT_EQ(beta.beta(), Ratio::one());
  feed(beta, 1.4, 1);
  EXPECT_EQ(beta.beta(), Ratio::one());
}

TEST(Beta, FindsTheSlopeBetweenTheHoldingAndTheFuture) {
  BetaEstimator beta(ratio("0.2"), ratio("3"));
  feed(beta, 1.4, 24 * 30);
  EXPECT_NEAR(beta.beta().to_double(), 1.4, 1e-6);
}

TEST(Beta, ForgetsHalfInSevenDays) {
  BetaEstimator beta(ratio("0.2"), ratio("3"));
  feed(beta, 1.0, 24 * 200);
  double spot = 50;
  double future = 2000;
  for (int h = 0; h <= 24 * 7; ++h) {                            // the first of these bars only ends the gap
    const double r = h % 2 == 0 ? 0.0056568542 : -0.0056568542;  // the same variance as before
    spot *= std::exp(2 * r);
    future *= std::exp(r);
    beta.on_bar(kSpotLeg, bar(spot), at(0) + kHour * (24 * 300 + h));
    beta.on_bar(kHedgeLeg, bar(future), at(0) + kHour * (24 * 300 + h));
  }
  EXPECT_NEAR(beta.beta().to_double(), 1.5, 0.01);
}

TEST(Beta, StaysBetweenItsClamps) {
  BetaEstimator low(ratio("0.2"), ratio("3"));
  feed(low, 0.05, 100);
  EXPECT_EQ(low.beta(), ratio("0.2"));
  BetaEstimator high(ratio("0.2"), ratio("3"));
  feed(high, 5, 100);
  EXPECT_EQ(high.beta(), ratio("3"));
  BetaEstimator inverted(ratio("0.2"), ratio("3"));
  feed(inverted, -1, 100);
  EXPECT_EQ(inverted.beta(), ratio("0.2"));
}

TEST(Beta, LearnsFromWholeHoursOfShorterBars) {
  BetaEstimator beta(ratio("0.2"), ratio("3"));
  const double spot[] = {50, 51, 50};
  const double future[] = {2000, 2030, 2000};
  for (int h = 0; h < 3; ++h) {
    const Timestamp end = at(0) + kHour * (h + 1);
    beta.on_bar(kSpotLeg, bar(77, Duration::minutes(5)), end - Duration::minutes(5));  // inside the hour: no matter
    beta.on_bar(kHedgeLeg, bar(3333, Duration::minutes(5)), end - Duration::minutes(5));
    beta.on_bar(kSpotLeg, bar(spot[h], Duration::minutes(5)), end);
    beta.on_bar(kHedgeLeg, bar(future[h], Duration::minutes(5)), end);
  }
  EXPECT_NEAR(beta.beta().to_double(), std::log(51.0 / 50) / std::log(2030.0 / 2000), 1e-8);
}

TEST(Beta, NeverPairsReturnsOfDifferentHours) {
  BetaEstimator beta(ratio("0.2"), ratio("3"));
  const auto hour = [](int h) { return at(0) + kHour * h; };
  beta.on_bar(kSpotLeg, bar(50), hour(1));
  beta.on_bar(kHedgeLeg, bar(2000), hour(1));
  beta.on_bar(kSpotLeg, bar(60), hour(2));  // the future misses this hour ...
  beta.on_bar(kHedgeLeg, bar(2000), hour(3));
  beta.on_bar(kSpotLeg, bar(60), hour(4));  // ... and the holding the next
  beta.on_bar(kHedgeLeg, bar(2100), hour(4));
  EXPECT_EQ(beta.beta(), Ratio::one()) << "no hour had a return on both legs";
}

}  // namespace
}  // namespace alpha_pulse::hedging
