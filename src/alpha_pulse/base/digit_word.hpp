#pragma once

#include <bit>
#include <cstdint>

/// Decimal digits eight at a time: characters of a text in one word, the first in the lowest byte. Little endian.
/// Proven by base/digit_word_test.cpp.
namespace alpha_pulse::base {

static_assert(std::endian::native == std::endian::little, "the first character stands in the lowest byte");

/// Eight characters of which the first `count` are digits, as values 0 to 9.
struct DigitWord {
  std::uint64_t digits;
  unsigned count;
};

/// A character that is missing is to be zero, which is no digit.
constexpr DigitWord digits_in(std::uint64_t characters) {
  const std::uint64_t values = characters ^ 0x3030303030303030U;
  const std::uint64_t others = ((values + 0x7676767676767676U) | values) & 0x8080808080808080U;
  return {values, static_cast<unsigned>(std::countr_zero(others)) / 8U};
}

/// The number that eight digits make, the first one leading: two by two, then four by four.
constexpr std::uint64_t join_digits(std::uint64_t digits) {
  digits = digits * 10 + (digits >> 8U);
  const std::uint64_t high = (digits & 0x000000ff000000ffU) * 0x000f424000000064U;
  const std::uint64_t low = ((digits >> 16U) & 0x000000ff000000ffU) * 0x0000271000000001U;
  return (high + low) >> 32U;
}

/// The number of the first `count` digits, 1 to 8 of them.
constexpr std::uint64_t join_first(const DigitWord& word) {
  return join_digits(word.digits << (64U - 8U * word.count));
}

/// The same as what stands behind a point, at 1e-8.
constexpr std::uint64_t join_decimals(const DigitWord& word) {
  return join_digits(word.digits & (~std::uint64_t{0} >> (64U - 8U * word.count)));
}

/// Up to eight digits.
inline constexpr std::uint64_t kPowersOfTen[] = {1,       10,        100,        1'000,      10'000,
                                                 100'000, 1'000'000, 10'000'000, 100'000'000};

}  // namespace alpha_pulse::base
