#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

namespace alpha_pulse::simulator {

/// An object of JSON, written field by field as text. Tested by simulator/json_text_test.cpp.
class JsonText {
 public:
  JsonText() { text_.reserve(kUsual); }

  JsonText& add(std::string_view name, std::string_view value);
  JsonText& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  template <std::integral Number>
  JsonText& add(std::string_view name, Number value) {
    begin(name);
    if constexpr (std::same_as<Number, bool>) {
      text_ += value ? "true" : "false";
    } else {
      text_ += std::to_string(value);
    }
    return *this;
  }
  /// The whole; nothing may be added afterwards.
  std::string finish() {
    text_ += '}';
    return std::move(text_);
  }

 private:
  static constexpr std::size_t kUsual = 768;
  void begin(std::string_view name);
  std::string text_ = "{";
};

}  // namespace alpha_pulse::simulator
