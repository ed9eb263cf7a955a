#pragma once

#include <iosfwd>

#include "alpha_pulse/app/options.hpp"

namespace alpha_pulse::app {

/// `gridhedge plan`: prints what the program would do to `out` (text, or one JSON object), or one line saying why not
/// to `err`. With `check` the configuration is validated and nothing is planned. Without a price the first price of the
/// built-in market is used; another exchange needs one.
/// Returns the exit code of exit_code.hpp. Tested by app/plan_command_test.cpp.
int run_plan(const PlanOptions& options, std::ostream& out, std::ostream& err);

/// The same on the process's own stdout and stderr.
int plan_command(const PlanOptions& options);

}  // namespace alpha_pulse::app
