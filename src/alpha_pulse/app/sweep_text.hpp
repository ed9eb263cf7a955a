#pragma once

#include <iosfwd>

#include "alpha_pulse/app/sweep_result.hpp"

namespace alpha_pulse::app {

/// For a person: the best configurations, the front, what walk-forward says, and how much to believe of it.
/// Tested by tests/sweep_test.cpp.
void print_sweep(std::ostream& out, const SweepResult& result, std::size_t top);

}  // namespace alpha_pulse::app
