#include "alpha_pulse/risk/risk_gate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/risk/testing/test_world.hpp"

namespace alpha_pulse::risk {
namespace {

using testing::dollars;
using testing::TestWorld;
using testing::thousandths;
using testing::usdt;

RiskGate gate_with(const RiskLimits& limits = {}, GridDirection direction = GridDirection::SHORT) {
  return RiskGate(limits, direction, kHedgeLeg);
}
Command place(const OrderSpec& spec) {
  return PlaceOrder{.id = ClientOrderId{1}, .spec = spec};
}
Reason verdict(RiskGate& gate, const OrderSpec& spec, const TestWorld& world) {
  const auto checked = gate.check(place(spec), world.context());
  return checked ? Reason::NONE : checked.error().reason;
}

TEST(RiskGate, CountsEveryLiveOrderIntoTheWorstCase) {
  TestWorld world;
  RiskGate gate = gate_with();
  world.position = -thousandths(500);
  world.rest(world.sell(thousandths(400), dollars(101)));
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(102)), world), Reason::NONE);
  EXPECT_EQ(verdict(gate, world.sell(thousandths(101), dollars(102)), world), Reason::OVER_CAP);
}

TEST(RiskGate, LetsCancelsPassWhateverHappened) {
  TestWorld world;
  RiskGate gate = gate_with();
  gate.trip(Reason::OPERATOR);
  EXPECT_TRUE(
      gate.check(CancelOrder{ClientOrderId{1}, world.sell(thousandths(1), dollars(1))}, world.context()).has_value());
}

TEST(RiskGate, OnceTrippedLetsOnlyReduceOnlyOrdersPassUntilReArmed) {
  TestWorld world;
  RiskGate gate = gate_with();
  gate.trip(Reason::LIQUIDATION);
  gate.trip(Reason::OPERATOR);  // the first reason stays
  EXPECT_EQ(gate.state(), ProgramState::HALTED);
  EXPECT_EQ(gate.reason(), Reason::LIQUIDATION);
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(101)), world), Reason::LIQUIDATION);
  EXPECT_EQ(verdict(gate, world.stop(thousandths(100), dollars(104)), world), Reason::NONE);
  gate.on_event(world.other(OperatorRequested{OperatorAction::RESUME}), world.context());
  EXPECT_TRUE(gate.halted());
  gate.on_event(world.other(OperatorRequested{OperatorAction::REARM}), world.context());
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(101)), world), Reason::NONE);
}

TEST(RiskGate, HaltsWhenEquityFallsFromItsPeakByTheLimit) {
  TestWorld world;
  RiskLimits limits;
  limits.max_drawdown = Ratio::from_raw(kOne / 10);
  RiskGate gate = gate_with(limits);
  gate.on_event(world.price(dollars(100)), world.context());
  world.equity = usdt(90'001);
  gate.on_event(world.price(dollars(100)), world.context());
  EXPECT_FALSE(gate.halted());
  world.equity = usdt(90'000);
  gate.on_event(world.price(dollars(100)), world.context());
  EXPECT_EQ(gate.reason(), Reason::MAX_DRAWDOWN);
  gate.on_event(world.other(OperatorRequested{OperatorAction::REARM}), world.context());
  EXPECT_FALSE(gate.halted());
  EXPECT_EQ(*gate.peak_equity(), usdt(90'000));
}

TEST(RiskGate, HaltsOnALiquidation) {
  TestWorld world;
  RiskGate gate = gate_with();
  gate.on_event(world.other(PositionLiquidated{
                    .trade = {}, .side = Side::BUY, .quantity = thousandths(1), .price = dollars(1), .fee = usdt(0)}),
                world.context());
  EXPECT_EQ(gate.reason(), Reason::LIQUIDATION);
}

/// An alarm of the venue: a rejection of no order.
Event alarm(const TestWorld& world, Reason reason) {
  return world.other(OrderRejected{.order = {}, .reason = reason});
}

TEST(RiskGate, HaltsWhereTheVenueRefusesEverythingAndStaysSoUntilReArmed) {
  TestWorld world;
  RiskGate gate = gate_with();
  gate.on_event(world.other(OrderRejected{.order = ClientOrderId{4}, .reason = Reason::VENUE_REFUSED}),
                world.context());
  EXPECT_EQ(gate.state(), ProgramState::ACTIVE);  // one order's rejection is no alarm
  gate.on_event(alarm(world, Reason::VENUE_REFUSED), world.context());
  EXPECT_EQ(gate.state(), ProgramState::HALTED);
  EXPECT_EQ(gate.reason(), Reason::VENUE_REFUSED);
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(101)), world), Reason::VENUE_REFUSED);
  EXPECT_EQ(verdict(gate, world.stop(thousandths(100), dollars(104)), world), Reason::NONE);
  gate.on_event(world.other(OperatorRequested{OperatorAction::REARM}), world.context());
  EXPECT_EQ(gate.state(), ProgramState::ACTIVE);
  gate.on_event(alarm(world, Reason::VENUE_REFUSED), world.context());
  EXPECT_TRUE(gate.halted());  // it still refuses
}

TEST(RiskGate, OnlyReducesAfterTheVenuesMarginCallUntilReArmed) {
  TestWorld world;
  RiskGate gate = gate_with();
  gate.on_event(alarm(world, Reason::MARGIN_GUARD), world.context());
  EXPECT_EQ(gate.state(), ProgramState::REDUCING);
  EXPECT_EQ(gate.reason(), Reason::MARGIN_GUARD);
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(101)), world), Reason::MARGIN_GUARD);
  world.position = -thousandths(100);
  EXPECT_EQ(verdict(gate, world.buy_back(thousandths(100), dollars(99)), world), Reason::NONE);
  gate.on_event(world.price(dollars(100)), world.context());
  EXPECT_EQ(gate.state(), ProgramState::REDUCING);
  gate.on_event(world.other(OperatorRequested{OperatorAction::REARM}), world.context());
  EXPECT_EQ(gate.state(), ProgramState::ACTIVE);
}

TEST(RiskGate, OnlyReducesWhereTheVenueTakesNothingElseUntilReArmed) {
  TestWorld world;
  RiskGate gate = gate_with();
  gate.on_event(alarm(world, Reason::OVER_CAP), world.context());
  EXPECT_EQ(gate.state(), ProgramState::REDUCING);
  EXPECT_EQ(gate.reason(), Reason::VENUE_REFUSED);
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(101)), world), Reason::VENUE_REFUSED);
  EXPECT_EQ(verdict(gate, world.stop(thousandths(100), dollars(104)), world), Reason::NONE);
  gate.on_event(alarm(world, Reason::ORDER_RATE), world.context());  // a period does not end what has no end
  EXPECT_EQ(gate.next_wakeup(world.context()).at, Timestamp::never());
  gate.on_event(world.other(OperatorRequested{OperatorAction::REARM}), world.context());
  EXPECT_EQ(gate.state(), ProgramState::ACTIVE);
}

TEST(RiskGate, TriesAgainAnHourAfterTheVenueSpokeOfAPeriodInWhichItTakesOnlyWhatReduces) {
  TestWorld world;
  RiskGate gate = gate_with();
  gate.on_event(alarm(world, Reason::ORDER_RATE), world.context());
  EXPECT_EQ(gate.reason(), Reason::VENUE_REFUSED);
  const Timestamp due = gate.next_wakeup(world.context()).at;
  Event timer = world.other(TimerElapsed{});
  EXPECT_EQ(due, timer.ts_event + Duration::hours(1));
  timer.ts_event = due - Duration::nanoseconds(1);
  gate.on_event(timer, world.context());
  EXPECT_EQ(gate.state(), ProgramState::REDUCING);
  timer.ts_event = due;
  gate.on_event(timer, world.context());
  EXPECT_EQ(gate.state(), ProgramState::ACTIVE);
  EXPECT_EQ(gate.next_wakeup(world.context()).at, Timestamp::never());
}

TEST(RiskGate, OnlyReducesWhileTheVenueReportsAnotherPosition) {
  TestWorld world;
  RiskGate gate = gate_with();
  world.position = -thousandths(100);
  gate.on_event(world.other(PositionReported{-thousandths(150)}), world.context());
  EXPECT_EQ(gate.state(), ProgramState::REDUCING);
  EXPECT_EQ(gate.reason(), Reason::POSITION_MISMATCH);
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(101)), world), Reason::POSITION_MISMATCH);
  EXPECT_EQ(verdict(gate, world.buy_back(thousandths(100), dollars(99)), world), Reason::NONE);
  world.position = -thousandths(150);  // the fill arrives
  gate.on_event(world.other(TimerElapsed{}), world.context());
  EXPECT_EQ(gate.state(), ProgramState::ACTIVE);
}

TEST(RiskGate, OnlyReducesInsideTheMarginGuard) {
  TestWorld world;
  RiskGate gate = gate_with();
  world.position = -thousandths(100);
  world.liquidation = dollars(120);
  gate.on_event(world.price(dollars(100)), world.context());
  EXPECT_EQ(gate.reason(), Reason::MARGIN_GUARD);
  EXPECT_EQ(gate.state(), ProgramState::REDUCING);
}

TEST(RiskGate, RaisesNothingOnStaleCrossedOrDoubtedPrices) {
  TestWorld world;
  RiskGate gate = gate_with();
  const OrderSpec sell = world.sell(thousandths(100), dollars(101));
  const Timestamp fresh = world.now;
  world.now = fresh + Duration::milliseconds(3001);
  EXPECT_EQ(verdict(gate, sell, world), Reason::STALE_PRICE);
  EXPECT_EQ(verdict(gate, world.stop(thousandths(100), dollars(104)), world), Reason::NONE);
  gate.on_event(world.price(dollars(100)), world.context());  // a fresh price cures it
  EXPECT_EQ(verdict(gate, sell, world), Reason::NONE);
  world.market.ask = world.market.bid;
  EXPECT_EQ(verdict(gate, sell, world), Reason::CROSSED_QUOTES);
  EXPECT_TRUE(gate.on_event(world.price(dollars(120)), world.context()));
  EXPECT_EQ(gate.raise_refusal(world.context())->reason, Reason::DOUBTED_PRICE);
  world.market = {};
  EXPECT_EQ(gate.raise_refusal(world.context())->reason, Reason::NO_PRICE);
}

TEST(RiskGate, RefusesOrdersForAnotherInstrumentAndTooManyOrders) {
  TestWorld world;
  RiskLimits limits;
  limits.orders_per_minute = 5;
  RiskGate gate = gate_with(limits);
  OrderSpec elsewhere = world.sell(thousandths(100), dollars(101));
  elsewhere.instrument = kSpotLeg;
  EXPECT_EQ(verdict(gate, elsewhere, world), Reason::BAD_FILTER);
  int passed = 0;
  while (verdict(gate, world.sell(thousandths(100), dollars(101)), world) == Reason::NONE) ++passed;
  EXPECT_EQ(passed, 4);
  EXPECT_EQ(verdict(gate, world.sell(thousandths(100), dollars(101)), world), Reason::ORDER_RATE);
  EXPECT_EQ(verdict(gate, world.stop(thousandths(100), dollars(104)), world), Reason::NONE);
}

/// Random orders, fills, cancels, prices and deposits: after every approval the worst case lies within the cap of that
/// moment, so no sequence of fills can take the position beyond the largest cap under which an order was approved (I2).
RC_GTEST_PROP(RiskGate, KeepsTheWorstCaseWithinTheCapAtEveryApproval, ()) {
  TestWorld world;
  const auto direction = *rc::gen::element(GridDirection::SHORT, GridDirection::LONG, GridDirection::BOTH);
  const auto is_long = direction == GridDirection::LONG;
  RiskLimits limits;
  limits.orders_per_minute = 1'000'000;
  limits.ratio_max = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 2, kOne * 2));
  limits.target = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 2, kOne * 2));
  if (*rc::gen::arbitrary<bool>()) limits.max_position_size = thousandths(*rc::gen::inRange(1, 2000));
  if (is_long) world.spot = -world.spot;
  RiskGate gate = gate_with(limits, direction);
  Quantity bound;  // position may be at most this: the largest worst case that was ever approved
  const int steps = *rc::gen::inRange(1, 100);
  for (int step = 0; step < steps; ++step) {
    const int kind = *rc::gen::inRange(0, 8);
    if (kind < 3) {
      OrderSpec spec =
          world.sell(thousandths(*rc::gen::inRange(1, 800)), world.hedge.round_up_to_tick(world.market.last));
      const bool reduce = *rc::gen::inRange(0, 4) == 0;
      spec.side = is_long != reduce ? Side::BUY : Side::SELL;
      spec.reduce_only = reduce;
      const auto checked = gate.check(place(spec), world.context());
      if (!checked) continue;
      world.rest(spec);
      if (reduce) continue;
      const Quantity worst = worst_case(direction, world.position, world.live);
      RC_ASSERT(worst <= gate.cap(world.context()));
      bound = std::max(bound, worst);
    } else if (kind < 6 && !world.live.empty()) {
      const auto i = *rc::gen::inRange<std::size_t>(0, world.live.size());
      Order& order = world.live[i];
      Quantity part = thousandths(*rc::gen::inRange<std::int64_t>(1, order.remaining().raw() / 100'000 + 1));
      if (order.spec.reduce_only) part = std::min(part, world.position.magnitude());
      order.filled += part;
      world.position += signed_quantity(order.spec.side, part);
      if (order.remaining().is_zero() || (order.spec.reduce_only && world.position.is_zero())) {
        world.live.erase(world.live.begin() + static_cast<std::ptrdiff_t>(i));
      }
    } else if (kind == 6) {
      world.now = world.now + Duration::seconds(1);
      gate.on_event(world.price(dollars(*rc::gen::inRange(99, 103))), world.context());
    } else {
      const Quantity change = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(0, kOne / 5));
      world.spot += is_long ? -change : change;
    }
    RC_ASSERT(world.position.magnitude() <= bound);
    const std::int64_t hedge = is_long ? world.position.raw() : -world.position.raw();
    RC_ASSERT(hedge >= 0);  // I3: never through zero
  }
}

}  // namespace
}  // namespace alpha_pulse::risk
