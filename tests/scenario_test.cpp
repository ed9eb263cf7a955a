// What the whole bot does on the paths the original was measured on: event in, orders out, nothing replaced.
#include "support/loops.hpp"

namespace alpha_pulse::tests {
namespace {

TEST(Scenario, AFlatMarketCostsAtMostSevenPlacementsAndNoCancel) {
  const auto loop = run({.hedge = classic()}, make_path({.kind = PathKind::FLAT}));
  EXPECT_LE(loop->engine().counters().orders_placed, 7U);
  EXPECT_EQ(loop->engine().counters().orders_canceled, 0U);
  EXPECT_EQ(loop->engine().counters().fills, 0U);
}

TEST(Scenario, ASineCrossesEveryLevelOnEveryCycle) {
  hedging::HedgeSettings hedge = classic();
  hedge.grid.rearm_levels = true;
  hedge.exits.stop_loss = hedge.exits.take_profit = *Ratio::parse("0.5");
  const auto loop = run({.hedge = hedge}, make_path({.kind = PathKind::SINE, .amplitude = 0.035, .cycles = 10}));
  EXPECT_EQ(loop->engine().counters().fills, 60U);
  EXPECT_TRUE(loop->engine().portfolio().position().flat());
}

TEST(Scenario, AGapUpFillsFiveRungsAndTheStopInOneConsistentStep) {
  MemoryJournal journal;
  const auto loop = run({.hedge = classic(), .journal = &journal}, make_path({.kind = PathKind::GAP_UP}));
  std::vector<Fill> fills;
  for (const auto& record : journal.records) {
    const auto* event = record.as<Event>();
    if (event != nullptr && event->as<OrderFilled>() != nullptr) fills.push_back(event->as<OrderFilled>()->fill);
  }
  ASSERT_EQ(fills.size(), 6U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(fills[i].side, Side::SELL);
  EXPECT_EQ(fills[0].price.to_string(), "96155.10");  // rungs fill at their limits
  EXPECT_EQ(fills[5].side, Side::BUY);
  EXPECT_EQ(fills[5].quantity.to_string(), "1.00000000");
  EXPECT_GE(fills[5].price, cents(kStartPrice * 1.07));  // the stop books the gap's price
  EXPECT_EQ(loop->strategy()->state(), ProgramState::STOPPED);
  EXPECT_EQ(loop->strategy()->reason(), Reason::STOP_LOSS);
  EXPECT_TRUE(loop->engine().portfolio().position().flat());
  EXPECT_TRUE(loop->engine().tracker().live().empty());
}

TEST(Scenario, AGapDownFindsNoShortAndPlacesNothing) {
  const auto loop = run({.hedge = classic()}, make_path({.kind = PathKind::GAP_DOWN}));
  EXPECT_EQ(loop->engine().counters().fills, 0U);
  EXPECT_EQ(loop->strategy()->state(), ProgramState::ACTIVE);
}

TEST(Scenario, AfterATriggerNothingWorksAndNothingIsPlacedUntilAPersonSaysSo) {
  auto loop = make_loop({.hedge = classic()});
  const auto path = make_path({.kind = PathKind::GAP_UP});
  for (const Event& event : path) loop->push(event);
  EXPECT_TRUE(loop->engine().tracker().live().empty());
  const auto placed = loop->engine().counters().orders_placed;
  Timestamp at = path.back().ts_event;
  for (int i = 1; i < 100; ++i) loop->push(print(at + Duration::minutes(i), cents(kStartPrice * (1 + 0.001 * i))));
  EXPECT_EQ(loop->engine().counters().orders_placed, placed);

  Event rearm;
  rearm.instrument = kHedgeLeg;
  rearm.ts_event = rearm.ts_receive = at + Duration::minutes(100);
  rearm.body = OperatorRequested{.action = OperatorAction::REARM};
  loop->push(rearm);
  loop->push(print(at + Duration::minutes(101), cents(kStartPrice)));
  EXPECT_EQ(loop->strategy()->state(), ProgramState::ACTIVE);
  EXPECT_EQ(loop->engine().tracker().live().size(), 6U);  // five rungs and the staged stop
}

TEST(Scenario, TimedRearmBeginsAgainAtANewReference) {
  hedging::HedgeSettings hedge = classic();
  hedge.exits.rearm = hedging::Rearm::TIMED;
  hedge.exits.rearm_after = Duration::hours(1);
  const auto loop = run({.hedge = hedge}, make_path({.kind = PathKind::GAP_UP}));
  EXPECT_EQ(loop->strategy()->state(), ProgramState::ACTIVE);
  EXPECT_EQ(loop->strategy()->ladder().geometry().reference, cents(kStartPrice * 1.07));
}

TEST(Scenario, AFallMakesNoClassicShortAndGuardedHoldsItsRatioThroughout) {
  const auto path = make_path({.kind = PathKind::FALL});
  EXPECT_EQ(run({.hedge = classic()}, path)->engine().counters().fills, 0U);
  const auto loop = run({.hedge = guarded()}, path);
  EXPECT_EQ(loop->engine().portfolio().hedge_ratio()->to_string(), "1");
  EXPECT_EQ(loop->observer().spent().outside, Duration{});
  ASSERT_TRUE(loop->strategy()->time_to_hedge());
  EXPECT_LE(loop->strategy()->time_to_hedge()->to_seconds(), 60);
}

TEST(Scenario, GuardedConfirmsItsDisasterStopBeforeTheFirstSlice) {
  MemoryJournal journal;
  run({.hedge = guarded(), .journal = &journal}, make_path({.kind = PathKind::FLAT, .ticks = 10}));
  bool stop_confirmed = false;
  std::vector<ClientOrderId> stops;
  for (const auto& record : journal.records) {
    if (const auto* command = record.as<engine::CommandRecord>()) {
      const auto* place = std::get_if<PlaceOrder>(&command->command);
      if (place == nullptr) continue;
      if (place->spec.slot.kind == SlotKind::DISASTER_STOP) stops.push_back(place->id);
      if (place->spec.slot.kind == SlotKind::REBALANCE) {
        EXPECT_TRUE(stop_confirmed);
      }
    }
    const auto* event = record.as<Event>();
    if (event == nullptr || event->as<OrderAccepted>() == nullptr) continue;
    for (const ClientOrderId id : stops) stop_confirmed = stop_confirmed || id == event->as<OrderAccepted>()->order;
  }
  EXPECT_TRUE(stop_confirmed);
}

TEST(Scenario, SoldCoinsAreUnhedgedAtOnceAndTheHoldingOfZeroHasNoRatio) {
  auto loop = make_loop({.hedge = guarded()});
  const auto path = make_path({.kind = PathKind::FLAT, .ticks = 200});
  for (int i = 0; i < 100; ++i) loop->push(path[static_cast<std::size_t>(i)]);
  Event flow;
  flow.instrument = kSpotLeg;
  flow.ts_event = flow.ts_receive = path[100].ts_event;
  flow.body = SpotBalanceChanged{.change = Quantity::from_raw(-kOne / 2)};
  loop->push(flow);
  for (int i = 101; i < 150; ++i) loop->push(path[static_cast<std::size_t>(i)]);
  EXPECT_LE(*loop->engine().portfolio().hedge_ratio(), guarded().ratio.max);
  flow.ts_event = flow.ts_receive = path[150].ts_event;
  loop->push(flow);
  for (int i = 151; i < 200; ++i) loop->push(path[static_cast<std::size_t>(i)]);
  loop->finish();
  EXPECT_TRUE(loop->engine().portfolio().position().flat());
  EXPECT_FALSE(loop->engine().portfolio().hedge_ratio());
}

TEST(Scenario, ADrawdownLimitHaltsKeepsTheStopAndTakesTheGridAway) {
  hedging::HedgeSettings hedge = classic();
  hedge.ratio.initial = *Ratio::parse("0.5");
  hedge.exits.stop_loss = hedge.exits.take_profit = *Ratio::parse("0.5");
  const auto loop = run({.hedge = hedge, .max_drawdown = *Ratio::parse("0.01")}, make_path({.kind = PathKind::FALL}));
  EXPECT_EQ(loop->strategy()->state(), ProgramState::HALTED);
  EXPECT_EQ(loop->strategy()->reason(), Reason::MAX_DRAWDOWN);
  bool stop = false;
  for (const Order& order : loop->engine().tracker().live()) {
    EXPECT_NE(order.spec.slot.kind, SlotKind::GRID_OPEN);
    stop = stop || order.spec.slot.kind == SlotKind::STOP_LOSS;
  }
  EXPECT_TRUE(stop);
}

TEST(Scenario, ASqueezeTripsTheMarginGuardWhichReducesInsteadOfBeingLiquidated) {
  auto loop = make_loop({.hedge = guarded(), .wallet = "60000"});
  for (int i = 0; i < 2000; ++i) {
    loop->push(print(kPathStart + Duration::minutes(i), cents(kStartPrice * (1 + 0.0003 * i))));
  }
  loop->finish();
  EXPECT_EQ(loop->engine().portfolio().terms().liquidation.raw(), 0);
  EXPECT_LT(*loop->engine().portfolio().hedge_ratio(), Ratio::one());
  EXPECT_EQ(loop->strategy()->state(), ProgramState::REDUCING);
  EXPECT_EQ(loop->strategy()->reason(), Reason::MARGIN_GUARD);
}

TEST(Scenario, LongMirrorsShortFillForFill) {
  hedging::HedgeSettings hedge = classic();
  hedge.grid.direction = GridDirection::LONG;
  auto path = make_path({.kind = PathKind::GAP_DOWN});
  const auto loop = run({.hedge = hedge, .spot = Quantity::from_raw(-kOne)}, path);
  EXPECT_EQ(loop->engine().counters().fills, 6U);
  EXPECT_EQ(loop->strategy()->state(), ProgramState::STOPPED);
  EXPECT_TRUE(loop->engine().portfolio().position().flat());
}

TEST(Scenario, BothBuysBackBelowAndIsNeverLong) {
  hedging::HedgeSettings hedge = classic();
  hedge.grid.direction = GridDirection::BOTH;
  hedge.exits.stop_loss = hedge.exits.take_profit = *Ratio::parse("0.5");
  auto loop = make_loop({.hedge = hedge});
  for (const Event& event : make_path({.kind = PathKind::SINE, .amplitude = 0.035, .cycles = 3})) {
    loop->push(event);
    ASSERT_LE(loop->engine().portfolio().position().quantity(), Quantity{});
  }
  EXPECT_TRUE(loop->engine().portfolio().position().flat());  // three sold on the way up, three bought back below
  EXPECT_EQ(loop->engine().counters().fills, 6U);
}

}  // namespace
}  // namespace alpha_pulse::tests
