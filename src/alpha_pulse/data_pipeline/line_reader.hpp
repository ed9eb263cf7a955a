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
/// A line ends with `\n` or `\r\n`; the last may end with the file. A byte-order mark at the start is not part of the text.
/// Owns the file; moved, not copied; one thread. Tested by data_pipeline/line_reader_test.cpp.
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

 private:
  explicit LineReader(ByteReader bytes);
  Result<bool> refill();
  Result<std::optional<std::string_view>> take(std::size_t length, std::size_t with_end);

  ByteReader bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  ///< of what was not returned yet
  std::size_t end_ = 0;
  std::uint64_t line_ = 0;
};

}  // namespace alpha_pulse::data_pipeline
