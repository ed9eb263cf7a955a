#include "alpha_pulse/base/timestamp.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::base {
namespace {

constexpr std::int64_t kMin64 = std::numeric_limits<std::int64_t>::min();

RC_GTEST_PROP(Timestamp, FloorIsTheMultipleAtOrJustBefore, ()) {
  const auto t = Timestamp::from_ns(
      *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(-4'000'000'000'000'000'000, 4'000'000'000'000'000'000)));
  const auto period = Duration::nanoseconds(*rc::gen::inRange<std::int64_t>(1, 2'000'000'000'000'000));
  const Timestamp start = t.floor_to(period);
  RC_ASSERT(start <= t);
  RC_ASSERT(t < start + period);
  RC_ASSERT(start.ns() % period.ns() == 0);
  RC_ASSERT(start.floor_to(period) == start);
}

TEST(Timestamp, FloorsTimesBefore1970DownNotTowardZero) {
  const Duration day = Duration::days(1);
  EXPECT_EQ(Timestamp::from_ns(-1).floor_to(day), Timestamp{} - day);
  EXPECT_EQ((Timestamp{} - day).floor_to(day), Timestamp{} - day);
  EXPECT_EQ(Timestamp::from_ns(1).floor_to(day), Timestamp{});
  EXPECT_EQ(Timestamp::from_ns(-1).ms(), -1);
  EXPECT_EQ(Timestamp::from_ns(-1'000'001).ms(), -2);
}

TEST(TimestampDeath, StopsWhereTimeDoesNotFit) {
  EXPECT_DEATH(Timestamp::never() + Duration::nanoseconds(1), "addition fits");
  EXPECT_DEATH(Timestamp::from_ns(kMin64).floor_to(Duration::days(1)), "multiplication fits");
  EXPECT_DEATH(Timestamp{}.floor_to(Duration{}), "divisor is positive");
  EXPECT_DEATH(Timestamp::from_ms(kMin64), "multiplication fits");
  EXPECT_DEATH(Duration::days(200'000), "multiplication fits");
}

TEST(Timestamp, NeverIsAfterEverything) {
  EXPECT_GT(Timestamp::never(), Timestamp::from_ms(9'000'000'000'000));
}

TEST(Timestamp, UnitsAreExact) {
  EXPECT_EQ(Duration::days(1), Duration::hours(24));
  EXPECT_EQ(Duration::hours(1), Duration::minutes(60));
  EXPECT_EQ(Duration::minutes(1), Duration::seconds(60));
  EXPECT_EQ(Duration::seconds(1), Duration::milliseconds(1000));
  EXPECT_EQ(Duration::milliseconds(1), Duration::nanoseconds(1'000'000));
  EXPECT_EQ(Duration::hours(12).to_days(), 0.5);
  EXPECT_EQ(Duration::milliseconds(1500).to_seconds(), 1.5);
  EXPECT_EQ(Timestamp::from_ms(5) - Timestamp::from_ms(3), Duration::milliseconds(2));
  EXPECT_EQ(Duration::seconds(2) * 3, Duration::seconds(6));
}

TEST(Timestamp, IsShownAsUtcWithMilliseconds) {
  EXPECT_EQ(format_timestamp(Timestamp{}), "1970-01-01 00:00:00.000");
  EXPECT_EQ(format_timestamp(Timestamp::from_ms(1'738'581'085'255)), "2025-02-03 11:11:25.255");
  EXPECT_EQ(format_timestamp(Timestamp::from_ms(1'709'164'800'000)), "2024-02-29 00:00:00.000");
  EXPECT_EQ(format_timestamp(Timestamp::from_ms(1'735'689'599'999)), "2024-12-31 23:59:59.999");
  EXPECT_EQ(format_timestamp(Timestamp::from_ns(-1)), "1969-12-31 23:59:59.999");
  EXPECT_EQ(format_timestamp(Timestamp::from_ns(kMin64)), "1677-09-21 00:12:43.145");
  EXPECT_EQ(format_timestamp(Timestamp::never()), "2262-04-11 23:47:16.854");
}

}  // namespace
}  // namespace alpha_pulse::base
