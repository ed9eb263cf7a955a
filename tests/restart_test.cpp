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
  return {engine.command_hash(),
          engine.timed_hash(),
          engine.portfolio().equity().to_string(),
          engine.portfolio().position().quantity().to_string(),
          loop.strategy()->state(),
          engine.tracker().live().size()};
}

struct Recorded {
  MemoryJournal journal;
  End end;
};

std::unique_ptr<Recorded> record(LoopRequest request, const std::vector<Event>& path) {
  auto recorded = std::make_unique<Recorded>();
  request.journal = &recorded->journal;
  auto loop = make_loop(request);
  for (const Event& event : path) loop->push(event);
  loop->finish();
  recorded->end = end_of(*loop);
  return recorded;
}

/// Restarts from the first `kept` records and plays the rest of the path.
End restart(LoopRequest request, const std::vector<Event>& path, const Recorded& recorded, std::size_t kept) {
  request.journal = nullptr;
  auto loop = make_loop(request);
  engine::Continuation continuation(loop->recover(std::span(recorded.journal.records).first(kept)));
  for (const Event& event : path) {
    if (!continuation.had(event)) loop->push(event);
  }
  loop->finish();
  return end_of(*loop);
}

void expect_restartable(const LoopRequest& request, const std::vector<Event>& path, int cuts, std::mt19937_64& random,
                        const std::string& what) {
  const auto recorded = record(request, path);
  for (int i = 0; i < cuts; ++i) {
    const std::size_t kept = random() % (recorded->journal.records.size() + 1);
    EXPECT_TRUE(restart(request, path, *recorded, kept) == recorded->end) << what << ", cut after record " << kept;
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Restart, FromTheJournalAtAnyEventEndsInTheSameStateAndCommandHash) {
  std::mt19937_64 random(7);
  for (const PathKind kind : kAllPaths) {
    for (const auto& hedge : {classic(), guarded()}) {
      expect_restartable({.hedge = hedge}, make_path({.kind = kind, .ticks = 2000}), 15, random, name_of(kind));
      if (HasFailure()) return;
    }
  }
}

TEST(Restart, HoldsForRandomConfigurations) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    const LoopRequest request = random_request(random);
    expect_restartable(request, random_path(random, 500), 6, random, "seed " + std::to_string(seed));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
