// A process may die after any record: what it left must lead to where it would have gone.
#include "support/random_settings.hpp"

namespace alpha_pulse::tests {
namespace {

struct End {
  std::string hash, timed_hash, equity, position;
  ProgramState state;
  std::size_t live;
  friend bool operator==(const End&, const End&) = default;
};

End end_of(const backtest::ClosedLoop& loop) {
  const engine::Engine& engine = loop.engine();
  return {engine.command_hash(), engine.timed_hash(), engine.portfolio().equity().to_string(),
          engine.portfolio().position().quantity().to_string(), loop.strategy()->state(), engine.tracker().live().size()};
}

/// Runs the path, keeping after each pushed event how many records the journal had.
struct Recorded {
  MemoryJournal journal;
  std::vector<std::size_t> records_after;
  End end;
};

std::unique_ptr<Recorded> record(LoopRequest request, const std::vector<Event>& path) {
  auto recorded = std::make_unique<Recorded>();
  request.journal = &recorded->journal;
  auto loop = make_loop(request);
  for (const Event& event : path) {
    loop->push(event);
    recorded->records_after.push_back(recorded->journal.records.size());
  }
  loop->finish();
  recorded->end = end_of(*loop);
  return recorded;
}

/// Restarts from the first `kept` records, of which `pushed` events of the path were the cause, and goes on.
End restart(LoopRequest request, const std::vector<Event>& path, const Recorded& recorded, std::size_t kept,
            std::size_t pushed) {
  request.journal = nullptr;
  auto loop = make_loop(request);
  loop->recover(std::span(recorded.journal.records).first(kept));
  for (std::size_t i = pushed; i < path.size(); ++i) loop->push(path[i]);
  loop->finish();
  return end_of(*loop);
}

void expect_restartable(const LoopRequest& request, const std::vector<Event>& path, int cuts, std::mt19937_64& random,
                        const std::string& what) {
  const auto recorded = record(request, path);
  for (int i = 0; i < cuts; ++i) {
    const std::size_t pushed = random() % path.size();  // events handed over before the crash
    const std::size_t records = recorded->records_after[pushed];
    // The crash may also come in the middle of what that event caused.
    const std::size_t before = pushed == 0 ? 0 : recorded->records_after[pushed - 1];
    const std::size_t kept = before + (records > before ? random() % (records - before + 1) : 0);
    const std::size_t resumed = kept > before ? pushed + 1 : pushed;
    EXPECT_TRUE(restart(request, path, *recorded, kept, resumed) == recorded->end)
        << what << ", cut after event " << pushed << ", record " << kept << " of " << records;
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Restart, FromTheJournalAtAnyEventEndsInTheSameStateAndCommandHash) {
  std::mt19937_64 random(7);
  for (const PathKind kind : kAllPaths) {
    for (const auto& hedge : {classic(), guarded()}) {
      expect_restartable({.hedge = hedge}, make_path({.kind = kind, .ticks = 2000}), 12, random, name_of(kind));
      if (HasFailure()) return;
    }
  }
}

TEST(Restart, HoldsForRandomConfigurations) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    const LoopRequest request = random_request(random);
    expect_restartable(request, random_path(random, 500), 4, random, "seed " + std::to_string(seed));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
