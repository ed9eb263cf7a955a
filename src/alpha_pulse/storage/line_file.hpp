#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/storage/growing_file.hpp"

namespace alpha_pulse::storage {

/// A text file that grows by whole lines, each handed to the system before `append` returns, so that a killed process
/// loses none it has spoken of.
///
/// One program at a time writes it: the open file is locked, and a second one is refused (kRefused).
/// A line that cannot be written is lost, counted, and leaves no half behind; the next one is tried afresh, and nothing
/// throws: `trouble` tells in the end. One thread. Proven by storage/line_file_test.cpp.
class LineFile {
 public:
  enum class Outcome : std::uint8_t { WRITTEN, KNOWN, LOST };

  /// Begins a new file, and its folder; one that exists is kept beside it as `<file>.previous`. Errors (kIo): the path
  /// names something else than a regular file, or cannot be written; kRefused: another program writes it.
  static base::Result<std::unique_ptr<LineFile>> create(const std::filesystem::path& file);
  /// Goes on with a file (or begins one): a torn last line is cut off, and the lines that are there are met again
  /// before anything is written. A line equal to the next of them is KNOWN; from the first that differs on, all are
  /// new.
  static base::Result<std::unique_ptr<LineFile>> resume(const std::filesystem::path& file);

  /// `line` without its end.
  Outcome append(std::string_view line);

  /// One line about what is wrong with the file; nothing when all is well.
  std::optional<std::string> trouble() const;
  const std::filesystem::path& path() const { return file_->path(); }

 private:
  explicit LineFile(std::unique_ptr<GrowingFile> file) : file_(std::move(file)) {}
  base::Result<void> read_known();
  bool known(std::string_view line);

  std::unique_ptr<GrowingFile> file_;
  std::vector<std::string> known_;  // of a resumed file, still to be met again
  std::size_t met_ = 0;
  std::uint64_t lost_ = 0;
  std::string why_lost_;
  std::optional<std::size_t> differs_at_;  // number of the first line that is not what this run says
};

}  // namespace alpha_pulse::storage
