#include "alpha_pulse/exchanges/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace alpha_pulse::exchanges {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view kForm = "Sun, 06 Nov 1994 08:49:37 GMT";

/// The digits at `at`; -1 where they are none.
int number(std::string_view text, std::size_t at, std::size_t digits) {
  const std::string_view part = text.substr(at, digits);
  if (part.find_first_not_of("0123456789") != std::string_view::npos) return -1;
  int value = -1;
  std::from_chars(part.data(), part.data() + part.size(), value);
  return value;
}

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_of(std::size_t month, int year) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month] + (month == 1 && is_leap(year) ? 1 : 0);
}

/// Since 1970 began; months from 0.
std::int64_t days_before(int year, std::size_t month, int day) {
  const auto leap_years_to = [](int last) { return last / 4 - last / 100 + last / 400; };
  std::int64_t days = std::int64_t{365} * (year - 1970) + leap_years_to(year - 1) - leap_years_to(1969);
  for (std::size_t i = 0; i < month; ++i) days += days_of(i, year);
  return days + day - 1;
}

}  // namespace

std::optional<base::Timestamp> parse_http_date(std::string_view text) {
  if (text.size() != kForm.size() || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return std::nullopt;
  for (const std::size_t at : {7U, 11U, 16U, 19U, 22U}) {
    if (text[at] != kForm[at]) return std::nullopt;
  }
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  const int day = number(text, 5, 2), year = number(text, 12, 4);
  const int hour = number(text, 17, 2), minute = number(text, 20, 2), second = number(text, 23, 2);
  const bool in_range = month != kMonths.end() && day >= 1 && year >= 1970 && year < 2200 && hour >= 0 && hour < 24 &&
                        minute >= 0 && minute < 60 && second >= 0 && second <= 60;
  if (!in_range) return std::nullopt;
  const auto month_index = static_cast<std::size_t>(month - kMonths.begin());
  if (day > days_of(month_index, year)) return std::nullopt;
  const std::int64_t days = days_before(year, month_index, day);
  return base::Timestamp::from_ms((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000);
}

}  // namespace alpha_pulse::exchanges
