#pragma once

#include "alpha_pulse/app/options.hpp"
#include "alpha_pulse/report/run_report.hpp"
#include "alpha_pulse/session/backtest_run.hpp"

namespace alpha_pulse::app {

/// A backtest that kept its history, as it is shown. `ran` outlives what is returned.
report::RunReport report_of(const session::BacktestReport& ran, const Loaded& loaded,
                            const data_pipeline::ReplaySources& sources);

/// The recording and the settings in words, for the head of any report.
std::vector<report::Fact> facts_of(const data_pipeline::ReplaySources& sources);
std::vector<std::string> assumptions_of(const data_pipeline::ReplaySources& sources, const config::AppConfig& config);

}  // namespace alpha_pulse::app
