#pragma once

#include "alpha_pulse/app/options.hpp"

/// One function a command: does the work, prints the result (text, or one JSON object), returns the exit code. Errors
/// are one line on stderr.
namespace alpha_pulse::app {

int run_command(const RunOptions& options);
int backtest_command(const BacktestOptions& options);
int sweep_command(const SweepOptions& options);
int control_command(const ControlOptions& options);
int replay_command(const ReplayOptions& options);
int explain_command(const ExplainOptions& options);
int data_info_command(const DataInfoOptions& options);
int data_import_command(const DataImportOptions& options);
int data_synth_command(const DataSynthOptions& options);
int data_fetch_command(const DataFetchOptions& options);
int exchange_serve_command(const ExchangeServeOptions& options);
int doctor_command(const DoctorOptions& options);

}  // namespace alpha_pulse::app
