#pragma once

#include <cstdint>

namespace alpha_pulse::base {

/// 128-bit integer: wide enough for price x quantity, and for that times a ratio, without rounding.
__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

}  // namespace alpha_pulse::base
