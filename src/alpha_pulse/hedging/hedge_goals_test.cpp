#include "alpha_pulse/hedging/hedge_goals.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::hedging {
namespace {

Quantity coins(double n) {
  return Quantity::from_raw(static_cast<std::int64_t>(n * static_cast<double>(kOne) + 0.5));
}
const HedgeNeed kOneCoin{.holding = coins(1)};

TEST(HedgeGoals, OnlyAHoldingOfTheSignThatTheDirectionHedgesNeedsAHedge) {
  EXPECT_EQ(hedge_need(coins(2), true).holding, coins(2));
  EXPECT_EQ(hedge_need(-coins(2), true).holding, Quantity{});
  EXPECT_EQ(hedge_need(-coins(2), false).holding, coins(2));
  EXPECT_EQ(hedge_need(coins(2), false).holding, Quantity{});
}

TEST(HedgeGoals, ClassicHoldsNothingFromTheStartAndTheLadderCarriesItAll) {
  const HedgeSettings classic = HedgeSettings::classic();
  EXPECT_EQ(base_goal(classic, kOneCoin), Quantity{});
  const LadderRequest request =
      ladder_request(classic, kOneCoin, {.spacing = {}, .equity = {}, .cap = coins(1), .held = {}});
  EXPECT_EQ(request.target, coins(1));
  EXPECT_EQ(request.room, coins(1));
}

TEST(HedgeGoals, GuardedHoldsTheTargetOrWithALadderTheLowerLimit) {
  HedgeSettings guarded = HedgeSettings::guarded();
  EXPECT_EQ(base_goal(guarded, kOneCoin), coins(1));
  guarded.grid.ladder = true;
  EXPECT_EQ(base_goal(guarded, kOneCoin), coins(0.9));
  const LadderRequest request =
      ladder_request(guarded, kOneCoin, {.spacing = {}, .equity = {}, .cap = coins(0.95), .held = coins(0.92)});
  EXPECT_EQ(request.target, coins(0.1));
  EXPECT_EQ(request.room, coins(0.03));  // beside what is held, not beside the smaller base
}

TEST(HedgeGoals, ACrossHedgeScalesTheHoldingFirst) {
  const HedgeNeed cross{.holding = coins(10), .cross_factor = Ratio::from_raw(kOne / 2)};
  EXPECT_EQ(cross.share(Ratio::from_raw(kOne / 10 * 9)), coins(4.5));
}

TEST(HedgeGoals, ARungIsClearOfTheStopWhenOneMoreSpacingStillFits) {
  const LadderGeometry up{
      .reference = Price::from_raw(100 * kOne), .spacing = PriceDelta::from_raw(kOne), .relative = {}};
  EXPECT_TRUE(clear_of_stop(up, 0, Price::from_raw(102 * kOne)));
  EXPECT_FALSE(clear_of_stop(up, 1, Price::from_raw(102 * kOne)));
  EXPECT_TRUE(clear_of_stop(up, 400, Price{}));
  LadderGeometry down = up;
  down.upwards = false;
  EXPECT_TRUE(clear_of_stop(down, 0, Price::from_raw(98 * kOne)));
  EXPECT_FALSE(clear_of_stop(down, 1, Price::from_raw(98 * kOne)));
}

}  // namespace
}  // namespace alpha_pulse::hedging
