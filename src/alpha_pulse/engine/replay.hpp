#pragma once

#include <span>
#include <string>

#include "alpha_pulse/engine/engine.hpp"
#include "alpha_pulse/engine/journal_record.hpp"

namespace alpha_pulse::engine {

struct ReplayResult {
  std::uint64_t events = 0;    ///< journaled events fed
  std::uint64_t commands = 0;  ///< journaled commands compared
  std::string command_hash;    ///< of the replayed engine
  bool identical = false;
  std::string first_difference;  ///< empty when identical
};

/// Journal parity: feeds the journaled events to a fresh engine whose broker only collects, and compares what it asks
/// for with the journaled commands, byte for byte, ids and times included. A journal that ends between an event and
/// its commands is identical when the missing commands are those of its last event.
/// `strategy` fresh; `settings` as of the run that wrote the journal. Proven by engine/replay_test.cpp.
ReplayResult replay(std::span<const JournalRecord> records, IStrategy& strategy, const EngineSettings& settings);

}  // namespace alpha_pulse::engine
