#include "alpha_pulse/simulator/face_rates.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::simulator {
namespace {

constexpr Timestamp kMinuteStart = Timestamp::from_ms(1'700'000'040'000);

TEST(RateMeter, CountsWeightWithinTheMinuteOfTheClock) {
  RateMeter meter({});
  EXPECT_TRUE(meter.take_weight("a", 2400, kMinuteStart));
  EXPECT_EQ(meter.used_weight("a", kMinuteStart), 2400);
  EXPECT_EQ(meter.used_weight("b", kMinuteStart), 0);
  const auto refused = meter.take_weight("a", 1, kMinuteStart + Duration::seconds(59));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, 429);
  EXPECT_EQ(refused.error().code, -1003);
  EXPECT_TRUE(meter.take_weight("a", 1, kMinuteStart + Duration::minutes(1)));
  EXPECT_EQ(meter.used_weight("a", kMinuteStart + Duration::minutes(1)), 1);
}

TEST(RateMeter, BansWhoGoesOnAndTellsUntilWhen) {
  RateMeter meter({.weight_a_minute = 1});
  Timestamp now = kMinuteStart;
  for (int i = 0; i < RateMeter::kPatience + 1; ++i) (void)meter.take_weight("a", 1, now);
  const auto banned = meter.take_weight("a", 1, now);
  ASSERT_FALSE(banned);
  EXPECT_EQ(banned.error().status, 418);
  const auto until = std::to_string((now + Duration::minutes(2)).ms());
  EXPECT_NE(banned.error().message.find("IP banned until " + until), std::string::npos);
  EXPECT_EQ(meter.retry_after("a", now), 121);
  now = now + Duration::minutes(2);
  EXPECT_TRUE(meter.take_weight("a", 1, now));
}

TEST(RateMeter, CountsOrdersPerAccountInTwoWindows) {
  RateMeter meter({.orders_a_minute = 3, .orders_ten_seconds = 2});
  EXPECT_TRUE(meter.take_orders(1, 1, 1, kMinuteStart));
  EXPECT_TRUE(meter.take_orders(1, 1, 1, kMinuteStart));
  EXPECT_EQ(meter.take_orders(1, 1, 1, kMinuteStart).error().code, -1015);
  EXPECT_TRUE(meter.take_orders(2, 1, 1, kMinuteStart));
  EXPECT_TRUE(meter.take_orders(1, 1, 1, kMinuteStart + Duration::seconds(10)));
  EXPECT_FALSE(meter.take_orders(1, 1, 1, kMinuteStart + Duration::seconds(20)));
  EXPECT_EQ(meter.orders_long(1, kMinuteStart + Duration::seconds(20)), 3);
}

TEST(RateMeter, TellsTheEndOfTheWindowOfOrdersThatIsUsedUp) {
  RateMeter meter({.orders_a_minute = 3, .orders_ten_seconds = 2});
  EXPECT_TRUE(meter.take_orders(1, 1, 1, kMinuteStart));
  EXPECT_TRUE(meter.take_orders(1, 1, 1, kMinuteStart));
  EXPECT_NE(meter.take_orders(1, 1, 1, kMinuteStart).error().message.find("2 orders per TEN_SECONDS"),
            std::string::npos);
  EXPECT_EQ(meter.orders_retry_after(1, kMinuteStart + Duration::seconds(4)), 7);
  EXPECT_TRUE(meter.take_orders(1, 1, 1, kMinuteStart + Duration::seconds(10)));
  EXPECT_NE(
      meter.take_orders(1, 1, 1, kMinuteStart + Duration::seconds(11)).error().message.find("3 orders per MINUTE"),
      std::string::npos);
  EXPECT_EQ(meter.orders_retry_after(1, kMinuteStart + Duration::seconds(11)), 50);
}

TEST(RateMeter, RefusesNothingWhenItOnlyCounts) {
  RateMeter meter({.weight_a_minute = 1, .orders_ten_seconds = 1, .enforced = false});
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(meter.take_weight("a", 1, kMinuteStart));
    EXPECT_TRUE(meter.take_orders(1, 1, 1, kMinuteStart));
  }
  EXPECT_EQ(meter.used_weight("a", kMinuteStart), 50);
}

}  // namespace
}  // namespace alpha_pulse::simulator
