#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/domain/price.hpp"

namespace alpha_pulse::session {

/// A number as a caller has it: an integer, a `double`, decimal text, or one of our exact values. Converts by itself,
/// so that `bot.execute(95203.05)`, `bot.execute("95203.05")` and `bot.execute(price)` are one function.
///
/// Integers, text and exact values are taken exactly; a `double` becomes the nearest 1e-8, ties away from zero. What
/// is no number (NaN, infinity, other text) or does not fit 1e-8 in 64 bits (|x| <= 9e10) is an error when it is read,
/// with the number as it was given.
/// Tested by session/number_test.cpp.
class Number {
 public:
  Number(double value);
  Number(std::string_view text);
  Number(const char* text) : Number(std::string_view(text)) {}
  Number(const std::string& text) : Number(std::string_view(text)) {}
  Number(Price value) : raw_(value.raw()) {}
  Number(Quantity value) : raw_(value.raw()) {}
  Number(Ratio value) : raw_(value.raw()) {}
  template <std::integral T>
  Number(T value) : Number(from_integer(static_cast<std::int64_t>(value), std::in_range<std::int64_t>(value))) {}

  /// As an integer at 1e-8. Errors: kInvalidArgument, naming `name` and the number as it was given.
  Result<std::int64_t> raw(std::string_view name) const;
  Result<Price> price(std::string_view name) const { return map_value(raw(name), Price::from_raw); }
  Result<Quantity> quantity(std::string_view name) const { return map_value(raw(name), Quantity::from_raw); }
  /// As decimal text that reads back as the same number. Errors as `raw`.
  Result<std::string> text(std::string_view name) const;

 private:
  static Number from_integer(std::int64_t value, bool fits);

  std::int64_t raw_ = 0;
  std::string unreadable_;  ///< as given, when it is no number; else empty
};

}  // namespace alpha_pulse::session
