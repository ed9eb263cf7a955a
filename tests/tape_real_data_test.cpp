// Every recorded file of prices, as a tape and as text: leaving events out, playing each of them, and reading the text
// come to the same run.
#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "support/one_run.hpp"

namespace alpha_pulse::tests {
namespace {

Files candle_files(const std::string& step) {
  Files files;
  for (const auto& venue : data_files("candles")) {
    for (auto& file : data_files("candles/" + venue.filename().string() + "/" + step)) files.push_back(std::move(file));
  }
  return files;
}

class EveryCandleFile : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryCandleFile, IsTheSameRunAsTapeJumpingOrNotAndAsText) {
  const auto begin = std::chrono::steady_clock::now();
  const Files files = candle_files(GetParam());
  if (files.empty()) GTEST_SKIP() << missing_data();
  const TempFolder folder;
  Tally tally;
  const bool both = std::string(GetParam()) == "1m";
  for (const auto& file : files) {
    SCOPED_TRACE(file);
    const auto tape = import(folder, "candles", {file});
    ASSERT_TRUE(tape);
    const ReplaySources tapes{.data = {*tape}};
    for (const char* profile : {"classic", "guarded"}) {
      const bool turn = (tally.files % 2 == 0) == (std::string(profile) == "classic");
      if (both || turn) expect_one_run(profile, data_pipeline::symbol_from_name(file), {.data = {file}}, tapes, tally);
      if (HasFatalFailure()) return;
    }
    ++tally.files;
  }
  tell(GetParam(), tally, begin);
}
INSTANTIATE_TEST_SUITE_P(Steps, EveryCandleFile, ::testing::Values("1m", "5m", "1h", "1d"),
                         [](const auto& step) { return "of_" + std::string(step.param); });

TEST(EveryTickFile, IsTheSameRunAsTapeJumpingOrNotAndAsText) {
  const auto begin = std::chrono::steady_clock::now();
  Files files;
  for (const char* venue : {"binance_spot", "binance_usdm", "gemini_spot"}) {
    for (auto& file : data_files(std::string("ticks/") + venue + "/trades")) files.push_back(std::move(file));
  }
  if (files.empty()) GTEST_SKIP() << missing_data();
  const TempFolder folder;
  Tally tally;
  for (const auto& file : files) {
    SCOPED_TRACE(file);
    const auto tape = import(folder, "trades", {file});
    ASSERT_TRUE(tape);
    for (const char* profile : {"classic", "guarded"}) {
      expect_one_run(profile, data_pipeline::symbol_from_name(file), {.data = {file}}, ReplaySources{.data = {*tape}},
                     tally);
      if (HasFatalFailure()) return;
    }
    ++tally.files;
  }
  tell("trades", tally, begin);
}

TEST(TradesWithQuotes, AreTheSameRunJumpingOrNot) {  // text has no way to play quotes
  const auto trades = data_file("ticks/gemini_spot/trades/ethusd_20210701_trades.csv.zst");
  const auto quotes = data_file("ticks/gemini_spot/top_of_book/ethusd_20210701_book_1s.csv.zst");
  if (!trades || !quotes) GTEST_SKIP() << missing_data();
  const TempFolder folder;
  const auto tape = import(folder, "quoted", {*trades, *quotes});
  ASSERT_TRUE(tape);
  const Recorded mapped("ETHUSD", {.data = {*tape}});
  ASSERT_TRUE(mapped.opened());
  for (const char* profile : {"classic", "guarded"}) {
    const Figures jumping = mapped.play(profile, true);
    ASSERT_GT(jumping.events, 90'000U);
    ASSERT_EQ(jumping, mapped.play(profile, false)) << profile;
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
