#pragma once

#include <string>

#include "alpha_pulse/session/plan.hpp"

namespace alpha_pulse::app {

/// A plan as one JSON object on one line. Prices, quantities and money are strings, shares are numbers; what does not
/// exist is null. `price_source`: `given`, or where the reference price comes from. Tested by app/plan_json_test.cpp.
std::string to_json(const session::Plan& plan, std::string_view price_source = "given");

}  // namespace alpha_pulse::app
