#pragma once

#include <string>
#include <string_view>

#include "alpha_pulse/app/sweep_result.hpp"

namespace alpha_pulse::app {

/// How every table of a sweep begins.
inline constexpr std::string_view kTableBegins = "index,";

/// Every configuration as a row of CSV, in their order: index, its settings, status (ok or refused), reason, front (1:
/// nothing hedges better at no more cost), the figures of `backtest --json` by name, and for each part of a
/// walk-forward three of them. Numbers read back exactly. Nothing in it depends on when, or on how many processors, it
/// was computed. Tested by app/sweep_table_test.cpp.
std::string to_csv(const SweepResult& result);

}  // namespace alpha_pulse::app
