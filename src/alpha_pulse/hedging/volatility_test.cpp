#include "alpha_pulse/hedging/volatility.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "alpha_pulse/hedging/test_words.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

constexpr Duration kFive = Duration::minutes(5);
constexpr Duration kHour = Duration::hours(1);

BarClosed bar(const std::string& close, Duration step = kFive) {
  const Price p = price(close);
  return {.open = p, .high = p, .low = p, .close = p, .volume = qty("1"), .step = step};
}
Timestamp bar_end(int k, Duration step = kFive) {
  return at(1'700'006'400) + step * k;  // a whole hour
}

/// The formula, written with the platform's library: three variances fed with x over `days` days.
struct Oracle {
  double v[3];
  explicit Oracle(double start) : v{start * start, start * start, start * start} {}
  void learn(double x, double days) {
    constexpr double kHalfLife[3] = {0.5, 2, 25};
    for (int i = 0; i < 3; ++i) v[i] += (1 - std::pow(2.0, -days / kHalfLife[i])) * (x - v[i]);
  }
  void learn_return(double ratio, double days) {
    const double r = std::log(ratio);
    learn(r * r / days, days);
  }
  double sigma() const { return 0.4 * std::sqrt(v[0]) + 0.4 * std::sqrt(v[1]) + 0.2 * std::sqrt(v[2]); }
};

TEST(Volatility, StartsAtTheConfiguredValueAndKeepsItOnTheFirstBar) {
  VolatilityEstimator volatility(ratio("0.02"));
  EXPECT_DOUBLE_EQ(volatility.sigma(), 0.02);
  volatility.on_bar(bar("100"), bar_end(0), linear());
  EXPECT_DOUBLE_EQ(volatility.sigma(), 0.02);
}

TEST(Volatility, FollowsTheFormulaInItsFirstSteps) {
  VolatilityEstimator volatility(ratio("0.02"));
  Oracle oracle(0.02);
  volatility.on_bar(bar("100"), bar_end(0), linear());
  volatility.on_bar(bar("101"), bar_end(1), linear());
  oracle.learn_return(1.01, 1.0 / 288);
  // By hand: x = (ln 1.01)^2 x 288 = 0.0285146, V1 = 4e-4 + 0.0048018 x 0.0281146 = 5.3500e-4, ...
  EXPECT_NEAR(oracle.v[0], 5.3500e-4, 1e-8);
  EXPECT_NEAR(volatility.sigma(), oracle.sigma(), 1e-13);
  volatility.on_bar(bar("100.2"), bar_end(2), linear());
  oracle.learn_return(100.2 / 101, 1.0 / 288);
  EXPECT_NEAR(volatility.sigma(), oracle.sigma(), 1e-13);
}

TEST(Volatility, ConvergesToTheVolatilityOfAConstantReturn) {
  VolatilityEstimator volatility(ratio("0.10"));
  for (int k = 0; k < 288 * 600; ++k) volatility.on_bar(bar(k % 2 == 0 ? "100" : "100.1"), bar_end(k), linear());
  EXPECT_NEAR(volatility.sigma(), std::log(1.001) * std::sqrt(288.0), 1e-8);
}

TEST(Volatility, TakesAGapAsOneReturnOverTheTimeThatPassed) {
  VolatilityEstimator volatility(ratio("0.02"));
  Oracle oracle(0.02);
  volatility.on_bar(bar("100"), bar_end(0), linear());
  volatility.on_bar(bar("103"), bar_end(12), linear());
  oracle.learn_return(1.03, 1.0 / 24);
  EXPECT_NEAR(volatility.sigma(), oracle.sigma(), 1e-13);
}

TEST(Volatility, IgnoresRepeatedAndLateBars) {
  VolatilityEstimator volatility(ratio("0.02"));
  volatility.on_bar(bar("100"), bar_end(0), linear());
  volatility.on_bar(bar("101"), bar_end(2), linear());
  const double before = volatility.sigma();
  volatility.on_bar(bar("120"), bar_end(2), linear());
  volatility.on_bar(bar("80"), bar_end(1), linear());
  EXPECT_EQ(volatility.sigma(), before);
  EXPECT_EQ(volatility.ignored(), 2u);
  EXPECT_EQ(volatility.refused(), 0u);
  volatility.on_bar(bar("101"), bar_end(3), linear());  // and the next is measured from 101, not from 120 or 80
  EXPECT_LT(volatility.sigma(), before);
}

TEST(Volatility, RefusesImpossibleBarsAndCountsThem) {
  VolatilityEstimator volatility(ratio("0.02"));
  volatility.on_bar(bar("100"), bar_end(0), linear());
  BarClosed high_below_close = bar("100");
  high_below_close.high = price("99");
  BarClosed low_above_open = bar("100");
  low_above_open.low = price("100.5");
  low_above_open.high = price("101");
  BarClosed no_price = bar("0");
  BarClosed negative = bar("100");
  negative.low = price("-1");
  BarClosed no_length = bar("100");
  no_length.step = Duration{};
  int k = 1;
  for (const BarClosed& impossible : {high_below_close, low_above_open, no_price, negative, no_length}) {
    volatility.on_bar(impossible, bar_end(k++), linear());
  }
  EXPECT_EQ(volatility.sigma(), 0.02);
  EXPECT_EQ(volatility.refused(), 5u);
}

TEST(Volatility, JoinsFiveMinuteBarsToFifteenWhileATickIsCoarse) {
  const Instrument coarse = linear({.tick = "0.1", .lot = "1", .min_notional = "5"});  // 0.1 % > 0.3 x 0.02 / sqrt(288)
  VolatilityEstimator volatility(ratio("0.02"));
  Oracle oracle(0.02);
  volatility.on_bar(bar("100"), bar_end(0), coarse);
  volatility.on_bar(bar("100.9"), bar_end(1), coarse);
  volatility.on_bar(bar("99.5"), bar_end(2), coarse);
  EXPECT_EQ(volatility.sigma(), 0.02) << "bounces inside the quarter of an hour are not measured";
  volatility.on_bar(bar("100.4"), bar_end(3), coarse);
  oracle.learn_return(1.004, 1.0 / 96);
  EXPECT_NEAR(volatility.sigma(), oracle.sigma(), 1e-13);
}

TEST(Volatility, MeasuresEveryFiveMinutesJustBelowTheCoarseTick) {
  const Instrument fine = linear({.tick = "0.035", .lot = "1", .min_notional = "5"});  // 3.50e-4 < 3.536e-4
  VolatilityEstimator volatility(ratio("0.02"));
  volatility.on_bar(bar("100"), bar_end(0), fine);
  volatility.on_bar(bar("100"), bar_end(1), fine);
  EXPECT_LT(volatility.sigma(), 0.02);
}

TEST(Volatility, JoinsBarsJustAboveTheCoarseTick) {
  const Instrument coarse = linear({.tick = "0.0354", .lot = "1", .min_notional = "5"});  // 3.54e-4 > 3.536e-4
  VolatilityEstimator volatility(ratio("0.02"));
  volatility.on_bar(bar("100"), bar_end(0), coarse);
  volatility.on_bar(bar("100"), bar_end(1), coarse);
  EXPECT_EQ(volatility.sigma(), 0.02);
}

TEST(Volatility, UsesTheRangeOfBarsOfAnHourOrLonger) {
  VolatilityEstimator volatility(ratio("0.02"));
  Oracle oracle(0.02);
  volatility.on_bar(bar("100", kHour), bar_end(0, kHour), linear());
  const BarClosed wide{.open = price("100.2"),
                       .high = price("103"),
                       .low = price("99"),
                       .close = price("101.5"),
                       .volume = qty("1"),
                       .step = kHour};
  volatility.on_bar(wide, bar_end(1, kHour), linear());
  const double gap = std::log(100.2 / 100);
  const double range = std::log(103.0 / 99);
  const double body = std::log(101.5 / 100.2);
  const double variance = gap * gap + range * range / 2 - (2 * std::log(2.0) - 1) * body * body;
  oracle.learn(variance * 24, 1.0 / 24);
  EXPECT_NEAR(volatility.sigma(), oracle.sigma(), 1e-13);
}

TEST(Volatility, StaysBetweenItsClamps) {
  VolatilityEstimator calm(ratio("0.02"));
  VolatilityEstimator wild(ratio("0.02"));
  for (int k = 0; k < 288 * 300; ++k) {
    calm.on_bar(bar("100"), bar_end(k), linear());
    wild.on_bar(bar(k % 2 == 0 ? "100" : "110"), bar_end(k), linear());
    ASSERT_GE(calm.sigma(), 0.002);
    ASSERT_LE(wild.sigma(), 0.20);
  }
  EXPECT_EQ(calm.sigma(), 0.002);
  EXPECT_EQ(wild.sigma(), 0.20);
}

}  // namespace
}  // namespace alpha_pulse::hedging
