#include "alpha_pulse/base/timestamp.hpp"

#include <chrono>
#include <cstdio>

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

}  // namespace alpha_pulse::base
