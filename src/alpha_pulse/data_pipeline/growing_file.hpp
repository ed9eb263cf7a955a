#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::data_pipeline {

/// A file of rows that is made over days and interruptions. It grows as `<path>.fetching`, plain text, beside a note of
/// what it is to become (`<path>.fetching.job`), and takes its name once it is whole: compressed then when that ends
/// in `.zst`. So the same rows give the same bytes, however often their making was interrupted.
/// Owns the file, alone: a second writer is refused. Moved, not copied; one thread.
/// Tested by data_pipeline/growing_file_test.cpp.
class GrowingFile {
 public:
  /// What is to be done where something stands already.
  enum class Begin { NEW, RESUME, OVERWRITE };

  /// `job`: one line, the same for the same rows; on RESUME the one of the note counts, see `job`. `header`: the first
  /// line. Errors: kInvalidArgument (neither .csv nor .csv.zst), kRefused (NEW: the file or an interrupted one stands
  /// there; RESUME: the whole file does; somebody writes it), kNotFound (RESUME: nothing to go on from; the folder),
  /// kIo, kBadData (RESUME: it does not begin with the header).
  static Result<GrowingFile> open(const std::filesystem::path& path, Begin begin, const std::string& job,
                                  std::string_view header);

  GrowingFile(GrowingFile&&) noexcept;
  GrowingFile& operator=(GrowingFile&&) noexcept;
  ~GrowingFile();

  /// The job this file was begun for.
  const std::string& job() const;
  /// The last row that is whole, without its end; empty when there is none. Half a row behind it was cut off.
  const std::string& last_row() const;

  /// No row is in it.
  bool empty() const;

  /// Appends whole rows, each with its end; they are with the system on return. Errors: kIo, such as a full disk: what
  /// stood there before stands.
  Result<void> append(std::string_view rows);
  /// Gives the file its name and puts it on the disk. Errors: kIo; it can be resumed then.
  Result<void> finish();
  /// Nothing of it stays.
  void discard();

 private:
  struct State;
  explicit GrowingFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace alpha_pulse::data_pipeline
