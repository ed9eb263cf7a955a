// The profile classic, re-armed levels, and the directions LONG and BOTH.
#include "alpha_pulse/hedging/grid_strategy.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/hedging/test_bench.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

/// classic: P0 100, sigma 2 %, five rungs of 0.2 at 101 .. 105, stop 4 %, take profit 6 %.
HedgeSettings classic(GridDirection direction = GridDirection::SHORT) {
  HedgeSettings s = HedgeSettings::classic();
  s.grid.direction = direction;
  return s;
}

class Classic : public testing::Test {
 protected:
  explicit Classic(const HedgeSettings& settings = classic(), const BenchSetup& setup = {}) : bench(settings, setup) {}
  void TearDown() override {
    EXPECT_EQ(bench.broken, "");
    EXPECT_EQ(bench.promise_broken, "");
  }
  Bench bench;
};
struct Long : Classic {
  Long() : Classic(classic(GridDirection::LONG), {.spot = "-1", .wallet = "100000", .filters = {}}) {}
};
struct Both : Classic {
  Both() : Classic(classic(GridDirection::BOTH)) {}
};
struct Rearming : Classic {
  static HedgeSettings settings() {
    HedgeSettings s = classic();
    s.grid.rearm_levels = true;
    s.exits.stop_loss = s.exits.take_profit = ratio("0.5");
    return s;
  }
  Rearming() : Classic(settings()) {}
};

// ---- classic: the start --------------------------------------------------------------------------------------------

TEST_F(Classic, DoesNothingBeforeItKnowsAPrice) {
  EXPECT_EQ(bench.wait(Duration::hours(1)), Lines{});
  EXPECT_EQ(bench.state(), "STARTING waiting_for_price");
}

TEST_F(Classic, PlacesTheNearestRungAndItsStopOnTheFirstTickAndNothingElse) {
  Lines sent = bench.tick("100");
  std::sort(sent.begin(), sent.end());
  EXPECT_EQ(sent, (Lines{"grid_open 0 SELL 0.200 @ 101.00", "stop_loss 0 BUY 1.000 @ 105.04 reduce-only"}));
  EXPECT_EQ(bench.tick("100"), Lines{}) << "the others wait until the stop is confirmed";
  const auto built = bench.told<GridBuilt>();
  ASSERT_EQ(built.size(), 1u);
  EXPECT_EQ(built[0].spacing, price("1") - Price{});
  EXPECT_EQ(built[0].step, qty("0.2"));
  EXPECT_EQ(built[0].stop_loss, ratio("0.04"));
  EXPECT_EQ(built[0].take_profit, ratio("0.06"));
}

TEST_F(Classic, PlacesTheOtherRungsOnceTheStopIsConfirmedAndNothingElse) {
  bench.tick("100");
  EXPECT_EQ(bench.settle(), (Lines{"grid_open 1 SELL 0.200 @ 102.00", "grid_open 2 SELL 0.200 @ 103.00",
                                   "grid_open 3 SELL 0.200 @ 104.00", "grid_open 4 SELL 0.200 @ 105.00"}));
  EXPECT_EQ(bench.state(), "ACTIVE none");
}

TEST_F(Classic, SendsNothingInAFlatMarket) {
  bench.go("100");
  for (int minute = 0; minute < 10'000; ++minute) {
    ASSERT_EQ(bench.print(price("100"), Duration::minutes(1)), Lines{});
  }
  EXPECT_EQ(bench.placed, 6u);
  EXPECT_EQ(bench.canceled, 0u);
}

TEST_F(Classic, KeepsAllRungsWorkingWhenThePriceWandersBelow) {
  bench.go("100");
  for (const char* p : {"99", "97", "90", "80", "100.99"}) EXPECT_EQ(bench.go(p), Lines{});
}

TEST_F(Classic, NeverLetsMoreThanOneRungRestWhileTheStopIsRefused) {
  bench.tick("100");
  for (int k = 0; k < 5; ++k) {
    if (bench.orders.find(SlotKind::STOP_LOSS) != nullptr) bench.reject(SlotKind::STOP_LOSS);
    bench.tick("100");
    EXPECT_LE(bench.orders.count(SlotKind::GRID_OPEN), 1u);
  }
}

TEST_F(Classic, PlacesARefusedRungAgainAfterTheInterval) {
  bench.go("100");
  EXPECT_EQ(bench.lose(SlotKind::GRID_OPEN, 3), Lines{});
  EXPECT_EQ(bench.tick("100"), Lines{});
  EXPECT_EQ(bench.print(price("100"), Duration::seconds(60)), Lines{"grid_open 3 SELL 0.200 @ 104.00"});
}

TEST_F(Classic, SaysWhenNothingCanBePlacedAndWhatWouldPass) {
  Bench tiny(classic(), {.spot = "0.01", .wallet = "100000", .filters = {}});
  EXPECT_EQ(tiny.go("100"), Lines{});
  const auto warned = tiny.told<Warned>();
  ASSERT_EQ(warned.size(), 1u);
  EXPECT_EQ(warned[0].about, Warned::About::BELOW_MINIMUM);
  EXPECT_EQ(warned[0].quantity, qty("0.050"));
}

TEST_F(Classic, WarnsThatItsFirstStopLiesInsideTheOuterRungs) {
  HedgeSettings wide = classic();
  wide.grid.num_levels = 8;  // 101 .. 108, first stop 105.04
  Bench b(wide, {});
  b.go("100");
  const auto warned = b.told<Warned>();
  ASSERT_FALSE(warned.empty());
  EXPECT_EQ(warned.back().about, Warned::About::STOP_INSIDE_GRID);
  EXPECT_EQ(warned.back().price, price("105.04"));
  EXPECT_EQ(b.orders.count(SlotKind::GRID_OPEN), 8u) << "they rest all the same; a trigger cancels them";
}

// ---- classic: exits ------------------------------------------------------------------------------------------------

TEST_F(Classic, MovesTheStopAndTheTakeProfitWithEachFill) {
  bench.go("100");
  const char* prints[] = {"101", "102", "103", "104", "105"};
  const char* stops[] = {"105.04", "105.56", "106.08", "106.60", "107.12"};
  const char* profits[] = {"94.94", "95.41", "95.88", "96.35", "96.82"};
  for (int k = 0; k < 5; ++k) {
    bench.go(prints[k]);
    EXPECT_EQ(bench.position(), -(qty("0.2") * (k + 1)));
    EXPECT_EQ(bench.strategy().stop_price(), price(stops[k]));
    EXPECT_EQ(bench.strategy().take_profit_price(), price(profits[k]));
    EXPECT_EQ(bench.orders.count(SlotKind::STOP_LOSS), 1u);
    EXPECT_EQ(bench.orders.count(SlotKind::TAKE_PROFIT), 1u);
  }
  EXPECT_EQ(bench.resting(),
            (Lines{"stop_loss 0 BUY 1.000 @ 107.12 reduce-only", "take_profit 0 BUY 1.000 @ 96.82 reduce-only"}));
}

TEST_F(Classic, PlacesOnlyATakeProfitOnTheFirstFillBecauseTheStopStandsAlready) {
  bench.go("100");
  EXPECT_EQ(bench.tick("101"), Lines{"take_profit 0 BUY 1.000 @ 94.94 reduce-only"});
}

TEST_F(Classic, KeepsTheOldStopUntilTheNewOneIsConfirmed) {
  bench.go("100");
  bench.go("101");
  bench.tick("102");
  const Order* old_stop = bench.orders.find(SlotKind::STOP_LOSS, 0);
  const Order* new_stop = bench.orders.find(SlotKind::STOP_LOSS, 1);
  ASSERT_NE(old_stop, nullptr);
  ASSERT_NE(new_stop, nullptr);
  EXPECT_TRUE(old_stop->working());
  EXPECT_EQ(new_stop->state, OrderState::SUBMITTED);
}

TEST_F(Classic, CancelsEverythingWhenTheStopFiresAndPlacesNothingUntilItIsRearmed) {
  bench.go("100");
  for (const char* p : {"101", "102", "103"}) bench.go(p);
  bench.go("106.08");  // two more rungs and the stop
  EXPECT_EQ(bench.state(), "STOPPED stop_loss");
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.resting(), Lines{});
  const auto triggered = bench.told<ExitTriggered>();
  ASSERT_EQ(triggered.size(), 1u);
  EXPECT_EQ(triggered[0].exit, SlotKind::STOP_LOSS);
  EXPECT_EQ(triggered[0].price, price("106.08"));
  for (const char* p : {"100", "110", "90", "101", "150"}) EXPECT_EQ(bench.go(p), Lines{});
  EXPECT_EQ(bench.wait(Duration::days(400)), Lines{});
}

TEST_F(Classic, BeginsAgainAtTheNewPriceOnlyWhenTold) {
  bench.go("100");
  bench.go("107");
  ASSERT_EQ(bench.state(), "STOPPED stop_loss");
  bench.go("200");
  bench.operate(OperatorAction::REARM);
  bench.settle();
  bench.go("200");
  EXPECT_EQ(bench.state(), "ACTIVE none");
  EXPECT_EQ(bench.resting(), (Lines{"grid_open 0 SELL 0.200 @ 202.00", "grid_open 1 SELL 0.200 @ 204.00",
                                    "grid_open 2 SELL 0.200 @ 206.00", "grid_open 3 SELL 0.200 @ 208.00",
                                    "grid_open 4 SELL 0.200 @ 210.00", "stop_loss 0 BUY 1.000 @ 210.08 reduce-only"}));
  EXPECT_EQ(bench.told<GridBuilt>().back().reason, Reason::REARMED);
}

TEST_F(Classic, TakesProfitTheSameWay) {
  bench.go("100");
  bench.go("101");
  bench.go("94.94");
  EXPECT_EQ(bench.state(), "STOPPED take_profit");
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.resting(), Lines{});
  EXPECT_EQ(bench.go("100"), Lines{});
}

TEST_F(Classic, BooksAGapThroughRungsAndStopInOneStep) {
  bench.go("100");
  bench.tick("107");
  EXPECT_EQ(bench.fills, 6u) << "five sells at their limits, one stop at the gap price";
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.state(), "STOPPED stop_loss");
  bench.settle();
  EXPECT_EQ(bench.resting(), Lines{});
}

TEST_F(Classic, DoesNothingOnAGapDownFromFlat) {
  bench.go("100");
  EXPECT_EQ(bench.go("93"), Lines{});
  EXPECT_EQ(bench.fills, 0u);
}

TEST_F(Classic, ExitsAtOnceWhenThePriceHasPassedAStopThatIsNotThere) {
  HedgeSettings one = classic();
  one.grid.num_levels = 1;
  Bench b(one, {});
  b.go("100");
  b.go("101");
  b.lose(SlotKind::STOP_LOSS);  // a new one is sent ...
  b.tick("105.5");              // ... and the price passes the trigger before it arrives
  b.settle();
  EXPECT_EQ(b.state(), "STOPPED stop_loss");
  EXPECT_TRUE(b.position().is_zero());
  EXPECT_EQ(b.resting(), Lines{});
  EXPECT_EQ(b.broken + b.promise_broken, "");
}

TEST_F(Classic, ExitsWhenAHeldPositionHasHadNoStopForTenSeconds) {
  bench.go("100");
  bench.go("101");
  bench.lose(SlotKind::STOP_LOSS);
  int seconds = 0;
  for (; bench.strategy().state() == ProgramState::ACTIVE && seconds < 20; ++seconds) {
    for (const int index : {0, 1}) {
      if (bench.orders.find(SlotKind::STOP_LOSS, index) != nullptr) bench.reject(SlotKind::STOP_LOSS, index);
    }
    bench.tick("101");
  }
  bench.settle();
  EXPECT_EQ(seconds, 10);
  EXPECT_EQ(bench.state(), "STOPPED stop_loss");
  EXPECT_TRUE(bench.position().is_zero());
}

TEST_F(Classic, FlattensWithinTenBasisPointsFirstAndAtMarketThen) {
  bench.go("100");
  bench.go("101");
  Lines sent = bench.operate(OperatorAction::FLATTEN);
  EXPECT_EQ(sent.back(), "flatten 0 BUY 0.200 @ 101.11 IOC reduce-only");  // ask 101.01
  bench.orders.remove(SlotKind::FLATTEN);                                  // nothing there within the cap
  EXPECT_EQ(bench.tick("101.5").back(), "flatten 0 BUY 0.200 reduce-only");
  bench.settle();
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.resting(), Lines{});
  EXPECT_EQ(bench.state(), "STOPPED operator");
}

// ---- classic: states -----------------------------------------------------------------------------------------------

TEST_F(Classic, TakesTheGridAwayAndLeavesTheStopWhileTheGateDemandsIt) {
  bench.go("100");
  bench.go("101");
  bench.demand(ProgramState::HALTED, Reason::MAX_DRAWDOWN);
  bench.go("101");
  EXPECT_EQ(bench.state(), "HALTED max_drawdown");
  EXPECT_EQ(bench.resting(),
            (Lines{"stop_loss 0 BUY 1.000 @ 105.04 reduce-only", "take_profit 0 BUY 1.000 @ 94.94 reduce-only"}));
  bench.demand(ProgramState::ACTIVE, Reason::NONE);
  bench.go("101");
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_OPEN), 4u);
}

TEST_F(Classic, PausesAndResumes) {
  bench.go("100");
  bench.go("101");
  bench.operate(OperatorAction::PAUSE);
  bench.settle();
  EXPECT_EQ(bench.state(), "PAUSED operator");
  EXPECT_EQ(bench.orders.count(SlotKind::STOP_LOSS), 1u);
  bench.operate(OperatorAction::RESUME);
  bench.settle();
  bench.go("101");
  EXPECT_EQ(bench.state(), "ACTIVE none");
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_OPEN), 4u);
}

TEST_F(Classic, LeavesRestingRungsAndSendsNoNewOnesWhileExposureMayNotRise) {
  bench.go("100");
  bench.allow_raising(false);
  EXPECT_EQ(bench.go("100"), Lines{}) << "doubtful data do not chase resting orders away";
  bench.lose(SlotKind::GRID_OPEN, 4);
  EXPECT_EQ(bench.print(price("100"), Duration::seconds(61)), Lines{});
  bench.allow_raising(true);
  EXPECT_EQ(bench.tick("100"), Lines{"grid_open 4 SELL 0.200 @ 105.00"});
}

TEST_F(Classic, TakesFromTheLaddersPartWhatTheUpperLimitTakesFromTheHedge) {
  bench.go("100");
  for (const char* p : {"101", "102", "103"}) bench.go(p);
  ASSERT_EQ(bench.strategy().book().ladder_held(), qty("0.6"));
  bench.change_spot("-0.6");  // 0.4 coins left under a hedge of 0.6
  bench.settle();
  EXPECT_EQ(bench.held(), "0.400");
  EXPECT_EQ(bench.strategy().book().ladder_held(), qty("0.4"));
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_OPEN), 0u) << "no room for another rung";
}

// ---- re-armed levels -----------------------------------------------------------------------------------------------

TEST_F(Rearming, TradesEveryCrossedLevelOnEveryCycle) {
  bench.go("100");
  for (int cycle = 0; cycle < 10; ++cycle) {
    for (const char* p : {"101", "102", "103", "103.5", "103", "102", "101", "100", "98", "96.5", "98"}) bench.go(p);
  }
  EXPECT_EQ(bench.fills, 60u) << "three sells and three buys a cycle";
  EXPECT_TRUE(bench.position().is_zero());
}

TEST_F(Rearming, BuysOneRungLowerAtOnceReduceOnly) {
  bench.go("100");
  bench.go("101");
  const Lines sent = bench.go("102");
  EXPECT_NE(std::find(sent.begin(), sent.end(), "grid_close 1 BUY 0.200 @ 101.00 reduce-only"), sent.end());
}

// ---- long ----------------------------------------------------------------------------------------------------------

TEST_F(Long, PlacesTheMirrorImage) {
  Lines sent = bench.tick("100");
  std::sort(sent.begin(), sent.end());
  EXPECT_EQ(sent, (Lines{"grid_open 0 BUY 0.200 @ 99.00", "stop_loss 0 SELL 1.000 @ 95.04 reduce-only"}));
  EXPECT_EQ(bench.settle(), (Lines{"grid_open 1 BUY 0.200 @ 98.00", "grid_open 2 BUY 0.200 @ 97.00",
                                   "grid_open 3 BUY 0.200 @ 96.00", "grid_open 4 BUY 0.200 @ 95.00"}));
}

TEST_F(Long, MovesItsExitsWithEachFill) {
  bench.go("100");
  const char* prints[] = {"99", "98", "97", "96", "95"};  // E 99, 98.5, 98, 97.5, 97
  const char* stops[] = {"95.04", "94.56", "94.08", "93.60", "93.12"};
  const char* profits[] = {"104.94", "104.41", "103.88", "103.35", "102.82"};
  for (int k = 0; k < 5; ++k) {
    bench.go(prints[k]);
    EXPECT_EQ(bench.strategy().stop_price(), price(stops[k]));
    EXPECT_EQ(bench.strategy().take_profit_price(), price(profits[k]));
  }
}

TEST_F(Long, StopsOnAFallAndStandsStill) {
  bench.go("100");
  bench.tick("93");
  EXPECT_EQ(bench.fills, 6u);
  bench.settle();
  EXPECT_EQ(bench.state(), "STOPPED stop_loss");
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.resting(), Lines{});
  EXPECT_EQ(bench.go("99"), Lines{});
}

TEST_F(Long, TakesProfitOnARise) {
  bench.go("100");
  bench.go("99");
  bench.go("104.94");
  EXPECT_EQ(bench.state(), "STOPPED take_profit");
  EXPECT_TRUE(bench.position().is_zero());
}

// ---- both ----------------------------------------------------------------------------------------------------------

TEST_F(Both, BuysBackBelowTheReferenceAsFarAsTheHedgeGoes) {
  bench.go("100");
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_CLOSE), 0u);
  bench.go("101");
  EXPECT_EQ(line(bench.orders.find(SlotKind::GRID_CLOSE, 5)->spec), "grid_close 5 BUY 0.200 @ 99.00 reduce-only");
  bench.go("102");
  EXPECT_EQ(line(bench.orders.find(SlotKind::GRID_CLOSE, 6)->spec), "grid_close 6 BUY 0.200 @ 98.00 reduce-only");
  bench.go("99");
  EXPECT_EQ(bench.held(), "0.200");
  bench.go("98");
  EXPECT_TRUE(bench.position().is_zero());
  bench.go("96");
  EXPECT_TRUE(bench.position().is_zero()) << "never long";
}

}  // namespace
}  // namespace alpha_pulse::hedging
