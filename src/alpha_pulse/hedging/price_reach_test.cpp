#include "alpha_pulse/hedging/price_reach.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/hedging/test_words.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

constexpr PriceDelta kUnit = PriceDelta::from_raw(1);
constexpr std::int64_t kTop = 200'000 * kOne;

bool inside(const PriceBand& band, Price p) {
  return (!band.at_or_below.known() || p > band.at_or_below) && (!band.at_or_above.known() || p < band.at_or_above);
}

/// The answer is the same at any price inside the band and another at either edge: the band is as wide as it can be.
void check_exact(const PriceBand& band, Price at, const auto& answer) {
  RC_ASSERT(inside(band, at));
  const std::int64_t low = band.at_or_below.known() ? band.at_or_below.raw() + 1 : 1;
  const std::int64_t high = band.at_or_above.known() ? band.at_or_above.raw() : kTop;
  const Price within = Price::from_raw(*rc::gen::inRange(low, std::max(high, low + 1)));
  RC_ASSERT(answer(within) == answer(at));
  RC_ASSERT(answer(Price::from_raw(low)) == answer(at));
  RC_ASSERT(answer(Price::from_raw(high - 1)) == answer(at));
  if (band.at_or_below.known()) RC_ASSERT(answer(band.at_or_below) != answer(at));
  if (band.at_or_above.known()) RC_ASSERT(answer(band.at_or_above) != answer(at));
}

RC_GTEST_PROP(SameMinimum, HoldsExactlyAsLongAsTheSmallestOrderStaysTheSame, ()) {
  Instrument i = linear({.tick = "0.01",
                         .lot = *rc::gen::element<std::string>("0.001", "0.01", "1"),
                         .min_notional = *rc::gen::element<std::string>("0", "5", "100", "117.3")});
  i.multiplier = qty(*rc::gen::element<std::string>("1", "0.01"));
  const Price at = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 100, kTop));
  check_exact(same_minimum(i, PriceKind::MARK, at), at, [&](Price p) { return i.minimum_quantity(p); });
}

TEST(SameMinimum, OfAnInverseContractNoPriceChangesIt) {
  Instrument i = linear();
  i.kind = ContractKind::INVERSE;
  const PriceBand band = same_minimum(i, PriceKind::MARK, price("100"));
  EXPECT_FALSE(band.at_or_below.known());
  EXPECT_FALSE(band.at_or_above.known());
}

/// What the strategy asks: is the liquidation price at least that share of the price away?
bool clear(Price p, Price liquidation, Ratio distance, bool is_short) {
  const PriceDelta away = is_short ? liquidation - p : p - liquidation;
  return away >= scale_rounding_up(p, distance) - Price{};
}

RC_GTEST_PROP(ClearOfLiquidation, EndsAtTheFirstPriceThatIsTooNear, ()) {
  const bool is_short = *rc::gen::arbitrary<bool>();
  const Price liquidation = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne, kTop));
  const Ratio distance = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(0, kOne * 9 / 10));
  const PriceBand band = clear_of_liquidation(kHedgeLeg, PriceKind::MARK, liquidation, distance, is_short);
  const Price edge = is_short ? band.at_or_above : band.at_or_below;
  RC_ASSERT(!clear(edge, liquidation, distance, is_short));
  RC_ASSERT(clear(is_short ? edge - kUnit : edge + kUnit, liquidation, distance, is_short));
}

TEST(ClearOfLiquidation, FitsWhereNoPriceIsFarEnough) {
  const Price highest = Price::from_raw(9'000'000'000'000'000'000);
  const PriceBand band = clear_of_liquidation(kHedgeLeg, PriceKind::MARK, highest, ratio("0.225"), false);
  EXPECT_EQ(band.at_or_below, highest - kUnit);
}

RC_GTEST_PROP(SameSide, HoldsExactlyOnOneSideOfTheLevel, ()) {
  const bool upwards = *rc::gen::arbitrary<bool>();
  const Price level = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne, kTop - kOne));
  const Price at = *rc::gen::arbitrary<bool>() ? Price::from_raw(*rc::gen::inRange<std::int64_t>(1, kTop))
                                               : level + PriceDelta::from_raw(*rc::gen::inRange(-2, 3));
  check_exact(same_side(kHedgeLeg, PriceKind::MARK, at, level, upwards), at,
              [&](Price p) { return upwards ? p >= level : p <= level; });
}

}  // namespace
}  // namespace alpha_pulse::hedging
