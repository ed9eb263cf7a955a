#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alpha_pulse::report {

/// `value` with at most `decimals` decimals, without zeros at its end; `none` for what is no finite number.
std::string decimal_text(double value, int decimals, std::string_view none);

/// Writes JSON from front to back: begin, key or item, end. Commas come by themselves. Numbers are plain decimals; what
/// is no number is null. No `<` is left in any text, so that the result may stand inside a page's script.
/// Tested by report/json_writer_test.cpp.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& number(double value, int decimals);
  JsonWriter& number(const std::optional<double>& value, int decimals);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);

  /// `"name": "value"`
  JsonWriter& pair(std::string_view name, std::string_view value) { return key(name).text(value); }

  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();
  void quote(std::string_view value);

  std::string out_;
  bool first_ = true;
};

}  // namespace alpha_pulse::report
