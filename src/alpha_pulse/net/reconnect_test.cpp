#include "alpha_pulse/net/reconnect.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace alpha_pulse::net {
namespace {

RC_GTEST_PROP(Backoff, WaitsLongerEachTimeWithinItsLimits, (std::uint64_t seed)) {
  const Backoff backoff{.seed = seed};
  const auto attempt = *rc::gen::inRange<std::uint32_t>(0, 100);
  const Duration full = Duration::seconds(attempt < 5 ? std::int64_t{2} << attempt : 60);
  const Duration delay = backoff.delay(attempt);
  RC_ASSERT((delay >= Duration::seconds(1) && delay <= Duration::seconds(60)));
  RC_ASSERT((delay * 2 >= full && delay <= full));
  RC_ASSERT(delay == backoff.delay(attempt));
}

TEST(Backoff, NeverTriesMoreThanOnceASecond) {
  EXPECT_GE(Backoff{}.delay(0), Duration::seconds(1));
  EXPECT_LE(Backoff{}.delay(4'000'000'000), Duration::seconds(60));
}

TEST(Backoff, SpreadsThoseWhoLostTheirConnectionTogether) {
  std::set<std::int64_t> delays;
  for (std::uint64_t seed = 0; seed < 100; ++seed) delays.insert(Backoff{.seed = seed}.delay(3).ns());
  EXPECT_EQ(delays.size(), 100U);
}

}  // namespace
}  // namespace alpha_pulse::net
