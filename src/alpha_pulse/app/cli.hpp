#pragma once

#include <functional>
#include <string>
#include <vector>

#include "alpha_pulse/app/options.hpp"

namespace alpha_pulse::app {

/// What each command does with its options; returns the exit code.
struct Handlers {
  std::function<int(const RunOptions&)> run;
  std::function<int(const PlanOptions&)> plan;
  std::function<int(const BacktestOptions&)> backtest;
  std::function<int(const SweepOptions&)> sweep;
  std::function<int(const ControlOptions&)> control;
  std::function<int(const ReplayOptions&)> replay;
  std::function<int(const ExplainOptions&)> explain;
  std::function<int(const DataInfoOptions&)> data_info;
  std::function<int(const DataImportOptions&)> data_import;
  std::function<int(const DataSynthOptions&)> data_synth;
  std::function<int(const DataFetchOptions&)> data_fetch;
  std::function<int(const ExchangeServeOptions&)> exchange_serve;
  std::function<int(const DoctorOptions&)> doctor;
};

/// Parses the command line and calls one handler. `--help` prints and gives 0; anything that is not understood is one
/// line on stderr and 2. Tested by app/cli_test.cpp.
int dispatch(const std::vector<std::string>& arguments, const Handlers& handlers);

}  // namespace alpha_pulse::app
