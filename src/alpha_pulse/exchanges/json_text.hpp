#pragma once

#include <string>
#include <string_view>

namespace alpha_pulse::exchanges {

/// Appends `value` as a JSON string, quotes and escapes included; what is not UTF-8 stays as it is.
/// Proven by exchanges/json_text_test.cpp.
void append_json_string(std::string& text, std::string_view value);

}  // namespace alpha_pulse::exchanges
