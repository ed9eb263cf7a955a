#include "alpha_pulse/storage/note_file.hpp"

#include <fstream>
#include <iterator>

namespace alpha_pulse::storage {

std::filesystem::path note_beside(const std::filesystem::path& journal) {
  std::filesystem::path note = journal;
  note += ".note";
  return note;
}

Result<void> leave_note(const std::filesystem::path& note, std::string_view text) {
  std::filesystem::path draft = note;
  draft += ".new";
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) return fail(ErrorCode::kIo, draft.string() + ": cannot be written");
  }
  std::error_code error;
  std::filesystem::rename(draft, note, error);
  if (error) return fail(ErrorCode::kIo, note.string() + ": cannot be written: " + error.message());
  return {};
}

std::optional<std::string> take_note(const std::filesystem::path& note) {
  std::ifstream in(note, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(in), {}};
  std::error_code ignored;  // then it is told once more
  std::filesystem::remove(note, ignored);
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace alpha_pulse::storage
