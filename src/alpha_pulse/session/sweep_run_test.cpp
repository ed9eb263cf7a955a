#include "alpha_pulse/session/sweep_run.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;
using data_pipeline::testing::TempFolder;

class SweepRun : public ::testing::Test {
 protected:
  SweepRequest request(std::initializer_list<const char*> params, unsigned threads = 1) const {
    SweepPlan plan;
    for (const char* param : params) plan.params.push_back(*parse_sweep_param(param));
    BacktestRequest base;
    base.hedge = btc();
    base.sources.data = {data_};
    return {.base = base,
            .design = *SweepDesign::make(plan),
            .windows = {},
            .data = {},
            .fingerprint = "f",
            .threads = threads,
            .configure =
                [](const std::vector<std::string>& sets) {
                  config::ConfigInputs inputs;
                  inputs.sets = sets;
                  return config::load_config(inputs);
                },
            .keep_going = [] { return true; }};
  }
  static std::vector<std::string> lines(const SweepOutcome& outcome) {
    std::vector<std::string> lines;
    for (std::size_t job = 0; job < outcome.cells.size(); ++job) {
      lines.push_back(outcome.cells[job] ? line_of(job, *outcome.cells[job]) : "missing");
    }
    return lines;
  }
  static Result<SweepOutcome> try_to(SweepRequest request, const SweepDesk& desk = {}) {
    auto data = open_windows(request.base.sources, request.windows);
    if (!data) return std::unexpected(data.error());
    request.data = std::move(*data);
    return run_sweep(request, desk);
  }
  static SweepOutcome run(const SweepRequest& request, const SweepDesk& desk = {}) {
    auto outcome = try_to(request, desk);
    if (!outcome) ADD_FAILURE() << outcome.error().message;
    return outcome ? std::move(*outcome) : SweepOutcome{};
  }
  std::unique_ptr<storage::ShareFile> shares() const {
    auto file = storage::ShareFile::resume(folder_.path() / "shares", "f");
    if (!file) ADD_FAILURE() << file.error().message;
    return file ? std::move(*file) : nullptr;
  }

  const TempFolder folder_;
  const std::filesystem::path data_ = folder_.write("BTCUSDT_1m_test.csv", candles(1500));
};

TEST_F(SweepRun, GivesEachConfigurationWhatABacktestOfItGives) {
  const SweepRequest sweep = request({"profile=classic,guarded", "grid.volatility=0.01,0.02"}, 2);
  const SweepOutcome outcome = run(sweep);
  ASSERT_EQ(outcome.cells.size(), 4U);
  std::set<std::string> hashes;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto loaded = sweep.configure(sweep.design.settings(i));
    BacktestRequest alone = sweep.base;
    alone.config = loaded->config;
    alone.effective_text = loaded->effective_text;
    const auto report = run_backtest(alone);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(line_of(i, {.figures = sweep_figures(*report)}), lines(outcome)[i]);
    hashes.insert(report->summary.command_hash);
  }
  EXPECT_GE(hashes.size(), 3U);
}

TEST_F(SweepRun, ComesToTheSameHoweverManyThreads) {
  const auto one = run(request({"grid.volatility=0.005:0.02:0.001"}, 1));
  const auto four = run(request({"grid.volatility=0.005:0.02:0.001"}, 4));
  EXPECT_EQ(lines(one), lines(four));
  EXPECT_EQ(one.progress.done, 16U);
  EXPECT_FALSE(one.interrupted);
}

TEST_F(SweepRun, PlaysEachPartOnItsOwn) {
  SweepRequest sweep = request({"grid.volatility=0.01,0.02"});
  sweep.windows.parts = {{kMidnight, kMidnight + Duration::hours(12)},
                         {kMidnight + Duration::hours(12), kMidnight + Duration::hours(24)}};
  const SweepOutcome outcome = run(sweep);
  ASSERT_EQ(outcome.cells.size(), 6U);
  SweepRequest second = request({"grid.volatility=0.01,0.02"});
  second.base.sources.from = kMidnight + Duration::hours(12);
  second.base.sources.to = kMidnight + Duration::hours(24);
  EXPECT_EQ(line_of(0, *run(second).cells[1]), line_of(0, *outcome.cells[5]));
  EXPECT_NE(line_of(0, *outcome.cells[3]), line_of(0, *outcome.cells[5]));
}

TEST_F(SweepRun, KeepsARefusedConfigurationAsARowWithItsReason) {
  const SweepOutcome outcome = run(request({"spot.quantity=1,1000", "profile=guarded"}));
  ASSERT_EQ(outcome.cells.size(), 2U);
  EXPECT_TRUE(outcome.cells[0]->figures);
  EXPECT_FALSE(outcome.cells[1]->figures);
  EXPECT_NE(outcome.cells[1]->refusal.find("spot.equity"), std::string::npos) << outcome.cells[1]->refusal;
}

TEST_F(SweepRun, KeepsSettingsThatDoNotFitTogetherAsARow) {
  const SweepOutcome outcome = run(request({"hedge.ratio_min=0.5,1.2", "hedge.ratio_max=1.05", "profile=guarded"}));
  ASSERT_EQ(outcome.cells.size(), 2U);
  EXPECT_TRUE(outcome.cells[0]->figures) << outcome.cells[0]->refusal;
  EXPECT_FALSE(outcome.cells[1]->figures);
}

TEST_F(SweepRun, StopsForWhatIsWrongWithTheDataAndNamesIt) {
  SweepRequest sweep = request({"grid.volatility=0.01,0.02"}, 2);
  sweep.base.sources.data = {folder_.write("BTCUSDT_1m_bad.csv", candles(1400) + "broken\n")};
  const auto outcome = try_to(sweep);
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("BTCUSDT_1m_bad.csv:1401"), std::string::npos) << outcome.error().message;
}

TEST_F(SweepRun, ComputesOnlyWhatTheSharesDoNotHold) {
  const SweepRequest sweep = request({"grid.volatility=0.005:0.02:0.001"}, 2);
  const auto whole = run(sweep);
  {
    const auto file = shares();
    for (const std::size_t job : {3U, 7U, 15U}) file->append(lines(whole)[job]);
    file->append("not a line of ours");
    ASSERT_TRUE(file->flush());
  }
  const auto file = shares();
  const auto resumed = run(sweep, {.shares = file.get()});
  EXPECT_EQ(resumed.progress.computed, 13U);
  EXPECT_EQ(lines(resumed), lines(whole));
}

TEST_F(SweepRun, LeavesOffWhenAskedAndGoesOnFromThere) {
  SweepRequest sweep = request({"grid.volatility=0.005:0.02:0.0005"}, 2);
  const auto whole = run(sweep);
  std::size_t left = 0;
  {
    const auto file = shares();
    std::atomic<bool> enough{false};
    sweep.keep_going = [&] { return !enough.load(); };
    const auto cut = run(sweep, {.shares = file.get(), .progress = [&](const SweepProgress& at) {
                                   if (at.done >= 2) enough.store(true);
                                 }});
    ASSERT_TRUE(cut.interrupted);
    left = cut.progress.jobs - cut.progress.done;
    ASSERT_GT(left, 0U);
  }
  sweep.keep_going = [] { return true; };
  const auto file = shares();
  const auto resumed = run(sweep, {.shares = file.get()});
  EXPECT_EQ(resumed.progress.computed, left);
  EXPECT_EQ(lines(resumed), lines(whole));
}

}  // namespace
}  // namespace alpha_pulse::session
