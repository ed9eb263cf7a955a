#pragma once

#include <boost/json/fwd.hpp>
#include <string>

namespace alpha_pulse::app {

/// One line of JSON in which numbers are written as people write them: 0.04, where the library would write 4E-2.
/// Shortest form that reads back to the same number; a number that is not finite becomes null.
/// Tested by app/plan_json_test.cpp.
std::string json_text(const boost::json::value& value);

}  // namespace alpha_pulse::app
