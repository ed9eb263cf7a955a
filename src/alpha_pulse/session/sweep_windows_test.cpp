#include "alpha_pulse/session/sweep_windows.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using test::kMidnight;

TEST(SweepWindows, CutsTheTimeIntoPartsThatFollowEachOther) {
  const auto windows = walk_forward_windows(
      {.from = kMidnight + Duration::minutes(10), .to = kMidnight + Duration::days(10) + Duration::minutes(5)}, 3);
  ASSERT_TRUE(windows) << windows.error().message;
  ASSERT_EQ(windows->parts.size(), 4U);
  EXPECT_EQ(windows->count(), 5U);
  EXPECT_EQ(windows->splits(), 3U);
  EXPECT_EQ(windows->parts[0].from, kMidnight + Duration::hours(1));
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(windows->parts[k].to - windows->parts[k].from, Duration::hours(59));
    if (k > 0) {
      EXPECT_EQ(windows->parts[k].from, windows->parts[k - 1].to);
    }
  }
}

TEST(SweepWindows, RefusesPartsInWhichNothingCanBeJudgedAndSaysHowManyWouldPass) {
  const SweepWindow data{.from = kMidnight, .to = kMidnight + Duration::days(10)};
  const auto refused = walk_forward_windows(data, 10);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("9 or fewer would pass"), std::string::npos) << refused.error().message;
  EXPECT_TRUE(walk_forward_windows(data, 9));
  const auto hopeless = walk_forward_windows({.from = kMidnight, .to = kMidnight + Duration::hours(30)}, 1);
  ASSERT_FALSE(hopeless);
  EXPECT_NE(hopeless.error().message.find("more data would pass"), std::string::npos) << hopeless.error().message;
}

TEST(SweepWindows, AreTheWholeAloneWithoutSplits) {
  const auto windows = walk_forward_windows({.from = kMidnight, .to = kMidnight}, 0);
  ASSERT_TRUE(windows);
  EXPECT_EQ(windows->count(), 1U);
  data_pipeline::ReplaySources asked;
  asked.from = kMidnight;
  EXPECT_EQ(sources_of(asked, *windows, 0).from, kMidnight);
  EXPECT_FALSE(sources_of(asked, *windows, 0).to);
}

}  // namespace
}  // namespace alpha_pulse::session
