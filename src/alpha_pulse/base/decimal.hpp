#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/int128.hpp"

/// Decimal text to scaled integers and back, exactly: no double in between.
/// Proven by base/decimal_test.cpp (round trip over random values, and every malformed form by name).
namespace alpha_pulse::base {

/// Reads `[-]digits[.digits]` as an integer scaled by 10^`decimals` (at most 18). A point needs digits on one side
/// only:
/// `.5` and `5.` are read. Zeros after the last decimal that counts are allowed.
/// Errors (kBadData): empty, sign alone, a leading plus, exponent, blanks, NaN or inf, more than `decimals` significant
/// decimals, or a value that does not fit 64 bits. The message names the text (its first 40 characters).
Result<std::int64_t> parse_decimal(std::string_view text, int decimals);

/// Writes `raw` / 10^`decimals` exactly. Trailing zeros are dropped down to `min_decimals` places.
std::string format_decimal(Int128 raw, int decimals, int min_decimals = 0);

/// Writes `raw` / 10^`decimals` rounded half away from zero to exactly `places` places.
std::string format_decimal_rounded(Int128 raw, int decimals, int places);

}  // namespace alpha_pulse::base
