#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::storage {

/// A file that grows by pieces of text, each of them whole in it or not at all. One program at a time has it: the open
/// file is locked. One thread. Proven by storage/line_file_test.cpp and storage/share_file_test.cpp.
class GrowingFile {
 public:
  /// What kind of file it is.
  struct Kind {
    unsigned mode = 0600;  ///< of a new one
    const char* example;   ///< a name that would pass
  };
  /// Goes on with a file, or begins one. Errors (kIo): the path names something else than a regular file, or cannot be
  /// written; kRefused: another program writes it.
  static Result<std::unique_ptr<GrowingFile>> open(const std::filesystem::path& file, Kind kind);
  /// The same of an empty one: a file that holds something is kept beside it as `<file>.previous`.
  static Result<std::unique_ptr<GrowingFile>> begin(const std::filesystem::path& file, Kind kind);

  ~GrowingFile();
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;

  /// All of it.
  Result<std::string> read() const;
  /// From now on it has the first `size` bytes alone.
  Result<void> cut(std::size_t size);
  /// Handed to the system; nothing, or why it could not be.
  [[nodiscard]] std::optional<std::string> append(std::string_view text);
  /// What was appended is on the disk; nothing, or why it is not.
  [[nodiscard]] std::optional<std::string> sync();

  const std::filesystem::path& path() const { return file_; }
  /// "<file>: cannot be <what>: <why>", and what would pass.
  std::unexpected<Error> io_error(const std::string& what, const std::string& why) const;

 private:
  GrowingFile(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}

  std::filesystem::path file_;
  int descriptor_;
  std::int64_t size_ = 0;
};

}  // namespace alpha_pulse::storage
