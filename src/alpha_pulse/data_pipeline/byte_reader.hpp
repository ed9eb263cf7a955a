#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::data_pipeline {

/// The bytes of a file, decompressed when it is zstd or a zip of one file (told by its first bytes, not by its name).
/// Memory is bounded: one input block and zstd's window (frames that ask for more than 128 MiB are refused). Several
/// frames in a row are read as one; a zip's checksum is checked at its end. Owns the file; moved, not copied; one
/// thread.
///
/// Tested by data_pipeline/line_reader_test.cpp.
class ByteReader {
 public:
  /// Errors: kNotFound (missing), kIo (a directory, a pipe or a device, no permission), kBadData (empty, gzip, a zip
  /// of none or of several files, called .zst but is not). Each names the file and what would pass.
  static Result<ByteReader> open(const std::filesystem::path& path);

  ByteReader(ByteReader&&) noexcept;
  ByteReader& operator=(ByteReader&&) noexcept;
  ~ByteReader();

  /// Fills `out` from the front; fewer bytes than asked only at the end, where 0 means nothing is left.
  /// Errors: kIo (the disk), kBadData (a damaged or cut-off zstd frame or zip).
  Result<std::size_t> read(std::span<char> out);

  const std::string& name() const;
  /// How much of the file was read, 0 to 1.
  double done() const;

 private:
  struct State;
  explicit ByteReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace alpha_pulse::data_pipeline
