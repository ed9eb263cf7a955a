#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::data_pipeline {

/// Writes text to a file, compressed when its name ends in `.zst`, so that the file is whole or not there: it grows as
/// `<path>.partial` and is renamed by `finish`; without `finish` it is removed. Owns the file; moved, not copied; one
/// thread. Tested by data_pipeline/synth_writer_test.cpp.
class TextWriter {
 public:
  /// Errors: kIo, kNotFound (the folder).
  static Result<TextWriter> create(const std::filesystem::path& path);

  TextWriter(TextWriter&&) noexcept;
  TextWriter& operator=(TextWriter&&) noexcept;
  ~TextWriter();

  /// Errors: kIo, such as a full disk.
  Result<void> write(std::string_view text);
  /// Puts everything on the disk and gives the file its name. Errors: kIo.
  Result<void> finish();

 private:
  struct State;
  explicit TextWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace alpha_pulse::data_pipeline
