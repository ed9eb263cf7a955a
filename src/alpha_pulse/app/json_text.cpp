#include "alpha_pulse/app/json_text.hpp"

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

void append(const json::value& value, std::string& out);

void append_number(double number, std::string& out) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 400> digits{};  // the largest double has 309 of them
  // -0.0 + 0.0 is 0.0
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number + 0.0, std::chars_format::fixed).ptr;
  out.append(digits.data(), end);
}

void append_array(const json::array& array, std::string& out) {
  const char* separator = "";
  out += '[';
  for (const json::value& item : array) {
    out += separator;
    append(item, out);
    separator = ",";
  }
  out += ']';
}

void append_object(const json::object& object, std::string& out) {
  const char* separator = "";
  out += '{';
  for (const auto& [key, item] : object) {
    out += separator;
    out += json::serialize(json::string(key));
    out += ':';
    append(item, out);
    separator = ",";
  }
  out += '}';
}

void append(const json::value& value, std::string& out) {
  if (const auto* object = value.if_object()) {
    append_object(*object, out);
  } else if (const auto* array = value.if_array()) {
    append_array(*array, out);
  } else if (const auto* number = value.if_double()) {
    append_number(*number, out);
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string json_text(const json::value& value) {
  std::string out;
  append(value, out);
  return out;
}

}  // namespace alpha_pulse::app
