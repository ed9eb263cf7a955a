#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/domain/names.hpp"

/// What a log is made of.
namespace alpha_pulse::telemetry {

/// From the least to the most important, in the order of config::LogLevel.
enum class Level : std::uint8_t { TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL };

std::string_view to_string(Level level);

/// A record without its time: whoever writes it knows when.
struct LogLine {
  Level level = Level::INFO;
  std::string message;
  friend bool operator==(const LogLine&, const LogLine&) = default;
};

}  // namespace alpha_pulse::telemetry
