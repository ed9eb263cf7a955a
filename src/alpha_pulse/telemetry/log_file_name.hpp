#pragma once

#include <compare>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

/// The names of log files that were put aside: `hedge.log` -> `hedge.2025-02-03_23-59-59.999.log`, then
/// `hedge.2025-02-03_23-59-59.999.2.log`. Tested by telemetry/log_file_test.cpp.
namespace alpha_pulse::telemetry {

/// What such a name says. Ordered from the oldest to the newest.
struct AsideName {
  Timestamp last_line;  ///< UTC, to the millisecond
  int copy = 1;         ///< 1 has no suffix
  friend constexpr auto operator<=>(const AsideName&, const AsideName&) = default;
};

std::string aside_name(const std::filesystem::path& log_file, const AsideName& aside);

/// Nothing when `name` is not exactly what `aside_name` would write for `log_file`.
std::optional<AsideName> read_aside_name(const std::filesystem::path& log_file, std::string_view name);

}  // namespace alpha_pulse::telemetry
