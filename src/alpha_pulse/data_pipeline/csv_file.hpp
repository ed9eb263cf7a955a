#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "alpha_pulse/data_pipeline/line_reader.hpp"

namespace alpha_pulse::data_pipeline {

/// The kinds of recorded data that are read.
enum class FileKind : std::uint8_t { CANDLES, TRADES, FUNDING, FLOWS };
std::string_view to_string(FileKind kind);

/// A comma-separated file of one of these forms (no quotes, no blanks, a point before the decimals):
///
///   candles  open_time_ms,open,high,low,close,volume       also mark prices
///   trades   time_ms,price,qty,is_buyer_maker[,trade_id]
///   funding  time_ms,symbol,rate
///   flows    time_ms,quantity  or  time_ms,symbol,quantity
///
/// The header line tells the form; without one, the first row's number of columns does (three: funding, unless flows
/// are expected). Every row must have as many columns as the first line. Tested by data_pipeline/rows_test.cpp.
class CsvFile {
 public:
  static constexpr std::size_t kColumnsMax = 6;

  /// Errors: those of LineReader; kBadData when the first line is of no known form, or not of the `expected` one.
  static Result<CsvFile> open(const std::filesystem::path& path, std::optional<FileKind> expected = std::nullopt);

  FileKind kind() const { return form_.kind; }
  std::size_t columns() const { return form_.columns; }

  /// Moves to the next row; false at the end. Errors: those of LineReader; kBadData for too few or too many columns.
  Result<bool> next();

  /// Text of a column of the current row; valid until the next row.
  std::string_view field(std::size_t column) const { return fields_[column]; }
  std::uint64_t line() const { return lines_.line(); }
  const std::string& name() const { return lines_.name(); }

  /// `FILE:LINE: column NAME: WHAT; EXAMPLE would pass`.
  std::unexpected<Error> bad_field(std::size_t column, std::string_view what, std::string_view example) const;
  /// `FILE:LINE: WHAT`.
  std::unexpected<Error> bad_row(std::string_view what) const;

 private:
  struct Form {
    FileKind kind;
    std::size_t columns;
    std::string_view header;
  };
  static constexpr std::size_t kForms = 6;
  static const std::array<Form, kForms> kKnown;

  explicit CsvFile(LineReader lines) : lines_(std::move(lines)) {}
  Result<Form> recognise(std::string_view first, std::optional<FileKind> expected) const;
  Result<bool> split(std::string_view text);

  LineReader lines_;
  Form form_{};
  std::array<std::string_view, kColumnsMax> fields_;
  bool first_is_row_ = false;  ///< a file without a header, whose first line is still to be given out
  std::string first_row_;
};

}  // namespace alpha_pulse::data_pipeline
