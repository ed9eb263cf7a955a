#pragma once

#include <boost/json/fwd.hpp>
#include <iosfwd>
#include <string>

#include "alpha_pulse/session/bot_status.hpp"

/// A running bot in words. Tested by app/status_text_test.cpp.
namespace alpha_pulse::app {

/// The live line: price, holding, hedge, ratio, profit, orders, stop, take profit, time left, so that what a narrow
/// terminal cuts off matters least. At most `width` characters, all of them printable ASCII.
std::string status_line(const session::BotStatus& status, const std::string& time_left, std::size_t width);

/// The line of the log: begins as the seed's status line, word for word, and goes on with what the seed did not know.
std::string status_report(const session::BotStatus& status);

/// What `status` prints: the reply of a running bot (app/status_json.hpp), one fact a line.
void print_status(std::ostream& out, const boost::json::object& status);

/// What became of a person's word, in a sentence or two: `pause: was ACTIVE, is PAUSED (operator); hedge ...`.
std::string outcome_text(const boost::json::object& reply);

}  // namespace alpha_pulse::app
