#pragma once

#include "alpha_pulse/market/sim_market.hpp"
#include "support/loops.hpp"

/// The fixed runs whose decisions must be the same bit for bit on every compiler and at every optimisation.
namespace alpha_pulse::tests {

/// One policy on one stretch of the built-in market.
struct FixedRun {
  const char* name = "";
  market::Scenario scenario = market::Scenario::RANGE;
  std::int64_t hours = 4;
  hedging::HedgeSettings hedge{};
  Quantity spot = Quantity::from_raw(kOne);
  const char* wallet = "100000";
  matching::FillSettings fills{};
  std::optional<Ratio> max_drawdown{};
  Price hedge_tick =
      Price::from_raw(kOne / 10);  ///< of orders; a coarse one, of prints too, so that prints touch rungs
  std::uint64_t seed = 1;
  double sigma = 0.01;  ///< noise of the market, a day
};

inline Ratio share(const char* text) {
  return *Ratio::parse(text);
}

inline hedging::HedgeSettings with(hedging::HedgeSettings hedge, auto change) {
  change(hedge);
  return hedge;
}

inline matching::FillSettings filled(matching::FillModel model, Duration latency = {}) {
  matching::FillSettings fills;
  fills.model = model;
  fills.latency = latency;
  return fills;
}

/// A ladder of close rungs that is built again and again.
inline void busy(hedging::HedgeSettings& h) {
  h.grid.ladder = true;
  h.grid.rearm_levels = true;
  h.grid.spacing_sigma = share("0.1");
}
inline void busy_long(hedging::HedgeSettings& h) {
  busy(h);
  h.grid.direction = GridDirection::LONG;
}
inline void busy_both(hedging::HedgeSettings& h) {
  busy(h);
  h.grid.direction = GridDirection::BOTH;
  h.ratio.initial = share("0.5");  // buys below need a hedge to take from
}
inline void busy_geometric(hedging::HedgeSettings& h) {
  busy(h);
  h.grid.spacing = hedging::Spacing::GEOMETRIC;
}
inline void busy_measured(hedging::HedgeSettings& h) {
  busy(h);
  h.grid.volatility_mode = hedging::VolatilityMode::MEASURED;
  h.exits.rearm = hedging::Rearm::TIMED;
  h.exits.rearm_after = Duration::minutes(20);
}
inline void rearmed_by_price(hedging::HedgeSettings& h) {
  h.exits.rearm = hedging::Rearm::PRICE;
}
inline void over_the_base(hedging::HedgeSettings& h) {
  busy(h);
  h.ratio.initial = share("0.6");
  h.ratio.min = share("0.5");
}

inline std::vector<FixedRun> fixed_runs() {
  using enum market::Scenario;
  using enum matching::FillModel;
  const Duration late = Duration::milliseconds(40);
  return {
      {.name = "classic/range", .hedge = classic()},
      {.name = "classic/range/levels re-armed", .hours = 6, .hedge = with(classic(), busy)},
      {.name = "classic/trend/geometric", .scenario = TREND, .hours = 6, .hedge = with(classic(), busy_geometric)},
      {.name = "classic/squeeze/measured, re-armed by time",
       .scenario = SQUEEZE,
       .hours = 6,
       .hedge = with(classic(), busy_measured),
       .seed = 2,
       .sigma = 0.05},
      {.name = "classic/gap/re-armed by price",
       .scenario = GAP,
       .hours = 6,
       .hedge = with(classic(), rearmed_by_price)},
      {.name = "classic/range/long", .hedge = with(classic(), busy_long), .spot = -Quantity::from_raw(kOne)},
      {.name = "classic/range/both", .hedge = with(classic(), busy_both)},
      {.name = "classic/calm/queue fills",
       .scenario = CALM,
       .hours = 6,
       .hedge = with(classic(), busy),
       .fills = filled(QUEUE),
       .hedge_tick = Price::from_raw(20 * kOne),
       .seed = 5,
       .sigma = 0.03},
      {.name = "guarded/calm", .scenario = CALM, .hours = 6, .hedge = guarded(), .seed = 3, .sigma = 0.05},
      {.name = "guarded/crash/ladder over the base",
       .scenario = CRASH,
       .hours = 3,
       .hedge = with(guarded(), over_the_base)},
      {.name = "guarded/squeeze/touch fills after 40 ms, small wallet",
       .scenario = SQUEEZE,
       .hours = 6,
       .hedge = guarded(),
       .wallet = "20000",
       .fills = filled(TOUCH, late)},
      {.name = "guarded/gap/drawdown limit",
       .scenario = GAP,
       .hours = 6,
       .hedge = guarded(),
       .max_drawdown = share("0.03")},
      {.name = "guarded/range/measured, queue fills",
       .hedge = with(guarded(), busy),
       .fills = filled(QUEUE),
       .hedge_tick = Price::from_raw(20 * kOne),
       .seed = 7,
       .sigma = 0.04},
  };
}

}  // namespace alpha_pulse::tests
