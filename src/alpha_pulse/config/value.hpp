#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

/// The kinds of value a key can take, and their one reading: exact decimals, durations, words.
/// Tested by config/value_test.cpp.
namespace alpha_pulse::config {

struct KeySpec;

enum class ValueType : std::uint8_t {
  CHOICE,     ///< one of `words`, any case
  SWITCH,     ///< on, off, true, false, yes, no
  DECIMAL,    ///< exact, at most eight decimals
  COUNT,      ///< a whole number
  DURATION,   ///< N[s|m|h|d], bare = seconds, of market time; decimals allowed (0.05 = 50 ms)
  SYMBOL,     ///< letters, digits, - and _; made upper case
  TEXT,       ///< anything printable
  SECRET,     ///< as TEXT, never shown
  REST_URL,   ///< https://..., http:// only to a literal loopback address
  WS_URL,     ///< wss://..., ws:// only to a literal loopback address
  ROTATION,   ///< see log_rules.hpp
  RETENTION,  ///< see log_rules.hpp
  FORMAT,     ///< see log_rules.hpp
};

/// A value that was read and is in range.
struct Value {
  std::string text;      ///< canonical: reads back as the same value
  std::int64_t raw = 0;  ///< DECIMAL at 1e-8, DURATION in ns, COUNT and SWITCH as they are, words by their index
  bool is_word = false;  ///< one of the key's words rather than a number
};

/// Reads `text` for `key`. The error (kInvalidArgument) says what is wrong and what would pass, and names neither the
/// key nor the value: the caller knows where they stand and whether they may be shown.
Result<Value> parse_value(const KeySpec& key, std::string_view text);

/// Text safe to show in an error: at most 80 characters, none of them a control character.
std::string shown(std::string_view text);

/// The canonical texts of computed values.
Value decimal_value(std::int64_t raw);
std::string format_duration(std::int64_t ns);

}  // namespace alpha_pulse::config
