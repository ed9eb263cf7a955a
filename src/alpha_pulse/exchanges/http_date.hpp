#pragma once

#include <optional>
#include <string_view>

#include "alpha_pulse/base/timestamp.hpp"

namespace alpha_pulse::exchanges {

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the form in which servers say when they answered; nothing for anything else.
/// Proven by exchanges/http_date_test.cpp.
std::optional<base::Timestamp> parse_http_date(std::string_view text);

}  // namespace alpha_pulse::exchanges
