#include "alpha_pulse/market/wave.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace alpha_pulse::market {
namespace {

TEST(Wave, AgreesWithLibm) {
  for (int i = 0; i < 100'000; ++i) {
    const double turns = i / 100'000.0;
    ASSERT_NEAR(sine_of_turns(turns), std::sin(2 * std::numbers::pi * turns), 1e-14) << turns;
  }
}

TEST(Wave, HitsItsTurningPoints) {
  EXPECT_EQ(sine_of_turns(0), 0);
  EXPECT_DOUBLE_EQ(sine_of_turns(0.25), 1);
  EXPECT_EQ(sine_of_turns(0.5), 0);
  EXPECT_DOUBLE_EQ(sine_of_turns(0.75), -1);
}

}  // namespace
}  // namespace alpha_pulse::market
