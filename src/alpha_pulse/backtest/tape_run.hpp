#pragma once

#include <functional>
#include <span>

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/data_pipeline/tape_stream.hpp"

namespace alpha_pulse::backtest {

/// Called now and then with the market time reached; false interrupts.
using TapeProgress = std::function<bool(Timestamp reached)>;

/// Plays a whole stream into the loop; the caller finishes the loop. A loop that skips makes the stream jump from one
/// event that can matter to the next, so that the time spent grows with fills, hours and timers and not with events;
/// any other gets each event. Same commands, fills, equity, samples and counts either way:
/// tests/tape_backtest_test.cpp. `silences`: those of the stream longer than the loop's stale limit. Returns false when
/// interrupted.
bool play(data_pipeline::TapeStream& stream, ClosedLoop& loop, std::span<const data_pipeline::Silence> silences,
          const TapeProgress& progress);

}  // namespace alpha_pulse::backtest
