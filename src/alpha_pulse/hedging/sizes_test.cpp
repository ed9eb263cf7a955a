#include "alpha_pulse/hedging/sizes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "alpha_pulse/hedging/test_words.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

std::vector<std::string> texts(const SplitSizes& split) {
  std::vector<std::string> out;
  for (const Quantity size : split.sizes) out.push_back(size.to_string(3));
  return out;
}

/// The first property that does not hold, or nullptr. Written from the formula, not from the code.
const char* broken_property(const Instrument& instrument, std::span<const Price> prices, Quantity target,
                            const SplitSizes& split) {
  const std::int64_t lot = instrument.lot.raw();
  const std::int64_t whole = target.raw() / lot * lot;
  if (split.total + split.dust != target) return "total + dust = target";
  if (split.sizes.empty())
    return split.total.is_zero() && target < split.minimum ? nullptr : "nothing only below the minimum";
  if (split.total.raw() != whole) return "total = floor(target / lot) x lot";
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < split.sizes.size(); ++k) {
    const Quantity size = split.sizes[k];
    sum += size.raw();
    if (size.raw() % lot != 0) return "sizes lie on the lot";
    if (Int128{size.raw()} * prices[k].raw() < instrument.min_notional.raw()) return "each level reaches the minimum";
    if (k > 0 && size > split.sizes[k - 1]) return "the nearest levels get the extra lot";
  }
  if (sum != whole) return "sizes sum to the total";
  if (split.sizes.front().raw() - split.sizes.back().raw() > lot) return "sizes differ by at most one lot";
  return nullptr;
}

TEST(Sizes, GivesTheExtraLotsToTheLevelsNearestTheMarket) {
  const std::array prices = {price("101"), price("102"), price("103"), price("104"), price("105")};
  const SplitSizes split = split_into_lots(linear(), prices, qty("1.0027"));
  EXPECT_EQ(texts(split), (std::vector<std::string>{"0.201", "0.201", "0.200", "0.200", "0.200"}));
  EXPECT_EQ(split.total, qty("1.002"));
  EXPECT_EQ(split.dust, qty("0.0007"));
}

TEST(Sizes, SplitsAHoldingThatFitsIntoEqualSteps) {
  const std::array prices = {price("96155.1"), price("97107.2"), price("98059.2"), price("99011.2"), price("99963.3")};
  const Instrument bitcoin = linear({.tick = "0.10", .lot = "0.001", .min_notional = "100"});
  const SplitSizes split = split_into_lots(bitcoin, prices, qty("1"));
  EXPECT_EQ(texts(split), std::vector<std::string>(5, "0.200"));
  EXPECT_TRUE(split.dust.is_zero());
}

TEST(Sizes, UsesFewerLevelsWhenTheMinimumNotionalBinds) {
  // M 100 at 50: two coins a level, so seven coins fill three levels and the nearest gets one more.
  const Instrument coarse = linear({.tick = "0.01", .lot = "1", .min_notional = "100"});
  const std::array prices = {price("50"), price("51"), price("52"), price("53"), price("54")};
  EXPECT_EQ(texts(split_into_lots(coarse, prices, qty("7"))), (std::vector<std::string>{"3.000", "2.000", "2.000"}));
}

TEST(Sizes, TakesTheMinimumFromTheCheapestLevelOfABuyLadder) {
  const Instrument coarse = linear({.tick = "0.01", .lot = "1", .min_notional = "100"});
  const std::array prices = {price("50"), price("40"), price("30")};  // 4 coins at 30
  const SplitSizes split = split_into_lots(coarse, prices, qty("9"));
  EXPECT_EQ(texts(split), (std::vector<std::string>{"5.000", "4.000"}));
  EXPECT_EQ(split.minimum, qty("4"));
}

TEST(Sizes, PlacesNothingBelowTheMinimumAndNamesTheQuantityThatWouldPass) {
  const Instrument bitcoin = linear({.tick = "0.10", .lot = "0.001", .min_notional = "100"});
  const std::array prices = {price("10000"), price("10100")};
  const SplitSizes split = split_into_lots(bitcoin, prices, qty("0.009"));
  EXPECT_TRUE(split.sizes.empty());
  EXPECT_TRUE(split.total.is_zero());
  EXPECT_EQ(split.dust, qty("0.009"));
  EXPECT_EQ(split.minimum, qty("0.010"));
  EXPECT_EQ(texts(split_into_lots(bitcoin, prices, split.minimum)), std::vector<std::string>{"0.010"});
}

TEST(Sizes, SplitsNothingIntoNothing) {
  const std::array prices = {price("100")};
  const SplitSizes split = split_into_lots(linear(), prices, Quantity{});
  EXPECT_TRUE(split.sizes.empty());
  EXPECT_TRUE(split.dust.is_zero());
}

RC_GTEST_PROP(Sizes, HoldsEveryPropertyForAnyLadder, ()) {
  Instrument instrument = linear();
  instrument.lot = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(1, 10 * kOne));
  instrument.min_notional = Money::from_raw(Int128{*rc::gen::inRange<std::int64_t>(0, 1000 * kOne)} * kOne, kUsdt);
  const auto raws = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(kOne / 1000, 100'000 * kOne)));
  std::vector<Price> prices;
  for (const std::int64_t raw : raws) prices.push_back(Price::from_raw(raw));
  const Quantity target = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(0, 1'000'000 * kOne));
  const SplitSizes split = split_into_lots(instrument, prices, target);
  const char* broken = broken_property(instrument, prices, target, split);
  if (broken != nullptr) RC_FAIL(broken);
}

TEST(Sizes, SumExactlyInTenMillionRandomCases) {
  constexpr std::uint64_t kSeed = 20'250'203;
  constexpr int kCases = 10'000'000;
  RecordProperty("seed", std::to_string(kSeed));
  std::mt19937_64 random(kSeed);
  const auto below = [&](std::uint64_t limit) { return static_cast<std::int64_t>(random() % limit); };
  constexpr std::array<std::int64_t, 6> kLots = {1, 1000, 100'000, 1'000'000, 12'345, kOne};
  constexpr std::array<std::int64_t, 5> kMinima = {0, 5, 20, 100, 1000};
  Instrument instrument = linear();
  std::array<Price, 12> ladder{};
  int placed = 0;
  for (int c = 0; c < kCases; ++c) {
    instrument.lot = Quantity::from_raw(kLots[random() % kLots.size()]);
    instrument.min_notional = Money::from_raw(Int128{kMinima[random() % kMinima.size()]} * Money::kUnit, kUsdt);
    const std::size_t levels = 1 + random() % ((c % 16 == 0) ? ladder.size() : 5);
    const std::int64_t first = 1 + below(100'000) * (kOne / 10);
    const std::int64_t spacing = 1 + below(static_cast<std::uint64_t>(first));
    for (std::size_t k = 0; k < levels; ++k)
      ladder[k] = Price::from_raw(first + static_cast<std::int64_t>(k) * spacing);
    const Quantity target = Quantity::from_raw(below(1ULL << (10 + random() % 34)));
    const std::span<const Price> prices(ladder.data(), levels);
    const SplitSizes split = split_into_lots(instrument, prices, target);
    placed += split.sizes.empty() ? 0 : 1;
    const char* broken = broken_property(instrument, prices, target, split);
    ASSERT_EQ(broken, nullptr) << broken << ": seed " << kSeed << " case " << c << " target " << target.to_string()
                               << " lot " << instrument.lot.to_string() << " levels " << levels;
  }
  EXPECT_GT(placed, kCases / 3) << "the cases must mostly be ones where something is placed";
}

}  // namespace
}  // namespace alpha_pulse::hedging
