#include "alpha_pulse/storage/whole_file.hpp"

#include <fstream>

namespace alpha_pulse::storage {

Result<void> write_whole(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path draft = file;
  draft += ".new";
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) return fail(ErrorCode::kIo, draft.string() + ": cannot be written");
  }
  std::error_code error;
  std::filesystem::rename(draft, file, error);
  if (error) return fail(ErrorCode::kIo, file.string() + ": cannot be written: " + error.message());
  return {};
}

}  // namespace alpha_pulse::storage
