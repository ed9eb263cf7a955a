#include "alpha_pulse/storage/note_file.hpp"

#include <fstream>
#include <iterator>

#include "alpha_pulse/storage/whole_file.hpp"

namespace alpha_pulse::storage {

std::filesystem::path note_beside(const std::filesystem::path& journal) {
  std::filesystem::path note = journal;
  note += ".note";
  return note;
}

Result<void> leave_note(const std::filesystem::path& note, std::string_view text) {
  return write_whole(note, text);
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
