#pragma once

#include <iosfwd>
#include <string>

#include "alpha_pulse/session/plan.hpp"

namespace alpha_pulse::app {

/// Prints a plan for a person: figures, a picture of the prices that matter, exits, shocks, warnings. At most 100
/// columns, no colour. `price_source` follows the reference price, e.g. `(given)`; it may be empty.
/// Tested by app/plan_text_test.cpp.
void print_plan(std::ostream& out, const session::Plan& plan, const std::string& price_source);

}  // namespace alpha_pulse::app
