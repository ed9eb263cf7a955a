#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "hg5/immediate_grid.hpp"

namespace alpha_pulse::bench {

/// What one run came to; of a sweep: sums over its configurations, and the largest drawdown.
struct RunResult {
  GridOutcome outcome;
  int reanchors = 0;
};

/// One thing to measure.
struct Workload {
  std::string name;
  double events = 0;  ///< of one run; of a sweep: events x configurations
  double bytes = 0;   ///< of the recording, index included
  std::function<RunResult()> run;
  std::function<std::uint64_t()> reference;  ///< run in turn with it: reads the two price columns once
  std::optional<std::string> (*check)(const RunResult&) = nullptr;  ///< what is wrong, if anything
  unsigned threads = 1;                ///< of `run`; several: wall clock, and what they are worth
  std::function<RunResult()> alone{};  ///< the same on one thread; for several threads only
};

/// Runs it once to warm up, then at least nine times (21 when a run takes under 10 ms), in turn with the reference, and
/// prints one line of JSON. With several threads also, in the same turns, how many times faster they are than one, and
/// how many times faster a bare loop in registers gets on this machine. False when the result is not the expected one.
bool measure(const Workload& workload);

/// Bytes of this process that belong to no file, now and at most.
std::int64_t anonymous_bytes();

}  // namespace alpha_pulse::bench
