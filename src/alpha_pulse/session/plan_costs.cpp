#include "alpha_pulse/session/plan_costs.hpp"

#include <algorithm>

#include "alpha_pulse/matching/marketable.hpp"
#include "alpha_pulse/risk/order_rate.hpp"

namespace alpha_pulse::session {
namespace {

constexpr int kSettlementsAYear = 3 * 365;

}  // namespace

PlanCosts costs_of(const PlanBasis& basis, const Outline& planned, Ratio funding_rate) {
  const Instrument& instrument = basis.instrument;
  PlanCosts costs;
  costs.base_fees = matching::charge(notional(instrument, basis.reference, planned.base), basis.fills.taker_fee);
  costs.rung_fees = Money(basis.wallet.currency());
  for (const hedging::Rung& rung : planned.ladder.rungs()) {
    const Money value = notional(instrument, rung.level.price, rung.level.quantity);
    costs.rung_fees += matching::charge(value, basis.fills.maker_fee);
  }
  const Money settled = matching::charge(notional(instrument, basis.reference, planned.total()), funding_rate);
  const Money year = Money::from_raw(settled.raw() * kSettlementsAYear, settled.currency());
  costs.funding_year = basis.is_short() ? year : -year;
  return costs;
}

PlanOrders orders_of(const PlanBasis& basis, const Outline& planned, const Plan& plan) {
  const int rungs = static_cast<int>(planned.ladder.rungs().size());
  PlanOrders orders;
  orders.raising = std::min(rungs, basis.hedge.grid.max_orders.value_or(rungs)) + (planned.base.is_zero() ? 0 : 1);
  orders.protective = (plan.exits.empty() ? 0 : 2) + (plan.disaster_stop.known() ? 1 : 0);
  const int a_minute = basis.limits.orders_per_minute;
  orders.minute_budget = a_minute - risk::kept_for_reducing(a_minute);
  return orders;
}

void warn_of_rate(const PlanBasis& basis, const Plan& plan, std::vector<std::string>& lines) {
  if (plan.orders.raising <= plan.orders.minute_budget) return;
  int enough = basis.limits.orders_per_minute;
  while (enough - risk::kept_for_reducing(enough) < plan.orders.raising) ++enough;
  lines.push_back("risk.orders_per_minute: " + std::to_string(basis.limits.orders_per_minute) + " lets " +
                  std::to_string(plan.orders.minute_budget) + " of the first " + std::to_string(plan.orders.raising) +
                  " orders out in a minute, the rest later; " + std::to_string(enough) + " would let all of them");
}

}  // namespace alpha_pulse::session
