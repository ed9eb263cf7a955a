#include "alpha_pulse/base/calendar.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::base {
namespace {

TEST(Calendar, EveryDayBeginsWhereTheOneBeforeEndsAndIsWrittenAsItWasNamed) {
  Timestamp next = *beginning_of_day(1970, 1, 1);
  EXPECT_EQ(next, Timestamp{});
  std::size_t days = 0;
  for (int year = 1970; year <= 2261; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 31; ++day) {
        const auto begins = beginning_of_day(year, month, day);
        if (!begins) continue;
        ASSERT_EQ(*begins, next) << year << "-" << month << "-" << day;
        next = next + Duration::days(1);
        ++days;
      }
    }
  }
  EXPECT_EQ(days, 292U * 365U + 71U) << "71 leap years: 73 fourth ones, not 2100 and not 2200";
  EXPECT_EQ(format_timestamp(*beginning_of_day(2024, 2, 29)), "2024-02-29 00:00:00.000");
}

TEST(Calendar, HasNoDayThatIsNone) {
  EXPECT_FALSE(beginning_of_day(2025, 2, 29));
  EXPECT_FALSE(beginning_of_day(2100, 2, 29));
  EXPECT_FALSE(beginning_of_day(2025, 0, 1));
  EXPECT_FALSE(beginning_of_day(2025, 13, 1));
  EXPECT_FALSE(beginning_of_day(2025, 1, 0));
  EXPECT_FALSE(beginning_of_day(2025, -1, -1));
  EXPECT_FALSE(beginning_of_day(2025, 257, 1)) << "no month of one byte";
  EXPECT_FALSE(beginning_of_day(1969, 12, 31));
  EXPECT_FALSE(beginning_of_day(2262, 1, 1));
}

}  // namespace
}  // namespace alpha_pulse::base
