#include "alpha_pulse/storage/line_file.hpp"

#include <utility>

namespace alpha_pulse::storage {

using base::Result;

namespace {

constexpr GrowingFile::Kind kKind{.mode = 0600, .example = "advice.jsonl"};

/// One that cannot be made shows when the file is opened.
void make_folder_of(const std::filesystem::path& file) {
  std::error_code ignored;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ignored);
}

}  // namespace

Result<std::unique_ptr<LineFile>> LineFile::create(const std::filesystem::path& file) {
  make_folder_of(file);
  auto begun = GrowingFile::begin(file, kKind);
  if (!begun) return std::unexpected(begun.error());
  return std::unique_ptr<LineFile>(new LineFile(std::move(*begun)));
}

Result<std::unique_ptr<LineFile>> LineFile::resume(const std::filesystem::path& file) {
  make_folder_of(file);
  auto opened = GrowingFile::open(file, kKind);
  if (!opened) return std::unexpected(opened.error());
  std::unique_ptr<LineFile> lines(new LineFile(std::move(*opened)));
  if (const auto read = lines->read_known(); !read) return std::unexpected(read.error());
  return lines;
}

Result<void> LineFile::read_known() {
  const auto text = file_->read();
  if (!text) return std::unexpected(text.error());
  std::size_t begin = 0;
  for (std::size_t end = text->find('\n'); end != std::string::npos; end = text->find('\n', begin)) {
    known_.push_back(text->substr(begin, end - begin));
    begin = end + 1;
  }
  return file_->cut(begin);
}

/// True while the line is one the file holds already.
bool LineFile::known(std::string_view line) {
  if (met_ == known_.size()) return false;
  if (known_[met_] == line) {
    ++met_;
    return true;
  }
  differs_at_ = met_ + 1;
  known_.clear();
  met_ = 0;
  return false;
}

LineFile::Outcome LineFile::append(std::string_view line) {
  if (known(line)) return Outcome::KNOWN;
  const auto why = file_->append(std::string(line) + "\n");
  if (!why) return Outcome::WRITTEN;
  ++lost_;
  why_lost_ = *why;
  return Outcome::LOST;
}

std::optional<std::string> LineFile::trouble() const {
  if (lost_ > 0) {
    return path().string() + ": lines that could not be written: " + std::to_string(lost_) + " (" + why_lost_ + ")";
  }
  if (differs_at_) {
    return path().string() + ": line " + std::to_string(*differs_at_) +
           " is not what this run says; it was written by another run, and everything was told again from there on";
  }
  return std::nullopt;
}

}  // namespace alpha_pulse::storage
