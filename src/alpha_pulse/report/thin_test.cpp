#include "alpha_pulse/report/thin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace alpha_pulse::report {
namespace {

TEST(Thin, LeavesAShortCourseAsItIs) {
  const std::vector<std::vector<double>> courses{{3, 1, 2}};
  EXPECT_EQ(choose_rows(courses, 3, 3), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(choose_rows(courses, 0, 3), (std::vector<std::size_t>{}));
}

TEST(Thin, KeepsTheEndsAndTheExtremesOfEveryStretch) {
  const std::uint64_t seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::normal_distribution<double> step;
  for (const std::size_t rows : {101U, 5'001U, 87'600U}) {
    std::vector<std::vector<double>> courses(7, std::vector<double>(rows));
    for (auto& course : courses) {
      double at = 0;
      for (double& value : course) value = at += step(random);
    }
    constexpr std::size_t kMost = 100;
    const auto chosen = choose_rows(courses, rows, kMost);
    EXPECT_LE(chosen.size(), kMost);
    EXPECT_TRUE(std::ranges::is_sorted(chosen));
    EXPECT_EQ(std::ranges::adjacent_find(chosen), chosen.end()) << "no row twice";
    EXPECT_EQ(chosen.front(), 0U);
    EXPECT_EQ(chosen.back(), rows - 1);
    for (const auto& course : courses) {
      for (const auto extreme : {std::ranges::min_element(course), std::ranges::max_element(course)}) {
        EXPECT_TRUE(std::ranges::binary_search(chosen, static_cast<std::size_t>(extreme - course.begin())));
      }
    }
  }
}

TEST(Thin, PassesOverWhatIsNotKnown) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<double>> courses(1, std::vector<double>(1'000, none));
  courses[0][700] = 5;
  const auto chosen = choose_rows(courses, 1'000, 50);
  EXPECT_TRUE(std::ranges::binary_search(chosen, 700U));
  EXPECT_EQ(chosen.size(), 3U);
}

}  // namespace
}  // namespace alpha_pulse::report
