#include "alpha_pulse/hedging/hedge_settings.hpp"

#include <string>

namespace alpha_pulse::hedging {
namespace {

Result<void> require(bool passes, const char* key, const std::string& value, const char* range) {
  if (passes) return {};
  return fail(ErrorCode::kInvalidArgument, std::string(key) + ": " + value + " is out of range; " + range);
}

constexpr Ratio kZero{};

}  // namespace

HedgeSettings HedgeSettings::guarded() {
  HedgeSettings s;
  s.profile = Profile::GUARDED;
  s.ratio.initial = Ratio::one();
  s.ratio.min = Ratio::from_raw(kOne / 10 * 9);
  s.ratio.max = Ratio::from_raw(kOne / 100 * 105);
  s.ratio.band = BandMode::AUTO;
  s.grid.ladder = false;
  s.grid.volatility_mode = VolatilityMode::MEASURED;
  s.grid.spacing = Spacing::GEOMETRIC;
  s.exits.scope = ExitScope::LADDER;
  s.exits.disaster_stop = Ratio::from_raw(kOne / 10 * 8);
  s.exits.rearm = Rearm::TIMED;
  return s;
}

Result<void> validate(const HedgeSettings& s) {
  const auto& r = s.ratio;
  const auto& g = s.grid;
  const auto& e = s.exits;
  const Ratio sigma_max = Ratio::from_raw(kOne / 100 * 49);
  const struct {
    bool passes;
    const char* key;
    std::string value;
    const char* range;
  } rules[] = {
      {g.volatility > kZero && g.volatility <= sigma_max, "grid.volatility", g.volatility.to_string(),
       "0 < volatility <= 0.49 a day, e.g. 0.02"},
      {g.num_levels >= 1 && g.num_levels <= 500, "grid.num_levels", std::to_string(g.num_levels), "1..500, e.g. 5"},
      {g.spacing_sigma > kZero, "grid.spacing_sigma", g.spacing_sigma.to_string(), "> 0, e.g. 0.5"},
      {g.rebalance_interval > Duration{}, "grid.rebalance_interval", std::to_string(g.rebalance_interval.ns()) + " ns",
       "> 0, e.g. 60s"},
      {!g.max_orders || *g.max_orders >= 1, "grid.max_orders", std::to_string(g.max_orders.value_or(1)),
       ">= 1, e.g. 5"},
      {e.stop_loss > kZero && e.stop_loss < Ratio::one(), "risk.stop_loss_pct", e.stop_loss.to_string(),
       "0 < stop loss < 1, e.g. 0.04 for 4 %"},
      {e.take_profit > kZero && e.take_profit < Ratio::one(), "risk.take_profit_pct", e.take_profit.to_string(),
       "0 < take profit < 1, e.g. 0.06 for 6 %"},
      {!e.disaster_stop || (*e.disaster_stop > kZero && *e.disaster_stop < Ratio::one()), "risk.disaster_stop",
       e.disaster_stop.value_or(kZero).to_string(), "0 < share < 1, e.g. 0.8, or off"},
      {e.rearm_after > Duration{}, "risk.rearm_after", std::to_string(e.rearm_after.ns()) + " ns", "> 0, e.g. 24h"},
      {e.rearm_move > kZero && e.rearm_move < Ratio::one(), "risk.rearm_move", e.rearm_move.to_string(),
       "0 < move < 1, e.g. 0.01"},
      {r.min >= kZero && r.min <= r.max, "hedge.ratio_min", r.min.to_string(), "0 <= ratio_min <= ratio_max, e.g. 0.9"},
      {r.max > kZero && r.max <= Ratio::from_raw(2 * kOne), "hedge.ratio_max", r.max.to_string(),
       "0 < ratio_max <= 2, e.g. 1.05"},
      {r.target > kZero && r.target <= r.max, "hedge.target", r.target.to_string(), "0 < target <= ratio_max, e.g. 1"},
      {r.initial >= kZero && r.initial <= Ratio::one(), "hedge.initial", r.initial.to_string(),
       "0 <= initial <= 1, e.g. 1"},
      {r.band != BandMode::FIXED || (r.band_width > kZero && r.band_width < Ratio::one()), "hedge.band",
       r.band_width.to_string(), "0 < band < 1, auto or off, e.g. auto"},
      {r.beta_min > kZero && r.beta_min <= r.beta_max, "hedge.beta_min", r.beta_min.to_string(),
       "0 < beta_min <= beta_max, e.g. 0.2"},
      {s.sizing.target_volatility > kZero, "position.target_volatility", s.sizing.target_volatility.to_string(),
       "> 0, e.g. 0.01"},
      {s.sizing.max_size_pct >= Ratio::from_raw(kOne / 100) && s.sizing.max_size_pct <= Ratio::one(),
       "position.max_size_pct", s.sizing.max_size_pct.to_string(), "0.01..1, e.g. 0.20"},
  };
  for (const auto& rule : rules) {
    if (auto outcome = require(rule.passes, rule.key, rule.value, rule.range); !outcome) return outcome;
  }
  return {};
}

}  // namespace alpha_pulse::hedging
