// The main job on real candles: both profiles over every one-minute file, and the hedge against its bound on pairs.
#include <iostream>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "support/data.hpp"
#include "support/recorded_runs.hpp"

namespace alpha_pulse::tests {
namespace {

class EveryMinuteFile : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryMinuteFile, RunsWithoutResidualAndGuardedStaysInsideItsLimits) {
  auto files = data_files("candles/binance_spot/1m");
  for (const auto& file : data_files("candles/binance_usdm/1m")) files.push_back(file);
  if (files.empty()) GTEST_SKIP() << missing_data();
  for (const auto& file : files) {
    auto request = request_for(GetParam(), data_pipeline::symbol_from_name(file), {.data = {file}});
    request.baselines = false;
    const auto report = session::run_backtest(request);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->summary.residual.is_zero()) << file;
    EXPECT_EQ(report->summary.incidents, 0U) << file;
    EXPECT_GT(report->summary.events, 30'000U) << file;
    if (GetParam() != "guarded") continue;
    ASSERT_TRUE(report->time.outside_limits_pct) << file;
    EXPECT_EQ(*report->time.outside_limits_pct, 0) << file;
    ASSERT_TRUE(report->summary.seconds_to_hedged) << file;
    EXPECT_LE(*report->summary.seconds_to_hedged, 60) << file;
  }
}
INSTANTIATE_TEST_SUITE_P(Profiles, EveryMinuteFile, ::testing::Values("classic", "guarded"),
                         [](const auto& profile) { return profile.param; });

struct Pair {
  const char* symbol;
  const char* step;
  const char* spot;
  const char* perp;
};

TEST(PairedSeries, GuardedIsAsEffectiveAsStaticAndNotDearer) {
  const Pair pairs[] = {
      {"BTCUSDT", "1h", "20190201-20210531", "20190908-20210531"},
      {"BTCUSDT", "1h", "20220101-20230630", "20220101-20230101"},
      {"BTCUSDT", "1h", "20240701-20240930", "20240701-20240930"},
      {"BTCUSDT", "1h", "20250101-20250228", "20250101-20250228"},
      {"BTCUSDT", "1h", "20250501-20250624", "20250501-20250624"},
      {"ETHUSDT", "1h", "20190201-20210531", "20200101-20210531"},
      {"ETHUSDT", "1h", "20220101-20230630", "20220101-20230108"},
      {"ETHUSDT", "1h", "20250101-20250228", "20250101-20250228"},
      {"ETHUSDT", "1h", "20250501-20250624", "20250501-20250624"},
      {"SOLUSDT", "1h", "20200811-20210531", "20210101-20210531"},
      {"SOLUSDT", "1h", "20220101-20230630", "20220101-20220529"},
      {"SOLUSDT", "1h", "20220101-20230630", "20221001-20230630"},
      {"SOLUSDT", "1h", "20240701-20240930", "20240701-20240930"},
      {"SOLUSDT", "1h", "20250101-20250228", "20250101-20250228"},
      {"SOLUSDT", "1h", "20250501-20250624", "20250501-20250624"},
      {"BTCUSDT", "5m", "20250101-20250228", "20250101-20250228"},
      {"BTCUSDT", "5m", "20250501-20250624", "20250501-20250624"},
      {"ETHUSDT", "5m", "20250101-20250228", "20250101-20250228"},
      {"ETHUSDT", "5m", "20250501-20250624", "20250501-20250624"},
      {"BTCUSDT", "1m", "20250520-20250624", "20250504-20250624"},
      {"ETHUSDT", "1m", "20250520-20250624", "20250504-20250624"},
  };
  int compared = 0;
  for (const Pair& pair : pairs) {
    const std::string step = pair.step;
    const std::string stem = std::string(pair.symbol) + "_" + step + "_";
    const auto spot = data_file("candles/binance_spot/" + step + "/" + stem + pair.spot + ".csv.zst");
    const auto perp = data_file("candles/binance_usdm/" + step + "/" + stem + pair.perp + ".csv.zst");
    const auto funding = data_file("funding/binance_usdm/" + std::string(pair.symbol) + "_funding.csv.zst");
    if (!spot || !perp || !funding) continue;
    auto request = request_for("guarded", pair.symbol, {.spot = {*spot}, .perp = {*perp}, .funding = {*funding}});
    // In January 2021 one SOL was below the smallest order; ten thousand quote units' worth never is.
    if (pair.symbol == std::string("SOLUSDT")) request.config.spot.quantity = Quantity::from_raw(100 * kOne);
    const auto report = session::run_backtest(request);
    ASSERT_TRUE(report) << report.error().message;
    ASSERT_TRUE(report->unhedged && report->static_hedge && report->classic) << stem;
    ASSERT_TRUE(report->policy.hedge_effectiveness.daily && report->static_hedge->hedge_effectiveness.daily) << stem;
    EXPECT_GE(*report->policy.hedge_effectiveness.daily, *report->static_hedge->hedge_effectiveness.daily - 0.0005)
        << stem;
    EXPECT_LE(report->policy.cost_bp_year, report->static_hedge->cost_bp_year + 3) << stem;
    EXPECT_TRUE(report->summary.residual.is_zero()) << stem;
    std::cout << stem << pair.perp << ": guarded " << *report->policy.hedge_effectiveness.daily << " at "
              << report->policy.cost_bp_year << " bp, static " << *report->static_hedge->hedge_effectiveness.daily
              << " at " << report->static_hedge->cost_bp_year << " bp, classic "
              << report->classic->hedge_effectiveness.daily.value_or(0) << "\n";
    ++compared;
  }
  if (compared == 0) GTEST_SKIP() << missing_data();
}

}  // namespace
}  // namespace alpha_pulse::tests
