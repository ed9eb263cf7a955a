// The profile guarded, and a ladder over its base.
#include "alpha_pulse/hedging/grid_strategy.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/hedging/test_bench.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

/// A wallet of 50 on a holding of 1 at 100: liquidation at 149.4, disaster stop at 139.52.
const BenchSetup kOwnMargin{.spot = "1", .wallet = "50", .filters = {}};

class Started : public testing::Test {
 protected:
  explicit Started(const HedgeSettings& settings, const BenchSetup& setup) : bench(settings, setup) {}
  void TearDown() override {
    EXPECT_EQ(bench.broken, "");
    EXPECT_EQ(bench.promise_broken, "");
  }
  Bench bench;
};
struct Guarded : Started {
  Guarded() : Started(HedgeSettings::guarded(), kOwnMargin) {}
};

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

TEST(GuardedBuild, GoesOnFromAFirstSliceOfWhichTooLittleIsMissingToTrade) {
  Bench b(HedgeSettings::guarded(), {.spot = "1", .wallet = "5.45", .filters = {}});
  b.go("100");
  const std::string first = b.held();
  ASSERT_GE(first, "0.160") << "what margin left of the slice of 0.200: the rest is worth less than the minimum";
  ASSERT_LT(first, "0.200");
  for (int minute = 0; minute < 3; ++minute) b.print(price("60"), Duration::minutes(1)), b.settle();
  EXPECT_GT(b.held(), "0.250");
  EXPECT_EQ(b.promise_broken, "");
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
  Bench b(HedgeSettings::guarded(), {.spot = "1", .wallet = "1000", .filters = {}});  // margin is not the matter here
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

struct GuardedLadder : Started {
  static HedgeSettings settings() {
    HedgeSettings s = HedgeSettings::guarded();
    s.grid.ladder = true;
    s.grid.volatility_mode = VolatilityMode::FIXED;
    return s;
  }
  GuardedLadder() : Started(settings(), {.spot = "10", .wallet = "500", .filters = {}}) {}
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

}  // namespace
}  // namespace alpha_pulse::hedging
