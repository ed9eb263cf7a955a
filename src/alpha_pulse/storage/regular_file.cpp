#include "alpha_pulse/storage/regular_file.hpp"

#include <string>

namespace alpha_pulse::storage {

base::Result<void> check_regular_file(const std::filesystem::path& file, std::string_view what_passes) {
  std::error_code unknown;
  if (!std::filesystem::exists(file, unknown) || std::filesystem::is_regular_file(file, unknown)) return {};
  return base::fail(base::ErrorCode::kIo, file.string() + ": is not a regular file; " + std::string(what_passes));
}

}  // namespace alpha_pulse::storage
