#pragma once

#include <iosfwd>
#include <string_view>

#include "alpha_pulse/app/options.hpp"
#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"

/// From the flags that name a recording to what is played: the same for every command that plays one.
/// Tested through tests/command_line_test.cpp and tests/sweep_test.cpp.
namespace alpha_pulse::app {

/// Errors (kInvalidArgument) name `command`.
Result<data_pipeline::ReplaySources> sources_of(const DataOptions& options, std::string_view command);

/// The configured way through a candle, in the words of the readers.
data_pipeline::CandlePath candle_path_of(config::CandlePath path);

/// What the configuration says about the recording.
void complete(data_pipeline::ReplaySources& sources, const config::AppConfig& config);

/// What the figures rest on, for a person; `--json` readers know their own settings.
void tell_assumptions(std::ostream& out, const data_pipeline::ReplaySources& sources, const config::AppConfig& config);

}  // namespace alpha_pulse::app
