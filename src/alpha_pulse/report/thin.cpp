#include "alpha_pulse/report/thin.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace alpha_pulse::report {
namespace {

/// The lowest and the highest row of a course within [from, to).
void choose_extremes(const std::vector<double>& course, std::size_t from, std::size_t to,
                     std::vector<std::size_t>& out) {
  std::size_t low = to, high = to;
  for (std::size_t row = from; row < to; ++row) {
    if (std::isnan(course[row])) continue;
    if (low == to || course[row] < course[low]) low = row;
    if (high == to || course[row] > course[high]) high = row;
  }
  if (low != to) out.insert(out.end(), {low, high});
}

}  // namespace

std::vector<std::size_t> choose_rows(std::span<const std::vector<double>> courses, std::size_t rows, std::size_t most) {
  std::vector<std::size_t> chosen;
  if (rows <= most) {
    chosen.resize(rows);
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    return chosen;
  }
  const std::size_t ends = std::min<std::size_t>(most, 2);
  const std::size_t each = std::max<std::size_t>(2 * courses.size(), 1);
  const std::size_t stretches = (most - ends) / each;
  if (ends > 0) chosen.push_back(0);
  if (ends > 1) chosen.push_back(rows - 1);
  for (std::size_t k = 0; k < stretches; ++k) {
    const std::size_t from = k * rows / stretches, to = (k + 1) * rows / stretches;
    for (const auto& course : courses) choose_extremes(course, from, to, chosen);
  }
  std::ranges::sort(chosen);
  const auto twice = std::ranges::unique(chosen);
  chosen.erase(twice.begin(), twice.end());
  return chosen;
}

}  // namespace alpha_pulse::report
