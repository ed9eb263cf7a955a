#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "alpha_pulse/risk/drawdown.hpp"
#include "alpha_pulse/risk/margin_guard.hpp"
#include "alpha_pulse/risk/order_rate.hpp"
#include "alpha_pulse/risk/price_doubt.hpp"
#include "alpha_pulse/risk/testing/test_world.hpp"

namespace alpha_pulse::risk {
namespace {

using testing::dollars;
using testing::usdt;

constexpr Ratio percent(std::int64_t n) {
  return Ratio::from_raw(n * (kOne / 100));
}
Timestamp second(std::int64_t n) {
  return Timestamp::from_ms(n * 1000);
}
bool inside(const PriceBand& band, Price price) {
  return price > band.at_or_below && (!band.at_or_above.known() || price < band.at_or_above);
}

// ---- order rate
// ------------------------------------------------------------------------------------------------------

TEST(OrderRate, KeepsTheLastFifthForReduceOnlyOrders) {
  OrderRate rate(10);
  int grid = 0;
  while (rate.take(second(0), false)) ++grid;
  EXPECT_EQ(grid, 8);
  EXPECT_TRUE(rate.take(second(0), true));
  EXPECT_TRUE(rate.take(second(0), true));
  EXPECT_FALSE(rate.take(second(0), true));
}

TEST(OrderRate, RefillsByMarketTime) {
  OrderRate rate(60);
  while (rate.take(second(0), true)) {
  }
  EXPECT_FALSE(rate.take(second(0), true));
  EXPECT_TRUE(rate.take(second(1), true));
  EXPECT_FALSE(rate.take(second(1), true));
  int saved = 0;
  while (rate.take(second(100'000), true)) ++saved;
  EXPECT_EQ(saved, 60);
}

TEST(OrderRate, LetsEvenOneOrderAMinuteThrough) {
  OrderRate rate(1);
  EXPECT_TRUE(rate.take(second(0), false));
  EXPECT_FALSE(rate.take(second(59), false));
  EXPECT_TRUE(rate.take(second(60), false));
}

// ---- price doubt
// -----------------------------------------------------------------------------------------------------

TEST(PriceDoubt, DoubtsAJumpUntilTwoFurtherPricesConfirmTheNewLevel) {
  PriceDoubt doubt(percent(5), 0.0);
  EXPECT_FALSE(doubt.on_price(dollars(104), second(1), dollars(100), second(0)));
  EXPECT_TRUE(doubt.on_price(dollars(120), second(2), dollars(104), second(1)));
  EXPECT_TRUE(doubt.doubting());
  EXPECT_FALSE(doubt.on_price(dollars(121), second(3), dollars(120), second(2)));
  EXPECT_TRUE(doubt.doubting());
  EXPECT_FALSE(doubt.on_price(dollars(119), second(4), dollars(121), second(3)));
  EXPECT_FALSE(doubt.doubting());
}

TEST(PriceDoubt, DoubtsTheWayBackToo) {
  PriceDoubt doubt(percent(5), 0.0);
  doubt.on_price(dollars(120), second(1), dollars(100), second(0));
  EXPECT_TRUE(doubt.on_price(dollars(100), second(2), dollars(120), second(1)));
  doubt.on_price(dollars(100), second(3), dollars(100), second(2));
  EXPECT_TRUE(doubt.doubting());
  doubt.on_price(dollars(100), second(4), dollars(100), second(3));
  EXPECT_FALSE(doubt.doubting());
}

TEST(PriceDoubt, AllowsALargerMoveAfterALongerTime) {
  PriceDoubt doubt(percent(5), 0.02);  // ten sigma of a day: 20 %
  EXPECT_FALSE(doubt.on_price(dollars(120), second(86'400), dollars(100), second(0)));
  EXPECT_TRUE(doubt.on_price(dollars(100), second(86'401), dollars(120), second(86'400)));
}

TEST(PriceDoubt, DoubtsAfterARefusedPrice) {
  PriceDoubt doubt(percent(5), 0.0);
  doubt.on_refused_price();
  EXPECT_TRUE(doubt.next_wakeup(kHedgeLeg, PriceKind::MARK, dollars(100)).every_event);
  doubt.on_price(dollars(100), second(1), dollars(100), second(0));
  doubt.on_price(dollars(100), second(2), dollars(100), second(1));
  EXPECT_FALSE(doubt.doubting());
}

RC_GTEST_PROP(PriceDoubt, NeverDoubtsAMoveBetweenTwoPricesInsideItsBand, ()) {
  const Ratio move = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 10'000, kOne / 2));
  const Price level = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 100, 100'000 * kOne));
  PriceDoubt doubt(move, 0.0);
  const Wakeup wakeup = doubt.next_wakeup(kHedgeLeg, PriceKind::MARK, level);
  RC_ASSERT(wakeup.bands.size() == 1U);
  const Price low = wakeup.bands[0].at_or_below + PriceDelta::from_raw(1);
  const Price high = wakeup.bands[0].at_or_above - PriceDelta::from_raw(1);
  RC_PRE(low < high);
  RC_ASSERT(!doubt.on_price(high, second(1), low, second(0)));
  RC_ASSERT(!doubt.on_price(low, second(2), high, second(1)));
}

// ---- margin guard
// ----------------------------------------------------------------------------------------------------

TEST(MarginGuard, ReducesBelowTheDistanceAndReleasesATenthAbove) {
  MarginGuard guard(percent(20));
  guard.on_event(dollars(100), dollars(120), true);
  EXPECT_FALSE(guard.reducing());  // exactly 20 %
  guard.on_event(Price::from_raw(100 * kOne + 1), dollars(120), true);
  EXPECT_TRUE(guard.reducing());
  guard.on_event(dollars(99), dollars(120), true);  // 21.2 %: not yet 22 %
  EXPECT_TRUE(guard.reducing());
  guard.on_event(dollars(98), dollars(120), true);
  EXPECT_FALSE(guard.reducing());
  guard.on_event(dollars(119), Price{}, true);
  EXPECT_FALSE(guard.reducing());
}

TEST(MarginGuard, MirrorsForALongPositionAndCountsBeyondLiquidationAsNear) {
  MarginGuard guard(percent(20));
  guard.on_event(dollars(101), dollars(80), false);
  EXPECT_FALSE(guard.reducing());
  guard.on_event(dollars(99), dollars(80), false);
  EXPECT_TRUE(guard.reducing());
  guard.on_event(dollars(50), dollars(80), false);
  EXPECT_TRUE(guard.reducing());
}

TEST(MarginGuard, PromisesForALongThatEveryPriceLiquidates) {
  MarginGuard guard(percent(20));
  const Price highest = Price::from_raw(9'000'000'000'000'000'000);
  guard.on_event(dollars(100), highest, false);
  EXPECT_TRUE(guard.reducing());
  const PriceBand band = guard.next_wakeup(kHedgeLeg, PriceKind::MARK, highest, false).bands.at(0);
  EXPECT_GT(band.at_or_above, highest) << "no price releases it";
}

RC_GTEST_PROP(MarginGuard, ChangesNowhereInsideItsBandAndAtItsEdge, ()) {
  const bool is_short = *rc::gen::arbitrary<bool>();
  const Price liquidation = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne, 100'000 * kOne));
  MarginGuard guard(Ratio::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 100, kOne / 2)));
  const auto far = is_short ? liquidation.raw() / 3 : liquidation.raw() * 3;
  guard.on_event(Price::from_raw(*rc::gen::element(far, liquidation.raw())), liquidation, is_short);
  const bool before = guard.reducing();
  const PriceBand band = guard.next_wakeup(kHedgeLeg, PriceKind::MARK, liquidation, is_short).bands.at(0);
  const bool below = band.at_or_below.known();
  const Price edge = below ? band.at_or_below : band.at_or_above;
  const Price quiet = below ? edge + PriceDelta::from_raw(1) : edge - PriceDelta::from_raw(1);
  RC_ASSERT(inside(band, quiet));
  guard.on_event(quiet, liquidation, is_short);
  RC_ASSERT(guard.reducing() == before);
  guard.on_event(edge, liquidation, is_short);
  RC_ASSERT(guard.reducing() != before);
}

// ---- drawdown
// --------------------------------------------------------------------------------------------------------

TEST(Drawdown, BreachesAtItsShareOfThePeak) {
  Drawdown drawdown(percent(10));
  EXPECT_FALSE(drawdown.on_equity(usdt(1000)));
  EXPECT_FALSE(drawdown.on_equity(usdt(2000)));
  EXPECT_FALSE(drawdown.on_equity(usdt(1801)));
  EXPECT_TRUE(drawdown.on_equity(usdt(1800)));
  drawdown.forget();
  EXPECT_FALSE(drawdown.on_equity(usdt(1800)));
  EXPECT_EQ(*drawdown.peak(), usdt(1800));
}

TEST(Drawdown, WatchesNothingWithoutALimit) {
  Drawdown drawdown(std::nullopt);
  EXPECT_FALSE(drawdown.on_equity(usdt(-5)));
  const Wakeup wakeup = drawdown.next_wakeup(kHedgeLeg, PriceKind::MARK, kSpotLeg, {});
  EXPECT_TRUE(wakeup.bands.empty());
  EXPECT_FALSE(wakeup.every_event);
}

RC_GTEST_PROP(Drawdown, SetsNoPeakAndBreachesNowhereInsideItsBands, ()) {
  const bool one_series = *rc::gen::arbitrary<bool>();
  EquityByPrice line{.less_transfers = usdt(*rc::gen::inRange(500, 2000)),
                     .per_mark = *rc::gen::inRange<std::int64_t>(-3 * kOne, 3 * kOne),
                     .per_spot = *rc::gen::inRange<std::int64_t>(-3 * kOne, 3 * kOne),
                     .mark = Price::from_raw(*rc::gen::inRange<std::int64_t>(50 * kOne, 500 * kOne)),
                     .spot = {},
                     .one_series = one_series};
  line.spot = one_series ? line.mark : Price::from_raw(*rc::gen::inRange<std::int64_t>(50 * kOne, 500 * kOne));
  Drawdown drawdown(percent(*rc::gen::inRange(1, 60)));
  drawdown.on_equity(line.less_transfers + usdt(*rc::gen::inRange(0, 10)));
  RC_PRE(!drawdown.on_equity(line.less_transfers));
  const Money peak = *drawdown.peak();
  Price low = Price::from_raw(1), high = Price::from_raw(1'000'000 * kOne);
  Price spot_low = low, spot_high = high;
  for (const PriceBand& band : drawdown.next_wakeup(kHedgeLeg, PriceKind::MARK, kSpotLeg, line).bands) {
    Price& lower = band.instrument == kHedgeLeg ? low : spot_low;
    Price& upper = band.instrument == kHedgeLeg ? high : spot_high;
    lower = std::max(lower, band.at_or_below + PriceDelta::from_raw(1));
    if (band.at_or_above.known()) upper = std::min(upper, band.at_or_above - PriceDelta::from_raw(1));
  }
  if (line.per_mark == 0 || (one_series && line.per_mark + line.per_spot == 0)) low = high = line.mark;
  if (line.per_spot == 0) spot_low = spot_high = line.spot;
  for (const Price mark : {low, high}) {
    for (const Price spot : {one_series ? mark : spot_low, one_series ? mark : spot_high}) {
      const Int128 moved =
          Int128{line.per_mark} * (mark - line.mark).raw() + Int128{line.per_spot} * (spot - line.spot).raw();
      Drawdown copy = drawdown;
      RC_ASSERT(!copy.on_equity(line.less_transfers + Money::from_raw(moved, testing::kUsdt)));
      RC_ASSERT(*copy.peak() == peak);
    }
  }
}

/// Contracts settled in a coin, short or long, and what the account is worth in it at a price.
struct Inverse {
  Int128 size;
  Price mark;
  Money less_transfers;

  Money worth(Price price) const {
    return Money::from_raw(multiply_divide_rounding_half_away(size, kOne, price.raw()), Currency{"BTC"});
  }
  Money equity_at(Price price) const { return less_transfers + worth(mark) - worth(price); }
  EquityByPrice by_price() const {
    return {.less_transfers = less_transfers, .mark = mark, .spot = mark, .shape = EquityShape::INVERSE, .size = size};
  }
};

RC_GTEST_PROP(Drawdown, OfInverseContractsSetsItsPeakOrBreachesExactlyFromTheEdgesOfItsBandOn, ()) {
  const Inverse account{
      .size = Int128{*rc::gen::inRange<std::int64_t>(-50'000 * kOne, 50'000 * kOne)} * kOne,
      .mark = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 1'000'000, 200'000 * kOne)),
      .less_transfers = Money::from_raw(Int128{*rc::gen::inRange<std::int64_t>(1, 20 * kOne)} * kOne, Currency{"BTC"})};
  Drawdown drawdown(percent(*rc::gen::inRange(1, 60)));
  const std::int64_t above = *rc::gen::element<std::int64_t>(0, 1, kOne, kOne * kOne / 100);
  drawdown.on_equity(account.less_transfers + Money::from_raw(above, Currency{"BTC"}));
  RC_PRE(!drawdown.on_equity(account.less_transfers));
  const Wakeup wakeup = drawdown.next_wakeup(kHedgeLeg, PriceKind::MARK, kSpotLeg, account.by_price());
  RC_ASSERT(!wakeup.every_event);
  RC_ASSERT(wakeup.bands.size() == (account.size == 0 ? 0U : 1U));
  if (wakeup.bands.empty()) return;
  const PriceBand band = wakeup.bands[0];
  RC_ASSERT(inside(band, account.mark));
  const auto matters = [&](Price price) {
    Drawdown copy = drawdown;
    return copy.on_equity(account.equity_at(price)) || *copy.peak() != *drawdown.peak();
  };
  const PriceDelta unit = PriceDelta::from_raw(1);
  RC_ASSERT(!matters(account.mark));
  RC_ASSERT(!matters(band.at_or_below + unit));
  if (band.at_or_below.known()) RC_ASSERT(matters(band.at_or_below));
  const Price highest = Price::from_raw(std::numeric_limits<std::int64_t>::max());
  if (!band.at_or_above.known() || band.at_or_above == highest) {
    RC_ASSERT(!matters(highest - unit));
  } else {
    RC_ASSERT(!matters(band.at_or_above - unit));
    RC_ASSERT(matters(band.at_or_above));
  }
}

}  // namespace
}  // namespace alpha_pulse::risk
