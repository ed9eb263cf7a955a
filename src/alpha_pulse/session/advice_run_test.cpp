#include <gtest/gtest.h>

#include "alpha_pulse/session/sim_run.hpp"
#include "alpha_pulse/session/test_runs.hpp"

/// RECOMMENDATION is PAPER that tells instead of sending: the same decisions, and nothing that leaves.
namespace alpha_pulse::session {
namespace {

using namespace test;

struct Outlet : engine::IAdviceSink {
  Result<void> begin() override { return answer; }
  void on_advice(const engine::Advice& advice) override { heard.push_back(advice); }

  Result<void> answer;
  std::vector<engine::Advice> heard;
};

SimRunRequest request(const std::string& mode, Sets sets, market::Scenario scenario) {
  sets.push_back("trading_mode=" + mode);
  const config::LoadedConfig configuration = loaded(sets);
  SimRunRequest out;
  out.config = configuration.config;
  out.effective_text = configuration.effective_text;
  out.hedge = btc();
  out.market.scenario = scenario;
  out.market.seed = 11;
  out.market.step = Duration::seconds(5);
  out.duration = Duration::hours(8);
  return out;
}

TEST(AdviceRun, DecidesAsPaperDoesInEveryScenarioAndProfile) {
  using enum market::Scenario;
  for (const market::Scenario scenario : {CALM, TREND, RANGE, CRASH, SQUEEZE, GAP}) {
    for (const char* profile : {"classic", "guarded"}) {
      const Sets sets{"profile=" + std::string(profile)};
      const auto paper = run_on_sim(request("PAPER", sets, scenario));
      Outlet outlet;
      SimRunRequest advised = request("RECOMMENDATION", sets, scenario);
      advised.advice = &outlet;
      const auto advice = run_on_sim(advised);
      ASSERT_TRUE(paper && advice);
      const std::string where = std::string(to_string(scenario)) + " " + profile;
      EXPECT_EQ(advice->summary.timed_hash, paper->summary.timed_hash) << where;
      EXPECT_EQ(advice->summary.equity, paper->summary.equity) << where;
      EXPECT_EQ(advice->summary.fills, paper->summary.fills) << where;
      EXPECT_FALSE(paper->summary.advice);
      EXPECT_GT(paper->summary.orders_placed, 0U) << where;
      EXPECT_EQ(advice->summary.orders_placed, 0U) << where;
      EXPECT_EQ(advice->summary.orders_canceled, 0U) << where;
      ASSERT_TRUE(advice->summary.advice);
      EXPECT_EQ(advice->summary.advice->given(), outlet.heard.size()) << where;
      EXPECT_FALSE(outlet.heard.empty()) << where;
    }
  }
}

TEST(AdviceRun, KnowsTheConfiguredRungsAndLimits) {
  Outlet outlet;
  SimRunRequest advised =
      request("RECOMMENDATION", {"grid.num_levels=3", "recommendation.expires=1h"}, market::Scenario::RANGE);
  advised.advice = &outlet;
  ASSERT_TRUE(run_on_sim(advised));
  int rungs = 0;
  for (const engine::Advice& advice : outlet.heard) {
    EXPECT_EQ(advice.valid_until - advice.when, Duration::hours(1));
    if (advice.why.cause != engine::AdviceCause::RUNG) continue;
    EXPECT_EQ(advice.why.rung, ++rungs);
    EXPECT_EQ(advice.why.rungs, 3);
    EXPECT_GT(*advice.ratio_after, *advice.ratio_before);
  }
  EXPECT_EQ(rungs, 3);
}

TEST(AdviceRun, DoesNotBeginWhereNobodyCanBeTold) {
  Outlet outlet;
  outlet.answer = fail(ErrorCode::kIo, "advice.jsonl: cannot be opened");
  SimRunRequest advised = request("RECOMMENDATION", {}, market::Scenario::RANGE);
  advised.advice = &outlet;
  const auto run = run_on_sim(advised);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, "advice.jsonl: cannot be opened");
}

}  // namespace
}  // namespace alpha_pulse::session
