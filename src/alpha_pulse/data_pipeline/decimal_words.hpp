#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "alpha_pulse/base/digit_word.hpp"
#include "alpha_pulse/domain/names.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Numbers in text, eight characters to a word. Every function reads from `at` on, may look kWordSlack bytes beyond
/// what it takes, and moves `at` behind the number; false when the text is not as plain as it expects, whatever it may
/// be otherwise. Little endian. Tested by data_pipeline/fast_rows_test.cpp.
namespace alpha_pulse::data_pipeline {

/// How far behind the end of the text memory must be readable.
inline constexpr std::size_t kWordSlack = 64;

using base::DigitWord;
using base::join_first;
using base::kPowersOfTen;

inline DigitWord digits_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return base::digits_in(word);
}

/// One to sixteen digits.
inline bool read_integer(const char*& at, std::uint64_t& out) {
  const DigitWord first = digits_at(at);
  if (first.count == 0) return false;
  out = join_first(first);
  at += first.count;
  if (first.count < 8) return true;
  const DigitWord second = digits_at(at);
  if (second.count == 0) return true;
  out = out * kPowersOfTen[second.count] + join_first(second);
  at += second.count;
  return second.count < 8 || *at < '0' || *at > '9';
}

/// One to ten digits, and a point with one to eight more if there is one, at 1e-8.
inline bool read_decimal(const char*& at, std::int64_t& out) {
  const DigitWord whole = digits_at(at);
  if (whole.count == 0) return false;
  std::uint64_t value = join_first(whole);
  at += whole.count;
  if (whole.count == 8) [[unlikely]] {
    const DigitWord more = digits_at(at);
    if (more.count > 2) return false;
    if (more.count > 0) value = value * kPowersOfTen[more.count] + join_first(more);
    at += more.count;
  }
  value *= 100'000'000;
  if (*at == '.') {
    const DigitWord part = digits_at(at + 1);
    if (part.count == 0) return false;
    value += base::join_decimals(part);
    at += 1 + part.count;
  }
  out = static_cast<std::int64_t>(value);
  return true;
}

/// Passes over `count` fields of digits, letters, points and signs: `count` - 1 commas, then `last`.
inline bool pass_fields(const char*& at, std::size_t count, char last) {
#if defined(__SSE2__)
  const __m128i highest_stop = _mm_set1_epi8('-');
  while (true) {
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    auto stops = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmplt_epi8(text, highest_stop)));
    for (; stops != 0; stops &= stops - 1) {
      const char* const stop = at + std::countr_zero(stops);
      if (--count == 0) {
        at = stop + 1;
        return *stop == last;
      }
      if (*stop != ',') return false;
    }
    at += 16;
  }
#else
  for (;; ++at) {
    const auto c = static_cast<signed char>(*at);
    if (c >= '-') continue;
    if (--count == 0) return *at++ == last;
    if (c != ',') return false;
  }
#endif
}

}  // namespace alpha_pulse::data_pipeline
