#include "alpha_pulse/session/backtest_run.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/engine/testing/memory_journal.hpp"
#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;
using data_pipeline::testing::TempFolder;

class BacktestRun : public ::testing::Test {
 protected:
  BacktestRequest request(const Sets& sets = {}, int minutes = 1500) const {
    const config::LoadedConfig configuration = loaded(sets);
    BacktestRequest out;
    out.config = configuration.config;
    out.effective_text = configuration.effective_text;
    out.hedge = btc();
    out.sources.data = {folder_.write("BTCUSDT_1m_test.csv", candles(minutes))};
    return out;
  }
  BacktestReport report(const BacktestRequest& request) const {
    auto result = run_backtest(request);
    if (!result) {
      ADD_FAILURE() << result.error().message;
      return BacktestReport{.summary = RunSummary(engine::AccountTerms(kUsdt)), .policy = {}, .time = {}};
    }
    return *result;
  }

  const TempFolder folder_;
};

TEST_F(BacktestRun, ComparesThePolicyWithThreeOthersOnTheSameData) {
  const BacktestReport r = report(request({"profile=guarded"}));
  EXPECT_EQ(r.summary.exchange, "recorded");
  EXPECT_EQ(r.summary.profile, "guarded");
  EXPECT_EQ(r.summary.from, kMidnight);
  EXPECT_FALSE(r.interrupted);
  ASSERT_TRUE(r.unhedged && r.static_hedge && r.classic);
  EXPECT_EQ(r.unhedged->turnover, 0);
  EXPECT_NEAR(*r.unhedged->hedge_effectiveness.hourly, 0, 1e-9);
  EXPECT_NEAR(r.static_hedge->turnover, 1, 0.001);
  EXPECT_GT(*r.static_hedge->hedge_effectiveness.hourly, 0.999);
  EXPECT_GT(r.static_hedge->cost_bp_year, 0);
  EXPECT_GT(r.classic->turnover, 0);
  EXPECT_GT(*r.policy.hedge_effectiveness.hourly, 0.9);
}

TEST_F(BacktestRun, LeavesTheBaselinesOutWhenNobodyAsksForThem) {
  BacktestRequest quick = request();
  quick.baselines = false;
  const BacktestReport r = report(quick);
  EXPECT_FALSE(r.unhedged || r.static_hedge || r.classic);
}

TEST_F(BacktestRun, DoesNotHoldTheUsersLimitsAgainstTheBaselines) {
  const Sets tight{"risk.max_position_size=0.1", "hedge.target=0.5", "hedge.ratio_max=0.5"};
  const BacktestReport r = report(request(tight));
  EXPECT_NEAR(r.static_hedge->turnover, 1, 0.001);
  EXPECT_LE(r.summary.hedge_quantity.magnitude(), coins("0.1"));
}

TEST_F(BacktestRun, GivesTheSameRunEveryTimeSkippingOrNot) {
  BacktestRequest asked = request({"hedge.initial=0.5"});
  asked.baselines = false;
  const BacktestReport first = report(asked);
  const BacktestReport second = report(asked);
  asked.skip = false;
  const BacktestReport every_event = report(asked);
  ASSERT_GT(first.summary.fills, 0U);
  EXPECT_EQ(second.summary.timed_hash, first.summary.timed_hash);
  EXPECT_EQ(every_event.summary.timed_hash, first.summary.timed_hash);
  EXPECT_EQ(every_event.summary.equity, first.summary.equity);
  EXPECT_EQ(every_event.summary.events, first.summary.events);
}

TEST_F(BacktestRun, EndsWhereProgressSaysSoAndComparesNothing) {
  BacktestRequest asked = request({}, 6000);
  std::vector<Timestamp> reached;
  asked.progress = [&reached](Timestamp time, const char* stage) {
    EXPECT_STREQ(stage, "policy");
    reached.push_back(time);
    return false;
  };
  const BacktestReport r = report(asked);
  EXPECT_TRUE(r.interrupted);
  ASSERT_EQ(reached.size(), 1U);
  EXPECT_LT(reached[0], kMidnight + Duration::minutes(3000));
  EXPECT_EQ(r.summary.to, reached[0]);
  EXPECT_FALSE(r.unhedged || r.static_hedge || r.classic);
}

TEST_F(BacktestRun, ComparesNothingWhenTheBaselinesWereInterrupted) {
  BacktestRequest asked = request({}, 6000);
  asked.progress = [](Timestamp, const char* stage) { return std::string(stage) == "policy"; };
  const BacktestReport r = report(asked);
  EXPECT_TRUE(r.interrupted);
  EXPECT_GT(r.summary.to, kMidnight + Duration::minutes(5999));
  EXPECT_FALSE(r.unhedged || r.static_hedge || r.classic);
}

TEST_F(BacktestRun, RefusesAHedgeThatCannotBeMetAndNamesTheQuantityThatCould) {
  const auto refused = run_backtest(request({"profile=guarded", "risk.max_position_size=0.5"}));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
  EXPECT_TRUE(says(refused.error().message, "risk.max_position_size: 0.5 leaves 0.5 BTC")) << refused.error().message;
  EXPECT_TRUE(says(refused.error().message, "would pass")) << refused.error().message;
}

TEST_F(BacktestRun, RefusesAWalletTooSmallForTheHedge) {
  engine::testing::MemoryJournal journal;
  BacktestRequest asked = request({"profile=guarded", "spot.equity=10"});
  asked.journal = &journal;
  const auto refused = run_backtest(asked);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
  EXPECT_TRUE(says(refused.error().message, "BTC")) << refused.error().message;
  EXPECT_TRUE(journal.records.empty());
}

TEST_F(BacktestRun, PaysTheDefaultRateEveryEightHoursUnlessFundingIsRecorded) {
  const Sets sets{"hedge.initial=1", "grid.ladder=off", "funding.default_rate=0.001"};
  BacktestRequest asked = request(sets);  // a day and an hour: 08, 16, 00
  const BacktestReport paid = report(asked);
  EXPECT_NEAR(paid.summary.pnl.funding.to_double(), 3 * 0.001 * 90'000, 3 * 0.001 * 1'300);
  EXPECT_GT(paid.static_hedge->funding_bp_year, 0);
  EXPECT_EQ(paid.unhedged->funding_bp_year, 0);
  asked.sources.funding = {folder_.write(
      "funding.csv", "time_ms,symbol,rate\n" + std::to_string(kMidnight.ms() + 3'600'000) + ",BTCUSDT,-0.01\n")};
  EXPECT_NEAR(report(asked).summary.pnl.funding.to_double(), -0.01 * 90'000, 0.01 * 1'300);
}

TEST_F(BacktestRun, WritesAJournalThatReplaysToTheSameCommands) {
  engine::testing::MemoryJournal journal;
  BacktestRequest asked = request({"hedge.initial=0.5"});
  asked.journal = &journal;
  const BacktestReport r = report(asked);
  ASSERT_FALSE(journal.records.empty());
  const auto* header = journal.records.front().as<engine::RunHeader>();
  ASSERT_NE(header, nullptr);
  EXPECT_EQ(header->source, "recorded data");
  EXPECT_EQ(header->configuration, asked.effective_text);
  EXPECT_TRUE(header->one_series);
  EXPECT_EQ(header->stale_after, Duration::seconds(30));  // four prices a minute
  EXPECT_EQ(std::count_if(journal.records.begin(), journal.records.end(),
                          [](const auto& record) { return record.template as<engine::RunHeader>() != nullptr; }),
            1);
  const auto again = reassemble(*header);
  ASSERT_TRUE(again.has_value());
  auto loop = *backtest::ClosedLoop::create(again->settings, again->config.hedge);
  loop->recover(journal.records);
  EXPECT_EQ(loop->engine().command_hash(), r.summary.command_hash);
}

TEST_F(BacktestRun, NamesTheFileThatIsNotThere) {
  BacktestRequest asked = request();
  asked.sources.data = {folder_.path() / "BTCUSDT_1m_gone.csv"};
  const auto refused = run_backtest(asked);
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(says(refused.error().message, "BTCUSDT_1m_gone.csv")) << refused.error().message;
}

}  // namespace
}  // namespace alpha_pulse::session
