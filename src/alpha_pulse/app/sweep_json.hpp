#pragma once

#include <string>

#include "alpha_pulse/app/sweep_result.hpp"

namespace alpha_pulse::app {

/// One JSON object: `configurations refused search rank_by best[{index,params,metrics}] front[...] walk_forward
/// computed configs_per_second`. Only the last two depend on the run. Tested by tests/sweep_test.cpp.
std::string to_json(const SweepResult& result, std::size_t top);

}  // namespace alpha_pulse::app
