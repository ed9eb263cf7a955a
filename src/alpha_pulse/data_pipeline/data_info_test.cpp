#include "alpha_pulse/data_pipeline/data_info.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

TEST(DataInfo, CountsRowsAndNamesTheGapsOfACandleFile) {
  const TempFolder folder;
  const auto path = folder.write("ethusdt_1m_x.csv",
                                 "open_time_ms,open,high,low,close,volume\n60000,100,110,90,105,1\n"
                                 "120000,100,120,95,105,1\n420000,100,110,80,105,1\n540000,100,110,90,105,1\n");
  const auto info = data_info(path).value();
  EXPECT_EQ(info.kind, FileKind::CANDLES);
  EXPECT_EQ(info.rows, 4U);
  EXPECT_EQ(info.from, Timestamp::from_ms(60'000));
  EXPECT_EQ(info.to, Timestamp::from_ms(540'000));
  EXPECT_EQ(info.symbol, "ETHUSDT");
  EXPECT_EQ(info.step, Duration::minutes(1));
  ASSERT_EQ(info.gaps.size(), 2U);
  EXPECT_EQ(info.gaps[0].after, Timestamp::from_ms(120'000));
  EXPECT_EQ(info.gaps[0].missing, 4U);
  EXPECT_EQ(info.gaps[1].missing, 1U);
  EXPECT_EQ(info.gaps_total, 2U);
  EXPECT_EQ(info.missing_total, 5U);
  EXPECT_EQ(info.lowest->to_string(0), "80");
  EXPECT_EQ(info.highest->to_string(0), "120");
}

TEST(DataInfo, HashesTheBytesOfTheFile) {
  const TempFolder folder;
  EXPECT_EQ(file_sha256(folder.write("abc", "abc")).value(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(file_sha256(folder.path() / "none").error().code, ErrorCode::kNotFound);
}

TEST(DataInfo, TakesTheSymbolOfFundingFromItsRows) {
  const TempFolder folder;
  const auto info = data_info(folder.write("x_funding.csv",
                                           "time_ms,symbol,rate\n1,BTCUSDT,0.1\n1,ETHUSDT,0.1\n"
                                           "2,BTCUSDT,0.1\n"));
  EXPECT_EQ(info.value().symbol, "BTCUSDT+ETHUSDT");
  EXPECT_EQ(info.value().rows, 3U);
  EXPECT_FALSE(info.value().lowest);
}

TEST(DataInfo, PassesOnTheErrorOfABadRow) {
  const TempFolder folder;
  const auto path = folder.write("x.csv", "time_ms,price,qty,is_buyer_maker\n1,1,1,0\n0,1,1,0\n");
  EXPECT_EQ(data_info(path).error().message.find(path.string() + ":3: column time_ms"), 0U);
}

TEST(DataInfo, SaysWhatAReplayWillCover) {
  const TempFolder folder;
  const auto path = folder.write("BTCUSDT_1m_x.csv", "60000,100,110,90,105,1\n120000,100,120,95,105,1\n");
  const auto info = sources_info({.data = {path}}).value();
  EXPECT_EQ(info.first, Timestamp::from_ms(60'000));
  EXPECT_EQ(info.last, Timestamp::from_ms(179'999));
  EXPECT_EQ(info.events, 8U);
  EXPECT_EQ(info.cadence, Duration::seconds(15));
  EXPECT_EQ(info.symbol, "BTCUSDT");
}

TEST(DataInfo, AgreesWithTheListOfTheRecordedData) {
  const auto root = testing::data_root(ALPHA_PULSE_SOURCE_DIR);
  std::ifstream list(root / "SHA256SUMS");
  if (!list) GTEST_SKIP() << "no recorded data; ALPHA_PULSE_DATA names its folder";
  std::string hash;
  std::string name;
  int checked = 0;
  while (list >> hash >> name) {
    if (name.starts_with("*")) name.erase(0, 1);
    const bool rows = name.starts_with("./") ? name.find("/raw/") == std::string::npos : true;
    if (!rows || name.find("BTCUSDT") == std::string::npos || name.find(".csv.zst") == std::string::npos) continue;
    const auto info = data_info(root / name);
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_EQ(info->sha256, hash);
    EXPECT_EQ(info->symbol, "BTCUSDT");
    ++checked;
  }
  EXPECT_GT(checked, 20);
}

TEST(DataInfo, ReadsEveryRecordedFundingAndTradeFile) {
  auto files = testing::recorded(ALPHA_PULSE_SOURCE_DIR, "funding");
  if (files.empty()) GTEST_SKIP() << "no recorded data; ALPHA_PULSE_DATA names its folder";
  for (const auto& path : testing::recorded(ALPHA_PULSE_SOURCE_DIR, "ticks")) {
    if (path.parent_path().filename() == "trades") files.push_back(path);
  }
  for (const auto& path : files) {
    const auto info = data_info(path);
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_GT(info->rows, 0U);
  }
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
