#pragma once

#include <span>

/// The functions of base/maths.hpp over many numbers at once: the same bits for each number, in a fraction of the time,
/// because the processor works on several that do not wait for each other. Tested by base/maths_test.cpp.
namespace alpha_pulse::base {

/// Each number becomes its natural logarithm. All finite and > 0.
void ln_each(std::span<double> numbers);

/// Each number x becomes e^x. None NaN.
void exp_each(std::span<double> numbers);

}  // namespace alpha_pulse::base
