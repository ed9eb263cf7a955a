#pragma once

#include <cstdint>

/// Rows that begin with a time and decimals, read a row to a register. What is here is in plain words, because the
/// reading is compiled for other instructions than the rest of the program: see fast_rows.cpp for whom it works, and
/// fast_rows_test.cpp for what holds it to the rules.
namespace alpha_pulse::data_pipeline {

inline constexpr unsigned kWideRows = 64;
/// How far before the first row, and behind the last one, memory must be readable.
inline constexpr unsigned kWideFront = 16, kWideSlack = 256;

/// Some rows in numbers.
struct WideBlock {
  /// The time's digits, then the decimals at 1e-8; what stands behind those means nothing.
  alignas(64) std::int64_t values[kWideRows][8];
  std::uint32_t ends[2 * kWideRows];  ///< where the row behind each row begins, counted from the first one's beginning
  std::uint8_t time_digits[kWideRows];  ///< 13 or 16
  char flags[kWideRows];                ///< what stands in the column behind the decimals: 0 or 1
};

/// What a row is made of: a time and `decimals` numbers with a point, 2, 4 or 5; then nothing, a flag, or `passed`
/// columns of any digits, letters, points and signs.
struct WideShape {
  unsigned decimals = 0;
  unsigned passed = 0;
  bool flag = false;
};

/// Reads at most kWideRows rows of the text; returns how many: it stops before the first that is not as plain as it
/// expects, whatever that may be otherwise. Order, signs and sense of the numbers are not looked at.
using ReadWide = unsigned (*)(const char* text, const char* end, const WideShape& shape, WideBlock& out);

/// Null for processors that have not the instructions, and where ALPHA_PULSE_SIMD asks for fewer.
ReadWide wide_rows();

}  // namespace alpha_pulse::data_pipeline
