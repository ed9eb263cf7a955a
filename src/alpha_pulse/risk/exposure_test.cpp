#include "alpha_pulse/risk/exposure.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "alpha_pulse/domain/backing.hpp"
#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/risk/testing/test_world.hpp"

namespace alpha_pulse::risk {
namespace {

using testing::dollars;
using testing::TestWorld;
using testing::thousandths;
using testing::usdt;

TEST(PositionCap, IsTheHoldingWhenNothingElseBinds) {
  TestWorld world;
  EXPECT_EQ(position_cap({}, world.context()), thousandths(1000));
  RiskLimits limits;
  limits.ratio_max = Ratio::from_raw(kOne / 100 * 105);
  EXPECT_EQ(position_cap(limits, world.context()), thousandths(1050));
  EXPECT_EQ(order_cap(limits, world.context()), thousandths(1000));  // no order lifts h above 1
  limits.target = Ratio::from_raw(kOne / 100 * 102);
  EXPECT_EQ(order_cap(limits, world.context()), thousandths(1020));
}

TEST(PositionCap, RoundsDownToTheLotAndNeverBelowZero) {
  TestWorld world;
  world.spot = Quantity::from_raw(12'345'678);
  EXPECT_EQ(position_cap({}, world.context()), thousandths(123));
  world.wallet = usdt(-5);
  EXPECT_EQ(position_cap({}, world.context()), Quantity{});
}

TEST(PositionCap, ObeysSizeQuoteAndMarginLimits) {
  TestWorld world;
  RiskLimits limits;
  limits.max_position_size = thousandths(700);
  EXPECT_EQ(position_cap(limits, world.context()), thousandths(700));
  limits.quote_limit = usdt(55);
  EXPECT_EQ(position_cap(limits, world.context()), thousandths(550));
  world.wallet = usdt(20);  // 20 / (100 x (1.45 x 1.004 - 1)) = 20 / 45.58 = 0.4387...
  EXPECT_EQ(position_cap(limits, world.context()), thousandths(438));
}

TEST(PositionCap, TakesTheBracketThatBinds) {
  TestWorld world;
  world.spot = Quantity::from_raw(1000 * kOne);
  world.hedge.brackets = {{usdt(0), Ratio::from_raw(kOne / 1000 * 4), usdt(0)},
                          {usdt(10'000), Ratio::from_raw(kOne / 100), usdt(60)}};
  world.wallet = usdt(10'000);  // first row: 219.4; second: 10060 / (100 x 0.4645) = 216.57
  EXPECT_EQ(position_cap({}, world.context()), thousandths(216'576));
}

TEST(PositionCap, IsZeroWithoutAPriceOrAHolding) {
  TestWorld world;
  world.spot = Quantity{};
  EXPECT_EQ(position_cap({}, world.context()), Quantity{});
  TestWorld unpriced;
  unpriced.market = {};
  EXPECT_EQ(position_cap({}, unpriced.context()), Quantity{});
}

TEST(PositionCap, CountsContractsOfAnInverseHedge) {
  TestWorld world;
  world.hedge.kind = ContractKind::INVERSE;
  world.hedge.multiplier = Quantity::from_raw(10 * kOne);  // 10 USD a contract
  world.hedge.lot = Quantity::from_raw(kOne);
  world.hedge.brackets = {{Money(world.hedge.base), Ratio::from_raw(kOne / 1000 * 4), Money(world.hedge.base)}};
  TestWorld priced = world;
  priced.wallet = Money::from_raw(Money::kUnit * 100, world.hedge.base);
  const Money none(world.hedge.base);
  RiskContext context = priced.context();
  context.unrealised = none;
  EXPECT_EQ(position_cap({}, context), Quantity::from_raw(10 * kOne));  // one coin at 100 = 10 contracts
}

/// The definition itself: at the cap the wallet still covers the maintenance margin after the rise, one lot more does
/// not.
RC_GTEST_PROP(PositionCap, SurvivesExactlyTheUnattendedRise, ()) {
  TestWorld world;
  world.spot = Quantity::from_raw(1'000'000 * kOne);
  world.wallet = usdt(*rc::gen::inRange(1, 1'000'000));
  world.hedge.brackets = {{usdt(0), Ratio::from_raw(kOne / 1000 * 4), usdt(0)},
                          {usdt(50'000), Ratio::from_raw(kOne / 1000 * 5), usdt(50)},
                          {usdt(600'000), Ratio::from_raw(kOne / 100), usdt(3050)}};
  const Quantity cap = position_cap({}, world.context());
  const Price risen = scale_rounding_up(dollars(100), Ratio::from_raw(kOne / 100 * 145));
  const auto left = [&](Quantity q) {
    const Money loss = notional(world.hedge, risen, q) - notional(world.hedge, dollars(100), q);
    return world.wallet - loss - maintenance_margin(world.hedge, risen, q);
  };
  RC_ASSERT(left(cap) >= Money(testing::kUsdt));
  RC_ASSERT(left(cap + thousandths(2)) < Money(testing::kUsdt));
}

/// A promise is made of it: inside the prices it names the cap stays below that size.
RC_GTEST_PROP(BacksLessThan, NamesPricesAtWhichTheCapStaysBelowASize, ()) {
  TestWorld world;
  const bool inverse = *rc::gen::arbitrary<bool>();
  const Currency settle = inverse ? world.hedge.base : testing::kUsdt;
  const auto money = [&](std::int64_t units) { return Money::from_raw(Money::kUnit * units, settle); };
  world.spot = Quantity::from_raw(1'000'000 * kOne);
  if (inverse) {
    world.hedge.kind = ContractKind::INVERSE;
    world.hedge.multiplier = Quantity::from_raw(10 * kOne);
    world.hedge.lot = Quantity::from_raw(kOne);
  }
  world.hedge.brackets = {{money(0), Ratio::from_raw(kOne / 1000 * 4), money(0)},
                          {money(50'000), Ratio::from_raw(kOne / 1000 * 5), money(50)},
                          {money(600'000), Ratio::from_raw(kOne / 100), money(3050)}};
  world.wallet = money(*rc::gen::inRange(1, 1'000'000));
  const std::int64_t lots = *rc::gen::inRange<std::int64_t>(0, 3'000'000);
  const bool is_short = *rc::gen::arbitrary<bool>();
  Position position;
  if (lots > 0) {
    position.apply(world.hedge, is_short ? Side::SELL : Side::BUY, world.hedge.lot * lots,
                   dollars(*rc::gen::inRange(50, 200)));
  }
  const auto cap_at = [&](Price p) {
    world.price(p);
    RiskContext context = world.context();
    context.position = position.quantity();
    context.unrealised = position.unrealised(world.hedge, p);
    return position_cap({}, context);
  };
  const Price now = Price::from_raw(*rc::gen::inRange<std::int64_t>(20 * kOne, 300 * kOne));
  const Quantity wanted = world.hedge.lot * (lots + *rc::gen::inRange<std::int64_t>(1, 2'000'000));
  const auto range =
      backs_less_than(world.hedge, wanted, position.quantity(), world.wallet - position.cost(world.hedge), now);
  RC_CLASSIFY(range.has_value());
  if (!range) return;
  RC_ASSERT(cap_at(now) < wanted);
  const std::int64_t low = range->at_or_below.known() ? range->at_or_below.raw() + 1 : 1;
  const std::int64_t high = range->at_or_above.known() ? range->at_or_above.raw() : 10'000 * kOne;
  RC_ASSERT(cap_at(Price::from_raw(low)) < wanted);
  RC_ASSERT(cap_at(Price::from_raw(high - 1)) < wanted);
  RC_ASSERT(cap_at(Price::from_raw(*rc::gen::inRange(low, std::max(high, low + 1)))) < wanted);
}

TEST(BacksLessThan, EndsWhereTheMarginSuffices) {
  TestWorld world;
  const Money own = usdt(20);
  // 20 / (P x 0.4558) = 0.439 at P = 99.951923...
  const auto above = backs_less_than(world.hedge, thousandths(439), {}, own, dollars(100));
  ASSERT_TRUE(above);
  EXPECT_EQ(above->at_or_below.to_string(3), "99.95192414") << "a hundred-millionth and two units later";
  EXPECT_FALSE(above->at_or_above.known()) << "the dearer, the less is backed";
  EXPECT_FALSE(backs_less_than(world.hedge, thousandths(438), {}, own, dollars(100)));
}

TEST(BacksLessThan, OfALongThatLosesMoreThanItHasItIsTheFallThatLeavesLess) {
  TestWorld world;
  Position position;
  position.apply(world.hedge, Side::BUY, thousandths(1000), dollars(100));
  const Money own = usdt(40) - position.cost(world.hedge);  // 40 + (P - 100) < 1.1 P x 0.4558 below 120.332117...
  const auto range = backs_less_than(world.hedge, thousandths(1100), position.quantity(), own, dollars(100));
  ASSERT_TRUE(range);
  EXPECT_FALSE(range->at_or_below.known());
  EXPECT_EQ(range->at_or_above.to_string(3), "120.33211542");
}

/// To the last unit: whether a margin binds is found without dividing, what it allows by dividing.
RC_GTEST_PROP(PositionCap, IsTheHoldingOrWhatTheMarginAllowsWhicheverIsLess, ()) {
  TestWorld world;
  world.hedge.lot = Quantity::from_raw(1);
  world.spot = Quantity::from_raw(1'000'000 * kOne);
  world.wallet = Money::from_raw(Int128{*rc::gen::inRange<std::int64_t>(1, kOne * kOne)} * 100, testing::kUsdt);
  world.hedge.brackets = {{usdt(0), Ratio::from_raw(*rc::gen::inRange(0, 700'000)), usdt(0)},
                          {usdt(50'000), Ratio::from_raw(*rc::gen::inRange(0, 1'400'000)), usdt(50)}};
  const Quantity margin = position_cap({}, world.context());
  for (const std::int64_t beyond : {-2, -1, 0, 1, 2}) {
    world.spot = Quantity::from_raw(std::max<std::int64_t>(margin.raw() + beyond, 0));
    RC_ASSERT(position_cap({}, world.context()) == std::min(world.spot, margin));
  }
}

TEST(WorstCase, CountsThePositionAndEveryLiveOrderThatCouldRaiseIt) {
  TestWorld world;
  world.rest(world.sell(thousandths(300), dollars(101)));
  world.live.back().filled = thousandths(100);
  world.rest(world.buy_back(thousandths(500), dollars(99)));
  world.rest(world.sell(thousandths(50), dollars(102)));
  world.live.back().cancel_requested = true;  // may still fill
  EXPECT_EQ(worst_case(GridDirection::SHORT, -thousandths(100), world.live), thousandths(350));
}

}  // namespace
}  // namespace alpha_pulse::risk
