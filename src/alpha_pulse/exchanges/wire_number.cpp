#include "alpha_pulse/exchanges/wire_number.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges {
namespace {

constexpr int kPowerMax = 36;

constexpr Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}
constexpr Int128 kLargest = power_of_ten(kPowerMax);

std::unexpected<Error> not_a_number(std::string_view text, std::string_view why) {
  std::string shown(text.substr(0, 40));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = '?';
  }
  return fail(ErrorCode::kBadData, "'" + shown + "' is not a number here: " + std::string(why));
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A text taken apart: +-`digits` x 10^`shift`.
struct Parts {
  bool negative = false;
  Int128 digits = 0;
  int shift = 0;
};

/// `[e[+-]digits]`, at most four digits; false for anything else.
bool take_exponent(std::string_view rest, int& exponent) {
  if (rest.empty()) return true;
  if (rest.front() != 'e' && rest.front() != 'E') return false;
  rest.remove_prefix(1);
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.empty() || rest.size() > 4 || !std::ranges::all_of(rest, is_digit)) return false;
  for (const char c : rest) exponent = exponent * 10 + (c - '0');
  if (negative) exponent = -exponent;
  return true;
}

/// Appends digits; false when they no longer fit.
bool append(Int128& value, std::string_view digits) {
  for (const char c : digits) {
    if (value > kLargest) return false;
    value = value * 10 + (c - '0');
  }
  return true;
}

Result<Parts> take_apart(std::string_view text) {
  Parts parts;
  std::string_view rest = text;
  parts.negative = rest.starts_with('-');
  if (parts.negative) rest.remove_prefix(1);
  const auto take_digits = [&rest] {
    const auto end = std::ranges::find_if_not(rest, is_digit);
    const std::string_view digits = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(digits.size());
    return digits;
  };
  const std::string_view whole = take_digits();
  std::string_view fraction;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    fraction = take_digits();
  }
  if (whole.empty() && fraction.empty()) return not_a_number(text, "it has no digits where they belong");
  int exponent = 0;
  if (!take_exponent(rest, exponent))
    return not_a_number(text, "only digits, a minus, a point and an exponent are read");
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (!append(parts.digits, whole)) return not_a_number(text, "too large");
  if (fraction.size() > 1'000 || !append(parts.digits, fraction)) return not_a_number(text, "too many decimals");
  parts.shift = exponent - static_cast<int>(fraction.size());
  return parts;
}

enum class Lost { IS_AN_ERROR, IS_ROUNDED };

Result<Int128> parse(std::string_view text, int decimals, Lost lost) {
  base::ensure(decimals >= 0 && decimals <= 18, "0..18 decimals");
  const auto parts = take_apart(text);
  if (!parts) return std::unexpected(parts.error());
  Int128 value = parts->digits;
  const int shift = parts->shift + decimals;
  if (shift < 0) {
    const bool nothing_left = -shift > kPowerMax + 2;
    const Int128 divisor = nothing_left ? 1 : power_of_ten(-shift);
    const bool exact = value == 0 || (!nothing_left && value % divisor == 0);
    if (!exact && lost == Lost::IS_AN_ERROR) {
      return not_a_number(text, "more than " + std::to_string(decimals) + " decimals");
    }
    value = nothing_left ? 0 : value / divisor + (value % divisor >= divisor - value % divisor ? 1 : 0);
  } else if (value != 0) {
    if (shift > kPowerMax || value > kLargest / power_of_ten(shift)) return not_a_number(text, "too large");
    value *= power_of_ten(shift);
  }
  if (value > kLargest) return not_a_number(text, "too large");
  return parts->negative ? -value : value;
}

/// The usual spelling, `[-]digits[.digits]` of at most 18 digits once scaled, without 128-bit arithmetic. Nothing: it
/// is for the long way to read the text, or to say what is wrong with it.
std::optional<std::int64_t> parse_short(std::string_view text, int decimals) {
  constexpr int kDigitsMax = 18;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t value = 0;
  int digits = 0;
  int places = -1;  // -1 before the point
  for (const char c : text) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (!is_digit(c) || ++digits > kDigitsMax) return std::nullopt;
    value = value * 10 + (c - '0');
    if (places >= 0) ++places;
  }
  const int missing = decimals - std::max(places, 0);
  if (digits == 0 || missing < 0 || digits + missing > kDigitsMax) return std::nullopt;
  for (int i = 0; i < missing; ++i) value *= 10;
  return negative ? -value : value;
}

Result<std::int64_t> narrowed(std::string_view text, const Result<Int128>& wide) {
  if (!wide) return std::unexpected(wide.error());
  constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
  if (*wide > kMax || *wide < -kMax) return not_a_number(text, "too large for 64 bits");
  return static_cast<std::int64_t>(*wide);
}

}  // namespace

Result<Int128> parse_wide(std::string_view text, int decimals) {
  return parse(text, decimals, Lost::IS_AN_ERROR);
}
Result<std::int64_t> parse_exact(std::string_view text, int decimals) {
  if (const auto value = parse_short(text, decimals)) return *value;
  return narrowed(text, parse(text, decimals, Lost::IS_AN_ERROR));
}
Result<std::int64_t> parse_rounded(std::string_view text, int decimals) {
  return narrowed(text, parse(text, decimals, Lost::IS_ROUNDED));
}
Result<std::int64_t> parse_integer(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return not_a_number(text, "it is not a whole number");
  return parse_exact(text, 0);
}

}  // namespace alpha_pulse::exchanges
