#pragma once

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/engine/journal_record.hpp"

/// From a configuration to the settings of a loop: the one place where keys become parts.
namespace alpha_pulse::session {

/// The program and its version, as `--version` says them.
inline constexpr std::string_view kProgram = "gridhedge 0.1.0";

/// What a run knows besides its configuration.
struct RunFacts {
  Instrument hedge;         ///< of the hedge leg
  bool one_series = false;  ///< one price series is spot, mark and quotes
  Duration cadence{};       ///< typical distance of the source's events
};

/// The stale limit where none is configured: the larger of 3 s and twice the cadence.
Duration usual_stale_after(Duration cadence);
/// The run's own stale limit: the configured one, else the usual one.
Duration stale_after(const config::AppConfig& config, Duration cadence);

backtest::LoopSettings loop_settings(const config::AppConfig& config, const RunFacts& facts);

/// First record of a journal, and the way back: the same settings from the header of a journal.
engine::RunHeader run_header(std::string effective_text, const backtest::LoopSettings& settings, Timestamp started_at,
                             std::string source);
/// What a journal's header stands for.
struct Reassembled {
  config::AppConfig config;
  backtest::LoopSettings settings;
};
/// Errors (kBadData): a configuration this version does not read.
Result<Reassembled> reassemble(const engine::RunHeader& header);

}  // namespace alpha_pulse::session
