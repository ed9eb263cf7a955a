#include "alpha_pulse/session/plan.hpp"

#include <algorithm>
#include <array>

#include "alpha_pulse/hedging/protective_exit.hpp"
#include "alpha_pulse/session/plan_costs.hpp"
#include "alpha_pulse/session/plan_hash.hpp"
#include "alpha_pulse/session/plan_outline.hpp"
#include "alpha_pulse/session/plan_refusals.hpp"
#include "alpha_pulse/session/plan_shock.hpp"
#include "alpha_pulse/session/plan_words.hpp"

namespace alpha_pulse::session {
namespace {

using hedging::ExitScope;

constexpr std::array kMovesPct{-50, -25, -10, 10, 25, 50};

PlanBasis basis_of(const PlanRequest& request) {
  const config::AppConfig config = config::in_quote_currency(request.config, request.hedge.settle());
  return {.instrument = request.hedge,
          .hedge = config.hedge,
          .limits = config.risk,
          .fills = config.fills,
          .reference = request.reference_price,
          .spot = config.spot.quantity,
          .wallet = config.spot.equity};
}

Plan heading(const PlanRequest& request, const PlanBasis& basis) {
  Plan plan;
  plan.mode = request.config.trading_mode;
  plan.symbol = request.hedge.symbol;
  plan.profile = basis.hedge.profile;
  plan.direction = basis.hedge.grid.direction;
  plan.exit_scope = basis.hedge.exits.scope;
  plan.instrument = request.hedge;
  plan.holding = basis.spot;
  plan.wallet = basis.wallet;
  plan.reference_price = basis.reference;
  plan.stop_loss_pct = basis.hedge.exits.stop_loss;
  plan.take_profit_pct = basis.hedge.exits.take_profit;
  return plan;
}

void add_grid(const PlanBasis& basis, const Outline& planned, Plan& plan) {
  if (!basis.hedge.grid.ladder) return;
  plan.grid_spacing = planned.ladder.geometry().spacing;
  plan.position_step = planned.ladder.step();
  for (const hedging::Rung& rung : planned.ladder.rungs()) {
    plan.levels.push_back({.side = basis.raise_side(), .price = rung.level.price, .quantity = rung.level.quantity});
  }
  for (const hedging::BuyBack& back : planned.ladder.buy_backs()) {
    plan.levels.push_back(
        {.side = Side::BUY, .price = back.level.price, .quantity = back.level.quantity, .reduce_only = true});
  }
}

void add_exits(const PlanBasis& basis, const Outline& planned, Plan& plan) {
  const bool ladder_only = basis.hedge.exits.scope == ExitScope::LADDER;
  for (std::size_t fills = 0; fills <= planned.ladder.rungs().size(); ++fills) {
    const Position part = position_after(basis, planned, fills, ladder_only);
    if (part.flat()) continue;
    const auto triggers = hedging::exit_triggers(basis.instrument, basis.hedge.exits, part, basis.is_short());
    plan.exits.push_back({.fills = static_cast<int>(fills),
                          .entry = part.entry(basis.instrument),
                          .stop = triggers.stop_loss,
                          .take_profit = triggers.take_profit});
  }
}

/// The price at which the distance to liquidation falls to the guard's.
Price guard_price(const PlanBasis& basis, Price liquidation) {
  if (!liquidation.known()) return Price{};
  const Ratio guard = basis.limits.margin_guard;
  const std::int64_t divisor = basis.is_short() ? kOne + guard.raw() : kOne - guard.raw();
  return Price::from_raw(narrow(divide_rounding_down<Int128>(wide_mul(liquidation.raw(), kOne), divisor)));
}

void add_margins(const PlanBasis& basis, const Outline& planned, const Outline& wanted, Plan& plan) {
  const Instrument& instrument = basis.instrument;
  plan.base_hedge = planned.base;
  plan.max_hedge_quantity = planned.total();
  plan.cash_required = cash_for(basis, wanted.total());
  plan.margin_required = initial_margin(basis, planned);
  if (!planned.base.is_zero()) {  // placed for the goal in whole lots, however the last lot turns out
    const Quantity goal = instrument.round_up_to_lot(hedging::base_goal(basis.hedge, basis.need()));
    Position projected;
    projected.apply(instrument, basis.raise_side(), std::max(planned.base, goal), basis.reference);
    plan.disaster_stop = disaster_stop_over(basis, projected, basis.wallet);
  }
  const Position full = position_after(basis, planned, planned.ladder.rungs().size(), false);
  if (full.flat()) return;
  plan.liquidation_price = liquidation_price(instrument, full.quantity(), full.cost(instrument), basis.wallet);
  plan.margin_guard_price = guard_price(basis, plan.liquidation_price);
}

/// With real money a stop that liquidation would outrun is no stop.
Result<void> check_stops(const PlanRequest& request, const PlanBasis& basis, const Outline& planned, const Plan& plan) {
  if (request.config.trading_mode != execution::TradingMode::REAL) return {};
  const PlanExit* exit = stop_beyond_liquidation(basis, planned, plan);
  if (exit == nullptr) return {};
  return fail(ErrorCode::kRefused, "risk.stop_loss_pct: " + plan.stop_loss_pct.to_string() + " puts the stop at " +
                                       exit->stop.to_string() +
                                       ", beyond liquidation; a nearer stop or a larger wallet would pass");
}

}  // namespace

Result<Plan> make_plan(const PlanRequest& request) {
  const PlanBasis basis = basis_of(request);
  if (auto valid = check_basis(basis); !valid) return std::unexpected(valid.error());
  const Outline planned = outline(basis, position_limit(basis));
  if (auto met = check_can_be_met(basis, planned); !met) return std::unexpected(met.error());
  const Outline wanted = outline(basis, position_limit_of_settings(basis));

  Plan plan = heading(request, basis);
  add_grid(basis, planned, plan);
  add_exits(basis, planned, plan);
  add_margins(basis, planned, wanted, plan);
  if (auto stops = check_stops(request, basis, planned, plan); !stops) return std::unexpected(stops.error());
  for (const int pct : kMovesPct) {
    plan.shocks.push_back(shock_after(basis, planned, Ratio::from_raw(kOne / 100 * pct)));
  }
  plan.costs = costs_of(basis, planned, request.config.funding.default_rate);
  plan.orders = orders_of(basis, planned, plan);
  plan.unprotected_note = unprotected_note(basis, plan);
  plan.warnings = request.warnings;
  for (std::string& line : plan_warnings(basis, planned, wanted, plan)) plan.warnings.push_back(std::move(line));
  plan.plan_hash = plan_hash(plan, request.effective_text);
  return plan;
}

}  // namespace alpha_pulse::session
