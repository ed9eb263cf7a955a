#include "alpha_pulse/exchanges/binance/rate_budget.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <map>

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr Timestamp kMinute = Timestamp::from_ms(1'730'000'040'000);  // a minute begins
static_assert(kMinute.floor_to(Duration::minutes(1)) == kMinute);
constexpr CallCost kHeavy{.weight = 100};

TEST(RateBudget, KeepsAFifthForWhatProtects) {
  RateBudget budget(Product::FUTURES);
  int sent = 0;
  while (!budget.wait_until(kHeavy, Purpose::ORDINARY, kMinute)) {
    budget.sent(kHeavy, kMinute);
    ++sent;
  }
  EXPECT_EQ(sent, 19);  // 1900 of 1920
  EXPECT_EQ(budget.wait_until(kHeavy, Purpose::ORDINARY, kMinute), kMinute + Duration::minutes(1));
  EXPECT_FALSE(budget.wait_until(kHeavy, Purpose::PROTECTIVE, kMinute));
  EXPECT_FALSE(budget.wait_until(kHeavy, Purpose::ORDINARY, kMinute + Duration::minutes(1)));
}

TEST(RateBudget, TakesTheStricterOfItsOwnCountAndTheVenues) {
  RateBudget budget(Product::FUTURES);
  budget.sent(kHeavy, kMinute);
  budget.observe_header("x-mbx-used-weight-1m", "1900", kMinute);
  EXPECT_EQ(budget.used_weight(kMinute), 1'900);
  budget.observe_header("X-MBX-USED-WEIGHT-1M", "5", kMinute);
  EXPECT_EQ(budget.used_weight(kMinute), 1'900);
  budget.sent(kHeavy, kMinute);
  EXPECT_EQ(budget.used_weight(kMinute), 2'000);
  for (const std::string_view value : {"", "-1", "abc", "99999999999999999999"}) {
    budget.observe_header("X-MBX-USED-WEIGHT-1M", value, kMinute);
  }
  EXPECT_EQ(budget.used_weight(kMinute), 2'000);
  EXPECT_EQ(budget.used_weight(kMinute + Duration::minutes(1)), 0);
}

TEST(RateBudget, CountsOrdersInBothWindows) {
  RateBudget budget(Product::FUTURES);
  const CallCost batch{.weight = 5, .orders_10s = 5, .orders_1m = 1};
  budget.sent(batch, kMinute);
  EXPECT_EQ(budget.used_orders(Duration::seconds(10), kMinute), 5);
  EXPECT_EQ(budget.used_orders(Duration::minutes(1), kMinute), 1);
  budget.observe_header("X-MBX-ORDER-COUNT-10S", "239", kMinute);
  EXPECT_EQ(budget.wait_until(batch, Purpose::ORDINARY, kMinute), kMinute + Duration::seconds(10));
  EXPECT_FALSE(budget.wait_until({.weight = 1}, Purpose::ORDINARY, kMinute));
}

TEST(RateBudget, LearnsLimitsAndCounts) {
  RateBudget budget(Product::FUTURES);
  const std::vector<RateLimit> limits{
      {.type = LimitType::REQUEST_WEIGHT, .window = Duration::minutes(1), .limit = 50, .count = 40},
      {.type = LimitType::UNKNOWN, .window = Duration::minutes(1), .limit = 0},
      {.type = LimitType::ORDERS, .window = {}, .limit = 0}};
  budget.learn(limits);
  budget.observe(limits, kMinute);
  EXPECT_TRUE(budget.wait_until({.weight = 1}, Purpose::ORDINARY, kMinute));
  EXPECT_FALSE(budget.wait_until({.weight = 10}, Purpose::PROTECTIVE, kMinute));
  EXPECT_TRUE(budget.wait_until({.weight = 11}, Purpose::PROTECTIVE, kMinute));
}

TEST(RateBudget, IsSilentThroughABan) {
  RateBudget budget(Product::FUTURES);
  budget.back_off(kMinute + Duration::seconds(30));
  EXPECT_EQ(budget.wait_until({}, Purpose::ORDINARY, kMinute), kMinute + Duration::seconds(30));
  EXPECT_FALSE(budget.wait_until({}, Purpose::PROTECTIVE, kMinute));
  budget.silence(kMinute + Duration::minutes(2));
  budget.silence(kMinute + Duration::minutes(1));
  EXPECT_EQ(budget.wait_until({}, Purpose::PROTECTIVE, kMinute), kMinute + Duration::minutes(2));
  EXPECT_FALSE(budget.wait_until({}, Purpose::PROTECTIVE, kMinute + Duration::minutes(2)));
}

RC_GTEST_PROP(RateBudget, NoSequenceOfCallsPassesALimit, ()) {
  const auto calls = *rc::gen::container<std::vector<std::tuple<int, int, bool>>>(
      rc::gen::tuple(rc::gen::inRange(0, 400), rc::gen::inRange(0, 9'000), rc::gen::arbitrary<bool>()));
  RateBudget budget(Product::FUTURES);
  std::map<Timestamp, std::int64_t> all, ordinary;
  Timestamp now = kMinute;
  for (const auto& [weight, gap_ms, protective] : calls) {
    now = now + Duration::milliseconds(gap_ms);
    const CallCost cost{.weight = weight};
    if (budget.wait_until(cost, protective ? Purpose::PROTECTIVE : Purpose::ORDINARY, now)) continue;
    budget.sent(cost, now);
    const Timestamp window = now.floor_to(Duration::minutes(1));
    RC_ASSERT(((all[window] += weight) <= 2'400));
    if (!protective) RC_ASSERT(((ordinary[window] += weight) <= 1'920));
  }
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
