#include "alpha_pulse/matching/margin.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/matching/testing/random_flow.hpp"

namespace alpha_pulse::matching {
namespace {

using namespace test;

struct World {
  explicit World(const std::string& usdt_wallet, const std::string& btc_wallet = "1")
      : listed(instruments()), account(listed, {{kUsdt, usdt(usdt_wallet)}, {kBtc, btc(btc_wallet)}}) {
    for (const Instrument& i : listed) books.emplace_back(i);
  }
  void open(InstrumentId id, Side side, Quantity quantity, Price at) {
    account.book_fill(listed[id.value], side, quantity, at, Money(listed[id.value].settle()));
    books[id.value].market.mark = at;
  }
  MarginView view() const { return {listed, books, account}; }
  bool lost_at(InstrumentId id, Price mark) {
    books[id.value].market.mark = mark;
    return must_liquidate(view(), listed[id.value].settle());
  }
  std::vector<Instrument> listed;
  VenueAccount account;
  std::vector<Book> books;
};

TEST(Margin, AShortIsTakenOverAtThePriceOfTheClosedForm) {
  World world("10000");
  world.open(kHedgeLeg, Side::SELL, qty("1"), price("20000"));
  // (10000 + 20000) / 1.004 = 29880.478...; its notional lies in the first bracket
  EXPECT_TRUE(world.lost_at(kHedgeLeg, price("29880.48")));
  EXPECT_FALSE(world.lost_at(kHedgeLeg, price("29880.47")));
  world.books[kHedgeLeg.value].market.mark = price("20000");
  const PriceWatch watch = liquidation_watch(world.view(), kHedgeLeg);
  EXPECT_TRUE(watch.touched(price("29880.48")));
  EXPECT_FALSE(watch.touched(price("29880.47")));
}

TEST(Margin, ALongIsTakenOverBelow) {
  World world("1000");
  world.open(kHedgeLeg, Side::BUY, qty("1"), price("20000"));
  // (20000 - 1000) / 0.996 = 19076.305...
  EXPECT_TRUE(world.lost_at(kHedgeLeg, price("19076.30")));
  EXPECT_FALSE(world.lost_at(kHedgeLeg, price("19076.31")));
}

RC_GTEST_PROP(Margin, NothingIsTakenOverInsideTheWatch, (std::uint64_t seed)) {
  Dice dice(seed);
  for (int part = 0; part < 20; ++part) {
    const bool inverted = dice.one_in(2);
    const InstrumentId id = inverted ? kInverse : kHedgeLeg;
    const Price entry = Price::from_raw(dice.between(1'000, 100'000'000) * 1'000'000);
    const Quantity quantity = Quantity::from_raw(dice.between(1, 100'000) * (inverted ? kOne : 100'000));
    World world("1", "1");
    const Currency settle = world.listed[id.value].settle();
    const Money size = notional(world.listed[id.value], entry, quantity);
    world.account.book_transfer(Money::from_raw(size.raw() / 100 * dice.between(5, 300), settle));
    world.open(id, dice.one_in(2) ? Side::SELL : Side::BUY, quantity, entry);
    RC_PRE(!must_liquidate(world.view(), settle));
    const PriceWatch watch = liquidation_watch(world.view(), id);
    const PriceBand band = watch.band(id, PriceKind::MARK);
    for (const Price edge : {band.at_or_below, band.at_or_above}) {
      if (!edge.known()) continue;
      const bool above = edge == band.at_or_above;
      const auto moved = [&](std::int64_t raw) { return edge + PriceDelta::from_raw(above ? raw : -raw); };
      RC_ASSERT(!world.lost_at(id, moved(-1)));
      RC_ASSERT(world.lost_at(id, moved(inverted ? 0 : 4)));
    }
    if (!band.at_or_above.known()) RC_ASSERT(!world.lost_at(id, Price::from_raw(entry.raw() * 9)));
    if (!band.at_or_below.known()) RC_ASSERT(!world.lost_at(id, Price::from_raw(entry.raw() / 9)));
  }
}

TEST(Margin, ATwoInstrumentPoolWatchesEverything) {
  World world("1000");
  Instrument second = linear();
  second.id = InstrumentId{3};
  world.listed.push_back(second);
  world.books.emplace_back(second);
  world.account = VenueAccount(world.listed, {{kUsdt, usdt("100000")}});
  world.open(kHedgeLeg, Side::SELL, qty("1"), price("100"));
  EXPECT_FALSE(liquidation_watch(world.view(), kHedgeLeg).watches_everything());
  world.open(second.id, Side::BUY, qty("1"), price("100"));
  EXPECT_TRUE(liquidation_watch(world.view(), kHedgeLeg).watches_everything());
}

TEST(Margin, InitialMarginCountsTheWorseSideOfThePositionAndItsOrders) {
  World world("100");
  const Venue words;
  // 20 times 100 carries 2000.
  EXPECT_TRUE(can_afford(world.view(), words.limit(Side::SELL, "20", "100"), price("100"), 20));
  EXPECT_FALSE(can_afford(world.view(), words.limit(Side::SELL, "20.001", "100"), price("100"), 20));
  world.open(kHedgeLeg, Side::SELL, qty("15"), price("100"));
  EXPECT_TRUE(can_afford(world.view(), words.limit(Side::SELL, "5", "100"), price("100"), 20));
  EXPECT_FALSE(can_afford(world.view(), words.limit(Side::SELL, "5.001", "100"), price("100"), 20));
  EXPECT_TRUE(can_afford(world.view(), words.limit(Side::BUY, "35", "100"), price("100"), 20));
  EXPECT_FALSE(can_afford(world.view(), words.limit(Side::BUY, "35.001", "100"), price("100"), 20));
  Order resting;
  resting.id = ClientOrderId{1};
  resting.spec = words.limit(Side::SELL, "4", "100");
  world.books[kHedgeLeg.value].sells.add(resting, {});
  EXPECT_TRUE(can_afford(world.view(), words.limit(Side::SELL, "1", "100"), price("100"), 20));
  EXPECT_FALSE(can_afford(world.view(), words.limit(Side::SELL, "1.001", "100"), price("100"), 20));
}

TEST(Margin, AnOrderThatReducesIsAffordableEvenUnderWater) {
  World world("100");
  world.open(kHedgeLeg, Side::SELL, qty("15"), price("100"));
  world.books[kHedgeLeg.value].market.mark = price("106");
  const Venue words;
  EXPECT_TRUE(can_afford(world.view(), words.limit(Side::BUY, "15", "106"), price("106"), 20));
  EXPECT_FALSE(can_afford(world.view(), words.limit(Side::SELL, "1", "106"), price("106"), 20));
}

}  // namespace
}  // namespace alpha_pulse::matching
