#include "alpha_pulse/exchanges/clock_offset.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::exchanges {
namespace {

constexpr Timestamp kNow = Timestamp::from_ms(1'700'000'000'000);

TEST(ClockOffset, TakesTheMiddleOfTheTrip) {
  ClockOffset clock;
  ASSERT_FALSE(clock.known());
  ASSERT_TRUE(clock.add(kNow, kNow + Duration::milliseconds(100), kNow + Duration::milliseconds(1'050)));
  const auto estimate = clock.estimate(kNow + Duration::milliseconds(100));
  EXPECT_NEAR(static_cast<double>(estimate.offset.ns()), 1e9, 1e6);
  EXPECT_LE(estimate.error, Duration::milliseconds(51));
}

TEST(ClockOffset, PrefersTheShortestTripAndForgetsTheOldest) {
  ClockOffset clock;
  const auto sample = [&clock](int second, int trip_ms) {
    const Timestamp sent = kNow + Duration::seconds(second);
    ASSERT_TRUE(clock.add(sent, sent + Duration::milliseconds(trip_ms), sent));
  };
  sample(0, 10);
  for (int i = 1; i < 8; ++i) sample(i, 200);
  EXPECT_LT(clock.estimate(kNow + Duration::seconds(8)).error, Duration::milliseconds(20));
  sample(8, 200);
  EXPECT_GT(clock.estimate(kNow + Duration::seconds(9)).error, Duration::milliseconds(90));
}

TEST(ClockOffset, GrowsLessCertainWithAge) {
  ClockOffset clock;
  ASSERT_TRUE(clock.add(kNow, kNow, kNow));
  EXPECT_GE(clock.estimate(kNow + Duration::seconds(1'000)).error, Duration::milliseconds(500));
}

TEST(ClockOffset, RefusesAClockThatStepsBack) {
  ClockOffset clock;
  EXPECT_FALSE(clock.add(kNow, kNow - Duration::milliseconds(1), kNow));
  EXPECT_TRUE(clock.add(kNow, kNow, kNow));
  EXPECT_FALSE(clock.add(kNow - Duration::hours(1), kNow - Duration::hours(1), kNow));
  clock.reset();
  EXPECT_FALSE(clock.known());
  EXPECT_TRUE(clock.add(kNow - Duration::hours(1), kNow - Duration::hours(1), kNow));
}

RC_GTEST_PROP(ClockOffset, TheTrueOffsetAlwaysLiesInsideTheError, ()) {
  const auto offset = Duration::nanoseconds(*rc::gen::inRange<std::int64_t>(-3'600'000'000'000, 3'600'000'000'000));
  const auto trips = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 2'000'000'000), rc::gen::inRange(0, 2'000'000'000))));
  ClockOffset clock;
  Timestamp now = kNow;
  for (const auto& [out, back] : trips) {
    const Timestamp sent = now;
    const Timestamp at_server = sent + Duration::nanoseconds(out) + offset;
    now = sent + Duration::nanoseconds(out) + Duration::nanoseconds(back);
    RC_ASSERT((clock.add(sent, now, Timestamp::from_ms(at_server.ms()))));
    const auto estimate = clock.estimate(now);
    RC_ASSERT((offset <= estimate.offset + estimate.error && offset >= estimate.offset - estimate.error));
  }
}

}  // namespace
}  // namespace alpha_pulse::exchanges
