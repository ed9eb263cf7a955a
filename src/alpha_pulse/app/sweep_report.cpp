#include "alpha_pulse/app/sweep_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alpha_pulse/app/backtest_report.hpp"
#include "alpha_pulse/app/figures_text.hpp"

namespace alpha_pulse::app {
namespace {

using session::SweepFigures;

/// A figure in words, in the order of session::kSweepNumbers.
struct Shown {
  const char* name;
  bool more_is_better;
};

constexpr Shown kShown[] = {{"Hedge effectiveness by day", true},
                            {"Hedge effectiveness by hour", true},
                            {"Bad days (CVaR 95)", false},
                            {"Deepest fall, %", false},
                            {"Turnover", false},
                            {"Cost, bp a year", false},
                            {"Funding, bp a year", true},
                            {"Time outside limits, %", false},
                            {"Time active, %", true}};
static_assert(std::size(kShown) == session::kSweepNumbers.size());

std::string ranked_key(session::RankBy by) {
  switch (by) {
    case session::RankBy::EFFECTIVENESS:
      return "hedge_effectiveness_hourly";
    case session::RankBy::COST:
      return "cost_bp_year";
    case session::RankBy::CVAR:
      return "cvar95";
    case session::RankBy::DRAWDOWN:
      return "max_drawdown_pct";
    case session::RankBy::EQUITY:
      return "equity";
  }
  return {};
}

std::optional<double> equity_of(const SweepFigures& figures) {
  const auto amount = Money::parse(figures.equity, Currency{});
  return amount ? std::optional(amount->to_double()) : std::nullopt;
}

report::SweptRow row_of(const SweepResult& result, std::size_t index) {
  report::SweptRow row{.index = index, .values = result.request.design.values(index), .figures = {}};
  const auto& cell = result.cells[index];
  if (!cell || !cell->figures) {
    row.refusal = cell ? cell->refusal : "not computed";
    return row;
  }
  for (const auto& number : session::kSweepNumbers) row.figures.push_back((*cell->figures).*number.value);
  row.figures.push_back(equity_of(*cell->figures));
  row.figures.push_back(static_cast<double>(cell->figures->fills));
  row.front = result.on_front(index);
  return row;
}

/// In the order of the ranking; configurations without its figure behind, refused ones last.
std::vector<report::SweptRow> rows_of(const SweepResult& result) {
  std::vector<report::SweptRow> rows;
  std::vector<bool> ranked(result.cells.size());
  for (const std::size_t index : result.order) {
    rows.push_back(row_of(result, index));
    ranked[index] = true;
  }
  const auto first_left = static_cast<std::ptrdiff_t>(rows.size());
  for (std::size_t index = 0; index < result.cells.size(); ++index) {
    if (!ranked[index]) rows.push_back(row_of(result, index));
  }
  std::stable_partition(rows.begin() + first_left, rows.end(), [](const auto& row) { return row.refusal.empty(); });
  return rows;
}

std::string window_text(const session::SweepWindow& window) {
  constexpr std::size_t kToTheMinute = 16;
  return format_timestamp(window.from).substr(0, kToTheMinute) + " to " +
         format_timestamp(window.to).substr(0, kToTheMinute);
}

std::string chosen_text(const SweepResult& result, const session::WalkForwardSplit& split) {
  return split.chosen ? result.settings_text(*split.chosen) : "none";
}

}  // namespace

report::SweepReport report_of(const SweepResult& result) {
  const session::BacktestRequest& base = result.request.base;
  report::SweepReport out;
  out.title = base.hedge.symbol + ", a sweep of " + fmt::format("{}", result.cells.size()) + " configurations";
  out.facts = facts_of(base.sources);
  out.facts.push_back({"Search", std::string(session::to_string(result.request.design.plan().search))});
  out.facts.push_back({"Refused", fmt::format("{} of {}", result.refused, result.cells.size())});
  out.notes = assumptions_of(base.sources, base.config);
  if (result.walk.overfit) {
    out.notes.push_back("Over-fitting: what was best on one part of the time was not good on the next.");
  }
  out.settings = base.effective_text;
  for (const auto& param : result.request.design.plan().params) {
    out.keys.push_back({.key = param.key, .values = param.values});
  }
  for (std::size_t k = 0; k < session::kSweepNumbers.size(); ++k) {
    out.figures.push_back({.key = std::string(session::kSweepNumbers[k].name),
                           .name = kShown[k].name,
                           .more_is_better = kShown[k].more_is_better});
  }
  out.figures.push_back({.key = "equity", .name = "Equity at the end", .more_is_better = true});
  out.figures.push_back({.key = "fills", .name = "Fills", .more_is_better = false});
  out.ranked_by = ranked_key(result.by);
  out.rows = rows_of(result);
  for (const auto& split : result.walk.splits) {
    out.splits.push_back({.in_sample = window_text(split.in_sample),
                          .out_of_sample = window_text(split.out_of_sample),
                          .chosen = chosen_text(result, split),
                          .in_sample_figure = split.in_sample_figure,
                          .out_of_sample_figure = split.out_of_sample_figure,
                          .rank_correlation = split.rank_correlation});
  }
  return out;
}

}  // namespace alpha_pulse::app
