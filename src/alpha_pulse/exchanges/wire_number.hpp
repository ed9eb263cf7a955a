#pragma once

#include <cstdint>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/int128.hpp"
#include "alpha_pulse/domain/names.hpp"

/// Numbers as venues write them, exactly. Proven by exchanges/wire_number_test.cpp.
namespace alpha_pulse::exchanges {

/// Reads `[-]digits[.digits][e[+-]digits]` as an integer scaled by 10^`decimals`. The exponent is for JSON numbers such
/// as `1e-8`. kBadData: anything else, decimals that would be lost, or a value beyond +-10^36.
Result<Int128> parse_wide(std::string_view text, int decimals);
/// The same in 64 bits.
Result<std::int64_t> parse_exact(std::string_view text, int decimals);
/// For averages that a venue divides itself (entry prices): decimals beyond `decimals` are rounded half away from zero.
Result<std::int64_t> parse_rounded(std::string_view text, int decimals);
/// A whole number, `[-]digits`, in 64 bits.
Result<std::int64_t> parse_integer(std::string_view text);

}  // namespace alpha_pulse::exchanges
