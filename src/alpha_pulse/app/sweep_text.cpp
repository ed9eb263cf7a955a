#include "alpha_pulse/app/sweep_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "alpha_pulse/app/figures_text.hpp"

namespace alpha_pulse::app {
namespace {

constexpr std::size_t kFrontShown = 12;
constexpr const char* kRow = "  {:>4}{:>8}{:>11}{:>12}{:>10}{:>10}{:>8}  {}\n";

void print_row(std::ostream& out, const SweepResult& result, const std::string& place, std::size_t index) {
  const session::SweepFigures& f = result.figures(index);
  out << fmt::format(kRow, place, index, decimals(f.effectiveness_hourly, 4), decimals(f.cost_bp_year, 1),
                     decimals(f.cvar95, 4), decimals(f.max_drawdown_pct, 2), f.fills, result.settings_text(index));
}

void print_head(std::ostream& out, const char* place) {
  out << fmt::format(kRow, place, "index", "effective", "cost bp/yr", "CVaR 95", "drawd. %", "fills", "settings");
}

std::string of_words(session::RankBy by) {
  switch (by) {
    case session::RankBy::EFFECTIVENESS:
      return "hedge effectiveness (hourly)";
    case session::RankBy::COST:
      return "cost";
    case session::RankBy::CVAR:
      return "CVaR";
    case session::RankBy::DRAWDOWN:
      return "drawdown";
    case session::RankBy::EQUITY:
      return "equity";
  }
  return {};
}

void print_front(std::ostream& out, const SweepResult& result) {
  if (result.front.empty()) return;
  out << "\nWhat effectiveness costs: nothing tried hedges better for less\n";
  print_head(out, "");
  for (std::size_t k = 0; k < std::min(kFrontShown, result.front.size()); ++k) {
    print_row(out, result, "", result.front[k]);
  }
  if (result.front.size() > kFrontShown) {
    out << fmt::format("  ... {} in all (--json and --out have them)\n", result.front.size());
  }
}

std::string place_text(const session::WalkForwardSplit& split) {
  return split.place == 0 ? "-" : fmt::format("{} of {}", split.place, split.of);
}

void print_walk_forward(std::ostream& out, const SweepResult& result) {
  constexpr const char* kSplit = "  {:<25}{:>11}{:>11}{:>11}{:>14}{:>13}  {}\n";
  if (result.walk.splits.empty()) return;
  out << "\nWalk-forward: chosen on one part, judged on the next, by " << of_words(result.by) << "\n";
  out << fmt::format(kSplit, "judged from", "in sample", "after", "best there", "place there", "correlation", "chosen");
  for (const auto& split : result.walk.splits) {
    out << fmt::format(kSplit, format_timestamp(split.out_of_sample.from), decimals(split.in_sample_figure, 4),
                       decimals(split.out_of_sample_figure, 4), decimals(split.best_out_of_sample_figure, 4),
                       place_text(split), decimals(split.rank_correlation, 2),
                       split.chosen ? result.settings_text(*split.chosen) : "-");
  }
  out << fmt::format("  mean rank correlation of one part with the next: {}\n",
                     decimals(result.walk.rank_correlation, 2));
  if (result.walk.overfit) {
    out << "  Over-fitting: what was best in one part says little about the next. Do not choose by these figures;\n"
           "  fewer keys, longer parts, or the defaults are the better choice.\n";
  }
}

}  // namespace

void print_sweep(std::ostream& out, const SweepResult& result, std::size_t top) {
  const auto& plan = result.request.design.plan();
  out << fmt::format("{} configurations of {} ({}), {} refused; best by {}\n", result.cells.size(),
                     result.request.base.hedge.symbol, session::to_string(plan.search), result.refused,
                     of_words(result.by));
  print_head(out, "");
  for (std::size_t k = 0; k < std::min(top, result.order.size()); ++k) {
    print_row(out, result, std::to_string(k + 1), result.order[k]);
  }
  if (result.order.empty()) {
    out << "  none has this figure; a longer recording (20 full hours, for CVaR days), or another --rank-by, would\n";
  }
  print_front(out, result);
  print_walk_forward(out, result);
  if (result.walk.splits.empty()) {
    out << "\nAll figures are in-sample: the settings were chosen on the data they are shown on. --walk-forward 3 "
           "judges\n"
           "them on data that came after.\n";
  }
}

}  // namespace alpha_pulse::app
