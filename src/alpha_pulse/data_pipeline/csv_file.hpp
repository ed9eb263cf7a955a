#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "alpha_pulse/data_pipeline/csv_form.hpp"
#include "alpha_pulse/data_pipeline/line_reader.hpp"

namespace alpha_pulse::data_pipeline {

/// A comma-separated file of one of these forms (no quotes, no blanks, a point before the decimals):
///
///   candles  open_time_ms,open,high,low,close,volume       also mark prices
///   trades   time_ms,price,qty,is_buyer_maker[,trade_id]
///   quotes   time_ms,bid_price,bid_qty,ask_price,ask_qty
///   funding  time_ms,symbol,rate
///   flows    time_ms,quantity  or  time_ms,symbol,quantity
///
/// or of an exchange's public dumps (csv_form.hpp lists every form).
///
/// The header line tells the form; without one, the first row's number of columns does (three: funding, unless flows
/// are expected), and where its yes or no stands. Every row must have as many columns as the first line.
/// Tested by data_pipeline/rows_test.cpp.
class CsvFile {
 public:
  /// Errors: those of LineReader; kBadData when the first line is of no known form, or not of the `expected` one.
  static Result<CsvFile> open(const std::filesystem::path& path, std::optional<FileKind> expected = std::nullopt);

  FileKind kind() const { return form().kind; }
  const CsvForm& form() const { return kCsvForms[form_]; }
  std::size_t form_index() const { return form_; }

  /// Moves to the next row; false at the end. Errors: those of LineReader; kBadData for too few or too many columns.
  Result<bool> next();

  /// Text of a column of the current row, in our order (csv_form.hpp); valid until the next row.
  std::string_view field(std::size_t column) const { return fields_[form().places[column]]; }
  std::uint64_t line() const { return lines_.line(); }
  const std::string& name() const { return lines_.name(); }
  /// How much of the file was read, 0 to 1.
  double done() const { return lines_.done(); }

  /// `FILE:LINE: column NAME: WHAT; EXAMPLE would pass`.
  std::unexpected<Error> bad_field(std::size_t column, std::string_view what, std::string_view example) const;
  /// `FILE:LINE: WHAT`.
  std::unexpected<Error> bad_row(std::string_view what) const;

  /// The rows that lie in memory and were not returned yet, and their passing over: for whoever reads plain rows
  /// faster.
  LineReader& lines() { return lines_; }
  /// A first row without a header has not been returned yet.
  bool first_is_row() const { return first_is_row_; }

 private:
  explicit CsvFile(LineReader lines) : lines_(std::move(lines)) {}
  Result<std::size_t> recognise(std::string_view first, std::optional<FileKind> expected) const;
  Result<bool> split(std::string_view text);

  LineReader lines_;
  std::size_t form_ = 0;  ///< in kCsvForms
  std::array<std::string_view, CsvForm::kColumnsMax> fields_;
  bool first_is_row_ = false;  ///< a file without a header, whose first line is still to be given out
  std::string first_row_;
};

}  // namespace alpha_pulse::data_pipeline
