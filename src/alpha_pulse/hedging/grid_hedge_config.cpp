#include "alpha_pulse/hedging/grid_hedge_config.hpp"

#include <algorithm>
#include <limits>

#include "alpha_pulse/hedging/risk_analysis.hpp"

namespace alpha_pulse::hedging {
namespace {

constexpr std::size_t kRollingWindow = 20;

Ratio times(Ratio a, std::int64_t n, std::int64_t d) {
  return Ratio::from_raw(narrow(divide_rounding_half_away<Int128>(wide_mul(a.raw(), n), d)));
}

std::unexpected<Error> refuse(std::string message) {
  return fail(ErrorCode::kInvalidArgument, std::move(message));
}

}  // namespace

Ratio risk_share(const SizingSettings& sizing, Ratio sigma) {
  if (sigma.raw() <= 0) return sizing.max_size_pct;
  const Int128 share = divide_rounding_half_away<Int128>(wide_mul(sizing.target_volatility.raw(), kOne), sigma.raw());
  return std::clamp(Ratio::from_raw(narrow(share)), Ratio::from_raw(kOne / 100), sizing.max_size_pct);
}

Quantity risk_sized_step(const SizingSettings& sizing, Ratio sigma, Money value, Price price) {
  const Money allowed = scale(value, risk_share(sizing, sigma));
  if (allowed.raw() <= 0) return Quantity{};
  const Int128 most = std::numeric_limits<std::int64_t>::max();  // of a coin so cheap that no holding comes near
  return Quantity::from_raw(narrow(std::min(most, allowed.raw() / price.raw())));
}

Result<GridHedgeConfig> GridHedgeConfig::create_hedge_grid(const HedgeGridRequest& request) {
  if (!request.current_price.known()) return refuse("Could not get current price for " + request.symbol);
  if (request.spot_quantity.raw() <= 0) return refuse("No spot position found for " + request.symbol);
  if (request.num_levels < 1 || request.num_levels > 500) {
    return refuse("grid.num_levels: " + std::to_string(request.num_levels) + " is out of range; 1..500, e.g. 5");
  }
  Ratio sigma = request.volatility;
  if (request.historical_returns.size() >= kRollingWindow) {
    sigma = std::max(sigma, Ratio::nearest(sample_deviation(request.historical_returns.last(kRollingWindow))));
  }
  if (sigma.raw() <= 0 || sigma > Ratio::from_raw(49 * kOne / 100)) {
    return refuse("grid.volatility: " + sigma.to_string() +
                  " is out of range; 0 < volatility <= 0.49 a day, e.g. 0.02");
  }
  GridHedgeConfig config;
  config.symbol = request.symbol;
  config.max_position_size = request.spot_quantity;
  config.stop_loss_pct =
      request.historical_returns.empty()
          ? times(sigma, 2, 1)
          : Ratio::nearest(historical_value_at_risk(request.historical_returns, request.var_confidence));
  if (config.stop_loss_pct.raw() <= 0) {
    return refuse("risk.stop_loss_pct: the historical returns hold no loss at a confidence of " +
                  Ratio::nearest(request.var_confidence).to_string() + "; give a stop, e.g. 0.04");
  }
  config.take_profit_pct = times(config.stop_loss_pct, 3, 2);

  HedgeSettings settings;
  settings.grid.spacing_sigma = request.spacing_sigma;
  Instrument exact;  // no rounding: the finest tick there is
  exact.tick = Price::from_raw(1);
  const LadderGeometry geometry = ladder_geometry(
      exact, settings, {.reference = request.current_price, .sigma = sigma.to_double(), .half_spread = {}});
  config.grid_spacing = geometry.spacing;
  config.position_step_size = Quantity::from_raw(request.spot_quantity.raw() / request.num_levels);
  if (request.portfolio_value) {
    config.position_step_size =
        std::min(config.position_step_size,
                 risk_sized_step(request.sizing, sigma, *request.portfolio_value, request.current_price));
  }
  for (int i = 1; i <= request.num_levels; ++i) {
    config.grid_levels.push_back({.price = geometry.at(i), .quantity = config.position_step_size, .is_long = false});
  }
  config.lower_price = request.current_price;
  config.upper_price = geometry.at(request.num_levels);
  if (auto valid = config.validate(); !valid) return std::unexpected(valid.error());
  return config;
}

Result<GridHedgeConfig> GridHedgeConfig::create_symmetric_grid(const SymmetricGridRequest& request) {
  GridHedgeConfig config;
  config.symbol = request.symbol;
  config.grid_direction = request.grid_direction;
  config.grid_spacing = request.grid_spacing;
  config.position_step_size = request.position_step_size;
  config.max_position_size = request.max_position_size;
  config.upper_price = request.center_price + request.grid_spacing * request.num_levels;
  config.lower_price = request.center_price - request.grid_spacing * request.num_levels;
  const bool buys = request.grid_direction != GridDirection::SHORT;
  const bool sells = request.grid_direction != GridDirection::LONG;
  for (int i = 1; i <= request.num_levels; ++i) {
    const PriceDelta distance = request.grid_spacing * i;
    if (buys) config.grid_levels.push_back({request.center_price - distance, request.position_step_size, true});
    if (sells) config.grid_levels.push_back({request.center_price + distance, request.position_step_size, false});
  }
  if (auto valid = config.validate(); !valid) return std::unexpected(valid.error());
  return config;
}

Result<void> GridHedgeConfig::validate() const {
  if (grid_levels.empty()) return refuse("No grid levels defined");
  if (upper_price <= lower_price) return refuse("Upper price must be greater than lower price");
  if (grid_spacing <= PriceDelta{}) return refuse("Grid spacing must be positive");
  if (max_position_size < position_step_size) return refuse("Max position size must be greater than step size");
  if (position_step_size.raw() <= 0) return refuse("Position step must be positive, e.g. 0.2");
  Quantity longs;
  Quantity shorts;
  for (const GridLevel& level : grid_levels) {
    if (!level.price.known()) return refuse("Grid level price " + level.price.to_string() + " must be positive");
    if (level.quantity.raw() <= 0) return refuse("Grid level quantity must be positive");
    (level.is_long ? longs : shorts) += level.quantity;
  }
  const Quantity total = std::max(longs, shorts);
  if (total > max_position_size) {
    return refuse("Total possible position (" + total.to_string() + ") exceeds max position size (" +
                  max_position_size.to_string() + ")");
  }
  if (stop_loss_pct >= Ratio::one() || take_profit_pct >= Ratio::one()) {
    return refuse("Stop loss and take profit must be below 1 (100 %), e.g. 0.04 and 0.06");
  }
  return {};
}

}  // namespace alpha_pulse::hedging
