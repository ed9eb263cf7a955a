#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace alpha_pulse::report {

/// Which of `rows` rows stand for all of them, ascending and at most `most` of them: the first and the last, and of
/// every stretch the rows in which a course is lowest or highest, so that no peak and no low is lost. Equal stretches
/// of rows; as many as the courses allow. Everything when there are no more than `most`. Unknown numbers (NaN) are
/// passed over. Pure. Tested by report/thin_test.cpp.
std::vector<std::size_t> choose_rows(std::span<const std::vector<double>> courses, std::size_t rows, std::size_t most);

}  // namespace alpha_pulse::report
