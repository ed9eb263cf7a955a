#include "alpha_pulse/data_pipeline/candle_reader.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

/// Candles that open at these seconds.
std::string candles(const std::vector<std::int64_t>& seconds) {
  std::string text = "open_time_ms,open,high,low,close,volume\n";
  for (const auto s : seconds) text.append(std::to_string(s * 1000)).append(",100,110,90,105,4\n");
  return text;
}

/// The error of reading a file to its end.
std::string error_of(const std::filesystem::path& path) {
  auto reader = CandleReader::open(path);
  if (!reader) return reader.error().message;
  while (true) {
    const auto more = reader->advance();
    if (!more) return more.error().message;
    if (!*more) return "";
  }
}

TEST(CandleReader, FindsTheStepInTheNameOrInTheRows) {
  const TempFolder folder;
  EXPECT_EQ(CandleReader::open(folder.write("BTCUSDT_1h_x.csv", candles({0}))).value().step(), Duration::hours(1));
  EXPECT_EQ(CandleReader::open(folder.write("x.csv", candles({0, 300, 360, 600}))).value().step(),
            Duration::minutes(1));
  EXPECT_EQ(step_from_name("a/BTCUSDT_15m_20250101-20250102.csv.zst"), Duration::minutes(15));
  EXPECT_EQ(step_from_name("btc-1d.csv"), Duration::days(1));
  EXPECT_EQ(step_from_name("1m/BTCUSDT_2025.csv"), Duration{});
  EXPECT_EQ(step_from_name("BTC_0m_m_12_5x.csv"), Duration{});
}

TEST(CandleReader, NamesTheFileWhoseStepCannotBeTold) {
  const TempFolder folder;
  EXPECT_NE(error_of(folder.write("x.csv", candles({0}))).find("one row does not tell"), std::string::npos);
  const auto in_seconds = folder.write("BTCUSDT_1m_x.csv", "1738368000,1,1,1,1,1\n1738368060,1,1,1,1,1\n");
  EXPECT_NE(error_of(in_seconds).find("0.06 s apart: times in seconds?"), std::string::npos);
}

TEST(CandleReader, NamesTheLineOfACandleOffTheGrid) {
  const TempFolder folder;
  const auto near = folder.write("a_1h_.csv", candles({0, 3600, 5400, 7200}));
  EXPECT_EQ(error_of(near), near.string() +
                                ":4: column open_time_ms: 5400000 is not a whole number of steps of 3600 s "
                                "after the first row; 0 plus such steps would pass");
  std::vector<std::int64_t> many;
  for (int i = 0; i < 300; ++i) many.push_back(60 * i);
  many.push_back(60 * 300 + 1);
  EXPECT_NE(error_of(folder.write("b.csv", candles(many))).find("b.csv:302: column open_time_ms"), std::string::npos);
}

TEST(CandleReader, GivesEveryRowOnceAcrossItsLookAhead) {
  const TempFolder folder;
  std::vector<std::int64_t> times;
  for (int i = 0; i < 1000; ++i) times.push_back(60 * i);
  auto reader = CandleReader::open(folder.write("x.csv", candles(times))).value();
  for (const auto time : times) {
    ASSERT_TRUE(reader.advance().value());
    ASSERT_EQ(reader.row().time, Timestamp::from_ms(time * 1000));
  }
  EXPECT_FALSE(reader.advance().value());
}

TEST(CandleReader, FindsTheSymbolInTheName) {
  EXPECT_EQ(symbol_from_name("x/BTCUSDT_1m_2025.csv"), "BTCUSDT");
  EXPECT_EQ(symbol_from_name("btcusdt_trades.csv.zst"), "BTCUSDT");
  EXPECT_EQ(symbol_from_name("1000PEPEUSDT_1h.csv"), "1000PEPEUSDT");
  EXPECT_EQ(symbol_from_name("2025_BTC.csv"), "");
  EXPECT_EQ(symbol_from_name("candles.csv"), "");
  EXPECT_EQ(symbol_from_name("my-btc_1m.csv"), "");
}

TEST(CandleReader, ReadsEveryRecordedCandleFileToItsEnd) {
  auto files = testing::recorded(ALPHA_PULSE_SOURCE_DIR, "candles");
  if (files.empty()) GTEST_SKIP() << "no recorded data; ALPHA_PULSE_DATA names its folder";
  for (const auto& path : testing::recorded(ALPHA_PULSE_SOURCE_DIR, "mark")) files.push_back(path);
  for (const auto& path : files) {
    auto lines = LineReader::open(path).value();
    std::uint64_t count = 0;
    while (lines.next().value()) ++count;
    auto reader = CandleReader::open(path);
    ASSERT_TRUE(reader) << reader.error().message;
    std::uint64_t rows = 0;
    while (true) {
      const auto more = reader->advance();
      ASSERT_TRUE(more) << more.error().message;
      if (!*more) break;
      ++rows;
    }
    EXPECT_EQ(rows + 1, count) << path;
  }
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
