#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>

#include "alpha_pulse/session/run_summary.hpp"

namespace alpha_pulse::app {

/// One advice as the JSON lines and `--json` show it; keys in docs/figures.md. Tested by app/advice_json_test.cpp.
boost::json::object advice_object(const engine::Advice& advice, const Instrument& instrument);

/// The same on one line, without its end.
std::string advice_line(const engine::Advice& advice, const Instrument& instrument);

/// `advice_given`, `advice` and `advice_left_out` of a run; of one that does not advise: 0, [] and 0.
void add_advice(boost::json::object& out, const session::RunSummary& summary);

}  // namespace alpha_pulse::app
