#include "alpha_pulse/app/run_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "alpha_pulse/app/figures_text.hpp"

namespace alpha_pulse::app {
namespace {

void line(std::ostream& out, const char* name, const std::string& value) {
  out << fmt::format("  {:<22}{}\n", name, value);
}

void print_account(std::ostream& out, const session::RunSummary& s) {
  const engine::AccountTerms& t = s.pnl;
  out << "\nThe account, " << t.spot.currency().code() << "\n";
  line(out, "holding", with_sign(t.spot));
  line(out, "hedge",
       fmt::format("{}  = reference {} and overlay {}", with_sign(t.hedge()), with_sign(t.reference),
                   with_sign(t.overlay)));
  line(out, "funding", with_sign(t.funding));
  line(out, "fees", with_sign(-t.fees));
  if (!t.transfers.is_zero()) line(out, "transfers", with_sign(t.transfers));
  if (!t.liquidation.is_zero()) line(out, "liquidation", with_sign(-t.liquidation));
  line(out, "equity",
       fmt::format("{} -> {}  ({})", two_places(s.initial_equity), two_places(s.equity),
                   with_sign(s.equity - s.initial_equity)));
  line(out, "unexplained", s.residual.to_string() + "  (two independent counts, checked at every event)");
}

void print_position(std::ostream& out, const session::RunSummary& s) {
  out << fmt::format("\n{} {} on {}, profile {}: {}{}\n", s.mode, s.symbol, s.exchange, s.profile, to_string(s.state),
                     s.reason == Reason::NONE ? "" : fmt::format(" ({})", to_string(s.reason)));
  if (s.from) line(out, "market time", format_timestamp(*s.from) + " to " + format_timestamp(s.to) + " UTC");
  line(out, "holding", s.spot_quantity.to_string() + " at " + two_places(s.last_price));
  line(out, "hedge",
       s.hedge_quantity.to_string() + (s.entry_price.known() ? " entered at " + two_places(s.entry_price) : ""));
  line(out, "hedge ratio", ratio_text(s.hedge_ratio));
  if (s.seconds_to_hedged) line(out, "hedged after", fmt::format("{:.1f} s", *s.seconds_to_hedged));
  line(out, "stop / take profit", two_places(s.stop_price) + " / " + two_places(s.take_profit_price));
  if (s.disaster_stop_price.known()) {
    line(out, "disaster stop",
         two_places(s.disaster_stop_price) + ", liquidation at " + two_places(s.liquidation_price));
  }
  if (s.advice) {
    line(out, "advice",
         fmt::format("{} given, {} to place and {} to cancel; nothing was sent", s.advice->given(), s.advice->placed,
                     s.advice->canceled));
    line(out, "virtual book",
         fmt::format("{} orders working, {} fills, {} refused", s.working_orders, s.fills, s.orders_refused));
    line(out, "events", fmt::format("{}", s.events));
    return;
  }
  line(out, "orders",
       fmt::format("{} placed, {} cancelled, {} refused, {} working; {} fills", s.orders_placed, s.orders_canceled,
                   s.orders_refused, s.working_orders, s.fills));
  line(out, "events", fmt::format("{}", s.events));
}

void print_time(std::ostream& out, const session::TimeFigures& time) {
  const std::string outside = time.outside_limits_pct ? decimals(time.outside_limits_pct, 3) + " %" : "-";
  line(out, "time",
       fmt::format("{:.2f} % active, {:.2f} % stopped, {:.2f} % without data, outside limits {}", time.active_pct,
                   time.stopped_pct, time.gap_pct, outside));
}

constexpr const char* kPolicyRow = "  {:<10}{:>9}{:>9}{:>9}{:>11}{:>10}{:>11}{:>11}{:>18}\n";

void print_policy(std::ostream& out, const char* name, const session::PolicyFigures& f) {
  out << fmt::format(fmt::runtime(kPolicyRow), name, decimals(f.hedge_effectiveness.daily, 4),
                     decimals(f.hedge_effectiveness.hourly, 4), decimals(f.cvar95, 4), decimals(f.max_drawdown_pct, 2),
                     decimals(f.turnover, 2), decimals(f.cost_bp_year, 2), decimals(f.funding_bp_year, 2),
                     two_places(f.equity));
}

void print_books(std::ostream& out, const session::BooksCompared& books) {
  if (books.equal()) {
    out << "\n  The exchange's own books are the same: position, open orders, fees and funding\n";
  } else {
    out << "\n  The exchange's own books differ\n";
    for (const std::string& difference : books.differences()) out << "    " << difference << "\n";
  }
  if (books.foreign_orders > 0) {
    out << "  " << books.foreign_orders << " open orders of others stand at the exchange; they were left alone\n";
  }
}

}  // namespace

std::optional<bool> no_better_than(const session::PolicyFigures& policy, const session::PolicyFigures& other) {
  const auto& own = policy.hedge_effectiveness;
  const auto& its = other.hedge_effectiveness;
  const bool daily = own.daily && its.daily;
  if (!daily && !(own.hourly && its.hourly)) return {};
  const bool more_effective = daily ? *own.daily > *its.daily : *own.hourly > *its.hourly;
  return !more_effective && policy.cost_bp_year >= other.cost_bp_year;
}

void print_summary(std::ostream& out, const session::SimRunResult& result) {
  print_position(out, result.summary);
  print_time(out, result.time);
  print_account(out, result.summary);
  if (result.books) print_books(out, *result.books);
  out << "\n  command hash " << result.summary.command_hash << "\n";
}

void print_report(std::ostream& out, const session::BacktestReport& report) {
  print_position(out, report.summary);
  print_time(out, report.time);
  print_account(out, report.summary);
  out << "\nCompared with (effectiveness 1 = all variance gone; cost and funding in bp of the holding a year)\n";
  out << fmt::format(fmt::runtime(kPolicyRow), "policy", "daily", "hourly", "CVaR95", "drawdown%", "turnover", "cost",
                     "funding", "equity");
  print_policy(out, "yours", report.policy);
  if (report.unhedged) print_policy(out, "unhedged", *report.unhedged);
  if (report.static_hedge) print_policy(out, "static", *report.static_hedge);
  if (report.classic) print_policy(out, "classic", *report.classic);
  if (report.static_hedge && no_better_than(report.policy, *report.static_hedge).value_or(false)) {
    out << "  Your policy is no better than static, the holding sold forward once: not more effective and not "
           "cheaper.\n";
  }
  out << fmt::format(
      "\n  {:.0f} events/s inside the run, {} ns a fill (simd {}); load {:.0f} ms, run {:.0f} ms, "
      "baselines {:.0f} ms\n",
      report.events_per_second, decimals(report.ns_per_fill(), 0), report.simd, report.load_ms, report.run_ms,
      report.baselines_ms);
  out << "  command hash " << report.summary.command_hash << "\n";
}

}  // namespace alpha_pulse::app
