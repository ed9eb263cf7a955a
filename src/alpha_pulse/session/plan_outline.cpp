#include "alpha_pulse/session/plan_outline.hpp"

#include <algorithm>

#include "alpha_pulse/hedging/protective_exit.hpp"
#include "alpha_pulse/hedging/volatility.hpp"
#include "alpha_pulse/risk/exposure.hpp"

namespace alpha_pulse::session {
namespace {

Quantity limit_with(const PlanBasis& basis, Money wallet) {
  MarketState market;
  market.mark = market.last = basis.reference;
  const risk::RiskContext context{.now = {},
                                  .hedge = basis.instrument,
                                  .market = market,
                                  .previous = {},
                                  .previous_at = {},
                                  .spot = basis.spot,
                                  .position = {},
                                  .live_orders = {},
                                  .wallet = wallet,
                                  .unrealised = Money(wallet.currency()),
                                  .liquidation = {},
                                  .equity = {}};
  return risk::order_cap(basis.limits, context);
}

/// Where the strategy stops building: at the goal, or at the lower limit when that lies higher, the step to it can be
/// traded, and it is not beyond what any order may lift the ratio to.
Quantity base_of(const PlanBasis& basis) {
  const Instrument& instrument = basis.instrument;
  const hedging::HedgeNeed need = basis.need();
  const Quantity minimum = instrument.minimum_quantity(basis.reference);
  Quantity base = instrument.round_down_to_lot(hedging::base_goal(basis.hedge, need));
  if (base < minimum) base = Quantity{};
  const Quantity lower = need.share(basis.hedge.ratio.min);
  const Quantity reach = instrument.round_up_to_lot(lower);
  const bool allowed = reach <= need.share(std::max(Ratio::one(), basis.hedge.ratio.target));
  return base < lower && reach - base >= minimum && allowed ? reach : base;
}

}  // namespace

double PlanBasis::sigma() const {
  const auto& grid = hedge.grid;
  if (grid.volatility_mode == hedging::VolatilityMode::FIXED) return grid.volatility.to_double();
  return hedging::VolatilityEstimator(grid.volatility).sigma();
}

Quantity position_limit(const PlanBasis& basis) {
  return limit_with(basis, basis.wallet);
}

Quantity position_limit_of_settings(const PlanBasis& basis) {
  return limit_with(basis, Money::from_raw(Money::kUnit * kOne * kOne, basis.wallet.currency()));
}

Outline outline(const PlanBasis& basis, Quantity limit) {
  Outline planned{.base = base_of(basis), .ladder = {}};
  if (!basis.hedge.grid.ladder) return planned;
  const hedging::LadderMoment moment{
      .spacing = {.reference = basis.reference, .sigma = basis.sigma(), .half_spread = {}},
      .equity = basis.wallet,
      .cap = limit,
      .held = planned.base};
  const hedging::LadderRequest request = hedging::ladder_request(basis.hedge, basis.need(), moment);
  planned.ladder = hedging::Ladder(basis.instrument, basis.hedge, request);
  return planned;
}

Position position_after(const PlanBasis& basis, const Outline& planned, std::size_t fills, bool ladder_only) {
  Position position;
  if (!ladder_only && !planned.base.is_zero()) {
    position.apply(basis.instrument, basis.raise_side(), planned.base, basis.reference);
  }
  const auto& rungs = planned.ladder.rungs();
  for (std::size_t i = 0; i < std::min(fills, rungs.size()); ++i) {
    position.apply(basis.instrument, basis.raise_side(), rungs[i].level.quantity, rungs[i].level.price);
  }
  return position;
}

Money initial_margin(const PlanBasis& basis, const Outline& planned) {
  Money sum = notional(basis.instrument, basis.reference, planned.base);
  for (const hedging::Rung& rung : planned.ladder.rungs()) {
    sum += notional(basis.instrument, rung.level.price, rung.level.quantity);
  }
  return Money::from_raw(divide_rounding_up<Int128>(sum.raw(), basis.fills.leverage), sum.currency());
}

Price disaster_stop_over(const PlanBasis& basis, const Position& position, Money wallet) {
  if (!basis.hedge.exits.disaster_stop || position.flat()) return Price{};
  const Instrument& instrument = basis.instrument;
  const Price liquidation = liquidation_price(instrument, position.quantity(), position.cost(instrument), wallet);
  return hedging::disaster_trigger(instrument, *basis.hedge.exits.disaster_stop, position.entry(instrument),
                                   liquidation);
}

}  // namespace alpha_pulse::session
