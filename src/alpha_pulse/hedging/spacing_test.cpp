#include "alpha_pulse/hedging/spacing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/hedging/test_words.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

const Filters kBitcoin{.tick = "0.10", .lot = "0.001", .min_notional = "100"};

std::vector<std::string> texts(const std::vector<Price>& prices) {
  std::vector<std::string> out;
  for (const Price p : prices) out.push_back(p.to_string());
  return out;
}

HedgeSettings classic(GridDirection direction = GridDirection::SHORT) {
  HedgeSettings settings = HedgeSettings::classic();
  settings.grid.direction = direction;
  return settings;
}
HedgeSettings geometric(GridDirection direction = GridDirection::SHORT) {
  HedgeSettings settings = HedgeSettings::guarded();
  settings.grid.direction = direction;
  return settings;
}
SpacingInputs inputs(const std::string& reference, double sigma, const std::string& half_spread = "0") {
  return {.reference = price(reference), .sigma = sigma, .half_spread = price(half_spread) - Price{}};
}

TEST(Spacing, ReproducesTheClassicLevelsExactly) {
  const LadderGeometry g = ladder_geometry(linear(kBitcoin), classic(), inputs("95203.05", 0.02));
  EXPECT_EQ(g.spacing, price("952.0305") - Price{});
  EXPECT_EQ(texts({g.at(1), g.at(2), g.at(3), g.at(4), g.at(5)}),
            (std::vector<std::string>{"96155.0805", "97107.111", "98059.1415", "99011.172", "99963.2025"}));
  EXPECT_EQ(g.at(0), price("95203.05"));
}

TEST(Spacing, RoundsSellsUpToTheTick) {
  const Instrument bitcoin = linear(kBitcoin);
  const LadderGeometry g = ladder_geometry(bitcoin, classic(), inputs("95203.05", 0.02));
  EXPECT_EQ(texts(rung_prices(bitcoin, g, 5)),
            (std::vector<std::string>{"96155.10", "97107.20", "98059.20", "99011.20", "99963.30"}));
}

TEST(Spacing, MirrorsTheLevelsForLongAndRoundsBuysDown) {
  const Instrument bitcoin = linear(kBitcoin);
  const LadderGeometry g = ladder_geometry(bitcoin, classic(GridDirection::LONG), inputs("95203.05", 0.02));
  EXPECT_FALSE(g.upwards);
  EXPECT_EQ(g.at(1), price("94251.0195"));
  EXPECT_EQ(texts(rung_prices(bitcoin, g, 5)),
            (std::vector<std::string>{"94251.00", "93298.90", "92346.90", "91394.90", "90442.80"}));
}

TEST(Spacing, OfBothClimbsLikeShortAndPutsBuyBacksAtTheMirroredDistance) {
  const Instrument bitcoin = linear(kBitcoin);
  const LadderGeometry g = ladder_geometry(bitcoin, classic(GridDirection::BOTH), inputs("95203.05", 0.02));
  EXPECT_TRUE(g.upwards);
  EXPECT_EQ(g.order_price(bitcoin, 1, Side::SELL), price("96155.10"));
  EXPECT_EQ(g.order_price(bitcoin, -1, Side::BUY), price("94251.00"));
  EXPECT_EQ(g.order_price(bitcoin, -5, Side::BUY), price("90442.80"));
}

TEST(Spacing, KeepsAPriceThatAlreadyLiesOnTheTick) {
  const Instrument i = linear();
  const LadderGeometry g = ladder_geometry(i, classic(), inputs("100", 0.02));
  EXPECT_EQ(texts(rung_prices(i, g, 3)), (std::vector<std::string>{"101.00", "102.00", "103.00"}));
}

// ---- geometric: each of the four floors binds in turn --------------------------------------------------------------

TEST(GeometricSpacing, FollowsTheVolatilityWhenNoFloorBinds) {
  const LadderGeometry g = ladder_geometry(linear(), geometric(), inputs("100", 0.03));  // 0.5 x 3 %
  EXPECT_EQ(g.relative, ratio("0.015"));
  EXPECT_EQ(g.at(1), price("101.5"));
  EXPECT_EQ(g.at(2), price("103.0225"));  // 101.5 x 1.015
  EXPECT_EQ(g.at(0), price("100"));
}

TEST(GeometricSpacing, IsAtLeastTwentyMakerFees) {
  const LadderGeometry g = ladder_geometry(linear(), geometric(), inputs("100", 0.002));  // 0.001 < 20 x 0.0002
  EXPECT_EQ(g.relative, ratio("0.004"));
}

TEST(GeometricSpacing, IsAtLeastFourHalfSpreads) {
  const LadderGeometry g = ladder_geometry(linear(), geometric(), inputs("100", 0.02, "0.5"));
  EXPECT_EQ(g.relative, ratio("0.02"));
}

TEST(GeometricSpacing, IsAtLeastTwoTicks) {
  const Instrument coarse = linear({.tick = "2", .lot = "0.001", .min_notional = "5"});
  const LadderGeometry g = ladder_geometry(coarse, geometric(), inputs("100", 0.02));
  EXPECT_EQ(g.relative, ratio("0.04"));
}

TEST(GeometricSpacing, OfLongDividesByTheSameFactor) {
  const Instrument i = linear();
  const LadderGeometry g = ladder_geometry(i, geometric(GridDirection::LONG), inputs("103.0225", 0.03));
  EXPECT_EQ(g.at(1), price("101.5"));
  EXPECT_EQ(g.at(2), price("100"));
  EXPECT_EQ(g.order_price(i, 0, Side::SELL), price("103.03")) << "a closing sell rounds up";
}

// ---- neighbours and the end of the axis ----------------------------------------------------------------------------

TEST(Rungs, StandAtLeastOneTickApart) {
  const Instrument coarse = linear({.tick = "1", .lot = "0.001", .min_notional = "5"});
  const LadderGeometry up = ladder_geometry(coarse, classic(), inputs("100", 0.002));  // spacing 0.1
  EXPECT_EQ(texts(rung_prices(coarse, up, 4)), (std::vector<std::string>{"101.00", "102.00", "103.00", "104.00"}));
  const LadderGeometry down = ladder_geometry(coarse, classic(GridDirection::LONG), inputs("100", 0.002));
  EXPECT_EQ(texts(rung_prices(coarse, down, 3)), (std::vector<std::string>{"99.00", "98.00", "97.00"}));
}

TEST(Rungs, OfALongLadderEndBeforeZero) {
  const Instrument i = linear({.tick = "0.01", .lot = "1", .min_notional = "0"});
  // Spacing 0.49 x 0.5 of the price: the fourth rung is the last above zero, then one at the smallest price there is.
  const LadderGeometry g = ladder_geometry(i, classic(GridDirection::LONG), inputs("1", 0.49));
  EXPECT_EQ(texts(rung_prices(i, g, 50)), (std::vector<std::string>{"0.75", "0.51", "0.26", "0.02", "0.01"}));
}

TEST(Rungs, OfATinyPriceStillHaveASpacing) {
  const Instrument finest = linear({.tick = "0.00000001", .lot = "1", .min_notional = "0"});
  const LadderGeometry g = ladder_geometry(finest, classic(), inputs("0.00000010", 0.02));  // g = 1e-9 rounds to 0
  EXPECT_EQ(g.spacing, PriceDelta::from_raw(1));
  EXPECT_EQ(rung_prices(finest, g, 3).back(), price("0.00000013"));
}

RC_GTEST_PROP(Rungs, LieOnTheTickBeyondTheReferenceAndApart, ()) {
  const auto direction = *rc::gen::element(GridDirection::LONG, GridDirection::SHORT, GridDirection::BOTH);
  HedgeSettings settings = *rc::gen::arbitrary<bool>() ? classic(direction) : geometric(direction);
  Instrument instrument = linear();
  instrument.tick = Price::from_raw(*rc::gen::element<std::int64_t>(1, 100, kOne / 100, kOne / 10, kOne));
  const SpacingInputs in{.reference = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 100, 1'000'000 * kOne)),
                         .sigma = static_cast<double>(*rc::gen::inRange(1, 490)) / 1000,
                         .half_spread = PriceDelta::from_raw(*rc::gen::inRange<std::int64_t>(0, kOne))};
  const LadderGeometry g = ladder_geometry(instrument, settings, in);
  const int count = *rc::gen::inRange(1, 21);
  const auto prices = rung_prices(instrument, g, count);
  if (g.upwards) RC_ASSERT(prices.size() == static_cast<std::size_t>(count));
  const bool up = g.upwards;
  for (std::size_t k = 0; k < prices.size(); ++k) {
    RC_ASSERT(prices[k].known() && instrument.on_tick(prices[k]));
    const bool beyond = up ? prices[k] > in.reference : prices[k] < in.reference || prices[k] == instrument.tick;
    RC_ASSERT(beyond);
    const Price exact = g.at(static_cast<int>(k) + 1);
    const bool rounded_away = up ? prices[k] >= exact : prices[k] <= std::max(exact, instrument.tick);
    RC_ASSERT(rounded_away);
    if (k > 0) RC_ASSERT((prices[k] - prices[k - 1]) * (up ? 1 : -1) >= instrument.tick - Price{});
  }
}

}  // namespace
}  // namespace alpha_pulse::hedging
