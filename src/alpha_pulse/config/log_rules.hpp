#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

/// What the `logging.*` keys mean: the words the seed's files use ("1 day", "{time} | {level} | {message}").
/// Tested by config/log_rules_test.cpp.
namespace alpha_pulse::config {

enum class LogLevel : std::uint8_t { TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL };

/// When a new log file is begun: after a time, at a size, or never (both empty).
struct LogRotation {
  std::optional<Duration> every;
  std::optional<std::int64_t> bytes;
};

struct LogSettings {
  LogLevel level = LogLevel::INFO;
  LogRotation rotation;
  std::optional<Duration> retention;  ///< files older than this are removed; none: kept
  std::string format;                 ///< text with the tokens {time} {level} {message} {name} {function} {line}
};

/// `off`, a time such as `1 day`, `12 hours`, `1 week`, or a size such as `10 MB` (1 MB = 1 000 000 bytes).
Result<LogRotation> parse_rotation(std::string_view text);

/// `off` or a time of whole or decimal units: `30 days`, `1 week`, `12h`.
Result<std::optional<Duration>> parse_retention(std::string_view text);

/// Refuses an unknown token, a brace that is not closed, and a format without {message}.
Result<void> check_log_format(std::string_view text);

}  // namespace alpha_pulse::config
