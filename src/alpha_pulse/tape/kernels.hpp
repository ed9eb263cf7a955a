#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/tape/kernel_types.hpp"

namespace alpha_pulse::tape {

/// The kernels of this run; see simd_path.hpp.
const Kernels& kernels();

/// Every set that this processor can run, the slowest first.
std::vector<const Kernels*> runnable_kernels();

/// Errors: kInvalidArgument when ALPHA_PULSE_SIMD holds a word that is no set of instructions.
base::Result<void> check_simd_wish();

}  // namespace alpha_pulse::tape
