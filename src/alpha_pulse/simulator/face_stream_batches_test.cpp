#include "alpha_pulse/simulator/face_stream_batches.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/simulator/venue_events.hpp"

namespace alpha_pulse::simulator {
namespace {

constexpr Timestamp kStart = Timestamp::from_ms(1'700'000'040'000);  // a whole minute

Timestamp after(std::int64_t ms) {
  return kStart + Duration::milliseconds(ms);
}

Level level(std::string_view price, std::string_view quantity) {
  return {*Price::parse(price), *Quantity::parse(quantity)};
}

BookChanged change(std::int64_t ms, std::int64_t first, std::int64_t last, std::vector<Level> bids,
                   std::vector<Level> asks) {
  return {.time = after(ms),
          .first = first,
          .last = last,
          .previous = first - 1,
          .bids = std::move(bids),
          .asks = std::move(asks)};
}

TEST(DepthBatch, TellsTheLastQuantityOfEachLevelAndTheWholeRowOfIds) {
  DepthBatch<BookChanged> batch(Duration::milliseconds(100));
  EXPECT_EQ(batch.due(), Timestamp::never());
  batch.add(change(10, 5, 6, {level("99", "1"), level("100", "2")}, {}));
  batch.add(change(60, 7, 9, {level("100", "0")}, {level("102", "1"), level("101", "4")}));
  EXPECT_EQ(batch.due(), after(100));
  const BookChanged told = batch.take();
  EXPECT_EQ(told.first, 5);
  EXPECT_EQ(told.last, 9);
  EXPECT_EQ(told.previous, 4);
  EXPECT_EQ(told.time, after(100));
  EXPECT_EQ(told.bids, (std::vector{level("100", "0"), level("99", "1")}));
  EXPECT_EQ(told.asks, (std::vector{level("101", "4"), level("102", "1")}));
  EXPECT_EQ(batch.due(), Timestamp::never());
  batch.add(change(100, 10, 10, {}, {level("101", "5")}));
  EXPECT_EQ(batch.due(), after(200));
  EXPECT_EQ(batch.take().asks.size(), 1U) << "nothing of the last one is told again";
}

Print print(std::int64_t id, std::int64_t ms, std::string_view price) {
  return {id, after(ms), *Price::parse(price), *Quantity::parse("1"), false};
}

TEST(CandleFollower, TellsAnEndedCandleWithAllThatWasPrintedInIt) {
  PrintHistory history;
  CandleFollower follower;
  EXPECT_TRUE(follower.news(history, "1m", after(0)).empty());
  history.add(print(1, 1'000, "10"));
  ASSERT_EQ(follower.news(history, "1m", after(1'250)).size(), 1U);
  EXPECT_TRUE(follower.news(history, "1m", after(1'500)).empty()) << "nothing new";
  history.add(print(2, 59'990, "12"));
  history.add(print(3, 60'010, "11"));  // the next minute has begun before anything was told
  const auto told = follower.news(history, "1m", after(60'250));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[0].closed);
  EXPECT_EQ(told[0].candle.last_id, 2);
  EXPECT_EQ(told[0].candle.close, *Price::parse("12"));
  EXPECT_FALSE(told[1].closed);
  EXPECT_EQ(told[1].candle.open_time, after(60'000));
  const auto quiet = follower.news(history, "1m", after(120'000));  // nothing was printed: it ends all the same
  ASSERT_EQ(quiet.size(), 1U);
  EXPECT_TRUE(quiet[0].closed);
  EXPECT_TRUE(follower.news(history, "1m", after(120'250)).empty()) << "and once only";
}

}  // namespace
}  // namespace alpha_pulse::simulator
