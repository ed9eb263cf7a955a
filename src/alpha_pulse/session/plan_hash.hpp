#pragma once

#include <string>
#include <string_view>

#include "alpha_pulse/session/plan.hpp"

namespace alpha_pulse::session {

/// SHA-256 (hex) over one `key: value` line for every number of the plan in the order of its struct, exact and without
/// rounding, then the configuration in force. Equal plans of equal configurations have equal hashes on every machine;
/// words (note, warnings) and statistics (margin ratios) are left out. Tested by plan_test.cpp.
std::string plan_hash(const Plan& plan, std::string_view effective_text);

}  // namespace alpha_pulse::session
