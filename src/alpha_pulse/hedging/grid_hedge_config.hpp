#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/hedging/hedge_settings.hpp"
#include "alpha_pulse/hedging/spacing.hpp"

/// The seed's configuration object: what a grid looks like for a given price and holding, before any order exists.
namespace alpha_pulse::hedging {

/// One rung.
struct GridLevel {
  Price price;        ///< on the tick once an instrument was given, else exact
  Quantity quantity;  ///< positive
  bool is_long = false;
};

/// What `create_hedge_grid` is asked for.
struct HedgeGridRequest {
  std::string symbol;
  Price current_price;
  Quantity spot_quantity;  ///< base units to hedge
  Ratio volatility = Ratio::from_raw(2 * kOne / 100);
  std::optional<Money> portfolio_value;  ///< unknown: the step is the holding over the levels
  int num_levels = 5;
  std::span<const double> historical_returns;  ///< daily; empty = none. At least 20 to raise the volatility
  double var_confidence = 0.95;
  SizingSettings sizing;
  Ratio spacing_sigma = Ratio::from_raw(kOne / 2);
};

/// What `create_symmetric_grid` is asked for.
struct SymmetricGridRequest {
  std::string symbol;
  Price center_price;
  PriceDelta grid_spacing;
  int num_levels = 5;
  Quantity position_step_size;
  Quantity max_position_size;
  GridDirection grid_direction = GridDirection::BOTH;
};

/// The grid: its levels, their limits, and the exits as shares of the entry.
struct GridHedgeConfig {
  std::string symbol;
  GridDirection grid_direction = GridDirection::SHORT;
  std::vector<GridLevel> grid_levels;
  Price upper_price;
  Price lower_price;
  PriceDelta grid_spacing;
  Quantity max_position_size;
  Quantity position_step_size;
  Ratio stop_loss_pct;
  Ratio take_profit_pct;

  /// Sells above the price: spacing P sigma / 2, step min(Q/n, V clamp(target / sigma, 0.01, cap) / P), stop 2 sigma,
  /// take profit 1.5 stops; with returns, the stop is their historical value at risk and sigma at least their last
  /// rolling-20 deviation. Exact at 1e-8, before rounding to any lot or tick. Errors: as `validate`, and sigma outside
  /// (0, 0.49]. Vectors: grid_hedge_config_test.cpp.
  static Result<GridHedgeConfig> create_hedge_grid(const HedgeGridRequest& request);

  /// Centre +- spacing x i: buys below (LONG), sells above (SHORT), both (BOTH).
  static Result<GridHedgeConfig> create_symmetric_grid(const SymmetricGridRequest& request);

  /// The seed's refusals, in its words, plus finite and positive checks.
  Result<void> validate() const;
};

/// The step of the risk-based sizer: `value` x clamp(target / sigma, 0.01, cap) / price, rounded down at 1e-8.
Quantity risk_sized_step(const SizingSettings& sizing, Ratio sigma, Money value, Price price);
/// The share of the portfolio that step may use: clamp(target / sigma, 0.01, cap); sigma <= 0 gives the cap.
Ratio risk_share(const SizingSettings& sizing, Ratio sigma);

}  // namespace alpha_pulse::hedging
