#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/backtest/run_history.hpp"

/// A backtest as it is shown to people: what was run, what came out, and the courses behind it. Plain values; whoever
/// ran it fills them in.
namespace alpha_pulse::report {

using namespace base;
using namespace domain;

/// A line of the head: what was run.
struct Fact {
  std::string name, value;
};

/// A figure with a sentence that says what it means.
struct KeyFigure {
  std::string name, value, meaning;
};

/// One policy over the recording. Figures as in docs/figures.md.
struct Policy {
  std::string name;
  std::string equity;
  std::optional<double> effectiveness_daily, effectiveness_hourly, cvar95;
  double max_drawdown_pct = 0, turnover = 0, cost_bp_year = 0, funding_bp_year = 0;
  const backtest::RunHistory* history = nullptr;  ///< outlives the report
};

/// The ratios that the hedge should lie between.
struct RatioBand {
  Ratio min, target, max = Ratio::one();
};

/// All of it.
struct RunReport {
  std::string title;
  std::string coin, currency;  ///< of quantities, of money
  std::vector<Fact> facts;
  std::vector<KeyFigure> figures;
  std::vector<std::string> notes;  ///< what a reader must know before believing anything
  std::string settings;            ///< every key, `key: value`, a line each
  RatioBand band;
  std::vector<Policy> policies;  ///< the one that was asked for first; at least that one
};

/// How much of the courses is shown. Extremes are kept; see choose_rows.
struct Extent {
  std::size_t hours = std::numeric_limits<std::size_t>::max();
  std::size_t fills = std::numeric_limits<std::size_t>::max();

  /// What a page can carry and a browser can draw at once.
  static constexpr Extent page() { return {.hours = 5'000, .fills = 20'000}; }
};

/// One JSON object, as docs/report.md describes it. The page carries the same object.
std::string to_json(const RunReport& report, Extent extent = {});

/// A row for each hour. The columns are those of the object's `hours`.
std::string to_csv(const RunReport& report);

/// One HTML page that needs nothing besides itself.
std::string to_html(const RunReport& report);

}  // namespace alpha_pulse::report
