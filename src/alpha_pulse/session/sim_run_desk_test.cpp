#include <gtest/gtest.h>

#include "alpha_pulse/engine/testing/memory_journal.hpp"
#include "alpha_pulse/session/sim_run.hpp"
#include "alpha_pulse/session/test_runs.hpp"

/// People speaking to a run, through a desk that says its words at fixed times of the market.
namespace alpha_pulse::session {
namespace {

using namespace test;
using engine::testing::MemoryJournal;

struct Line {
  int not_before;  // of the market, minutes after its start
  OperatorAction action;
};

/// Says each line once the market has come to its time. A run at full speed asks every 256 events, which are about two
/// minutes of this market, so the time is told by how often it has asked, and is the same in every run.
class ScriptedDesk final : public IOperatorDesk {
 public:
  static constexpr int kMinutesBetween = 2;

  explicit ScriptedDesk(std::vector<Line> script) : script_(std::move(script)) {}

  std::optional<OperatorAction> next() override {
    ++asked_;
    if (said_ == script_.size() || asked_ * kMinutesBetween < script_[said_].not_before) return std::nullopt;
    return script_[said_++].action;
  }
  void on_done(OperatorAction action, ProgramState before, const BotStatus& after) override {
    EXPECT_EQ(action, script_[said_ - 1].action);
    befores.push_back(before);
    afters.push_back(after);
  }
  void publish(const BotStatus& status) override { published = status.run.state; }

  std::vector<ProgramState> befores;
  std::vector<BotStatus> afters;
  ProgramState published = ProgramState::STARTING;

 private:
  std::vector<Line> script_;
  std::size_t said_ = 0;
  int asked_ = 0;
};

/// Three hours of a swinging market, a print a second on each leg.
SimRunRequest request(const Sets& sets = {"hedge.initial=0.5"}) {
  const config::LoadedConfig configuration = loaded(sets);
  SimRunRequest out;
  out.config = configuration.config;
  out.effective_text = configuration.effective_text;
  out.hedge = btc();
  out.duration = Duration::hours(3);
  return out;
}

struct Played {
  SimRunResult result;
  std::vector<engine::JournalRecord> journal;
};

Played play(SimRunRequest asked, ScriptedDesk& desk) {
  MemoryJournal journal;
  asked.journal = &journal;
  asked.desk = &desk;
  const auto result = run_on_sim(asked);
  EXPECT_TRUE(result.has_value());
  return {.result = *result, .journal = journal.records};
}

std::vector<OperatorAction> words_in(std::span<const engine::JournalRecord> journal) {
  std::vector<OperatorAction> words;
  for (const auto& record : journal) {
    const auto* event = record.as<Event>();
    const auto* said = event == nullptr ? nullptr : event->as<OperatorRequested>();
    if (said != nullptr) words.push_back(said->action);
  }
  return words;
}

TEST(SimRunDesk, PausesAndResumesAndTellsTheStatesBeforeAndAfter) {
  ScriptedDesk desk({{10, OperatorAction::PAUSE}, {60, OperatorAction::RESUME}});
  const Played played = play(request(), desk);
  ASSERT_EQ(desk.afters.size(), 2U);
  EXPECT_EQ(desk.befores[0], ProgramState::ACTIVE);
  EXPECT_EQ(desk.afters[0].run.state, ProgramState::PAUSED);
  EXPECT_EQ(desk.afters[0].run.reason, Reason::OPERATOR);
  EXPECT_TRUE(desk.afters[0].stop_loss_active);  // what protects goes on
  EXPECT_EQ(desk.befores[1], ProgramState::PAUSED);
  EXPECT_EQ(desk.afters[1].run.state, ProgramState::ACTIVE);
  EXPECT_EQ(played.result.summary.state, ProgramState::ACTIVE);
  EXPECT_EQ(desk.published, ProgramState::ACTIVE);
  EXPECT_FALSE(played.result.stopped);
  EXPECT_EQ(words_in(played.journal), (std::vector{OperatorAction::PAUSE, OperatorAction::RESUME}));
}

TEST(SimRunDesk, FlattensAndStaysSoUntilItIsArmedAgain) {
  ScriptedDesk desk({{10, OperatorAction::FLATTEN}, {60, OperatorAction::REARM}});
  const Played played = play(request(), desk);
  ASSERT_EQ(desk.afters.size(), 2U);
  EXPECT_EQ(desk.afters[0].run.state, ProgramState::STOPPED);
  EXPECT_EQ(desk.afters[0].run.reason, Reason::OPERATOR);
  EXPECT_TRUE(desk.afters[0].run.hedge_quantity.is_zero());
  EXPECT_EQ(desk.afters[0].active_orders, 0U);
  EXPECT_EQ(desk.befores[1], ProgramState::STOPPED);
  EXPECT_EQ(desk.afters[1].run.state, ProgramState::ACTIVE);
  EXPECT_FALSE(played.result.summary.hedge_quantity.is_zero());
}

TEST(SimRunDesk, RearmsAfterTheLatchHasTripped) {
  const Sets sets{"profile=guarded", "risk.max_drawdown_pct=0.0005"};
  ScriptedDesk desk({{150, OperatorAction::REARM}});
  const Played played = play(request(sets), desk);
  ASSERT_EQ(desk.afters.size(), 1U);
  EXPECT_EQ(desk.befores[0], ProgramState::HALTED);
  EXPECT_NE(desk.afters[0].run.state, ProgramState::HALTED);
}

TEST(SimRunDesk, StopsAsOnExitSaysWithoutAWordInTheJournal) {
  ScriptedDesk desk({{30, OperatorAction::STOP}});
  const Played left = play(request(), desk);
  EXPECT_TRUE(left.result.stopped);
  EXPECT_FALSE(left.result.interrupted);
  EXPECT_LT(left.result.summary.to, market::kSimStart + Duration::minutes(40));
  EXPECT_FALSE(left.result.summary.hedge_quantity.is_zero());
  EXPECT_TRUE(words_in(left.journal).empty());

  ScriptedDesk again({{30, OperatorAction::STOP}});
  const Played flat = play(request({"hedge.initial=0.5", "run.on_exit=flatten"}), again);
  EXPECT_TRUE(flat.result.summary.hedge_quantity.is_zero());
  EXPECT_EQ(words_in(flat.journal), std::vector{OperatorAction::FLATTEN});
}

TEST(SimRunDesk, IsResumedWithItsWordsFromAJournalCutAnywhere) {
  ScriptedDesk desk({{10, OperatorAction::PAUSE},
                     {40, OperatorAction::RESUME},
                     {70, OperatorAction::FLATTEN},
                     {110, OperatorAction::REARM}});
  SimRunRequest asked = request();
  const Played whole = play(asked, desk);
  ASSERT_EQ(desk.afters.size(), 4U);
  std::size_t resumed = 0;
  for (std::size_t kept = 1; kept <= whole.journal.size(); kept += 1 + whole.journal.size() / 12) {
    const auto records = std::span(whole.journal).first(kept);
    // Cut earlier, a person would have to say the rest again.
    if (words_in(records).size() < 4) continue;
    asked.resume = records;
    const auto result = run_on_sim(asked);
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->summary.timed_hash, whole.result.summary.timed_hash) << kept;
    EXPECT_EQ(result->summary.equity, whole.result.summary.equity) << kept;
    EXPECT_EQ(result->summary.events, whole.result.summary.events) << kept;
    ++resumed;
  }
  EXPECT_GE(resumed, 2U);
  // Cut right after a word: the market goes on after it, nothing is lost and nothing comes twice.
  for (std::size_t kept = 1; kept <= whole.journal.size(); ++kept) {
    if (words_in(std::span(whole.journal).first(kept)).size() < 4) continue;
    asked.resume = std::span(whole.journal).first(kept);
    EXPECT_EQ(run_on_sim(asked)->summary.timed_hash, whole.result.summary.timed_hash);
    break;
  }
}

TEST(SimRunDesk, AStopAndAResumeLeaveNoTrace) {
  SimRunRequest asked = request();
  const auto whole = run_on_sim(asked);
  ASSERT_TRUE(whole.has_value());
  ScriptedDesk desk({{30, OperatorAction::STOP}});
  const Played stopped = play(asked, desk);
  asked.resume = stopped.journal;
  const auto resumed = run_on_sim(asked);
  ASSERT_TRUE(resumed.has_value());
  EXPECT_EQ(resumed->summary.timed_hash, whole->summary.timed_hash);
  EXPECT_EQ(resumed->summary.events, whole->summary.events);
  EXPECT_FALSE(resumed->stopped);
}

TEST(SimRunDesk, ReportsAtEachFullHourTheSameInEveryRun) {
  const auto reports = [](SimRunRequest asked) {
    std::vector<std::string> lines;
    asked.report = [&](Timestamp at, const BotStatus& status) {
      lines.push_back(format_timestamp(at) + " " + status.run.last_price.to_string());
    };
    EXPECT_TRUE(run_on_sim(asked).has_value());
    return lines;
  };
  const auto hourly = reports(request());
  ASSERT_EQ(hourly.size(), 3U);  // from 11:11 to 14:11
  EXPECT_TRUE(hourly[0].starts_with("2025-02-03 11:59:5")) << hourly[0];
  EXPECT_TRUE(hourly[2].starts_with("2025-02-03 13:59:5")) << hourly[2];
  EXPECT_EQ(reports(request()), hourly);
  EXPECT_TRUE(reports(request({"logging.status_every=off"})).empty());
  EXPECT_EQ(reports(request({"logging.status_every=10m"})).size(), 18U);
}

}  // namespace
}  // namespace alpha_pulse::session
