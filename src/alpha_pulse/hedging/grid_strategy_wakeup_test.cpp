// How long the strategy can do without being asked where it has nothing to do for a long time.
#include <gtest/gtest.h>

#include "alpha_pulse/hedging/test_bench.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

/// A wallet of 50 on a holding of 1 at 100, hedged: liquidation at 149.4, disaster stop at 139.52.
struct Promise : testing::Test {
  explicit Promise(const HedgeSettings& settings = HedgeSettings::guarded())
      : bench(settings, {.spot = "1", .wallet = "50", .filters = {}}) {}
  void TearDown() override {
    EXPECT_EQ(bench.broken, "");
    EXPECT_EQ(bench.promise_broken, "");
  }
  /// Hedged, then beyond the disaster stop.
  void ruin() {
    bench.go("100");
    bench.go("100.02");
    bench.go("140");
    ASSERT_EQ(bench.state(), "STOPPED disaster_stop");
  }
  Wakeup wakeup() const { return bench.strategy().next_wakeup(); }
  Bench bench;
};

TEST_F(Promise, AfterADisasterNoHourAndNoPriceBeginsAgainSoNobodyWaitsForOne) {
  ruin();
  bench.wait(Duration::hours(25));
  EXPECT_FALSE(wakeup().every_event);
  EXPECT_EQ(wakeup().at, Timestamp::never());
  EXPECT_TRUE(wakeup().bands.empty());
  bench.operate(OperatorAction::REARM);
  EXPECT_EQ(bench.state(), "ACTIVE building_hedge");
}

struct PromiseByPrice : Promise {
  static HedgeSettings settings() {
    HedgeSettings s = HedgeSettings::guarded();
    s.exits.rearm = Rearm::PRICE;
    return s;
  }
  PromiseByPrice() : Promise(settings()) {}
};

TEST_F(PromiseByPrice, AfterADisasterTheLevelsOfReArmingDoNotWakeEither) {
  ruin();
  bench.go("150");
  EXPECT_FALSE(wakeup().every_event);
  EXPECT_TRUE(wakeup().bands.empty());
}

struct StopAtFourPercent : Promise {
  static HedgeSettings settings() {
    HedgeSettings s = PromiseByPrice::settings();
    s.exits.scope = ExitScope::ALL;
    s.exits.disaster_stop.reset();
    s.exits.stop_loss = *Ratio::parse("0.04");
    s.exits.rearm_move = *Ratio::parse("0.02");
    return s;
  }
  StopAtFourPercent() : Promise(settings()) {}
};

TEST_F(StopAtFourPercent, APriceThatWentFarEnoughBeforeTheHedgeWasClosedBeginsAgainAtTheNextEventOfAnyKind) {
  bench.go("100");
  bench.go("100.02");
  bench.lose(SlotKind::STOP_LOSS);  // the one sent instead is on its way
  bench.tick("104.10");
  ASSERT_EQ(bench.state(), "STOPPED stop_loss");
  bench.tick("107");  // 2.8 % from the exit, and still not closed
  EXPECT_EQ(bench.state(), "STOPPED stop_loss");
  bench.settle();
  EXPECT_TRUE(wakeup().every_event);
  bench.wait(Duration::milliseconds(1));
  EXPECT_EQ(bench.state(), "ACTIVE building_hedge");
}

TEST_F(Promise, WhileTheGateDemandsToReduceOnlyAPriceThatIsTooNearToLiquidationWakes) {
  bench.go("100");
  bench.go("100.02");
  bench.demand(ProgramState::REDUCING, Reason::MARGIN_GUARD);
  EXPECT_EQ(bench.go("100"), Lines{});
  ASSERT_FALSE(wakeup().every_event);
  const auto bands = wakeup().bands;
  ASSERT_EQ(bands.size(), 1u);
  const Price edge = bands[0].at_or_above;
  EXPECT_EQ(edge.to_string(2).substr(0, 6), "121.96") << "149.4 / 1.225";
  EXPECT_EQ(bench.tick(edge - PriceDelta::from_raw(1)), Lines{});
  EXPECT_FALSE(wakeup().every_event);
  const Lines sent = bench.tick(edge);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].substr(0, 17), "rebalance 0 BUY 0");
}

/// Five rungs from 101 on, a stop at 105.04 while flat.
struct PromiseOfALadder : Promise {
  static HedgeSettings settings() {
    HedgeSettings s = HedgeSettings::classic();
    s.grid.volatility_mode = VolatilityMode::MEASURED;
    return s;
  }
  explicit PromiseOfALadder(const HedgeSettings& s = settings()) : Promise(s) {}
};

TEST_F(PromiseOfALadder, AHaltedProgramDoesNotWaitForThePriceToComeBackIntoItsGrid) {
  bench.go("100");
  bench.demand(ProgramState::HALTED, Reason::MAX_DRAWDOWN);
  bench.print(price("98"), Duration::hours(1));
  bench.settle();
  bench.go("98");
  EXPECT_FALSE(wakeup().every_event);
  for (const PriceBand& band : wakeup().bands) EXPECT_FALSE(band.at_or_below > price("98")) << "touched already";
}

TEST_F(PromiseOfALadder, TheReferenceOfANewLadderIsAnAcceptedPrice) {
  bench.allow_raising(false);
  bench.go("100");
  EXPECT_EQ(bench.resting(), Lines{});
  EXPECT_TRUE(wakeup().every_event) << "any event may end the doubt";
  bench.allow_raising(true);
  bench.go("103");
  EXPECT_EQ(bench.strategy().ladder().geometry().reference, price("103"));
}

struct PromiseOfAFixedLadder : PromiseOfALadder {
  PromiseOfAFixedLadder() : PromiseOfALadder(HedgeSettings::classic()) {}
};

TEST_F(PromiseOfAFixedLadder, AStopTheMarketHasPassedWhileFlatIsSentWhenThePriceIsBack) {
  bench.go("100");
  bench.demand(ProgramState::HALTED, Reason::LIQUIDATION);
  bench.go("100");  // the rungs go
  bench.go("104");
  ASSERT_NE(bench.orders.find(SlotKind::STOP_LOSS), nullptr);
  bench.lose(SlotKind::STOP_LOSS);  // a new one travels ...
  bench.tick("106");
  bench.settle();  // ... and is refused: it would trigger at once
  bench.demand(ProgramState::ACTIVE, Reason::NONE);
  const std::size_t placed = bench.placed;
  for (int k = 0; k < 50; ++k) bench.go("106");
  EXPECT_EQ(bench.placed, placed);
  EXPECT_FALSE(wakeup().every_event);
  EXPECT_EQ(wakeup().at, Timestamp::never());
  bench.go("105.04");
  EXPECT_EQ(bench.placed, placed) << "touch counts";
  bench.go("105.03");
  EXPECT_EQ(bench.orders.count(SlotKind::STOP_LOSS), 1u);
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_OPEN), 5u);
}

struct PromiseOfBuyBacks : Promise {
  static HedgeSettings settings() {
    HedgeSettings s = PromiseOfALadder::settings();
    s.grid.direction = GridDirection::BOTH;
    s.ratio.initial = ratio("0.5");
    return s;
  }
  PromiseOfBuyBacks() : Promise(settings()) {}
};

TEST_F(PromiseOfBuyBacks, ALadderThatIsToMoveTakesItsBuyBacksAwayToo) {
  bench.go("100");
  for (int k = 0; k < 3; ++k) bench.print(price("100"), Duration::seconds(61)), bench.settle();
  ASSERT_GT(bench.orders.count(SlotKind::GRID_CLOSE), 0u) << "they rest on the base";
  for (int k = 0; k < 80; ++k) bench.bar(k % 2 == 0 ? "100.9" : "99.9"), bench.settle();
  EXPECT_FALSE(bench.strategy().rebuild_wanted());
  EXPECT_EQ(bench.told<GridBuilt>().back().reason, Reason::VOLATILITY_MOVED);
}

}  // namespace
}  // namespace alpha_pulse::hedging
