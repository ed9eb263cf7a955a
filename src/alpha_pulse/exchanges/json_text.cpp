#include "alpha_pulse/exchanges/json_text.hpp"

#include <algorithm>

namespace alpha_pulse::exchanges {
namespace {

void append_escaped(std::string& text, std::string_view value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      text += "\\u00";
      text.push_back(kHex[byte >> 4U]);
      text.push_back(kHex[byte & 0xfU]);
      continue;
    }
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
}

bool needs_no_escape(std::string_view value) {
  return std::ranges::none_of(value,
                              [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; });
}

}  // namespace

void append_json_string(std::string& text, std::string_view value) {
  text.push_back('"');
  if (needs_no_escape(value)) {
    text += value;
  } else {
    append_escaped(text, value);
  }
  text.push_back('"');
}

}  // namespace alpha_pulse::exchanges
