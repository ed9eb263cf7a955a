#include "alpha_pulse/session/bot_status.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;
using backtest::ClosedLoop;

std::unique_ptr<ClosedLoop> hedged(const Sets& sets) {
  const auto settings =
      loop_settings(loaded(sets).config, {.hedge = btc(), .one_series = true, .cadence = Duration::seconds(1)});
  return std::move(*ClosedLoop::create(settings, loaded(sets).config.hedge));
}

BotStatus status(const ClosedLoop& loop, std::optional<Timestamp> end = {}) {
  return status_of(loop, loaded().config, "sim", end);
}

TEST(BotStatus, BeforeTheFirstPriceSaysThatItWaits) {
  const auto loop = hedged({});
  const BotStatus s = status(*loop);
  EXPECT_EQ(s.run.state, ProgramState::STARTING);
  EXPECT_EQ(s.active_orders, 0U);
  EXPECT_EQ(s.grid_levels, 0U);
  EXPECT_FALSE(s.stop_loss_active);
  EXPECT_FALSE(s.last_rebalance);
  EXPECT_FALSE(s.progress());
}

TEST(BotStatus, CountsTheLaddersRungsAndWhatProtectsThem) {
  const auto loop = hedged({});
  loop->push(print(kMidnight, "95203.05"));
  loop->push(print(kMidnight + Duration::seconds(1), "95203.05"));
  const BotStatus s = status(*loop);
  EXPECT_EQ(s.run.state, ProgramState::ACTIVE);
  EXPECT_EQ(s.grid_levels, 5U);
  EXPECT_TRUE(s.stop_loss_active);  // a stop stands before the first rung can fill
  EXPECT_EQ(s.active_orders, loop->engine().tracker().live().size());
  EXPECT_EQ(s.run.stop_price.known(), s.stop_loss_active);
}

TEST(BotStatus, RemembersWhenTheGridLastChangedAndNotWhenAnExitDid) {
  const auto loop = hedged({});
  loop->push(print(kMidnight, "95203.05"));
  const auto built = status(*loop).last_rebalance;
  ASSERT_TRUE(built.has_value());
  EXPECT_EQ(*built, kMidnight);
  loop->push(print(kMidnight + Duration::seconds(1), "95210"));
  EXPECT_EQ(status(*loop).last_rebalance, built);
  loop->push(print(kMidnight + Duration::seconds(2), "96200"));  // the first rung fills: only the exits are replaced
  EXPECT_EQ(status(*loop).last_rebalance, built);
  EXPECT_EQ(status(*loop).run.hedge_quantity, coins("-0.2"));
}

TEST(BotStatus, ShowsSkippedPricesOnceTheLoopHasCaughtUp) {
  const auto loop = hedged({});
  loop->push(print(kMidnight, "95203.05"));
  for (int second = 1; second <= 3; ++second) {
    loop->push(print(kMidnight + Duration::seconds(second), second == 3 ? "95300" : "95250"));
  }
  EXPECT_NE(status(*loop).run.last_price, price("95300"));
  const std::string before = loop->engine().timed_hash();
  loop->catch_up();
  EXPECT_EQ(status(*loop).run.last_price, price("95300"));
  EXPECT_EQ(loop->engine().timed_hash(), before);
}

TEST(BotStatus, KnowsHowFarTheRunHasCome) {
  const auto loop = hedged({});
  loop->push(print(kMidnight, "95203.05"));
  loop->push(print(kMidnight + Duration::minutes(15), "95203.05"));
  EXPECT_DOUBLE_EQ(*status(*loop, kMidnight + Duration::hours(1)).progress(), 0.25);
  EXPECT_DOUBLE_EQ(*status(*loop, kMidnight).progress(), 1.0);
}

}  // namespace
}  // namespace alpha_pulse::session
