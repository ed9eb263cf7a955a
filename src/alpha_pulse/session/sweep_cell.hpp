#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "alpha_pulse/session/backtest_run.hpp"

/// What one configuration came to over one stretch of the data, and how that is kept as a line of a file.
/// Tested by session/sweep_cell_test.cpp.
namespace alpha_pulse::session {

/// The figures of `backtest` that a sweep keeps, same names, same meaning (docs/figures.md).
struct SweepFigures {
  std::string equity;  ///< exact, as JSON shows it
  std::optional<double> effectiveness_daily, effectiveness_hourly;
  std::optional<double> cvar95, max_drawdown_pct, turnover, cost_bp_year, funding_bp_year;
  std::optional<double> time_outside_limits_pct, active_pct;
  std::uint64_t fills = 0;
  std::string command_hash;
};

/// A number of SweepFigures with its name in tables.
struct SweepNumber {
  std::string_view name;
  std::optional<double> SweepFigures::* value;
};
inline constexpr std::array kSweepNumbers{
    SweepNumber{"hedge_effectiveness_daily", &SweepFigures::effectiveness_daily},
    SweepNumber{"hedge_effectiveness_hourly", &SweepFigures::effectiveness_hourly},
    SweepNumber{"cvar95", &SweepFigures::cvar95},
    SweepNumber{"max_drawdown_pct", &SweepFigures::max_drawdown_pct},
    SweepNumber{"turnover", &SweepFigures::turnover},
    SweepNumber{"cost_bp_year", &SweepFigures::cost_bp_year},
    SweepNumber{"funding_bp_year", &SweepFigures::funding_bp_year},
    SweepNumber{"time_outside_limits_pct", &SweepFigures::time_outside_limits_pct},
    SweepNumber{"active_pct", &SweepFigures::active_pct}};

/// Figures, or why the configuration was refused.
struct SweepCell {
  std::optional<SweepFigures> figures;
  std::string refusal{};
};

SweepFigures sweep_figures(const BacktestReport& report);

/// The shortest text that reads back to the same number; empty for none.
std::string number_text(const std::optional<double>& number);

/// One line without its end, and back. `job`: which configuration and stretch.
std::string line_of(std::size_t job, const SweepCell& cell);
/// Errors (kBadData): not such a line.
Result<std::pair<std::size_t, SweepCell>> cell_of(std::string_view line);

}  // namespace alpha_pulse::session
