#include <gtest/gtest.h>

#include "alpha_pulse/session/test_plans.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;

TEST(PlanCosts, ChargesTheBaseAsATakerAndEveryRungAsAMakerAtItsOwnPrice) {
  const Plan classic = plan(exact(), "100", {"spot.quantity=1", "spot.equity=100000"});
  EXPECT_TRUE(classic.costs.base_fees.is_zero());
  EXPECT_EQ(classic.costs.rung_fees.to_string(), "0.0206");  // 0.2 x (101 + 102 + 103 + 104 + 105) x 0.0002

  const Plan guarded = plan(exact(), "100", {"profile=guarded", "spot.quantity=1", "spot.equity=100000"});
  EXPECT_EQ(guarded.costs.base_fees.to_string(), "0.05");  // 100 x 0.0005
  EXPECT_TRUE(guarded.costs.rung_fees.is_zero());
  EXPECT_EQ(guarded.costs.fees(), guarded.costs.base_fees);
}

TEST(PlanCosts, CountsFundingThreeTimesADayTowardsTheShort) {
  const Sets sets{"profile=guarded", "spot.quantity=1", "spot.equity=100000"};
  EXPECT_TRUE(plan(exact(), "100", sets).costs.funding_year.is_zero());
  Sets receives = sets;
  receives.push_back("funding.default_rate=0.0001");
  EXPECT_EQ(plan(exact(), "100", receives).costs.funding_year.to_string(), "10.95");  // 100 x 0.0001 x 1095
  Sets pays = sets;
  pays.push_back("funding.default_rate=-0.0001");
  EXPECT_EQ(plan(exact(), "100", pays).costs.funding_year.to_string(), "-10.95");
  EXPECT_EQ(plan(exact(), "100",
                 {"grid.direction=LONG", "spot.quantity=-1", "hedge.initial=1", "grid.ladder=off",
                  "funding.default_rate=0.0001"})
                .costs.funding_year.to_string(),
            "-10.95");
}

TEST(PlanOrders, CountsWhatRestsTogetherAndWhatAMinuteLets) {
  const Plan classic = plan(exact(), "100");
  EXPECT_EQ(classic.orders.raising, 5);
  EXPECT_EQ(classic.orders.protective, 2);
  EXPECT_EQ(classic.orders.minute_budget, 480);  // of 600
  EXPECT_EQ(plan(exact(), "100", {"grid.max_orders=3"}).orders.raising, 3);
  const Plan guarded = plan(exact(), "100", {"profile=guarded"});
  EXPECT_EQ(guarded.orders.raising, 1);
  EXPECT_EQ(guarded.orders.protective, 1);  // the disaster stop
}

TEST(PlanOrders, WarnsWhenTheGridTakesMoreThanAMinuteAndNamesWhatPasses) {
  const Sets tight{"grid.num_levels=50", "risk.orders_per_minute=50", "grid.spacing_sigma=0.05"};
  const Plan slow = plan(exact(), "100", tight);
  EXPECT_TRUE(says(slow.warnings, "risk.orders_per_minute: 50 lets 40 of the first 50 orders out in a minute"));
  EXPECT_TRUE(says(slow.warnings, "62 would let all of them"));
  Sets enough = tight;
  enough[1] = "risk.orders_per_minute=62";
  EXPECT_FALSE(says(plan(exact(), "100", enough).warnings, "risk.orders_per_minute"));
  enough[1] = "risk.orders_per_minute=61";
  EXPECT_TRUE(says(plan(exact(), "100", enough).warnings, "risk.orders_per_minute"));
}

}  // namespace
}  // namespace alpha_pulse::session
