#pragma once

#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::config {

/// Refuses an address the program must not talk to. `scheme` is `http` or `ws`; with an `s` behind it any host is fine,
/// without it only a literal loopback address (127.0.0.1, [::1]): a name such as localhost can be made to point
/// elsewhere. User and password in an address are refused, they would end up in logs; so are queries and fragments.
/// Tested by config/url_rules_test.cpp.
Result<void> check_url(std::string_view url, std::string_view scheme);

}  // namespace alpha_pulse::config
