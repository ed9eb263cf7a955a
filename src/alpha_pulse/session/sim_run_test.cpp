#include "alpha_pulse/session/sim_run.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/engine/testing/memory_journal.hpp"
#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;
using engine::testing::MemoryJournal;

/// Three hours of a swinging market, a print every ten seconds.
SimRunRequest request(const Sets& sets = {"hedge.initial=0.5"}, std::uint64_t seed = 7) {
  const config::LoadedConfig configuration = loaded(sets);
  SimRunRequest out;
  out.config = configuration.config;
  out.effective_text = configuration.effective_text;
  out.hedge = btc();
  out.market.scenario = market::Scenario::RANGE;
  out.market.seed = seed;
  out.market.step = Duration::seconds(10);
  out.duration = Duration::hours(3);
  return out;
}

SimRunResult run(const SimRunRequest& request) {
  auto result = run_on_sim(request);
  if (!result) {
    ADD_FAILURE() << result.error().message;
    return {.summary = RunSummary(engine::AccountTerms(kUsdt)), .time = {}};
  }
  return *result;
}

void expect_same_end(const RunSummary& a, const RunSummary& b, const std::string& what) {
  EXPECT_EQ(a.command_hash, b.command_hash) << what;
  EXPECT_EQ(a.timed_hash, b.timed_hash) << what;
  EXPECT_EQ(a.equity, b.equity) << what;
  EXPECT_EQ(a.hedge_quantity, b.hedge_quantity) << what;
  EXPECT_EQ(a.fills, b.fills) << what;
  EXPECT_EQ(a.working_orders, b.working_orders) << what;
  EXPECT_EQ(a.state, b.state) << what;
  EXPECT_EQ(a.events, b.events) << what;
}

TEST(SimRun, IsTheSameForTheSameSeed) {
  const SimRunResult first = run(request());
  ASSERT_GT(first.summary.fills, 1U);
  EXPECT_EQ(first.summary.exchange, "sim");
  EXPECT_EQ(first.resumed_events, 0U);
  expect_same_end(run(request()).summary, first.summary, "again");
}

TEST(SimRun, IsAnotherForAnotherSeed) {
  EXPECT_NE(run(request()).summary.timed_hash, run(request({"hedge.initial=0.5"}, 8)).summary.timed_hash);
}

TEST(SimRun, LastsAsLongAsItIsTold) {
  const SimRunResult result = run(request());
  EXPECT_FALSE(result.interrupted);
  EXPECT_EQ(result.summary.from, market::kSimStart);
  EXPECT_LE(result.summary.to, market::kSimStart + Duration::hours(3));
  EXPECT_GT(result.summary.to, market::kSimStart + Duration::hours(3) - Duration::seconds(10));
}

TEST(SimRun, BeginsItsJournalWithTheMarketAndTheConfiguration) {
  MemoryJournal journal;
  SimRunRequest asked = request();
  asked.journal = &journal;
  run(asked);
  const auto* header = journal.records.front().as<engine::RunHeader>();
  ASSERT_NE(header, nullptr);
  EXPECT_EQ(header->source, describe(asked.market));
  EXPECT_EQ(header->source, "built-in market, scenario range, seed 7, start 95203.05");
  EXPECT_EQ(header->configuration, asked.effective_text);
  EXPECT_EQ(header->started_at, market::kSimStart);
  EXPECT_EQ(header->stale_after, Duration::seconds(20));
}

TEST(SimRun, ResumedFromAJournalCutAnywhereEndsAsTheUninterruptedRun) {
  for (const Sets& sets : {Sets{"hedge.initial=0.5"}, Sets{"profile=guarded"}}) {
    MemoryJournal journal;
    SimRunRequest asked = request(sets);
    asked.journal = &journal;
    const SimRunResult whole = run(asked);
    asked.journal = nullptr;
    for (std::size_t kept = 1; kept <= journal.records.size(); kept += 1 + journal.records.size() / 12) {
      asked.resume = std::span(journal.records).first(kept);
      expect_same_end(run(asked).summary, whole.summary, "cut after record " + std::to_string(kept));
    }
  }
}

TEST(SimRun, ResumedGoesOnInTheSameJournal) {
  MemoryJournal journal;
  SimRunRequest asked = request();
  asked.journal = &journal;
  const SimRunResult whole = run(asked);
  MemoryJournal second;
  asked.journal = &second;
  asked.resume = std::span(journal.records).first(journal.records.size() / 2);
  const SimRunResult resumed = run(asked);
  EXPECT_GT(resumed.resumed_events, 0U);
  EXPECT_LT(resumed.resumed_events, whole.summary.events);
  ASSERT_FALSE(second.records.empty());
  EXPECT_EQ(second.records.front().as<engine::RunHeader>(), nullptr);
}

TEST(SimRun, RefusesTheJournalOfAnotherMarketOrConfiguration) {
  MemoryJournal journal;
  SimRunRequest asked = request();
  asked.journal = &journal;
  run(asked);
  asked.journal = nullptr;
  asked.resume = journal.records;
  for (int what = 0; what < 3; ++what) {
    SimRunRequest other = asked;
    if (what == 0) other.market.seed = 8;
    if (what == 1) other.market.scenario = market::Scenario::CRASH;
    if (what == 2) other.effective_text += "#";
    const auto refused = run_on_sim(other);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
    EXPECT_TRUE(says(refused.error().message, what < 2 ? "of another market (built-in market, scenario range, seed 7"
                                                       : "of another configuration"))
        << refused.error().message;
  }
}

TEST(SimRun, RefusesAJournalWithoutAHeader) {
  MemoryJournal journal;
  SimRunRequest asked = request();
  asked.journal = &journal;
  run(asked);
  asked.journal = nullptr;
  asked.resume = std::span(journal.records).subspan(1);
  const auto refused = run_on_sim(asked);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kBadData);
}

TEST(SimRun, EndsWhenItIsInterrupted) {
  const std::atomic<bool> interrupted = true;
  SimRunRequest asked = request();
  asked.interrupted = &interrupted;
  const SimRunResult result = run(asked);
  EXPECT_TRUE(result.interrupted);
  EXPECT_LT(result.summary.to, market::kSimStart + Duration::minutes(1));
}

TEST(SimRun, LeavesCancelsOrFlattensAtTheEndAsItIsTold) {
  const Sets hedge{"hedge.initial=0.5", "grid.num_levels=3"};
  const auto ended = [&hedge](const char* on_exit) {
    Sets sets = hedge;
    sets.push_back(std::string("run.on_exit=") + on_exit);
    SimRunRequest asked = request(sets);
    asked.duration = Duration::minutes(1);
    return run(asked).summary;
  };
  const RunSummary left = ended("leave");
  EXPECT_EQ(left.hedge_quantity, coins("-0.5"));
  EXPECT_GT(left.working_orders, 2U);
  const RunSummary canceled = ended("cancel_grid");
  EXPECT_EQ(canceled.hedge_quantity, coins("-0.5"));
  EXPECT_LT(canceled.working_orders, left.working_orders);
  EXPECT_TRUE(canceled.stop_price.known());
  const RunSummary flat = ended("flatten");
  EXPECT_EQ(flat.hedge_quantity, Quantity{});
}

TEST(SimRun, ShowsItsStatusOnTheWay) {
  SimRunRequest asked = request();
  int shown = 0;
  asked.status = [&](const BotStatus& status) {
    ++shown;
    EXPECT_EQ(status.end, market::kSimStart + asked.duration);
    EXPECT_LE(status.run.to, *status.end);
    EXPECT_EQ(status.run.exchange, "sim");
  };
  run(asked);
  EXPECT_GE(shown, 1);
}

}  // namespace
}  // namespace alpha_pulse::session
