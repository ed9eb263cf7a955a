#pragma once

#include <vector>

#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"

namespace alpha_pulse::session {

/// [from, to) of market time.
struct SweepWindow {
  Timestamp from, to;
};

/// Over which stretches each configuration is judged: the whole as it was asked for, and with walk-forward the parts
/// that follow each other, each the test of what the one before it chose. Tested by session/sweep_windows_test.cpp.
struct SweepWindows {
  std::vector<SweepWindow> parts;  ///< none, or one more than there are splits

  std::size_t count() const { return 1 + parts.size(); }
  std::size_t splits() const { return parts.empty() ? 0 : parts.size() - 1; }
};

/// `data` cut into `splits` + 1 equal parts, each a whole number of hours from the start of an hour on. Errors
/// (kInvalidArgument): parts of less than 20 full hours, in which effectiveness is not defined; the message says how
/// many splits would pass.
Result<SweepWindows> walk_forward_windows(SweepWindow data, std::uint64_t splits);

/// First and last moment of the recording. Reads text all, once; a tape knows them. Errors: those of the files.
Result<SweepWindow> span_of(const data_pipeline::ReplaySources& sources);

/// The sources of one stretch: `window` 0 is the whole.
data_pipeline::ReplaySources sources_of(const data_pipeline::ReplaySources& whole, const SweepWindows& windows,
                                        std::size_t window);

}  // namespace alpha_pulse::session
