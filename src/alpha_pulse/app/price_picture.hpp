#pragma once

#include <iosfwd>

#include "alpha_pulse/session/plan.hpp"

namespace alpha_pulse::app {

/// The prices of a plan on a vertical ladder, highest first: rungs, exits, liquidation, the margin guard, the reference
/// price. A long grid shows its nearest and outermost rungs. Not to scale; `:` marks a wide gap.
void print_price_picture(std::ostream& out, const session::Plan& plan);

}  // namespace alpha_pulse::app
