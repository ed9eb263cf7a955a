#pragma once

#include <cstdint>

namespace alpha_pulse::engine::testing {

/// Allocations of this test binary so far: its operator new counts (allocation_count_test.cpp).
std::uint64_t allocations();

}  // namespace alpha_pulse::engine::testing
