#pragma once

#include <string>

#include "alpha_pulse/engine/replay.hpp"
#include "alpha_pulse/session/backtest_run.hpp"
#include "alpha_pulse/session/sim_run.hpp"

/// The `--json` twins of what a person sees: one object on one line. Prices, quantities and money are strings, so that
/// no reader rounds them.
namespace alpha_pulse::app {

std::string to_json(const session::SimRunResult& result);
std::string to_json(const session::BacktestReport& report);
std::string to_json(const engine::ReplayResult& result);

}  // namespace alpha_pulse::app
