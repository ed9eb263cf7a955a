#pragma once

#include <boost/json/fwd.hpp>

#include "alpha_pulse/session/run_summary.hpp"

/// How the figures of a run are written for programs: prices, quantities and money are strings, so that no reader
/// rounds them; what there is none of is null. Definitions: docs/figures.md.
namespace alpha_pulse::app {

boost::json::value json_of(Price price);
boost::json::value json_of(const Money& amount);
boost::json::value json_of(const std::optional<double>& number);
boost::json::value json_of(const std::optional<Ratio>& ratio);
boost::json::value json_of(const std::optional<Timestamp>& time);

/// `{"daily": ..., "hourly": ...}`.
boost::json::object effectiveness_json(const std::optional<double>& daily, const std::optional<double>& hourly);

/// All of a summary, in the order of docs/figures.md.
boost::json::object summary_json(const session::RunSummary& summary);

}  // namespace alpha_pulse::app
