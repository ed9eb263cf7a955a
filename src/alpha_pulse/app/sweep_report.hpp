#pragma once

#include "alpha_pulse/app/sweep_result.hpp"
#include "alpha_pulse/report/sweep_report.hpp"

namespace alpha_pulse::app {

/// A finished sweep as it is shown.
report::SweepReport report_of(const SweepResult& result);

}  // namespace alpha_pulse::app
