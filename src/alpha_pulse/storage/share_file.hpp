#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"
#include "alpha_pulse/storage/growing_file.hpp"

namespace alpha_pulse::storage {

/// Finished parts of a long work, as lines of text that only grow: what is in the file need not be done again.
///
/// The first line names the work by its fingerprint; every line carries a checksum of its own, so a line that was torn
/// by a kill, or damaged later, is dropped and its part done again, never misread. Lines are collected by `append` and
/// reach the disk (fdatasync) in `flush`. One program at a time writes it (flock). One thread.
/// Proven by storage/share_file_test.cpp.
class ShareFile {
 public:
  /// Begins a new file; one that exists is kept beside it as `<file>.previous`. Errors: kIo; kRefused while another
  /// program writes it.
  static Result<std::unique_ptr<ShareFile>> create(const std::filesystem::path& file, std::string_view fingerprint);
  /// Goes on with a file, or begins one. Errors besides: kInvalidArgument, a file of another work; kBadData, a file of
  /// another kind.
  static Result<std::unique_ptr<ShareFile>> resume(const std::filesystem::path& file, std::string_view fingerprint);

  /// The whole lines that were there, in their order.
  const std::vector<std::string>& found() const { return found_; }
  /// Lines that were torn or damaged, and dropped.
  std::uint64_t dropped() const { return dropped_; }

  /// `line` without its end.
  void append(std::string_view line);
  /// Errors (kIo): nothing of what was collected is taken for written, and no half line stays.
  Result<void> flush();
  const std::filesystem::path& path() const { return file_->path(); }

 private:
  explicit ShareFile(std::unique_ptr<GrowingFile> file) : file_(std::move(file)) {}
  Result<void> begin(std::string_view fingerprint);
  Result<void> take_up(std::string_view fingerprint);

  std::unique_ptr<GrowingFile> file_;
  std::string waiting_;
  std::vector<std::string> found_;
  std::uint64_t dropped_ = 0;
};

}  // namespace alpha_pulse::storage
