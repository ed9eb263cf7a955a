#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/data_pipeline/byte_reader.hpp"

namespace alpha_pulse::data_pipeline {

/// The lines of a text file, plain or zstd, one after another in bounded memory.
///
/// A line ends with `\n` or `\r\n`; the last may end with the file. A byte-order mark at the start is not part of the
/// text. Owns the file; moved, not copied; one thread. Tested by data_pipeline/line_reader_test.cpp.
class LineReader {
 public:
  static constexpr std::size_t kLongestLine = 64 * 1024;

  /// Errors: those of ByteReader::open.
  static Result<LineReader> open(const std::filesystem::path& path);

  /// The next line without its end, or nothing at the end of the file. Valid until the next call.
  /// Errors: those of ByteReader::read; kBadData, naming the line: longer than kLongestLine, or a zero byte (binary).
  Result<std::optional<std::string_view>> next();

  /// Number of the line last returned, from 1; 0 before the first.
  std::uint64_t line() const { return line_; }
  const std::string& name() const { return bytes_.name(); }

  /// The text in memory that was not returned yet: whole lines, and perhaps the beginning of one. It may be empty while
  /// the file has more; `next` reads on. Behind it stands a line's end, and kSlack more characters may be looked at;
  /// before it kFront.
  std::string_view ahead() const { return {buffer_.data() + begin_, end_ - begin_}; }
  /// Passes over the first `bytes` of `ahead`, which are `lines` whole lines.
  void pass(std::size_t bytes, std::uint64_t lines) {
    begin_ += bytes;
    line_ += lines;
  }
  static constexpr std::size_t kFront = 64, kSlack = 256;

  /// How much of the file was read, 0 to 1.
  double done() const { return bytes_.done(); }

 private:
  explicit LineReader(ByteReader bytes);
  Result<bool> refill();
  Result<std::optional<std::string_view>> take(std::size_t length, std::size_t with_end);

  ByteReader bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = kFront;  ///< of what was not returned yet
  std::size_t end_ = kFront;
  std::uint64_t line_ = 0;
};

}  // namespace alpha_pulse::data_pipeline
