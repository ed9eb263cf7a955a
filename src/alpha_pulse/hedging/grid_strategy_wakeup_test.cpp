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

}  // namespace
}  // namespace alpha_pulse::hedging
