#include "alpha_pulse/hedging/risk_analysis.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace alpha_pulse::hedging {
namespace {

std::vector<double> minus_five_to_five_percent() {
  std::vector<double> returns;
  for (int i = -5; i <= 5; ++i) returns.push_back(0.01 * i);
  return returns;
}

TEST(RiskAnalysis, GivesTheSeedsFiguresForElevenEvenReturns) {
  const auto returns = minus_five_to_five_percent();
  EXPECT_NEAR(historical_value_at_risk(returns, 0.95), 0.045, 1e-12);
  EXPECT_NEAR(conditional_value_at_risk(returns, 0.95), 0.05, 1e-12);
  EXPECT_NEAR(parametric_value_at_risk(returns, 0.95), 0.0545536, 5e-8);
  EXPECT_NEAR(max_drawdown(returns), -0.0965498, 5e-8);
}

TEST(RiskAnalysis, KnowsTheQuantilesOfTheNormalDistribution) {
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-9);
  EXPECT_NEAR(normal_quantile(0.95), 1.6448536269514722, 1e-9);
  EXPECT_NEAR(normal_quantile(0.99), 2.3263478740408408, 1e-9);
  EXPECT_NEAR(normal_quantile(0.0001), -3.719016485455709, 1e-9);
}

TEST(RiskAnalysis, HasNoLossWhereThereIsNone) {
  const std::vector<double> gains = {0.01, 0.02, 0.03};
  EXPECT_EQ(historical_value_at_risk(gains, 0.95), 0);
  EXPECT_EQ(max_drawdown(gains), 0);
}

}  // namespace
}  // namespace alpha_pulse::hedging
