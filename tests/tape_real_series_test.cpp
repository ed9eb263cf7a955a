// The same with more than one series: pairs of spot and futures, marks, recorded funding.
#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "support/one_run.hpp"

namespace alpha_pulse::tests {
namespace {

/// The days that a recorded file's name gives, e.g. 20250101-20250228.
std::pair<std::string, std::string> days_of(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  const auto dash = name.rfind('-');
  return {name.substr(dash - 8, 8), name.substr(dash + 1, 8)};
}
bool overlap(const std::filesystem::path& a, const std::filesystem::path& b) {
  return days_of(a).first < days_of(b).second && days_of(b).first < days_of(a).second;
}

TEST(EveryPairOfSeries, WithRecordedFundingIsTheSameRunAsTapesJumpingOrNotAndAsText) {
  const auto begin = std::chrono::steady_clock::now();
  const TempFolder folder;
  Tally tally;
  for (const std::string step : {"1m", "5m", "1h"}) {
    for (const auto& perp : data_files("candles/binance_usdm/" + step)) {
      const std::string symbol = data_pipeline::symbol_from_name(perp);
      const auto rates = data_file("funding/binance_usdm/" + symbol + "_funding.csv.zst");
      if (!rates) continue;
      for (const auto& spot : data_files("candles/binance_spot/" + step, symbol)) {
        if (!overlap(spot, perp)) continue;
        SCOPED_TRACE(spot.filename().string() + " and " + perp.filename().string());
        const ReplaySources text{.spot = {spot}, .perp = {perp}, .funding = {*rates}};
        const bool inside = tally.files % 2 == 0;  // the rates on the tape itself, or in their file beside it
        const auto spot_tape = import(folder, "spot", {spot});
        const auto perp_tape = import(folder, "perp", {perp}, inside ? Files{*rates} : Files{});
        ASSERT_TRUE(spot_tape && perp_tape);
        ReplaySources tapes{.spot = {*spot_tape}, .perp = {*perp_tape}};
        if (!inside) tapes.funding = {*rates};
        expect_one_run(tally.files / 2 % 2 == 0 ? "guarded" : "classic", symbol, text, tapes, tally);
        if (HasFatalFailure()) return;
        ++tally.files;
      }
    }
  }
  if (tally.files == 0) GTEST_SKIP() << missing_data();
  tell("pairs", tally, begin);
}

TEST(EveryMarkFile, IsTheSameRunBesideCandlesAndByItself) {
  const auto begin = std::chrono::steady_clock::now();
  const TempFolder folder;
  Tally tally;
  for (const std::string step : {"1h", "8h"}) {
    for (const auto& mark : data_files("mark/binance_usdm/" + step)) {
      SCOPED_TRACE(mark);
      const auto mark_tape = import(folder, "mark", {mark});
      const std::string symbol = data_pipeline::symbol_from_name(mark);
      ASSERT_TRUE(mark_tape);
      expect_one_run("guarded", symbol, {.data = {mark}}, {.data = {*mark_tape}}, tally);
      if (HasFatalFailure()) return;
      Files candles = data_files("candles/binance_usdm/1h", symbol);
      for (auto& file : data_files("candles/binance_spot/1d", symbol)) candles.push_back(std::move(file));
      if (!candles.empty()) {
        const auto tape = import(folder, "candles", {candles.back()});
        ASSERT_TRUE(tape);
        expect_one_run("classic", symbol, {.data = {candles.back()}, .mark = {mark}},
                       {.data = {*tape}, .mark = {*mark_tape}}, tally);
        if (HasFatalFailure()) return;
      }
      ++tally.files;
    }
  }
  if (tally.files == 0) GTEST_SKIP() << missing_data();
  tell("marks", tally, begin);
}

TEST(EveryFundingFile, IsTheSameRunOnATapeAndBesideText) {
  const auto begin = std::chrono::steady_clock::now();
  const TempFolder folder;
  Tally tally;
  for (const std::string venue : {"binance_usdm", "bybit_linear"}) {
    for (const auto& rates : data_files("funding/" + venue)) {
      SCOPED_TRACE(rates);
      const std::string symbol = data_pipeline::symbol_from_name(rates);
      const Files days = data_files("candles/binance_spot/1d", symbol);
      if (days.empty()) continue;
      const auto tape = import(folder, "days", days, {rates});
      ASSERT_TRUE(tape);
      expect_one_run("guarded", symbol, {.data = days, .funding = {rates}}, ReplaySources{.data = {*tape}}, tally);
      if (HasFatalFailure()) return;
      ++tally.files;
    }
  }
  if (tally.files == 0) GTEST_SKIP() << missing_data();
  tell("funding", tally, begin);
}

}  // namespace
}  // namespace alpha_pulse::tests
