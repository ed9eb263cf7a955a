#include "alpha_pulse/telemetry/log_line.hpp"

#include <utility>

namespace alpha_pulse::telemetry {

std::string_view to_string(Level level) {
  switch (level) {
    case Level::TRACE:
      return "TRACE";
    case Level::DEBUG:
      return "DEBUG";
    case Level::INFO:
      return "INFO";
    case Level::WARNING:
      return "WARNING";
    case Level::ERROR:
      return "ERROR";
    case Level::CRITICAL:
      return "CRITICAL";
  }
  std::unreachable();
}

}  // namespace alpha_pulse::telemetry
