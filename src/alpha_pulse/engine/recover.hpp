#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/engine/journal_record.hpp"
#include "alpha_pulse/engine/runner.hpp"

namespace alpha_pulse::engine {

/// True for events that come from a source outside: prices, bars, funding rates, moved coins and money, and people.
/// Order events, fills, funding payments, liquidations and position reports come from the simulated venue, and timers
/// from the runner; in a closed loop both come again by themselves.
bool is_source_event(const Event& event);

/// How far a journal has brought a fresh loop.
struct Recovered {
  Timestamp until;             ///< of the last journaled event; the source goes on after it
  std::uint64_t last_seq = 0;  ///< of that event
  std::uint64_t events = 0;    ///< source events fed
  std::optional<Event> last;   ///< the last source event journaled
};

/// Tells, while a source is played again from its start, which of its events an earlier run has had: those before the
/// journal's end, and at that very moment those up to the last one journaled (quiet ones are not in the journal).
class Continuation {
 public:
  explicit Continuation(const Recovered& recovered);
  /// Ask once for each event of the source, in order.
  bool had(const Event& event);

 private:
  Timestamp until_;
  std::vector<std::byte> last_;  ///< the last source event at `until_`, in bytes; empty when there is none
};

/// A closed-loop restart: feeds the journaled source events through a fresh runner, engine, strategy and simulated
/// broker, and runs the timers up to the last journaled event. The end is the state and command hash that an
/// uninterrupted run has after that event, wherever the journal was cut. Proven by engine/replay_test.cpp.
Recovered recover(std::span<const JournalRecord> records, Runner& runner);

}  // namespace alpha_pulse::engine
