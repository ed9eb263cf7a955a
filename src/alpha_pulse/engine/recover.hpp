#pragma once

#include <span>

#include "alpha_pulse/engine/journal_record.hpp"
#include "alpha_pulse/engine/runner.hpp"

namespace alpha_pulse::engine {

/// True for events that come from a source outside: prices, bars, funding rates, moved coins and money, and people.
/// Order events, fills, funding payments, liquidations and position reports come from the simulated venue, and timers
/// from the runner; in a closed loop both come again by themselves.
bool is_source_event(const Event& event);

struct Recovered {
  Timestamp until;             ///< of the last journaled event; the source goes on after it
  std::uint64_t last_seq = 0;  ///< of that event
  std::uint64_t events = 0;    ///< source events fed
  /// Of those, at exactly `until`: a source goes on at `until` after leaving out its first so many events of that
  /// moment.
  std::uint64_t events_at_until = 0;
};

/// A closed-loop restart: feeds the journaled source events through a fresh runner, engine, strategy and simulated
/// broker, and runs the timers up to the last journaled event. The end is the state and command hash that an
/// uninterrupted run has after that event, wherever the journal was cut. Proven by engine/replay_test.cpp.
Recovered recover(std::span<const JournalRecord> records, Runner& runner);

}  // namespace alpha_pulse::engine
