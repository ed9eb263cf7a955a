#pragma once

#include <iosfwd>
#include <string>

#include "alpha_pulse/base/error.hpp"

namespace alpha_pulse::app {

/// Asks a person whether the hedge of a run at production, with real money behind it, shall be closed; of other runs
/// nothing is asked. `status`: what the bot said of itself, a JSON object. Errors (kRefused): the answer was not `yes`,
/// or nobody sits `at_a_terminal`, which names the flag that would pass.
/// Tested by app/confirmation_test.cpp.
base::Result<void> confirm_flatten(const std::string& status, std::istream& in, std::ostream& out, bool at_a_terminal);

}  // namespace alpha_pulse::app
