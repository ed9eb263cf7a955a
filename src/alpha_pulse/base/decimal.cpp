#include "alpha_pulse/base/decimal.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "alpha_pulse/base/checked.hpp"

namespace alpha_pulse::base {
namespace {

constexpr int kDecimalsMax = 18;
constexpr int kFractionMax = 36;  // of what is written

std::unexpected<Error> not_a_number(std::string_view text, std::string_view why) {
  std::string shown(text.substr(0, 40));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = '?';
  }
  return fail(ErrorCode::kBadData, "'" + shown + "' is not a decimal number: " + std::string(why));
}

UInt128 magnitude(Int128 raw) {
  return raw < 0 ? -static_cast<UInt128>(raw) : static_cast<UInt128>(raw);
}

/// A decimal of 40 digits with a point, a sign and the zeros before it; written from its last digit to its first.
class DigitsBackwards {
 public:
  void put(char c) { *--at_ = c; }
  std::string text() const { return {at_, static_cast<std::size_t>(text_.data() + text_.size() - at_)}; }

 private:
  std::array<char, 80> text_;
  char* at_ = text_.data() + text_.size();
};

/// The last digit, taken off.
template <class Unsigned>
char take_digit(Unsigned& value) {
  const auto digit = static_cast<char>('0' + static_cast<int>(value % 10));
  value /= 10;
  return digit;
}

template <class Unsigned>
void put_decimal(DigitsBackwards& text, Unsigned value, int decimals, int min_decimals) {
  bool shown = false;  // decimals behind are zeros that need not be
  for (int place = decimals; place > 0; --place) {
    const char digit = take_digit(value);
    shown = shown || digit != '0' || place <= min_decimals;
    if (shown) text.put(digit);
  }
  if (shown) text.put('.');
  do {
    text.put(take_digit(value));
  } while (value != 0);
}

}  // namespace

Result<std::int64_t> parse_decimal(std::string_view text, int decimals) {
  ensure(decimals >= 0 && decimals <= kDecimalsMax, "0..18 decimals");
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative) rest.remove_prefix(1);
  if (rest.empty()) return not_a_number(text, "no digits");

  std::int64_t value = 0;  // accumulated negatively, so that the most negative integer can be read too
  int places = -1;         // decimals seen, -1 before the point
  bool any_digit = false;
  const auto append = [&value](int digit) {
    return !__builtin_mul_overflow(value, 10, &value) && !__builtin_sub_overflow(value, digit, &value);
  };
  for (const char c : rest) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return not_a_number(text, "only digits, one point and a leading minus are read");
    any_digit = true;
    if (places >= 0) ++places;
    if (places > decimals) {
      if (c != '0') return not_a_number(text, "more than " + std::to_string(decimals) + " decimals");
      continue;
    }
    if (!append(c - '0')) return not_a_number(text, "too large");
  }
  if (!any_digit) return not_a_number(text, "no digits");
  for (int i = std::clamp(places, 0, decimals); i < decimals; ++i) {
    if (!append(0)) return not_a_number(text, "too large");
  }
  if (negative) return value;
  if (value == std::numeric_limits<std::int64_t>::min()) return not_a_number(text, "too large");
  return -value;
}

std::string format_decimal(Int128 raw, int decimals, int min_decimals) {
  ensure(decimals >= 0 && min_decimals >= 0 && decimals <= kFractionMax, "0..36 decimals");
  DigitsBackwards text;
  const UInt128 value = magnitude(raw);
  if (value <= std::numeric_limits<std::uint64_t>::max()) {  // division in 128 bits is a call of the library
    put_decimal(text, static_cast<std::uint64_t>(value), decimals, min_decimals);
  } else {
    put_decimal(text, value, decimals, min_decimals);
  }
  if (raw < 0) text.put('-');
  return text.text();
}

std::string format_decimal_rounded(Int128 raw, int decimals, int places) {
  ensure(places >= 0 && places <= decimals, "rounding drops decimals, it adds none");
  Int128 unit = 1;
  for (int i = places; i < decimals; ++i) unit *= 10;
  return format_decimal(divide_rounding_half_away(raw, unit), places, places);
}

}  // namespace alpha_pulse::base
