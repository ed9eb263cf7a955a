#pragma once

#include <iosfwd>
#include <optional>

#include "alpha_pulse/session/backtest_run.hpp"
#include "alpha_pulse/session/sim_run.hpp"

/// What a person reads at the end of a run. Tested by app/run_text_test.cpp.
namespace alpha_pulse::app {

void print_summary(std::ostream& out, const session::SimRunResult& result);
void print_report(std::ostream& out, const session::BacktestReport& report);

/// Neither more effective (daily, else hourly) nor cheaper than the other; nothing when the data is too short to tell.
std::optional<bool> no_better_than(const session::PolicyFigures& policy, const session::PolicyFigures& other);

}  // namespace alpha_pulse::app
