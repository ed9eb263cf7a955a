#include "alpha_pulse/data_pipeline/candle_path.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace alpha_pulse::data_pipeline {
namespace {

Price price(std::int64_t whole) {
  return Price::from_raw(whole * kOne);
}

Candle candle(std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close, std::int64_t volume_raw = 8) {
  return {.time = Timestamp::from_ms(60'000),
          .open = price(open),
          .high = price(high),
          .low = price(low),
          .close = price(close),
          .volume = Quantity::from_raw(volume_raw)};
}

std::vector<std::int64_t> prices(const Candle& c, CandlePath path) {
  std::vector<std::int64_t> out;
  for (const Tick& tick : walk(c, Duration::minutes(1), path)) out.push_back(tick.price.raw() / kOne);
  return out;
}

using Way = std::vector<std::int64_t>;

TEST(CandlePath, GoesLowFirstWhenTheCandleDoesNotFall) {
  EXPECT_EQ(prices(candle(100, 110, 90, 105), CandlePath::SIGN), (Way{100, 90, 110, 105}));
  EXPECT_EQ(prices(candle(100, 110, 90, 100), CandlePath::SIGN), (Way{100, 90, 110, 100}));
  EXPECT_EQ(prices(candle(100, 110, 90, 95), CandlePath::SIGN), (Way{100, 110, 90, 95}));
}

TEST(CandlePath, GoesToTheNearerExtremeFirstWhenAskedTo) {
  EXPECT_EQ(prices(candle(100, 103, 90, 102), CandlePath::NEAREST), (Way{100, 103, 90, 102}));
  EXPECT_EQ(prices(candle(100, 110, 98, 99), CandlePath::NEAREST), (Way{100, 98, 110, 99}));
  EXPECT_EQ(prices(candle(100, 110, 90, 101), CandlePath::NEAREST), (Way{100, 90, 110, 101}));
  EXPECT_EQ(prices(candle(100, 110, 90, 99), CandlePath::NEAREST), (Way{100, 110, 90, 99}));
}

TEST(CandlePath, SpreadsTimeAndVolumeOverTheCandle) {
  const auto ticks = walk(candle(100, 110, 90, 105, 11), Duration::minutes(1), CandlePath::SIGN);
  const std::array<std::int64_t, 4> at_ms = {60'000, 75'000, 90'000, 119'999};
  const std::array<std::int64_t, 4> volume = {2, 2, 2, 5};
  const std::array<Side, 4> side = {Side::BUY, Side::SELL, Side::BUY, Side::SELL};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(ticks[i].at, Timestamp::from_ms(at_ms[i]));
    EXPECT_EQ(ticks[i].quantity.raw(), volume[i]);
    EXPECT_EQ(ticks[i].aggressor, side[i]);
  }
}

TEST(CandlePath, ReadsItsNames) {
  EXPECT_EQ(parse_candle_path("sign").value(), CandlePath::SIGN);
  EXPECT_EQ(parse_candle_path("nearest").value(), CandlePath::NEAREST);
  EXPECT_EQ(parse_candle_path("x").error().message, "candle path 'x' does not exist; sign or nearest would pass");
}

RC_GTEST_PROP(CandlePath, LosesNoVolumeAndKeepsTheFourPrices, (bool nearest)) {
  const auto of = [] { return *rc::gen::inRange<std::int64_t>(1, 1'000'000); };
  std::array<std::int64_t, 4> p = {of(), of(), of(), of()};
  const auto [low, high] = std::minmax_element(p.begin(), p.end());
  const Candle c = candle(p[0], *high, *low, p[3], of());
  const auto ticks = walk(c, Duration::seconds(1), nearest ? CandlePath::NEAREST : CandlePath::SIGN);
  Quantity sum;
  for (const Tick& tick : ticks) sum += tick.quantity;
  RC_ASSERT(sum == c.volume);
  RC_ASSERT(ticks[0].price == c.open);
  RC_ASSERT(ticks[3].price == c.close);
  RC_ASSERT(std::min(ticks[1].price, ticks[2].price) == c.low);
  RC_ASSERT(std::max(ticks[1].price, ticks[2].price) == c.high);
  RC_ASSERT(ticks[0].at < ticks[1].at);
  RC_ASSERT(ticks[1].at < ticks[2].at);
  RC_ASSERT(ticks[2].at < ticks[3].at);
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
