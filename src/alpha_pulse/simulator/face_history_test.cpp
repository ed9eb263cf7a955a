#include "alpha_pulse/simulator/face_history.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::simulator {
namespace {

Print print(std::int64_t id, std::int64_t ms, std::int64_t price) {
  return {id, Timestamp::from_ms(ms), Price::from_raw(price * kOne), Quantity::from_raw(kOne), id % 2 == 0};
}

TEST(PrintHistory, PutsLongerCandlesTogetherFromMinutes) {
  PrintHistory history;
  constexpr std::int64_t kStart = 1'700'000'100'000;  // 22:15:00
  for (std::int64_t i = 0; i < 10; ++i) history.add(print(i, kStart + i * 60'000, 100 + i));
  const auto five = history.candles("5m", {}, {}, 500);
  ASSERT_EQ(five.size(), 2U);
  EXPECT_EQ(five[0].open, Price::from_raw(100 * kOne));
  EXPECT_EQ(five[0].close, Price::from_raw(104 * kOne));
  EXPECT_EQ(five[1].high, Price::from_raw(109 * kOne));
  EXPECT_EQ(five[1].trades, 5);
  EXPECT_EQ(five[1].taker_buy, Quantity::from_raw(3 * kOne));
  EXPECT_EQ(history.current("5m")->open_time, five[1].open_time);
  EXPECT_EQ(history.current("5m")->close, five[1].close);
}

TEST(PrintHistory, GivesTheOldestFromAStartAndTheNewestWithout) {
  PrintHistory history;
  for (std::int64_t i = 0; i < 10; ++i) history.add(print(i, 60'000 * i, 100 + i));
  const auto newest = history.candles("1m", {}, {}, 3);
  ASSERT_EQ(newest.size(), 3U);
  EXPECT_EQ(newest[0].first_id, 7);
  const auto oldest = history.candles("1m", Timestamp::from_ms(120'000), {}, 3);
  ASSERT_EQ(oldest.size(), 3U);
  EXPECT_EQ(oldest[0].first_id, 2);
  EXPECT_EQ(history.candles("1m", {}, Timestamp::from_ms(60'000), 500).size(), 2U);
}

TEST(CandleSpan, OpensWeeksOnMondaysAndMonthsOnTheFirst) {
  const Timestamp wednesday = Timestamp::from_ms(1'739'361'600'000);     // 2025-02-12 12:00
  EXPECT_EQ(candle_span("1w", wednesday).open.ms(), 1'739'145'600'000);  // Monday, the 10th
  EXPECT_EQ(candle_span("1M", wednesday).open.ms(), 1'738'368'000'000);
  EXPECT_EQ(candle_span("1M", wednesday).next.ms(), 1'740'787'200'000);
  EXPECT_TRUE(known_interval("1M"));
  EXPECT_FALSE(known_interval("7m"));
}

}  // namespace
}  // namespace alpha_pulse::simulator
