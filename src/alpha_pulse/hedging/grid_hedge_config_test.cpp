#include "alpha_pulse/hedging/grid_hedge_config.hpp"

#include "alpha_pulse/hedging/risk_analysis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "alpha_pulse/hedging/test_words.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

HedgeGridRequest request(const std::string& p, const std::string& q, const std::string& sigma, const std::string& value,
                         int levels) {
  HedgeGridRequest r;
  r.symbol = "BTCUSDT";
  r.current_price = price(p);
  r.spot_quantity = qty(q);
  r.volatility = ratio(sigma);
  r.portfolio_value = usdt(value);
  r.num_levels = levels;
  return r;
}

std::string refusal(const Result<GridHedgeConfig>& result) {
  return result ? "accepted" : result.error().message;
}
std::string refusal(const Result<void>& result) {
  return result ? "accepted" : result.error().message;
}

// ---- the vectors of the hedge grid ---------------------------------------------------------------------------------

struct Vector {
  std::string price, spot, sigma, value;
  int levels;
  std::string spacing, step, sum, stop_loss, take_profit, upper;
};

class HedgeGridVectors : public testing::TestWithParam<Vector> {};

TEST_P(HedgeGridVectors, AreReproducedToTheLastDigit) {
  const Vector& v = GetParam();
  const auto config = GridHedgeConfig::create_hedge_grid(request(v.price, v.spot, v.sigma, v.value, v.levels));
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->grid_spacing, price(v.spacing) - Price{});
  EXPECT_EQ(config->position_step_size, qty(v.step));
  EXPECT_EQ(config->stop_loss_pct, ratio(v.stop_loss));
  EXPECT_EQ(config->take_profit_pct, ratio(v.take_profit));
  EXPECT_EQ(config->upper_price, price(v.upper));
  EXPECT_EQ(config->lower_price, price(v.price));
  EXPECT_EQ(config->max_position_size, qty(v.spot));
  EXPECT_EQ(config->grid_direction, GridDirection::SHORT);
  ASSERT_EQ(config->grid_levels.size(), static_cast<std::size_t>(v.levels));
  Quantity sum;
  for (const GridLevel& level : config->grid_levels) {
    sum += level.quantity;
    EXPECT_FALSE(level.is_long);
  }
  EXPECT_EQ(sum, qty(v.sum));
  EXPECT_EQ(config->grid_levels.front().price, price(v.price) + config->grid_spacing);
  EXPECT_EQ(config->grid_levels.back().price, config->upper_price);
}

INSTANTIATE_TEST_SUITE_P(
    GridHedgeConfig, HedgeGridVectors,
    testing::Values(Vector{"95203.05", "1", "0.02", "100000", 5, "952.0305", "0.2", "1", "0.04", "0.06", "99963.2025"},
                    Vector{"95203.05", "1", "0.02", "50000", 5, "952.0305", "0.10503865", "0.52519325", "0.04", "0.06",
                           "99963.2025"},
                    Vector{"95203.05", "1", "0.04", "100000", 5, "1904.061", "0.2", "1", "0.08", "0.12", "104723.355"},
                    Vector{"95203.05", "1", "0.10", "100000", 5, "4760.1525", "0.10503865", "0.52519325", "0.20",
                           "0.30", "119003.8125"},
                    Vector{"95203.05", "2", "0.02", "100000", 5, "952.0305", "0.21007730", "1.0503865", "0.04", "0.06",
                           "99963.2025"},
                    Vector{"95203.05", "1", "0.005", "100000", 5, "238.007625", "0.2", "1", "0.01", "0.015",
                           "96393.088125"},
                    Vector{"95203.05", "1", "0.02", "100000", 10, "952.0305", "0.1", "1", "0.04", "0.06", "104723.355"},
                    Vector{"0.5", "1000", "0.05", "100000", 5, "0.0125", "200", "1000", "0.10", "0.15", "0.5625"}));

TEST(GridHedgeConfig, RefusesAVolatilityWhoseExitsWouldReachAHundredPercent) {
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("95203.05", "1", "0.50", "100000", 5))),
            "grid.volatility: 0.5 is out of range; 0 < volatility <= 0.49 a day, e.g. 0.02");
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("95203.05", "1", "0.33", "100000", 5))), "accepted");
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("95203.05", "1", "0.34", "100000", 5))),
            "Stop loss and take profit must be below 1 (100 %), e.g. 0.04 and 0.06")
      << "3 sigma of take profit";
}

TEST(GridHedgeConfig, TakesTheHoldingOverTheLevelsWhenThePortfolioValueIsUnknown) {
  HedgeGridRequest r = request("95203.05", "2", "0.02", "100000", 5);
  r.portfolio_value.reset();
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(r)->position_step_size, qty("0.4"));
}

TEST(GridHedgeConfig, RoundsTheStepDownSoThatTheSumNeverExceedsTheHolding) {
  HedgeGridRequest r = request("95203.05", "1", "0.02", "100000", 3);
  r.portfolio_value.reset();
  const auto config = GridHedgeConfig::create_hedge_grid(r);
  EXPECT_EQ(config->position_step_size, qty("0.33333333"));
}

TEST(GridHedgeConfig, RefusesWhatCannotBeAGrid) {
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("0", "1", "0.02", "100000", 5))),
            "Could not get current price for BTCUSDT");
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("100", "0", "0.02", "100000", 5))),
            "No spot position found for BTCUSDT");
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("100", "1", "0.02", "100000", 0))),
            "grid.num_levels: 0 is out of range; 1..500, e.g. 5");
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("100", "1", "0.02", "100000", 501))),
            "grid.num_levels: 501 is out of range; 1..500, e.g. 5");
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("100", "1", "0", "100000", 5))),
            "grid.volatility: 0 is out of range; 0 < volatility <= 0.49 a day, e.g. 0.02");
  EXPECT_EQ(refusal(GridHedgeConfig::create_hedge_grid(request("100", "1", "0.02", "0", 5))),
            "Position step must be positive, e.g. 0.2");
}

// ---- historical returns --------------------------------------------------------------------------------------------

std::vector<double> eleven_returns() {
  std::vector<double> returns;
  for (int i = -5; i <= 5; ++i) returns.push_back(i / 100.0);
  return returns;
}

TEST(HistoricalReturns, GiveAValueAtRiskInterpolatedBetweenNeighbours) {
  EXPECT_NEAR(historical_value_at_risk(eleven_returns(), 0.95), 0.045, 1e-15);
  EXPECT_NEAR(historical_value_at_risk(eleven_returns(), 0.90), 0.04, 1e-15);
  const std::vector<double> gains = {0.01, 0.02};
  EXPECT_EQ(historical_value_at_risk(gains, 0.95), 0) << "never a negative risk";
}

TEST(HistoricalReturns, SetTheStopAtTheValueAtRiskAndAPositiveTakeProfitOfOneAndAHalfStops) {
  HedgeGridRequest r = request("95203.05", "1", "0.02", "100000", 5);
  const std::vector<double> returns = eleven_returns();
  r.historical_returns = returns;
  const auto config = GridHedgeConfig::create_hedge_grid(r);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->stop_loss_pct, ratio("0.045"));
  EXPECT_EQ(config->take_profit_pct, ratio("0.0675"));
  EXPECT_EQ(config->grid_spacing, price("952.0305") - Price{})
      << "fewer than twenty returns leave the volatility alone";
}

TEST(HistoricalReturns, RaiseTheVolatilityToTheirLastRollingDeviationAndNeverLowerIt) {
  std::vector<double> returns(40, 0.0);
  for (std::size_t i = 0; i < returns.size(); ++i) returns[i] = i % 2 == 0 ? 0.05 : -0.05;
  HedgeGridRequest r = request("100", "1", "0.02", "1000000", 5);
  r.historical_returns = returns;
  const double deviation = 0.05 * std::sqrt(20.0 / 19);
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(r)->grid_spacing,
            PriceDelta::from_raw(Ratio::nearest(deviation).raw() * 50));
  r.volatility = ratio("0.10");
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(r)->grid_spacing, price("5") - Price{});
}

TEST(HistoricalReturns, WithoutASingleLossCannotSetAStop) {
  HedgeGridRequest r = request("100", "1", "0.02", "100000", 5);
  const std::vector<double> gains(30, 0.01);
  r.historical_returns = gains;
  const auto config = GridHedgeConfig::create_hedge_grid(r);
  ASSERT_FALSE(config) << "a stop at the entry would close the hedge on its first tick";
  EXPECT_NE(config.error().message.find("risk.stop_loss_pct"), std::string::npos) << config.error().message;
}

// ---- the sizer -----------------------------------------------------------------------------------------------------

TEST(Sizer, GivesTheShareOfThePortfolioThatTheVolatilityAllows) {
  const SizingSettings sizing;
  const auto allowed = [&](const std::string& sigma) {
    return scale(usdt("100000"), risk_share(sizing, ratio(sigma)));
  };
  for (const char* sigma : {"0.005", "0.01", "0.02", "0.05", "0"}) EXPECT_EQ(allowed(sigma), usdt("20000")) << sigma;
  EXPECT_EQ(allowed("0.10"), usdt("10000"));
  EXPECT_EQ(allowed("0.50"), usdt("2000"));
  EXPECT_EQ(allowed("2.0"), usdt("1000"));
}

TEST(Sizer, RoundsTheStepDownAndGivesNothingForAnEmptyAccount) {
  EXPECT_EQ(risk_sized_step({}, ratio("0.02"), usdt("100000"), price("95203.05")), qty("0.21007730"));
  EXPECT_EQ(risk_sized_step({}, ratio("0.02"), usdt("0"), price("95203.05")), Quantity{});
  EXPECT_EQ(risk_sized_step({}, ratio("0.02"), usdt("-5"), price("95203.05")), Quantity{});
}

// ---- the symmetric grid --------------------------------------------------------------------------------------------

SymmetricGridRequest symmetric(GridDirection direction) {
  return {.symbol = "BTCUSDT",
          .center_price = price("40000"),
          .grid_spacing = price("100") - Price{},
          .num_levels = 3,
          .position_step_size = qty("0.001"),
          .max_position_size = qty("0.01"),
          .grid_direction = direction};
}

std::vector<std::string> prices_of(const GridHedgeConfig& config, bool longs) {
  std::vector<std::string> out;
  for (const GridLevel& level : config.grid_levels) {
    if (level.is_long == longs) out.push_back(level.price.to_string(0));
  }
  return out;
}

TEST(SymmetricGrid, PutsBuysBelowAndSellsAboveTheCentre) {
  const auto config = GridHedgeConfig::create_symmetric_grid(symmetric(GridDirection::BOTH));
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(prices_of(*config, true), (std::vector<std::string>{"39900", "39800", "39700"}));
  EXPECT_EQ(prices_of(*config, false), (std::vector<std::string>{"40100", "40200", "40300"}));
  EXPECT_EQ(config->lower_price, price("39700"));
  EXPECT_EQ(config->upper_price, price("40300"));
}

TEST(SymmetricGrid, HasOneSideForShortAndForLong) {
  const auto sells = GridHedgeConfig::create_symmetric_grid(symmetric(GridDirection::SHORT));
  EXPECT_TRUE(prices_of(*sells, true).empty());
  EXPECT_EQ(prices_of(*sells, false).size(), 3u);
  const auto buys = GridHedgeConfig::create_symmetric_grid(symmetric(GridDirection::LONG));
  EXPECT_TRUE(prices_of(*buys, false).empty());
  EXPECT_EQ(prices_of(*buys, true).size(), 3u);
}

// ---- the refusals --------------------------------------------------------------------------------------------------

TEST(Validate, RefusesEachBrokenGridInTheSeedsWords) {
  const GridHedgeConfig good = *GridHedgeConfig::create_symmetric_grid(symmetric(GridDirection::BOTH));
  EXPECT_EQ(refusal(good.validate()), "accepted");
  const auto broken = [&](auto change) {
    GridHedgeConfig config = good;
    change(config);
    return refusal(config.validate());
  };
  using C = GridHedgeConfig;
  EXPECT_EQ(broken([](C& c) { c.grid_levels.clear(); }), "No grid levels defined");
  EXPECT_EQ(broken([](C& c) { c.upper_price = c.lower_price; }), "Upper price must be greater than lower price");
  EXPECT_EQ(broken([](C& c) { c.grid_spacing = PriceDelta{}; }), "Grid spacing must be positive");
  EXPECT_EQ(broken([](C& c) { c.max_position_size = qty("0.0009"); }),
            "Max position size must be greater than step size");
  EXPECT_EQ(broken([](C& c) { c.max_position_size = qty("0.002"); }),
            "Total possible position (0.00300000) exceeds max position size (0.00200000)");
  EXPECT_EQ(broken([](C& c) { c.position_step_size = Quantity{}; }), "Position step must be positive, e.g. 0.2");
  EXPECT_EQ(broken([](C& c) { c.grid_levels.front().quantity = Quantity{}; }), "Grid level quantity must be positive");
  EXPECT_EQ(broken([](C& c) { c.grid_levels.front().price = price("-1"); }), "Grid level price -1.00 must be positive");
  EXPECT_EQ(broken([](C& c) { c.take_profit_pct = ratio("1"); }),
            "Stop loss and take profit must be below 1 (100 %), e.g. 0.04 and 0.06");
}

}  // namespace
}  // namespace alpha_pulse::hedging
