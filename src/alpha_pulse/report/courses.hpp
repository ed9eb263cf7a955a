#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/report/run_report.hpp"

/// From the account at every hour to the columns that pictures are drawn from. Pure.
/// Tested by report/courses_test.cpp.
namespace alpha_pulse::report {

/// One column; NaN where there is no value.
struct Course {
  std::string name;
  int decimals = 2;
  std::vector<double> values;
};

/// Columns over the hours of the first policy.
struct Courses {
  std::vector<Timestamp> at;
  std::vector<Course> columns;

  const Course& column(std::string_view name) const;  ///< there must be one
};

/// Price, hedge ratio, the terms of the account, cost, and the profit and drawdown of each policy. Drawdown is in
/// percent of the holding's first value, from the highest profit so far.
Courses courses_of(const RunReport& report);

/// Effectiveness of a policy within each month of UTC, over its full hours; nothing in a month with fewer than 20.
struct MonthlyEffectiveness {
  std::vector<std::string> months;                         ///< 2025-06
  std::vector<std::string> policies;                       ///< without those that do nothing
  std::vector<std::vector<std::optional<double>>> values;  ///< by policy, then by month
};
MonthlyEffectiveness effectiveness_by_month(const RunReport& report);

}  // namespace alpha_pulse::report
