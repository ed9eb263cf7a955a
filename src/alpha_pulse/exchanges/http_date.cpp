#include "alpha_pulse/exchanges/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "alpha_pulse/base/calendar.hpp"

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

}  // namespace

std::optional<base::Timestamp> parse_http_date(std::string_view text) {
  if (text.size() != kForm.size() || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return std::nullopt;
  for (const std::size_t at : {7U, 11U, 16U, 19U, 22U}) {
    if (text[at] != kForm[at]) return std::nullopt;
  }
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  const int day = number(text, 5, 2), year = number(text, 12, 4);
  const int hour = number(text, 17, 2), minute = number(text, 20, 2), second = number(text, 23, 2);
  const bool in_range = month != kMonths.end() && year < 2200 && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 &&
                        second >= 0 && second <= 60;
  if (!in_range) return std::nullopt;
  const auto begins = base::beginning_of_day(year, static_cast<int>(month - kMonths.begin()) + 1, day);
  if (!begins) return std::nullopt;
  return *begins + base::Duration::seconds((hour * 60 + minute) * 60 + second);
}

}  // namespace alpha_pulse::exchanges
