#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"

/// Recorded market data for tests, where it is there: ALPHA_PULSE_DATA, else beside the source tree.
namespace alpha_pulse::tests {

inline std::filesystem::path data_root() {
  const char* named = std::getenv("ALPHA_PULSE_DATA");
  return named != nullptr ? std::filesystem::path(named)
                          : std::filesystem::path(ALPHA_PULSE_SOURCE_DIR) / ".." / "shared" / "data";
}

inline std::optional<std::filesystem::path> data_file(const std::string& name) {
  const auto path = data_root() / name;
  return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

inline std::string missing_data() {
  return "no recorded market data at " + data_root().lexically_normal().string() + " (set ALPHA_PULSE_DATA)";
}

/// Every file of a folder whose name begins with `prefix`, sorted.
inline std::vector<std::filesystem::path> data_files(const std::string& folder, const std::string& prefix = {}) {
  std::vector<std::filesystem::path> files;
  const auto root = data_root() / folder;
  if (!std::filesystem::exists(root)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().filename().string().starts_with(prefix)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The first `limit` events of a single series.
inline std::vector<domain::Event> events_of(const data_pipeline::Files& files, std::size_t limit) {
  auto provider = data_pipeline::ReplayDataProvider::open({.data = files});
  std::vector<domain::Event> events;
  domain::Event event;
  while (provider && events.size() < limit) {
    const auto more = (*provider)->next(event);
    if (!more || !*more) break;
    events.push_back(event);
  }
  return events;
}

}  // namespace alpha_pulse::tests
