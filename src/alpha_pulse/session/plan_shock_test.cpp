#include "alpha_pulse/session/plan_shock.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/session/test_plans.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;

TEST(Plan, LeavesClassicUnhedgedInAFall) {
  const Plan p = plan(btc(), "95203.05");
  EXPECT_EQ(shock(p, -10).net_pnl.to_string(), "-9520.305");
  EXPECT_EQ(shock(p, -10).hedge_pnl, Money(p.instrument.quote));
  EXPECT_EQ(shock(p, -50).rungs_filled, 0);
  EXPECT_EQ(shock(p, -50).margin_ratio, 0);
}

TEST(Plan, SendsClassicThroughItsStopInARise) {
  const Plan p = plan(btc(), "95203.05");
  const PlanShock& up = shock(p, 10);
  EXPECT_EQ(up.rungs_filled, 5);
  ASSERT_TRUE(up.exit.has_value());
  EXPECT_EQ(*up.exit, SlotKind::STOP_LOSS);
  // Sold at 98059.20 on average; bought back at the stop of five fills, 101981.50: ask one tick above, 4 bp worse.
  const double bought = 101981.6 * 1.0004;
  const double fees = 98059.2 * 0.0002 + bought * 0.0005;
  EXPECT_NEAR(up.hedge_pnl.to_double(), 98059.2 - bought - fees, 0.2);
  EXPECT_EQ(up.net_pnl, up.holding_pnl + up.hedge_pnl);
}

TEST(Plan, CostsAFullHedgeOnlyItsFeesInEitherDirection) {
  const Plan p = plan(btc(), "95203.05", {"profile=guarded"});
  const double cost = 95203.05 * (0.0005 + 0.0001);
  for (const int pct : {-50, -25, -10, 10, 25, 50}) {
    EXPECT_NEAR(shock(p, pct).net_pnl.to_double(), -cost, 0.2) << pct;
    EXPECT_FALSE(shock(p, pct).exit.has_value());
  }
  EXPECT_GT(shock(p, 50).margin_ratio, shock(p, 25).margin_ratio);
  EXPECT_LT(shock(p, 50).margin_ratio, 1);
}

TEST(Plan, EndsAHedgeWithTooLittleCashAtItsDisasterStop) {
  const Plan p = plan(btc(), "95203.05", {"profile=guarded", "spot.equity=45000"});
  ASSERT_TRUE(shock(p, 50).exit.has_value());
  EXPECT_EQ(*shock(p, 50).exit, SlotKind::DISASTER_STOP);
  const Plan bare = plan(btc(), "95203.05", {"profile=guarded", "spot.equity=45000", "risk.disaster_stop=off"});
  EXPECT_TRUE(shock(bare, 50).liquidated);
  EXPECT_EQ(shock(bare, 50).margin_ratio, 1);
  EXPECT_GE(shock(bare, 50).hedge_pnl.to_double(), -45000);
}

TEST(Plan, TakesTheProfitOfABaseInAFallAndIsUnhedgedFromThere) {
  const Plan p = plan(btc(), "95203.05", {"hedge.initial=1", "grid.ladder=off"});
  const PlanShock& down = shock(p, -25);
  ASSERT_TRUE(down.exit.has_value());
  EXPECT_EQ(*down.exit, SlotKind::TAKE_PROFIT);
  EXPECT_NEAR(down.hedge_pnl.to_double(), 95203.05 * 0.06, 200);
  EXPECT_LT(down.net_pnl.to_double(), -17000);
}

TEST(Plan, MirrorsTheShocksForBorrowedCoins) {
  const Plan up = plan(btc(), "95203.05");
  const Plan down = plan(btc(), "95203.05", {"grid.direction=LONG", "spot.quantity=-1"});
  EXPECT_EQ(shock(down, -10).rungs_filled, 5);
  EXPECT_EQ(*shock(down, -10).exit, SlotKind::STOP_LOSS);
  EXPECT_EQ(shock(down, 10).net_pnl.to_string(), "-9520.305");
  EXPECT_EQ(shock(up, -10).net_pnl, shock(down, 10).net_pnl);
}

}  // namespace
}  // namespace alpha_pulse::session
