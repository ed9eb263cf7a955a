#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/engine/engine.hpp"
#include "alpha_pulse/engine/journal_record.hpp"

namespace alpha_pulse::engine {

/// What came of comparing.
struct ReplayResult {
  std::uint64_t events = 0;    ///< journaled events fed
  std::uint64_t commands = 0;  ///< journaled commands compared
  std::string command_hash;    ///< of the replayed engine
  bool identical = false;
  std::string first_difference;  ///< empty when identical
};

/// Journal parity: feeds the journaled events to a fresh engine whose broker never answers, and compares what it asks
/// for with the journaled commands, byte for byte, ids and times included. A journal that ends between an event and
/// its commands is identical when only commands of that last event are missing.
/// `strategy` fresh; `settings` as of the run that wrote the journal. Proven by engine/replay_test.cpp.
class Replayer {
 public:
  /// `notices`: who hears what the replayed engine tells people; null: nobody.
  Replayer(IStrategy& strategy, const EngineSettings& settings, INoticeSink* notices = nullptr);
  ~Replayer();
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  void feed(const JournalRecord& record);  ///< in the order of the journal
  ReplayResult finish();
  const Engine& engine() const { return *engine_; }

 private:
  class Collector;
  void compare_collected(bool at_end);

  std::unique_ptr<Collector> collector_;
  std::unique_ptr<IBroker> broker_;
  std::unique_ptr<Engine> engine_;
  std::vector<CommandRecord> journaled_;  ///< since the last event
  std::uint64_t compared_ = 0;
  ReplayResult result_;
};

/// All records at once.
ReplayResult replay(std::span<const JournalRecord> records, IStrategy& strategy, const EngineSettings& settings);

}  // namespace alpha_pulse::engine
