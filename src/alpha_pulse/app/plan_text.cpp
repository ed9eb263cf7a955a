#include "alpha_pulse/app/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string_view>

#include "alpha_pulse/app/instrument_text.hpp"
#include "alpha_pulse/app/plan_figures.hpp"
#include "alpha_pulse/app/price_picture.hpp"

namespace alpha_pulse::app {
namespace {

constexpr std::size_t kFirstRows = 6;
constexpr std::size_t kLastRows = 3;

void line(std::ostream& out, std::string_view name, std::string_view value) {
  out << fmt::format("  {:<23}{}\n", name, wrapped(value, 25));
}

std::string base_units(const session::Plan& plan, Quantity quantity) {
  return quantity.to_string(3) + " " + plan.instrument.base.code();
}

std::string funding_text(const session::Plan& plan) {
  const Money& year = plan.costs.funding_year;
  if (year.is_zero()) return "not known: funding.default_rate is 0";
  return fmt::format("{} {} {} with everything filled, at funding.default_rate every 8 h",
                     year.raw() > 0 ? "receives" : "pays", money_text(year.raw() > 0 ? year : -year),
                     plan.instrument.quote.code());
}

void print_figures(std::ostream& out, const session::Plan& plan, const std::string& price_source) {
  const std::string quote = fmt::format(" {}", plan.instrument.quote.code());
  line(out, "reference price", price_text(plan, plan.reference_price) + quote + " " + price_source);
  line(out, "holding", base_units(plan, plan.holding));
  line(out, "futures wallet", money_text(plan.wallet) + quote);
  line(out, "hedged from the start", plan.base_hedge.is_zero() ? "nothing" : base_units(plan, plan.base_hedge));
  if (!plan.levels.empty()) {
    line(out, "grid spacing", spacing_text(plan) + quote);
    line(out, "position step", plan.position_step.to_string() + " " + plan.instrument.base.code());
  }
  if (!plan.exits.empty()) {
    line(
        out, "stop, take profit",
        fmt::format("{}, {} from the entry of {}", percent_text(plan.stop_loss_pct), percent_text(plan.take_profit_pct),
                    plan.exit_scope == hedging::ExitScope::ALL ? "the whole hedge" : "the grid's part"));
  }
  line(out, "order filters",
       fmt::format("tick {}, lot {}, at least {}{} an order", plan.instrument.tick.to_string(0),
                   plan.instrument.lot.to_string(0), plan.instrument.min_notional.to_string(0), quote));
  line(out, "orders",
       fmt::format("{} to build the hedge, {} exits once it is held; {} of the first kind may leave in a minute",
                   plan.orders.raising, plan.orders.protective, plan.orders.minute_budget));
  line(out, "most that is held", base_units(plan, plan.max_hedge_quantity));
  line(out, "cash required",
       fmt::format("{}{}, to survive {} of {} with nobody there", money_needed_text(plan.cash_required), quote,
                   plan.direction == GridDirection::LONG ? "a fall" : "a rise",
                   percent_text(plan.instrument.unattended_rise)));
  line(out, "margin required", money_needed_text(plan.margin_required) + quote + ", reserved while everything rests");
  line(out, "fees to build it",
       fmt::format("at most {}{}: base {} as a taker, grid {} as a maker", money_needed_text(plan.costs.fees()), quote,
                   money_needed_text(plan.costs.base_fees), money_needed_text(plan.costs.rung_fees)));
  line(out, "funding a year", funding_text(plan));
  line(out, "not protected", plan.unprotected_note);
}

void print_exits(std::ostream& out, const session::Plan& plan) {
  if (plan.exits.empty()) return;
  out << fmt::format("\nExits as the grid fills\n  {:>5}  {:>14}  {:>14}  {:>14}\n", "fills", "entry", "stop loss",
                     "take profit");
  for (std::size_t i = 0; i < plan.exits.size(); ++i) {
    const bool hidden =
        plan.exits.size() > kFirstRows + kLastRows + 1 && i >= kFirstRows && i + kLastRows < plan.exits.size();
    if (hidden) {
      if (i == kFirstRows) out << fmt::format("  {:>5}\n", "...");
      continue;
    }
    const session::PlanExit& exit = plan.exits[i];
    out << fmt::format("  {:>5}  {:>14}  {:>14}  {:>14}\n", exit.fills, rounded_price_text(plan, exit.entry),
                       price_text(plan, exit.stop), price_text(plan, exit.take_profit));
  }
}

std::string on_the_way(const session::PlanShock& shock) {
  std::string text;
  const auto add = [&](const std::string& words) {
    if (!text.empty()) text += ", ";
    text += words;
  };
  if (shock.rungs_filled > 0) add(fmt::format("{} rungs", shock.rungs_filled));
  if (shock.taken_back > 0) add(fmt::format("{} taken back", shock.taken_back));
  if (shock.exit == SlotKind::STOP_LOSS) add("stop loss");
  if (shock.exit == SlotKind::TAKE_PROFIT) add("take profit");
  if (shock.exit == SlotKind::DISASTER_STOP) add("disaster stop");
  if (shock.liquidated) add("LIQUIDATED");
  return text;
}

void print_shocks(std::ostream& out, const session::Plan& plan) {
  out << fmt::format("\nAfter one straight move from here, fees and slippage included ({})\n",
                     plan.instrument.quote.code());
  out << fmt::format("  {:>6}  {:>14}  {:>14}  {:>14}  {:>8}  {}\n", "move", "holding", "hedge", "together", "margin",
                     "on the way");
  for (const session::PlanShock& shock : plan.shocks) {
    const std::string move = fmt::format("{:+} %", shock.move.raw() / (kOne / 100));
    const std::string row = fmt::format("  {:>6}  {:>14}  {:>14}  {:>14}  {:>6.2f} %  {}", move,
                                        money_text(shock.holding_pnl), money_text(shock.hedge_pnl),
                                        money_text(shock.net_pnl), 100 * shock.margin_ratio, on_the_way(shock));
    out << row.substr(0, row.find_last_not_of(' ') + 1) << "\n";
  }
  out << "  margin: maintenance margin over equity of the futures account; at 100 % it is liquidated\n";
}

}  // namespace

void print_plan(std::ostream& out, const session::Plan& plan, const std::string& price_source) {
  out << fmt::format("Plan for {}, profile {}, {}; nothing is sent\n\n", plan.symbol, profile_text(plan.profile),
                     to_string(plan.direction));
  line(out, "mode",
       fmt::format("{}: {}", execution::to_string(plan.mode), execution::what_becomes_of_orders(plan.mode)));
  print_figures(out, plan, price_source);
  out << "\nPrices, highest first\n";
  print_price_picture(out, plan);
  print_exits(out, plan);
  print_shocks(out, plan);
  if (!plan.warnings.empty()) out << "\nWarnings\n";
  for (const std::string& warning : plan.warnings) out << "  - " << wrapped(warning, 4) << "\n";
  out << "\nplan hash " << plan.plan_hash << "\n";
}

}  // namespace alpha_pulse::app
