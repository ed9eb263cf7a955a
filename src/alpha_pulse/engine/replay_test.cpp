#include "alpha_pulse/engine/replay.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/engine/journal_codec.hpp"
#include "alpha_pulse/engine/recover.hpp"
#include "alpha_pulse/engine/runner.hpp"
#include "alpha_pulse/engine/testing/memory_journal.hpp"
#include "alpha_pulse/engine/testing/toy_world.hpp"

namespace alpha_pulse::engine {
namespace {

using testing::event_at;
using testing::MemoryJournal;
using testing::print;
using testing::toy_settings;
using testing::ToyBroker;
using testing::ToyStrategy;

struct World {
  AccountQueue account;
  ToyBroker broker{account};
  ToyStrategy strategy;
  MemoryJournal journal;
  Engine engine;
  Runner runner;
  World()
      : engine(toy_settings(), {.strategy = strategy, .broker = broker, .journal = &journal}),
        runner(engine, broker, account, {}) {}
};

std::vector<Event> tape(std::uint64_t seed, int events) {
  std::vector<Event> made;
  std::int64_t ms = 1'700'000'000'000;
  std::int64_t price = 10'000'00;
  for (int i = 0; i < events; ++i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    const auto random = seed >> 33U;
    ms += static_cast<std::int64_t>(1 + random % 3000);
    price += static_cast<std::int64_t>((random >> 12U) % 2001) - 1000;
    if (random % 97 == 0) made.push_back(event_at(Timestamp::from_ms(ms), FundingRateDue{Ratio::from_raw(9'000)}));
    if (random % 211 == 0) {
      made.push_back(
          event_at(Timestamp::from_ms(ms), WalletTransferred{Money::from_raw(Money::kUnit, Currency{"USDT"})}));
    }
    made.push_back(print(ms, price));
  }
  return made;
}

TEST(Replay, AsksForTheSameCommandsAsTheJournaledRun) {
  World world;
  for (const Event& event : tape(3, 5000)) world.runner.push(event);
  ASSERT_GT(world.engine.counters().orders_placed, 30U);
  ToyStrategy fresh;
  const ReplayResult result = replay(world.journal.records, fresh, toy_settings());
  EXPECT_TRUE(result.identical) << result.first_difference;
  EXPECT_EQ(result.commands, world.engine.counters().orders_placed + world.engine.counters().orders_canceled);
  EXPECT_EQ(result.command_hash, world.engine.command_hash());
  EXPECT_LT(result.events, world.runner.covered());
}

TEST(Replay, NamesTheFirstCommandThatDiffers) {
  World world;
  for (const Event& event : tape(3, 500)) world.runner.push(event);
  for (JournalRecord& record : world.journal.records) {
    if (auto* command = std::get_if<CommandRecord>(&record.body)) {
      if (auto* place = std::get_if<PlaceOrder>(&command->command)) place->spec.quantity += Quantity::from_raw(kOne);
      break;
    }
  }
  ToyStrategy fresh;
  const ReplayResult result = replay(world.journal.records, fresh, toy_settings());
  EXPECT_FALSE(result.identical);
  EXPECT_NE(result.first_difference.find("command 1: journal has place 1 grid_open"), std::string::npos)
      << result.first_difference;
}

TEST(Replay, NamesACommandThatTheJournalDoesNotHave) {
  World world;
  for (const Event& event : tape(3, 500)) world.runner.push(event);
  std::erase_if(world.journal.records, [once = false](const JournalRecord& record) mutable {
    if (once || record.as<CommandRecord>() == nullptr) return false;
    return once = true;
  });
  ToyStrategy fresh;
  EXPECT_FALSE(replay(world.journal.records, fresh, toy_settings()).identical);
}

TEST(Replay, AcceptsAJournalCutAnywhere) {
  World world;
  for (const Event& event : tape(5, 400)) world.runner.push(event);
  for (std::size_t cut = 0; cut <= world.journal.records.size(); ++cut) {
    ToyStrategy fresh;
    const ReplayResult result = replay(std::span(world.journal.records).first(cut), fresh, toy_settings());
    ASSERT_TRUE(result.identical) << "cut at " << cut << ": " << result.first_difference;
  }
}

TEST(Replay, HoldsCheckpointsThatTheReplayReaches) {
  World world;
  for (const Event& event : tape(3, 2000)) world.runner.push(event);
  ToyStrategy fresh;
  Replayer replayer(fresh, toy_settings());
  int checkpoints = 0;
  for (const JournalRecord& record : world.journal.records) {
    replayer.feed(record);
    if (const auto* checkpoint = record.as<Checkpoint>()) {
      ++checkpoints;
      ASSERT_EQ(checkpoint->command_hash, replayer.engine().command_hash());
      ASSERT_EQ(checkpoint->equity, replayer.engine().portfolio().equity());
    }
  }
  EXPECT_GT(checkpoints, 10);
}

/// Sequence numbers apart: an event that was skipped does not come again.
std::vector<std::byte> bytes_without_number(JournalRecord record) {
  if (auto* event = std::get_if<Event>(&record.body)) event->seq = 0;
  std::vector<std::byte> bytes;
  encode(record, Lsn{1}, bytes);
  return bytes;
}

/// Cut the journal at any record, restart from it, go on with the source: the end is that of the run without a cut.
RC_GTEST_PROP(Recover, EndsInTheSameStateAsTheUninterruptedRun, ()) {
  const auto events = tape(*rc::gen::arbitrary<std::uint64_t>(), 600);
  World whole;
  for (const Event& event : events) whole.runner.push(event);
  const auto cut = *rc::gen::inRange<std::size_t>(0, whole.journal.records.size() + 1);
  World restarted;
  const Recovered done = recover(std::span(whole.journal.records).first(cut), restarted.runner);
  Continuation continuation(done);
  for (const Event& event : events) {
    if (!continuation.had(event)) restarted.runner.push(event);
  }
  const Timestamp end = events.back().ts_event + Duration::minutes(20);
  whole.runner.finish(end);
  restarted.runner.finish(end);
  RC_ASSERT(restarted.engine.timed_hash() == whole.engine.timed_hash());
  RC_ASSERT(restarted.engine.portfolio().equity() == whole.engine.portfolio().equity());
  RC_ASSERT(restarted.engine.portfolio().terms().overlay == whole.engine.portfolio().terms().overlay);
  RC_ASSERT(restarted.engine.tracker().live().size() == whole.engine.tracker().live().size());
  const auto& ours = restarted.journal.records;  // and it journals the same again, which is what resuming a file checks
  RC_ASSERT(ours.size() == whole.journal.records.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    RC_ASSERT(bytes_without_number(ours[i]) == bytes_without_number(whole.journal.records[i]));
  }
}

}  // namespace
}  // namespace alpha_pulse::engine
