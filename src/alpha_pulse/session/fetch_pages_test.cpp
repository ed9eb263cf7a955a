#include "alpha_pulse/session/fetch_pages.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::session {
namespace {

namespace wire = exchanges::binance;

FetchSpan span(FetchKind kind, std::int64_t from_ms, std::int64_t to_ms) {
  return {.product = wire::Product::FUTURES,
          .kind = kind,
          .symbol = "BTCUSDT",
          .interval = "1m",
          .from = Timestamp::from_ms(from_ms),
          .to = Timestamp::from_ms(to_ms)};
}

std::string query(const FetchPages& pages) {
  const auto question = pages.question();
  return question ? std::string(question->parameters.query()) : "none";
}

std::string candle(std::int64_t open_ms) {
  return "[" + std::to_string(open_ms) + R"(,"95000.10","95001","94999.9","95000","1.5",)" +
         std::to_string(open_ms + 59'999) + R"(,"0",3,"0","0","0"])";
}

const Timestamp kLater = Timestamp::from_ms(10'000'000);

TEST(FetchPages, AskForCandlesBehindTheLastAndEndAtTheSpansEnd) {
  FetchPages pages(span(FetchKind::CANDLES, 60'000, 240'000));
  EXPECT_EQ(query(pages), "symbol=BTCUSDT&interval=1m&startTime=60000&endTime=239999&limit=1500");
  const auto rows = pages.take("[" + candle(60'000) + "," + candle(120'000) + "]", kLater);
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(*rows, "60000,95000.1,95001,94999.9,95000,1.5\n120000,95000.1,95001,94999.9,95000,1.5\n");
  EXPECT_EQ(query(pages), "symbol=BTCUSDT&interval=1m&startTime=180000&endTime=239999&limit=1500");
  ASSERT_TRUE(pages.take("[" + candle(180'000) + "]", kLater));
  EXPECT_EQ(query(pages), "none");
  EXPECT_EQ(pages.rows(), 3U);
}

TEST(FetchPages, TakeNoCandleThatStillGrows) {
  FetchPages pages(span(FetchKind::CANDLES, 60'000, 240'000));
  const auto rows = pages.take("[" + candle(60'000) + "," + candle(120'000) + "]", Timestamp::from_ms(150'000));
  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, "60000,95000.1,95001,94999.9,95000,1.5\n");
  EXPECT_EQ(query(pages), "none");
}

TEST(FetchPages, GoOnBehindARowOfTheFile) {
  FetchPages candles(span(FetchKind::MARK, 60'000, 240'000));
  ASSERT_TRUE(candles.go_on_after("120000,1,1,1,1,0"));
  EXPECT_EQ(candles.question()->path, "/fapi/v1/markPriceKlines");
  EXPECT_EQ(query(candles), "symbol=BTCUSDT&interval=1m&startTime=180000&endTime=239999&limit=1500");
  EXPECT_FALSE(candles.go_on_after("240000,1,1,1,1,0"));  // not of this span
  FetchPages trades(span(FetchKind::TRADES, 60'000, 240'000));
  EXPECT_EQ(query(trades), "symbol=BTCUSDT&startTime=60000&limit=1000");
  ASSERT_TRUE(trades.go_on_after("70000,1,1,0,41"));
  EXPECT_EQ(query(trades), "symbol=BTCUSDT&fromId=42&limit=1000");
  EXPECT_FALSE(trades.go_on_after("70000,1,1,0,x"));
  FetchPages funding(span(FetchKind::FUNDING, 60'000, 240'000));
  ASSERT_TRUE(funding.go_on_after("70000,BTCUSDT,0.1"));
  EXPECT_EQ(query(funding), "symbol=BTCUSDT&startTime=70001&endTime=239999&limit=1000");
}

TEST(FetchPages, TakeTradesOnceAndRefuseOnesThatGoBack) {
  FetchPages pages(span(FetchKind::TRADES, 1'000, 3'000));
  const auto trade = [](int id, int time) {
    return R"({"a":)" + std::to_string(id) + R"(,"p":"95000.10","q":"0.5","f":1,"l":1,"T":)" + std::to_string(time) +
           R"(,"m":true})";
  };
  const auto rows = pages.take("[" + trade(7, 1'000) + "," + trade(8, 1'000) + "]", kLater);
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(*rows, "1000,95000.1,0.5,1,7\n1000,95000.1,0.5,1,8\n");
  EXPECT_FALSE(pages.take("[" + trade(8, 1'000) + "]", kLater));
  const auto last = pages.take("[" + trade(9, 2'999) + "," + trade(10, 3'000) + "]", kLater);
  ASSERT_TRUE(last);
  EXPECT_EQ(*last, "2999,95000.1,0.5,1,9\n");
  EXPECT_EQ(query(pages), "none");
}

TEST(FetchPages, TakeFundingAndEndWhereTheExchangeHasNoMore) {
  FetchPages pages(span(FetchKind::FUNDING, 0, 100'000'000));
  const auto rows = pages.take(
      R"([{"symbol":"BTCUSDT","fundingRate":"-0.00010000","fundingTime":28800000,"markPrice":"1","rateType":"Regular"}])",
      kLater);
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(*rows, "28800000,BTCUSDT,-0.0001\n");
  EXPECT_EQ(query(pages), "symbol=BTCUSDT&startTime=28800001&endTime=99999999&limit=1000");
  EXPECT_EQ(pages.take("[]", kLater).value(), "");
  EXPECT_EQ(query(pages), "none");
}

TEST(FetchPages, NameTheirJobInOneLineThatReadsBack) {
  const FetchSpan wanted = span(FetchKind::MARK, 60'000, 240'000);
  EXPECT_EQ(job_of(wanted), "futures mark BTCUSDT 1m 60000 240000");
  EXPECT_EQ(job_of(*read_job(job_of(wanted))), job_of(wanted));
  EXPECT_FALSE(read_job("futures mark BTCUSDT 1m 60000"));
  EXPECT_FALSE(read_job("futures marks BTCUSDT 1m 60000 240000"));
  EXPECT_FALSE(read_job("futures mark BTCUSDT 1m 060000 240000"));
  EXPECT_FALSE(parse_fetch_kind("quotes"));
  EXPECT_FALSE(candle_length("1M"));
}

}  // namespace
}  // namespace alpha_pulse::session
