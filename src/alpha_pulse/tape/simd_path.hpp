#pragma once

#include <string_view>

namespace alpha_pulse::tape {

/// Which instructions search and decode: `sse2`, `avx2` or `avx512`. Chosen once, at run time, from what the processor
/// has; the environment variable ALPHA_PULSE_SIMD lowers it.
std::string_view simd_path();

}  // namespace alpha_pulse::tape
