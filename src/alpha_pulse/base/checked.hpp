#pragma once

#include <concepts>
#include <cstdint>
#include <limits>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/int128.hpp"

/// Integer arithmetic that stops the process instead of wrapping, and divisions whose rounding is spoken.
/// Proven against a big-integer oracle in base/checked_test.cpp.
namespace alpha_pulse::base {

template <class T>
concept CheckedInteger = std::same_as<T, std::int64_t> || std::same_as<T, Int128>;

template <CheckedInteger T>
constexpr T checked_add(T a, T b) {
  T result{};
  ensure(!__builtin_add_overflow(a, b, &result), "addition fits");
  return result;
}

template <CheckedInteger T>
constexpr T checked_sub(T a, T b) {
  T result{};
  ensure(!__builtin_sub_overflow(a, b, &result), "subtraction fits");
  return result;
}

template <CheckedInteger T>
constexpr T checked_mul(T a, T b) {
  T result{};
  ensure(!__builtin_mul_overflow(a, b, &result), "multiplication fits");
  return result;
}

/// The product of two 64-bit integers, which always fits.
constexpr Int128 wide_mul(std::int64_t a, std::int64_t b) {
  return Int128{a} * Int128{b};
}

/// Narrows to 64 bits; a value that does not fit is a bug of the caller, who had to check ranges at the door.
constexpr std::int64_t narrow(Int128 value) {
  ensure(value >= Int128{std::numeric_limits<std::int64_t>::min()} &&
             value <= Int128{std::numeric_limits<std::int64_t>::max()},
         "value fits 64 bits");
  return static_cast<std::int64_t>(value);
}

/// Largest integer <= n/d. `d` > 0.
template <CheckedInteger T>
constexpr T divide_rounding_down(T n, T d) {
  ensure(d > 0, "divisor is positive");
  const T quotient = n / d;
  return (n % d < 0) ? quotient - 1 : quotient;
}

/// Smallest integer >= n/d. `d` > 0.
template <CheckedInteger T>
constexpr T divide_rounding_up(T n, T d) {
  ensure(d > 0, "divisor is positive");
  const T quotient = n / d;
  return (n % d > 0) ? quotient + 1 : quotient;
}

/// Nearest integer to n/d, ties away from zero. `d` > 0. How fees and funding are rounded.
template <CheckedInteger T>
constexpr T divide_rounding_half_away(T n, T d) {
  ensure(d > 0, "divisor is positive");
  const T quotient = n / d;
  const T remainder = n % d;
  const T magnitude = remainder < 0 ? -remainder : remainder;
  if (magnitude < d - magnitude) return quotient;
  return n < 0 ? quotient - 1 : quotient + 1;
}

namespace detail {

/// a x b / d = (a div d) x b + (a mod d) x b / d, and only the second term is rounded: exact, without forming a x b.
template <class Divide>
constexpr Int128 multiply_divide(Int128 a, Int128 b, Int128 d, Divide divide) {
  ensure(d > 0, "divisor is positive");
  Int128 product = 0;
  if (!__builtin_mul_overflow(a, b, &product)) return divide(product, d);
  const Int128 quotient = a / d;
  const Int128 remainder = a % d;
  return checked_add(checked_mul(quotient, b), divide(checked_mul(remainder, b), d));
}

}  // namespace detail

/// a x b / d with one rounding, also where a x b leaves 128 bits; stops only when the result, or d x b, does.
constexpr Int128 multiply_divide_rounding_down(Int128 a, Int128 b, Int128 d) {
  return detail::multiply_divide(a, b, d, divide_rounding_down<Int128>);
}
constexpr Int128 multiply_divide_rounding_up(Int128 a, Int128 b, Int128 d) {
  return detail::multiply_divide(a, b, d, divide_rounding_up<Int128>);
}
constexpr Int128 multiply_divide_rounding_half_away(Int128 a, Int128 b, Int128 d) {
  return detail::multiply_divide(a, b, d, divide_rounding_half_away<Int128>);
}

}  // namespace alpha_pulse::base
