#include "alpha_pulse/session/plan_words.hpp"

#include <algorithm>

#include "alpha_pulse/hedging/protective_exit.hpp"
#include "alpha_pulse/session/plan_costs.hpp"
#include "alpha_pulse/session/plan_refusals.hpp"

namespace alpha_pulse::session {
namespace {

using hedging::ExitScope;
using hedging::VolatilityMode;

std::string percent(Ratio share) {
  return format_decimal_rounded(share.raw(), 6, 2) + " %";
}

std::string base_units(const Plan& plan, Quantity quantity) {
  return quantity.to_string(0) + " " + plan.instrument.base.code();
}

/// What is true of the part that is hedged from the start.
std::string note_of_base(const PlanBasis& basis, const Plan& plan) {
  std::string text = percent(ratio_of(plan.base_hedge, basis.need().holding)) +
                     " of the holding is hedged from the start and neither gains nor loses with the price";
  const bool all = plan.exit_scope == ExitScope::ALL;
  if (all && !plan.exits.empty()) {
    const PlanExit& exit = plan.exits.front();
    return text + ", until the stop at " + exit.stop.to_string() + " or the take profit at " +
           exit.take_profit.to_string() + " ends the whole hedge";
  }
  text += "; not protected: funding, a gap between spot and futures price";
  const Price end = plan.disaster_stop.known() ? plan.disaster_stop : plan.liquidation_price;
  if (!end.known()) return text;
  return text + (basis.is_short() ? ", and a rise of " : ", and a fall of ") +
         distance_percent(plan.reference_price, end) + " to " + end.to_string() + ", where " +
         (plan.disaster_stop.known() ? "the disaster stop" : "liquidation") + " ends the hedge";
}

std::string note_of_ladder(const PlanBasis& basis, const Plan& plan) {
  const bool is_short = basis.is_short();
  const char* rest =
      plan.base_hedge.is_zero() ? (is_short ? "no short is held" : "no long is held") : "the rest is not hedged";
  const char* spacing = basis.hedge.grid.volatility_mode == VolatilityMode::FIXED
                            ? "spacing is fixed by grid.volatility"
                            : "spacing follows measured volatility";
  return std::string(rest) + " until the price " + (is_short ? "rises " : "falls ") +
         distance_percent(plan.reference_price, plan.levels.front().price) + "; " + spacing;
}

void warn_of_exits(const PlanBasis& basis, const Outline& planned, const Plan& plan, std::vector<std::string>& lines) {
  if (!plan.levels.empty()) {
    const auto& rungs = planned.ladder.rungs();
    const Price first =
        hedging::staged_stop(basis.instrument, basis.hedge.exits, rungs.front().level.price, basis.is_short());
    if (hedging::stop_touched(rungs.back().level.price, first, basis.is_short())) {
      lines.push_back("risk.stop_loss_pct: the stop of the first rung, " + first.to_string() +
                      ", lies inside the grid, which reaches to " + rungs.back().level.price.to_string() +
                      "; when it triggers the rungs beyond it are cancelled");
    }
  }
  if (const PlanExit* exit = stop_beyond_liquidation(basis, planned, plan)) {
    lines.push_back("risk.stop_loss_pct: the stop at " + exit->stop.to_string() + " after " +
                    std::to_string(exit->fills) + " fills lies beyond liquidation");
  }
}

void warn_of_sizes(const PlanBasis& basis, const Outline& planned, const Outline& wanted, const Plan& plan,
                   std::vector<std::string>& lines) {
  const auto& grid = basis.hedge.grid;
  if (basis.wallet < plan.cash_required) {
    lines.push_back("spot.equity: " + basis.wallet.to_string() + " " + basis.wallet.currency().code() + " carries " +
                    base_units(plan, planned.total()) + " of " + base_units(plan, wanted.total()) + "; " +
                    money_rounded_up(plan.cash_required) + " would carry all of it through the unattended rise");
  }
  if (!grid.ladder) return;
  const hedging::LadderRequest full = hedging::ladder_request(
      basis.hedge, basis.need(),
      {.spacing = {}, .equity = basis.wallet, .cap = basis.need().holding * 2, .held = planned.base});
  const Quantity step =
      hedging::risk_sized_step(basis.hedge.sizing, Ratio::nearest(basis.sigma()), basis.wallet, basis.reference);
  if (step < Quantity::from_raw(full.target.raw() / grid.num_levels)) {
    lines.push_back("position.max_size_pct: the grid carries " + base_units(plan, planned.ladder.total()) + " of " +
                    base_units(plan, full.target) + ", since a rung is at most " + base_units(plan, step) +
                    " for this volatility and wallet");
  } else if (wanted.ladder.total() + basis.instrument.lot <= full.target) {
    lines.push_back("risk: the limits leave the grid " + base_units(plan, wanted.ladder.total()) + " of " +
                    base_units(plan, full.target));
  }
  const hedging::SplitSizes& split = planned.ladder.split();
  const auto used = static_cast<int>(split.sizes.size());
  if (used < grid.num_levels) {
    lines.push_back("grid.num_levels: " + std::to_string(used) + " of " + std::to_string(grid.num_levels) +
                    " rungs are used; a rung needs at least " + base_units(plan, split.minimum));
  }
}

/// What is left over because orders are whole lots: less than a lot of the base and of the grid each.
void warn_of_dust(const PlanBasis& basis, const Outline& wanted, std::vector<std::string>& lines) {
  const Quantity dust = basis.need().share(basis.hedge.ratio.target) - wanted.total();
  const int parts = (wanted.base.is_zero() ? 0 : 1) + (wanted.ladder.rungs().empty() ? 0 : 1);
  if (dust.raw() <= 0 || dust >= basis.instrument.lot * parts) return;
  lines.push_back("dust: " + dust.to_string() + " " + basis.instrument.base.code() +
                  " stay unhedged, no order of whole lots (" + basis.instrument.lot.to_string(0) + ") can carry them");
}

}  // namespace

std::string distance_percent(Price reference, Price price) {
  const Int128 away = wide_mul((price - reference).raw(), kOne);
  const Int128 share = divide_rounding_half_away<Int128>(away < 0 ? -away : away, reference.raw());
  return format_decimal_rounded(share, 6, 2) + " %";
}

std::string unprotected_note(const PlanBasis& basis, const Plan& plan) {
  const bool base = !plan.base_hedge.is_zero();
  const bool ladder = !plan.levels.empty();
  if (!base && !ladder) return "nothing is hedged: no order would be placed";
  if (!base) return note_of_ladder(basis, plan);
  return note_of_base(basis, plan) + (ladder ? "; " + note_of_ladder(basis, plan) : "");
}

const PlanExit* stop_beyond_liquidation(const PlanBasis& basis, const Outline& planned, const Plan& plan) {
  const Instrument& instrument = basis.instrument;
  for (const PlanExit& exit : plan.exits) {
    const Position held = position_after(basis, planned, static_cast<std::size_t>(exit.fills), false);
    const Price end = liquidation_price(instrument, held.quantity(), held.cost(instrument), basis.wallet);
    if (end.known() && (basis.is_short() ? exit.stop >= end : exit.stop <= end)) return &exit;
  }
  return nullptr;
}

std::vector<std::string> plan_warnings(const PlanBasis& basis, const Outline& planned, const Outline& wanted,
                                       const Plan& plan) {
  std::vector<std::string> lines;
  warn_of_exits(basis, planned, plan, lines);
  warn_of_sizes(basis, planned, wanted, plan, lines);
  warn_of_dust(basis, wanted, lines);
  warn_of_rate(basis, plan, lines);
  const bool near = plan.margin_guard_price.known() &&
                    hedging::stop_touched(plan.reference_price, plan.margin_guard_price, basis.is_short());
  if (near) {
    lines.push_back("risk.margin_guard: with everything filled liquidation at " + plan.liquidation_price.to_string() +
                    " is nearer than the guard allows, it would reduce at once");
  }
  return lines;
}

}  // namespace alpha_pulse::session
