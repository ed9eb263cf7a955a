#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/config/resolve.hpp"

namespace alpha_pulse::config {
namespace {

/// Twice the daily volatility, and one and a half times the stop, rounded down at the eighth decimal.
void derive_exits(const Settings& settings, AppConfig& config) {
  auto& exits = config.hedge.exits;
  if (setting(settings, "risk.stop_loss_pct").value.is_word) {
    exits.stop_loss = config.hedge.grid.volatility + config.hedge.grid.volatility;
  }
  if (setting(settings, "risk.take_profit_pct").value.is_word) {
    exits.take_profit = Ratio::from_raw(divide_rounding_down<std::int64_t>(3 * exits.stop_loss.raw(), 2));
  }
}

}  // namespace

AppConfig assemble(const Settings& settings) {
  AppConfig config;
  for (const Setting& s : settings) s.key->store(config, s.value);
  config.symbol_explicit =
      setting(settings, "symbol").from && setting(settings, "symbol").from->source != Source::FALLBACK;
  config.profile_explicit = setting(settings, "profile").from.has_value();

  auto& hedge = config.hedge;
  if (hedge.grid.volatility_mode == hedging::VolatilityMode::MEASURED) hedge.grid.volatility = config.volatility_start;
  derive_exits(settings, config);
  hedge.costs = {config.fills.maker_fee, config.fills.taker_fee, config.fills.slippage};
  // Only a real venue may refuse a stop while there is no position.
  const bool is_real = config.trading_mode == execution::TradingMode::REAL;
  hedge.exits.stop_while_flat = is_real ? config.venue.stop_while_flat : true;
  config.fills.stop_while_flat = hedge.exits.stop_while_flat;

  config.risk.ratio_max = hedge.ratio.max;
  config.risk.target = hedge.ratio.target;
  if (config.data.stale_after) config.risk.stale_after = *config.data.stale_after;
  return config;
}

}  // namespace alpha_pulse::config
