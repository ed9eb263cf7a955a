#include "alpha_pulse/report/courses.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "alpha_pulse/report/test_reports.hpp"

namespace alpha_pulse::report {
namespace {

TEST(Courses, ReckonsRatioCostProfitAndDrawdownByHand) {
  SmallRun run(6);
  const Courses courses = courses_of(run.report);
  ASSERT_EQ(courses.at.size(), 6U);
  EXPECT_DOUBLE_EQ(courses.column("hedge_ratio").values[0], 0.9);
  EXPECT_DOUBLE_EQ(courses.column("cost").values[0], 2 + 1 - 3);
  // Earned by the holding: 0, -5, -10, 30, 25, 20; fees and funding add 1.
  const std::vector<double> profits{1, -4, -9, 31, 26, 21};
  const std::vector<double> falls{0, -0.5, -1, 0, -0.5, -1};
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_DOUBLE_EQ(courses.column("profit_unhedged").values[k], profits[k]) << k;
    EXPECT_NEAR(courses.column("drawdown_pct_unhedged").values[k], falls[k], 1e-12) << k;
  }
}

TEST(Courses, HaveNoRatioWithoutAHoldingAndNoProfitWhereAPolicyHasNoHour) {
  SmallRun run(4);
  run.yours.hours[1].holding = Quantity{};
  run.unhedged.hours.erase(run.unhedged.hours.begin() + 2);
  const Courses courses = courses_of(run.report);
  EXPECT_TRUE(std::isnan(courses.column("hedge_ratio").values[1]));
  EXPECT_TRUE(std::isnan(courses.column("profit_unhedged").values[2]));
  EXPECT_FALSE(std::isnan(courses.column("profit_unhedged").values[3]));
}

TEST(Courses, JudgeEachMonthByItsOwnHours) {
  SmallRun run(24 + 48);
  for (std::size_t k = 25; k < run.yours.hours.size(); ++k) {  // from February on the hedge does nothing
    run.yours.hours[k].terms.reference = run.yours.hours[24].terms.reference;
  }
  const MonthlyEffectiveness monthly = effectiveness_by_month(run.report);
  EXPECT_EQ(monthly.months, (std::vector<std::string>{"2025-01", "2025-02"}));
  EXPECT_EQ(monthly.policies, (std::vector<std::string>{"yours"}));
  ASSERT_TRUE(monthly.values[0][0] && monthly.values[0][1]);
  EXPECT_GT(*monthly.values[0][0], 0.99);
  EXPECT_NEAR(*monthly.values[0][1], 0, 1e-12);
}

TEST(Courses, SayNothingOfAMonthThatIsTooShort) {
  SmallRun run(24 + 10);
  const MonthlyEffectiveness monthly = effectiveness_by_month(run.report);
  ASSERT_EQ(monthly.months.size(), 2U);
  EXPECT_TRUE(monthly.values[0][0].has_value());
  EXPECT_FALSE(monthly.values[0][1].has_value());
}

}  // namespace
}  // namespace alpha_pulse::report
