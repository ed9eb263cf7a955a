#include "alpha_pulse/hedging/grid_strategy.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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
/// guarded with a wallet of 50 on a holding of 1 at 100: liquidation at 149.4, disaster stop at 139.52.
const BenchSetup kOwnMargin{.spot = "1", .wallet = "50", .filters = {}};

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
struct Guarded : Classic {
  Guarded() : Classic(HedgeSettings::guarded(), kOwnMargin) {}
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

Lines rebalances(const Lines& sent) {
  Lines out;
  for (const std::string& text : sent) {
    if (text.find("rebalance") != std::string::npos) out.push_back(text);
  }
  return out;
}

// ---- guarded: the start --------------------------------------------------------------------------------------------

TEST_F(Guarded, ConfirmsItsDisasterStopThenTakesASliceThenTheLowerLimitThenQuotesPatiently) {
  const Lines first = bench.tick("100");
  ASSERT_EQ(first.size(), 1u) << "the stop alone";
  EXPECT_EQ(first[0], "disaster_stop 0 BUY 1.050 @ 139.52 reduce-only");
  EXPECT_EQ(bench.state(), "ACTIVE building_hedge");
  const Lines then = bench.settle();
  ASSERT_EQ(then.size(), 3u);
  EXPECT_EQ(then[0], "rebalance 0 SELL 0.200 @ 99.90 IOC") << "Q / n behind a confirmed stop";
  EXPECT_EQ(then[1], "rebalance 0 SELL 0.700 @ 99.90 IOC") << "to the lower limit of 0.90";
  EXPECT_EQ(then[2], "rebalance 0 SELL 0.100 @ 100.01 GTX") << "the rest at the touch";
  EXPECT_EQ(bench.held(), "0.900");
  EXPECT_EQ(bench.strategy().time_to_hedge(), Duration{});
  bench.go("100.02");
  EXPECT_EQ(bench.held(), "1.000");
  EXPECT_EQ(bench.state(), "ACTIVE none");
  EXPECT_EQ(bench.go("100.02"), Lines{}) << "the target itself, not an edge of the band";
}

TEST_F(Guarded, TakesTheRestWithinTenBasisPointsAfterAMinute) {
  bench.go("100");
  Lines sent;
  for (int s = 0; s < 62; ++s) {
    for (std::string& text : bench.go("100")) sent.push_back(std::move(text));
  }
  EXPECT_EQ(sent.back(), "rebalance 0 SELL 0.100 @ 99.90 IOC");
  EXPECT_EQ(bench.held(), "1.000");
}

TEST_F(Guarded, SendsNothingInAFlatMarketOnceItIsHedged) {
  bench.go("100");
  bench.go("100.02");
  const std::size_t placed = bench.placed;
  for (int minute = 0; minute < 2000; ++minute) bench.print(price("100.02"), Duration::minutes(1));
  EXPECT_EQ(bench.placed, placed);
}

TEST_F(Guarded, BuildsNothingWhileExposureMayNotRise) {
  bench.allow_raising(false);
  for (int k = 0; k < 5; ++k) bench.go("100");
  EXPECT_TRUE(bench.position().is_zero());
  bench.allow_raising(true);
  bench.go("100");
  bench.go("100");
  EXPECT_EQ(bench.held(), "0.900");
}

TEST_F(Guarded, ReturnsToTheUpperLimitAtOnceWhenCoinsLeave) {
  bench.go("100");
  bench.go("100.02");
  bench.now = bench.now + Duration::seconds(10);
  const Lines sent = bench.change_spot("-0.2");  // h = 1.25
  ASSERT_FALSE(sent.empty());
  EXPECT_EQ(sent.back(), "rebalance 0 BUY 0.160 @ 100.13 IOC reduce-only");  // to 1.05 x 0.8
  bench.settle();
  EXPECT_EQ(bench.held(), "0.840");
}

TEST_F(Guarded, ReturnsToTheLowerLimitAtOnceWhenCoinsArrive) {
  bench.go("100");
  bench.go("100.02");
  bench.change_spot("0.5");  // h = 0.667
  bench.settle();
  bench.go("100.02");
  EXPECT_GE(bench.position().magnitude(), qty("1.35")) << "0.90 x 1.5";
}

TEST(GuardedBand, TradesToTheNearEdgeWhenOnlyTheBandIsLeft) {
  Bench b(HedgeSettings::guarded(), {.spot = "10", .wallet = "500", .filters = {}});
  b.go("100");
  b.go("100.02");
  ASSERT_EQ(b.held(), "10.000");
  // h = 0.943: inside the limits, outside the band of 0.02189760; the edge is 10.6 (1 - b) = 10.3678..., up to the lot.
  EXPECT_EQ(rebalances(b.change_spot("0.6")), Lines{"rebalance 0 SELL 0.368 @ 100.03 GTX"});
}

TEST(GuardedBand, ForgetsACorrectionWhenTheHoldingChangesAgain) {
  Bench b(HedgeSettings::guarded(), {.spot = "10", .wallet = "500", .filters = {}});
  b.go("100");
  b.go("100.02");
  b.change_spot("0.6");
  b.settle();
  EXPECT_EQ(b.orders.count(SlotKind::REBALANCE), 1u);
  EXPECT_EQ(rebalances(b.change_spot("-0.6")), Lines{"cancel rebalance 0 SELL 0.368 @ 100.03 GTX"});
  b.settle();
  EXPECT_EQ(rebalances(b.go("100.02")), Lines{}) << "hedged as it is";
}

TEST(GuardedBand, LeavesSmallDriftAlone) {
  Bench b(HedgeSettings::guarded(), {.spot = "10", .wallet = "500", .filters = {}});
  b.go("100");
  b.go("100.02");
  EXPECT_EQ(rebalances(b.change_spot("0.2")), Lines{});
  EXPECT_EQ(rebalances(b.change_spot("-0.4")), Lines{});
}

TEST(GuardedBand, DefersACorrectionBelowTheMinimumUntilThePriceLiftsIt) {
  Bench b(HedgeSettings::guarded(), kOwnMargin);
  b.go("100");
  b.go("100.02");
  b.change_spot("0.06");  // 0.037 coins are missing to the edge: 3.70 quote, and the minimum is 5
  b.settle();
  EXPECT_EQ(rebalances(b.go("135.1")), Lines{}) << "4.9987";
  EXPECT_EQ(rebalances(b.tick("135.2")), Lines{"rebalance 0 SELL 0.037 @ 135.21 GTX"}) << "5.0024";
  EXPECT_EQ(b.promise_broken, "");
}

TEST_F(Guarded, ClosesTheWholeLegAtTheDisasterStopAndWaitsForAPerson) {
  bench.go("100");
  bench.go("100.02");
  bench.go("140");
  EXPECT_EQ(bench.state(), "STOPPED disaster_stop");
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.resting(), Lines{});
  bench.print(price("140"), Duration::days(3));
  bench.settle();
  EXPECT_EQ(bench.state(), "STOPPED disaster_stop") << "only a person begins again after a disaster";
}

// ---- guarded with a ladder -----------------------------------------------------------------------------------------

struct GuardedLadder : Classic {
  static HedgeSettings settings() {
    HedgeSettings s = HedgeSettings::guarded();
    s.grid.ladder = true;
    s.grid.volatility_mode = VolatilityMode::FIXED;
    return s;
  }
  GuardedLadder() : Classic(settings(), {.spot = "10", .wallet = "500", .filters = {}}) {}
  void hedge() {
    bench.go("100");
    bench.go("100");
    bench.go("100");
  }
};

TEST_F(GuardedLadder, HoldsTheLowerLimitAsItsBaseAndCarriesTheRestInRungs) {
  hedge();
  EXPECT_EQ(bench.held(), "9.000");
  EXPECT_EQ(line(bench.orders.find(SlotKind::GRID_OPEN, 0)->spec), "grid_open 0 SELL 0.200 @ 101.00");
  EXPECT_EQ(bench.orders.count(SlotKind::STOP_LOSS), 1u);
  EXPECT_EQ(bench.orders.count(SlotKind::DISASTER_STOP), 1u);
}

TEST_F(GuardedLadder, KeepsItsRungsOneSpacingInsideTheStop) {
  hedge();
  for (const Order& order : bench.orders.live()) {
    if (order.spec.slot.kind != SlotKind::GRID_OPEN) continue;
    EXPECT_LE(order.spec.price.to_double() * 1.01, bench.strategy().stop_price().to_double() * 1.0001);
  }
}

TEST_F(GuardedLadder, ClosesOnlyTheLadderAtItsStopAndKeepsTheBase) {
  hedge();
  bench.go("101");
  EXPECT_EQ(bench.held(), "9.200");
  EXPECT_EQ(bench.strategy().stop_price(), price("105.04"));
  bench.go("105.04");
  EXPECT_EQ(bench.held(), "9.000");
  EXPECT_EQ(bench.state(), "ACTIVE ladder_stopped");
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_OPEN), 0u);
  EXPECT_EQ(bench.orders.count(SlotKind::STOP_LOSS), 0u);
  EXPECT_EQ(bench.orders.count(SlotKind::DISASTER_STOP), 1u) << "the base stays protected";
}

TEST_F(GuardedLadder, BeginsItsLadderAgainAfterADay) {
  hedge();
  bench.go("101");
  bench.go("105.04");
  bench.print(price("105"), Duration::hours(23));
  bench.settle();
  EXPECT_EQ(bench.state(), "ACTIVE ladder_stopped");
  bench.print(price("105"), Duration::hours(1));
  bench.settle();
  bench.go("105");
  EXPECT_EQ(bench.state(), "ACTIVE none");
  EXPECT_EQ(line(bench.orders.find(SlotKind::GRID_OPEN, 0)->spec), "grid_open 0 SELL 0.200 @ 106.05");
}

TEST_F(GuardedLadder, DoesNotBeginAgainAfterADisasterBecauseItsLadderMay) {
  hedge();
  bench.go("101");
  bench.go("105.04");
  ASSERT_EQ(bench.state(), "ACTIVE ladder_stopped");
  bench.go("160");
  ASSERT_EQ(bench.state(), "STOPPED disaster_stop");
  bench.print(price("160"), Duration::days(2));
  bench.settle();
  EXPECT_EQ(bench.state(), "STOPPED disaster_stop");
  EXPECT_TRUE(bench.position().is_zero());
}

TEST_F(GuardedLadder, GuardsTheLadderByItsOwnQuantity) {
  hedge();
  bench.go("101");
  const Order* stop = bench.orders.find(SlotKind::STOP_LOSS, 0);
  if (stop == nullptr) stop = bench.orders.find(SlotKind::STOP_LOSS, 1);
  ASSERT_NE(stop, nullptr);
  EXPECT_EQ(stop->spec.quantity, qty("0.2"));
}

// ---- measured volatility -------------------------------------------------------------------------------------------

struct Measured : Classic {
  static HedgeSettings settings() {
    HedgeSettings s = classic();
    s.grid.volatility_mode = VolatilityMode::MEASURED;
    return s;
  }
  Measured() : Classic(settings()) {}
};

TEST_F(Measured, MovesItsGridToANewReferenceWhenFlatAndThePriceHasLeftIt) {
  bench.go("100");
  bench.print(price("100"), Duration::minutes(5));
  bench.go("98.9");  // below P0 - g = 99
  EXPECT_EQ(bench.strategy().ladder().geometry().reference, price("98.9"));
  EXPECT_EQ(bench.orders.count(SlotKind::GRID_OPEN), 5u);
  EXPECT_EQ(line(bench.orders.find(SlotKind::GRID_OPEN, 0)->spec), "grid_open 0 SELL 0.200 @ 99.89");
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
