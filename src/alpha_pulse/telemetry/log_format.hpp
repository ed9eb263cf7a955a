#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/telemetry/log_line.hpp"

namespace alpha_pulse::telemetry {

/// Where in our source a line was written: the strings are the compiler's own and live for ever.
struct LogOrigin {
  const char* file = "";
  const char* function = "";
  std::uint32_t line = 0;
};

/// The form of a line of the log: text with the tokens
///
///   {time}      2025-02-03 11:11:25.255, UTC
///   {level}     INFO
///   {message}   with control characters spelled out, so that a record is always one line
///   {name}      the module: alpha_pulse.telemetry.log_notices
///   {function}  its plain name
///   {line}      number in the source file
///
/// Anything else, an unknown token too, stands for itself (config refuses those before they come here).
/// A value; any thread. Tested by telemetry/log_format_test.cpp.
class LogFormat {
 public:
  explicit LogFormat(std::string_view text);

  /// One record with its line end.
  std::string line(Timestamp when, Level level, std::string_view message, const LogOrigin& origin) const;

 private:
  enum class Token : std::uint8_t { TEXT, TIME, LEVEL, MESSAGE, NAME, FUNCTION, LINE };
  struct Part {
    Token token = Token::TEXT;
    std::string text;
  };
  static Token token_named(std::string_view name);
  void add_text(std::string_view text);

  std::vector<Part> parts_;
};

/// `text` with C0 and C1 control characters and DEL written as `\n`, `\r`, `\t` or `\x1b`: nothing in a message can end
/// the line or steer a terminal.
std::string escape_controls(std::string_view text);

}  // namespace alpha_pulse::telemetry
