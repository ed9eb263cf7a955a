#include "alpha_pulse/simulator/json_text.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace alpha_pulse::simulator {
namespace {

/// What JSON, or a client that reads UTF-8, would not take as it is.
bool is_odd(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte > 0x7e || c == '"' || c == '\\';
}

}  // namespace

void JsonText::begin(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  text_ += '"';
  text_ += name;
  text_ += "\":";
}

JsonText& JsonText::add(std::string_view name, std::string_view value) {
  begin(name);
  if (std::ranges::any_of(value, is_odd)) {
    text_ += boost::json::serialize(boost::json::string_view(value.data(), value.size()));
    return *this;
  }
  text_ += '"';
  text_ += value;
  text_ += '"';
  return *this;
}

}  // namespace alpha_pulse::simulator
