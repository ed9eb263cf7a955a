#include "alpha_pulse/base/timestamp.hpp"

#include <chrono>
#include <cstdio>

#include "alpha_pulse/base/calendar.hpp"

namespace alpha_pulse::base {

std::string format_timestamp(Timestamp t) {
  using namespace std::chrono;
  const sys_time<milliseconds> point{milliseconds{t.ms()}};
  const auto day = floor<days>(point);
  const year_month_day date{day};
  const hh_mm_ss time{point - day};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d.%03d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text;
}

std::optional<Timestamp> beginning_of_day(int year, int month, int day) {
  namespace calendar = std::chrono;
  if (year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const calendar::year_month_day date{calendar::year{year}, calendar::month{static_cast<unsigned>(month)},
                                      calendar::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return Timestamp{} + Duration::days(calendar::sys_days{date}.time_since_epoch().count());
}

}  // namespace alpha_pulse::base
