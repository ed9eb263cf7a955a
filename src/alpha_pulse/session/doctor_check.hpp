#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::session {

/// How a check of the doctor ended. SKIP: it could not be made, or does not matter here.
enum class CheckStatus : std::uint8_t { OK, WARN, FAIL, SKIP };
/// `ok`, `warn`, `fail`, `skip`.
std::string_view to_string(CheckStatus status);

/// One thing that was looked at.
struct Check {
  std::string name;
  CheckStatus status = CheckStatus::OK;
  std::string detail;    ///< what was found
  std::string fix{};     ///< what to do about it; empty when there is nothing
  bool refused = false;  ///< failed for safety: nothing may be traded with this key
};

inline Check passed(std::string name, std::string detail) {
  return {.name = std::move(name), .status = CheckStatus::OK, .detail = std::move(detail)};
}
inline Check skipped(std::string name, std::string detail) {
  return {.name = std::move(name), .status = CheckStatus::SKIP, .detail = std::move(detail)};
}
inline Check warned(std::string name, std::string detail, std::string fix) {
  return {.name = std::move(name), .status = CheckStatus::WARN, .detail = std::move(detail), .fix = std::move(fix)};
}
inline Check failed(std::string name, std::string detail, std::string fix) {
  return {.name = std::move(name), .status = CheckStatus::FAIL, .detail = std::move(detail), .fix = std::move(fix)};
}

}  // namespace alpha_pulse::session
