// Measured volatility, and rules that hold over random paths with a venue and people that disturb them.
#include "alpha_pulse/hedging/grid_strategy.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/hedging/test_bench.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

// ---- measured volatility -------------------------------------------------------------------------------------------

struct Measured : testing::Test {
  static HedgeSettings settings() {
    HedgeSettings s = HedgeSettings::classic();
    s.grid.volatility_mode = VolatilityMode::MEASURED;
    return s;
  }
  void TearDown() override { EXPECT_EQ(bench.broken + bench.promise_broken, ""); }
  Bench bench{settings()};
};

TEST_F(Measured, MovesItsGridToANewReferenceWhenFlatAndThePriceHasLeftIt) {
  bench.go("100");
  bench.print(price("100"), Duration::minutes(5));
  bench.go("98.9");  // below P0 - g = 99
  EXPECT_EQ(bench.strategy().ladder().geometry().reference, price("98.9"));
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_OPEN), 5u);
  EXPECT_EQ(line(bench.orders.find(SlotKind::GRID_OPEN, 0)->spec), "grid_open 0 SELL 0.200 @ 99.89");
  EXPECT_EQ(bench.told<GridBuilt>().back().reason, Reason::RECENTRED);
}

TEST_F(Measured, StaysWhereItIsWhileThePriceIsInsideTheGrid) {
  bench.go("100");
  for (const char* p : {"99.01", "100.9", "99.5"}) EXPECT_EQ(bench.print(price(p), Duration::minutes(5)), Lines{});
}

TEST_F(Measured, WidensUntouchedRungsWhenTheVolatilityHasRisen) {
  bench.go("100");
  bench.go("101");
  for (int k = 0; k < 60; ++k) bench.bar(k % 2 == 0 ? "101" : "100");
  bench.settle();
  bench.go("101");
  EXPECT_GT(bench.strategy().sigma(), 0.024);
  EXPECT_EQ(bench.strategy().ladder().geometry().reference, price("100")) << "something is held";
  EXPECT_GT(bench.orders.find(SlotKind::GRID_OPEN, 1)->spec.price, price("102.2"));
  EXPECT_EQ(bench.told<GridBuilt>().back().reason, Reason::VOLATILITY_MOVED);
}

// ---- rules over random paths ---------------------------------------------------------------------------------------

HedgeSettings random_settings(GridDirection direction) {
  HedgeSettings s = *rc::gen::element(false, true) ? HedgeSettings::guarded() : HedgeSettings::classic();
  s.grid.direction = direction;
  s.grid.ladder = s.grid.ladder || *rc::gen::arbitrary<bool>();
  s.grid.num_levels = *rc::gen::inRange(1, 9);
  s.grid.rearm_levels = *rc::gen::arbitrary<bool>();
  s.exits.stop_loss = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 100, kOne / 10));
  s.exits.take_profit = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 100, kOne / 10));
  s.exits.rearm = *rc::gen::element(Rearm::MANUAL, Rearm::TIMED, Rearm::PRICE);
  s.exits.rearm_after = Duration::minutes(10);
  if (*rc::gen::arbitrary<bool>()) s.grid.volatility_mode = VolatilityMode::MEASURED;
  if (*rc::gen::arbitrary<bool>()) s.exits.stop_while_flat = false;
  if (*rc::gen::arbitrary<bool>()) s.grid.max_orders = *rc::gen::inRange(1, 4);
  if (*rc::gen::arbitrary<bool>()) s.grid.order_timeout = Duration::minutes(7);
  return s;
}

/// What must hold at every moment, whatever the path and whatever the venue does: the first rule broken, else empty.
std::string broken_rule(const Bench& bench) {
  if (!(bench.broken + bench.promise_broken).empty()) return bench.broken + bench.promise_broken;
  const GridStrategy& strategy = bench.strategy();
  const Quantity q = strategy.book().hedge_is_short() ? -bench.position() : bench.position();
  if (q < Quantity{}) return "the hedge is on the wrong side";
  if (strategy.book().ladder_held() > q) return "the ladder's part is larger than the hedge";
  const bool stopped = strategy.state() == ProgramState::STOPPED;
  Quantity worst = q;
  bool stop_stands = false;
  int opening = 0;
  for (const Order& order : bench.orders.live()) {
    const SlotKind kind = order.spec.slot.kind;
    if (!order.spec.reduce_only) worst += order.remaining();
    if (kind == SlotKind::GRID_OPEN && !order.cancel_requested) ++opening;
    stop_stands = stop_stands || (kind == SlotKind::STOP_LOSS && order.state != OrderState::SUBMITTED);
    if (stopped && !order.spec.reduce_only && !order.cancel_requested) return "an order may open while STOPPED";
  }
  if (!stop_stands && opening > 1) return "more than one rung rests without a stop";
  if (worst > bench.spot_max.magnitude()) return "position and open orders exceed the holding: " + worst.to_string();
  return "";
}

void check_rules(const Bench& bench) {
  const std::string broken = broken_rule(bench);
  if (broken.empty()) return;
  std::string story = broken;
  for (const std::string& happened : bench.history) story += "\n  " + happened;
  RC_FAIL(story);
}

/// Something that is not a price: the venue misbehaves, coins move, a person or the gate has a say.
void disturb(Bench& bench) {
  const auto live = bench.orders.live();
  const Order* victim = live.empty() ? nullptr : &live[*rc::gen::inRange<std::size_t>(0, live.size())];
  const OrderSlot slot = victim != nullptr ? victim->spec.slot : OrderSlot{};
  switch (*rc::gen::inRange(0, 9)) {
    case 0:
      if (victim != nullptr && victim->state == OrderState::SUBMITTED) bench.reject(slot.kind, slot.index);
      break;
    case 1:
      if (victim != nullptr && victim->state != OrderState::SUBMITTED) bench.lose(slot.kind, slot.index);
      break;
    case 2:
      bench.change_spot(*rc::gen::element<std::string>("0.1", "-0.1", "0.03", "-0.03"));
      break;
    case 3:
      bench.operate(*rc::gen::element(OperatorAction::PAUSE, OperatorAction::RESUME, OperatorAction::REARM));
      break;
    case 4:
      if (*rc::gen::inRange(0, 5) == 0) bench.operate(OperatorAction::FLATTEN);
      break;
    case 5:
      bench.allow_raising(*rc::gen::arbitrary<bool>());
      break;
    case 6:
      bench.demand(ProgramState::ACTIVE, Reason::NONE);
      break;
    case 7:
      if (*rc::gen::inRange(0, 3) == 0) bench.demand(ProgramState::REDUCING, Reason::POSITION_MISMATCH);
      break;
    default:
      bench.bar(*rc::gen::element<std::string>("98", "100", "103"));
  }
}

void walk(GridDirection direction, bool disturbed) {
  const bool is_short = direction != GridDirection::LONG;
  const HedgeSettings settings = random_settings(direction);
  Bench bench(settings, {.spot = is_short ? "1" : "-1", .wallet = "60", .filters = {}});
  Price p = price("100");
  const auto moves = *rc::gen::container<std::vector<int>>(60, rc::gen::inRange(-250, 251));
  for (const int move : moves) {
    p = std::max(price("10"), p + PriceDelta::from_raw(move * kOne / 100));
    bench.print(p, Duration::seconds(*rc::gen::element(1, 30, 400)));
    check_rules(bench);
    for (int steps = *rc::gen::element(0, 1, 2, 100); steps > 0 && bench.arrive(); --steps) check_rules(bench);
    if (!disturbed || *rc::gen::inRange(0, 2) == 0) continue;
    disturb(bench);
    check_rules(bench);
  }
}

RC_GTEST_PROP(AnyPath, KeepsTheRulesOfAShortHedge, ()) {
  walk(GridDirection::SHORT, false);
}
RC_GTEST_PROP(AnyPath, KeepsTheRulesOfALongHedge, ()) {
  walk(GridDirection::LONG, false);
}
RC_GTEST_PROP(AnyPath, NeverTurnsAHedgeOfBothIntoALongPosition, ()) {
  walk(GridDirection::BOTH, false);
}
RC_GTEST_PROP(AnyPath, KeepsTheRulesWhateverTheVenueAndThePeopleDo, ()) {
  walk(*rc::gen::element(GridDirection::SHORT, GridDirection::LONG, GridDirection::BOTH), true);
}

}  // namespace
}  // namespace alpha_pulse::hedging
