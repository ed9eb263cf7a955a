#include "alpha_pulse/data_pipeline/rows.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

template <class Row>
Result<std::vector<Row>> rows_of(const std::filesystem::path& path) {
  auto reader = RowReader<Row>::open(path);
  if (!reader) return std::unexpected(reader.error());
  std::vector<Row> rows;
  while (true) {
    const auto more = reader->advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(reader->row());
  }
}

constexpr const char* kCandleHeader = "open_time_ms,open,high,low,close,volume\n";
constexpr const char* kTradeHeader = "time_ms,price,qty,is_buyer_maker,trade_id\n";

struct Malformed {
  const char* row;
  const char* message;  ///< after `FILE:3: `, the good row being line 2
};

template <class Row>
void expect_refused(const std::string& header, const std::string& good, const std::vector<Malformed>& cases) {
  const TempFolder folder;
  for (const auto& [row, message] : cases) {
    const auto path = folder.write("f.csv", header + good + "\n" + row + "\n");
    const auto rows = rows_of<Row>(path);
    ASSERT_FALSE(rows) << row;
    EXPECT_EQ(rows.error().code, ErrorCode::kBadData) << row;
    EXPECT_EQ(rows.error().message, path.string() + ":3: " + message);
  }
}

TEST(Rows, ReadsCandlesExactlyWithAndWithoutAHeader) {
  const TempFolder folder;
  const std::string row = "1738368000000,0.00000001,95203.05,0.00000001,7,1.23456789\n";
  for (const auto& text : {kCandleHeader + row, row}) {
    const auto rows = rows_of<Candle>(folder.write("f.csv", text)).value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].time, Timestamp::from_ms(1'738'368'000'000));
    EXPECT_EQ(rows[0].open.raw(), 1);
    EXPECT_EQ(rows[0].high.raw(), 9'520'305'000'000);
    EXPECT_EQ(rows[0].low.raw(), 1);
    EXPECT_EQ(rows[0].close.raw(), 700'000'000);
    EXPECT_EQ(rows[0].volume.raw(), 123'456'789);
  }
}

TEST(Rows, RefusesEveryMalformedCandleByFileLineColumnAndValue) {
  expect_refused<Candle>(
      kCandleHeader, "60000,100,110,90,105,5",
      {{"120000,100,110,90,105",
        "'120000,100,110,90,105' has 5 columns; a row of 6 "
        "(open_time_ms,open,high,low,close,volume) would pass"},
       {"120000,100,110,90,105,5,6",
        "'120000,100,110,90,105,5,6' has 7 columns; a row of 6 "
        "(open_time_ms,open,high,low,close,volume) would pass"},
       {"", "'' has 1 columns; a row of 6 (open_time_ms,open,high,low,close,volume) would pass"},
       {"120000,abc,110,90,105,5",
        "column open: 'abc' is not a decimal number: only digits, one point and a leading "
        "minus are read; 95203.05 would pass"},
       {"120000,,110,90,105,5", "column open: '' is not a decimal number: no digits; 95203.05 would pass"},
       {"120000,nan,110,90,105,5",
        "column open: 'nan' is not a decimal number: only digits, one point and a leading "
        "minus are read; 95203.05 would pass"},
       {"120000,100,inf,90,105,5",
        "column high: 'inf' is not a decimal number: only digits, one point and a leading "
        "minus are read; 95203.05 would pass"},
       {"120000,100,110,1e2,105,5",
        "column low: '1e2' is not a decimal number: only digits, one point and a leading "
        "minus are read; 95203.05 would pass"},
       {"120000,100,110,90,105.123456789,5",
        "column close: '105.123456789' is not a decimal number: more than 8 decimals; 95203.05 would pass"},
       {"120000,-100,110,90,105,5", "column open: '-100' is not above zero; 95203.05 would pass"},
       {"120000,100,110,0,105,5", "column low: '0' is not above zero; 95203.05 would pass"},
       {"120000,100,10000000001,90,105,5",
        "column high: '10000000001' is above 10000000000, the largest price; 95203.05 would pass"},
       {"120000,100,104,90,105,5", "column high: '104' is below open or close; 105.00 or more would pass"},
       {"120000,100,110,101,105,5", "column low: '101' is above open or close; 100.00 or less would pass"},
       {"120000,100,110,90,105,-1", "column volume: '-1' is below zero; 0.125 would pass"},
       {"120000,100,110,90,105,x",
        "column volume: 'x' is not a decimal number: only digits, one point and a leading "
        "minus are read; 0.125 would pass"},
       {"60000,100,110,90,105,5", "column open_time_ms: '60000' repeats the row before; a time after 60000 would pass"},
       {"59999,100,110,90,105,5",
        "column open_time_ms: '59999' is earlier than the row before; a time after 60000 would pass"},
       {"1738581085000000,100,110,90,105,5",
        "column open_time_ms: '1738581085000000' is not a time in milliseconds "
        "since 1970; 1738581085000 would pass"},
       {"-1,100,110,90,105,5",
        "column open_time_ms: '-1' is not a time in milliseconds since 1970; 1738581085000 would pass"},
       {"120000.5,100,110,90,105,5",
        "column open_time_ms: '120000.5' is not a decimal number: more than 0 decimals; "
        "1738581085000 would pass"}});
}

TEST(Rows, ReadsAVolumeBeyondTheLargestQuantityAsTheLargest) {
  const TempFolder folder;
  const auto path = folder.write("f.csv", std::string(kCandleHeader) + "60000,1,1,1,1,102989795103.5\n");
  EXPECT_EQ(rows_of<Candle>(path).value()[0].volume.raw(), std::numeric_limits<std::int64_t>::max());
}

TEST(Rows, ReadsTradesOfFourAndOfFiveColumns) {
  const TempFolder folder;
  const auto five = rows_of<TradeRow>(folder.write("f.csv", "5,100.5,0.001,1,77\n5,100.25,2,0,78\n")).value();
  ASSERT_EQ(five.size(), 2U);
  EXPECT_TRUE(five[0].is_buyer_maker);
  EXPECT_EQ(five[0].trade_id, 77);
  EXPECT_FALSE(five[1].is_buyer_maker);
  EXPECT_EQ(five[1].price.to_string(), "100.25");
  const auto four = rows_of<TradeRow>(folder.write("g.csv", "time_ms,price,qty,is_buyer_maker\n5,100,1,0\n")).value();
  ASSERT_EQ(four.size(), 1U);
  EXPECT_EQ(four[0].trade_id, -1);
}

TEST(Rows, RefusesEveryMalformedTrade) {
  expect_refused<TradeRow>(
      kTradeHeader, "5000,100,1,0,7",
      {{"6000,100,1,0",
        "'6000,100,1,0' has 4 columns; a row of 5 (time_ms,price,qty,is_buyer_maker,trade_id) "
        "would pass"},
       {"6000,0,1,0,8", "column price: '0' is not above zero; 95203.05 would pass"},
       {"6000,100,0,0,8", "column qty: '0' is not above zero; 0.125 would pass"},
       {"6000,100,1,2,8", "column is_buyer_maker: '2' is not yes or no; 0 or 1 would pass"},
       {"6000,100,1,0,x",
        "column trade_id: 'x' is not a decimal number: only digits, one point and a leading minus "
        "are read; 3071245454 would pass"},
       {"6000,100,1,0,7", "column trade_id: '7' does not come after the row before; an id above 7 would pass"},
       {"4999,100,1,0,8", "column time_ms: '4999' is earlier than the row before; a time after 5000 would pass"}});
}

TEST(Rows, ReadsFundingOfSeveralSymbolsAtOneTime) {
  const TempFolder folder;
  const auto rows = rows_of<FundingRow>(folder.write("f.csv", "8,BTCUSDT,0.0001\n8,ETHUSDT,-0.00007302\n")).value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].symbol, "ETHUSDT");
  EXPECT_EQ(rows[1].rate.raw(), -7'302);
}

TEST(Rows, RefusesMalformedFunding) {
  expect_refused<FundingRow>(
      "time_ms,symbol,rate\n", "28800000,BTCUSDT,0.0001",
      {{"57600000,BTCUSDT,1.5", "column rate: '1.5' is not a fraction between -1 and 1; 0.0001 would pass"},
       {"57600000,,0.1", "column symbol: a symbol is of letters and digits; BTCUSDT would pass"},
       {"28800000,BTCUSDT,0.1",
        "column time_ms: '28800000' repeats the row before; a time after 28800000 would pass"}});
}

TEST(Rows, ReadsFlowsWithAndWithoutASymbol) {
  const TempFolder folder;
  const auto plain = rows_of<FlowRow>(folder.write("f.csv", "time_ms,quantity\n5,-0.5\n5,2\n")).value();
  ASSERT_EQ(plain.size(), 2U);
  EXPECT_EQ(plain[0].change.to_string(1), "-0.5");
  const auto named = rows_of<FlowRow>(folder.write("g.csv", "time_ms,symbol,quantity\n5,BTCUSDT,1\n")).value();
  EXPECT_EQ(named.at(0).symbol, "BTCUSDT");
  EXPECT_EQ(rows_of<FlowRow>(folder.write("h.csv", "5,BTCUSDT,1\n")).value().size(), 1U);  // asked for as flows
}

TEST(Rows, SaysWhatTheFirstLineOughtToBe) {
  const TempFolder folder;
  const auto message = [&](const std::string& text) {
    return rows_of<Candle>(folder.write("f.csv", text)).error().message.substr(folder.path().string().size() + 1);
  };
  const std::string passing = "; open_time_ms,open,high,low,close,volume would pass";
  EXPECT_EQ(message("time,o,h,l,c,v\n"), "f.csv:1: the header 'time,o,h,l,c,v' is not known" + passing);
  EXPECT_EQ(message("time_ms,symbol,rate\n"), "f.csv:1: this is a file of funding" + passing);
  EXPECT_EQ(message("1,2,3,4\n"), "f.csv:1: this is a file of trades" + passing);
  EXPECT_EQ(message("1,2,3,4,5,6,7,8,9\n"), "f.csv:1: a first row of 9 columns is of no known form" + passing);
  EXPECT_EQ(message(kCandleHeader), "f.csv:1: a header without rows; at least one would pass");
  const auto any = CsvFile::open(folder.write("f.csv",
                                              "a\x01"
                                              "b\n"));
  EXPECT_NE(any.error().message.find("the header 'a?b' is not known; open_time_ms"), std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
