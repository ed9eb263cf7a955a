#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "alpha_pulse/domain/price.hpp"

/// Text, whole numbers and decimals into memory that has room for them, with neither a call nor a branch for each
/// character. Each function returns the end of what it wrote. Proven by exchanges/pen_test.cpp.
namespace alpha_pulse::exchanges {

/// The most that a number may write, of which up to seven bytes stand behind its end and mean nothing.
inline constexpr std::size_t kNumberRoom = 32;

/// Short texts by two words that overlap: they are what calls are made of.
inline char* put_text(char* to, std::string_view text) {
  const char* const from = text.data();
  const auto put_ends = [to, from, size = text.size()]<class Word>(Word first) {
    Word last;
    std::memcpy(&first, from, sizeof first);
    std::memcpy(&last, from + size - sizeof last, sizeof last);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + size - sizeof last, &last, sizeof last);
  };
  using Sixteen = std::array<std::uint64_t, 2>;
  if (text.size() > 2 * sizeof(Sixteen)) {
    std::memcpy(to, text.data(), text.size());
  } else if (text.size() >= sizeof(Sixteen)) {
    put_ends(Sixteen{});
  } else if (text.size() >= sizeof(std::uint64_t)) {
    put_ends(std::uint64_t{});
  } else if (text.size() >= sizeof(std::uint32_t)) {
    put_ends(std::uint32_t{});
  } else {
    for (std::size_t i = 0; i < text.size(); ++i) to[i] = text[i];
  }
  return to + text.size();
}

namespace digits {

inline constexpr std::uint64_t kEight = 100'000'000;
inline constexpr std::uint64_t kZeros = 0x3030303030303030U;

static_assert(std::endian::native == std::endian::little, "the first digit stands in the lowest byte");

/// The eight digits of a number below kEight, each in a byte: first two halves, then four pairs, then eight.
constexpr std::uint64_t eight_of(std::uint64_t value) {
  const std::uint64_t halves = value / 10'000 | value % 10'000 << 32U;
  const std::uint64_t hundreds = ((halves * 5'243) >> 19U) & 0x0000007F0000007FU;
  const std::uint64_t pairs = hundreds | (halves - hundreds * 100) << 16U;
  const std::uint64_t tens = ((pairs * 103) >> 10U) & 0x000F000F000F000FU;
  return tens | (pairs - tens * 10) << 8U;
}

}  // namespace digits

/// In decimal.
inline char* put_digits(char* to, std::uint64_t value) {
  if (value >= digits::kEight) {
    to = put_digits(to, value / digits::kEight);
    const std::uint64_t text = digits::eight_of(value % digits::kEight) | digits::kZeros;
    std::memcpy(to, &text, sizeof text);
    return to + sizeof text;
  }
  constexpr std::uint64_t kLast = std::uint64_t{1} << 56U;  // of a zero one digit is shown
  const std::uint64_t eight = digits::eight_of(value);
  const auto unshown = static_cast<unsigned>(std::countr_zero(eight | kLast)) / 8;
  const std::uint64_t text = (eight | digits::kZeros) >> (8 * unshown);
  std::memcpy(to, &text, sizeof text);
  return to + sizeof text - unshown;
}
inline char* put_number(char* to, std::int64_t value) {
  if (value >= 0) return put_digits(to, static_cast<std::uint64_t>(value));
  *to = '-';
  return put_digits(to + 1, -static_cast<std::uint64_t>(value));
}

/// `value` at 1e-8, exactly, without zeros at its end.
inline char* put_decimal(char* to, std::uint64_t value) {
  static_assert(domain::kDecimals == 8);
  to = put_digits(to, value / digits::kEight);
  const std::uint64_t decimals = digits::eight_of(value % digits::kEight);
  if (decimals == 0) return to;
  *to++ = '.';
  const std::uint64_t text = decimals | digits::kZeros;
  std::memcpy(to, &text, sizeof text);
  return to + sizeof text - static_cast<unsigned>(std::countl_zero(decimals)) / 8;
}

/// Writes one thing behind the other.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}
  Pen& operator<<(std::string_view text) {
    at_ = put_text(at_, text);
    return *this;
  }
  Pen& operator<<(char c) {
    *at_++ = c;
    return *this;
  }
  Pen& operator<<(std::int64_t number) {
    at_ = put_number(at_, number);
    return *this;
  }
  char* at() const { return at_; }

 private:
  char* at_;
};

}  // namespace alpha_pulse::exchanges
