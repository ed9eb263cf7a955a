#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

/// YAML text to a flat list of values. What a configuration needs and nothing else: one document, blocks and lists of
/// plain or quoted values. Aliases, anchors, tags, blocks as keys and a second document are refused, as are texts over
/// 1 MiB, eight levels of nesting and 10 000 values: a file that someone else wrote cannot blow the program up.
/// Tested by config/yaml_reader_test.cpp.
namespace alpha_pulse::config {

inline constexpr std::size_t kYamlBytesMax = 1U << 20U;
inline constexpr std::size_t kYamlDepthMax = 8;
inline constexpr std::size_t kYamlValuesMax = 10'000;

/// One value of a file and where it stands there.
struct YamlValue {
  std::string path;  ///< keys joined by dots, list items by number: `grid.volatility`, `BTCUSDT.brackets.0.floor`
  std::string text;  ///< quotes taken off; empty when `is_empty`
  bool is_empty;     ///< nothing, `~`, `null`, `{}` or `[]` stands after the key
  int line, column;  ///< of the value (of the key when empty), from 1
  int key_line, key_column;  ///< of the key; of the value in a list
};

/// The values of `text` in the order they stand. `name` is what errors call the text, usually the file's path.
/// Errors (kInvalidArgument), each `name:line:column: ...`: not YAML, one of the refusals above, or a key given twice.
/// An empty text has no values.
Result<std::vector<YamlValue>> read_yaml(std::string_view text, std::string_view name);

}  // namespace alpha_pulse::config
