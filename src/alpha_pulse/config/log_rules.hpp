#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

/// What the `logging.*` keys mean: the words the seed's files use ("1 day", "{time} | {level} | {message}").
/// Tested by config/rules_test.cpp.
namespace alpha_pulse::config {

enum class LogLevel : std::uint8_t { TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL };

/// When a new log file is begun: after a time, at a size, or never (both empty).
struct LogRotation {
  std::optional<Duration> every;
  std::optional<std::int64_t> bytes;
};

/// Which old log files stay: those of an age, or the newest few; both empty: all.
struct LogRetention {
  std::optional<Duration> age;
  std::optional<std::size_t> files;
};

/// `logging.*`
struct LogSettings {
  LogLevel level = LogLevel::INFO;
  LogRotation rotation;
  LogRetention retention;
  std::optional<Duration> status_every;  ///< market time between the status lines of a run; none: no such lines
  std::string format;                    ///< text with the tokens {time} {level} {message} {name} {function} {line}
};

/// `off`, a time such as `1 day`, `12 hours`, `1 week`, `00:00` (as `1 day`), or a size such as `10 MB` (1 MB =
/// 1 000 000 bytes, 1 MiB = 1 048 576). Numbers may have up to three decimals; a month is 30 days, a year 365.
Result<LogRotation> parse_rotation(std::string_view text);

/// `off`, a time as above (`30 days`, `1 week`, `12h`), or how many old files stay: `10 files`, or the number alone.
Result<LogRetention> parse_retention(std::string_view text);

/// Refuses an unknown token, a brace that is not closed, and a format without {message}.
Result<void> check_log_format(std::string_view text);

}  // namespace alpha_pulse::config
