#pragma once

#include <optional>

#include "alpha_pulse/base/timestamp.hpp"

namespace alpha_pulse::base {

/// When that day of the calendar begins, UTC; nothing where there is no such day, and outside the years 1970 to 2261.
/// Proven by base/calendar_test.cpp.
std::optional<Timestamp> beginning_of_day(int year, int month, int day);

}  // namespace alpha_pulse::base
