#pragma once

#include <filesystem>
#include <vector>

#include "alpha_pulse/data_pipeline/rows.hpp"

namespace alpha_pulse::data_pipeline {

/// The candles of one file with the length of a candle: from the file's name (`BTCUSDT_1m_20250101-20250204.csv.zst`),
/// else the smallest distance between its first rows. Every open time must lie on that grid, counted from the first
/// row; candles may be missing. Owns the file; moved, not copied; one thread.
///
/// Tested by data_pipeline/candle_reader_test.cpp, and on every recorded candle file at hand.
class CandleReader {
 public:
  /// Errors: those of RowReader; kBadData when the length cannot be told (one row, no word in the name) or is under a
  /// second (times in seconds instead of milliseconds).
  static Result<CandleReader> open(const std::filesystem::path& path);

  /// Moves to the next candle; false at the end. Errors: those of RowReader; kBadData for a time off the grid.
  Result<bool> advance();

  /// As RowReader::take. Errors: those of `advance`.
  Result<std::span<const Candle>> take(std::size_t most);

  const Candle& row() const { return in_ahead_ ? ahead_[given_ - 1] : rows_.row(); }
  Duration step() const { return step_; }
  Timestamp first() const { return first_; }
  const CsvFile& file() const { return rows_.file(); }
  /// Number of the line that the candle stands in, from 1: a candle is one line.
  std::uint64_t line() const { return rows_.line() - (ahead_.size() - given_); }

 private:
  explicit CandleReader(RowReader<Candle> rows) : rows_(std::move(rows)) {}
  Result<void> look_ahead();
  Result<void> check_step(Timestamp now, std::uint64_t line);

  RowReader<Candle> rows_;
  std::vector<Candle> ahead_;  ///< the first rows, read to find the step
  std::size_t given_ = 0;      ///< of those
  bool in_ahead_ = true;       ///< the row moved to is the last of those given
  Timestamp first_, last_;     ///< opening times of the first row and of the last one given
  Duration step_;
};

/// The length that a file's name states: a part `1m`, `15m`, `4h`, `1d`, `30s`, `1w` between underscores, hyphens or
/// points; Duration{} when there is none.
Duration step_from_name(const std::filesystem::path& path);

/// The symbol that a file's name states: letters and digits before the first `_`, in capitals, at least one letter; in
/// the names of dumps (`BTCUSDT-1m-2024-01.zip`), capitals before the first `-`. Empty when there is none. Whether such
/// an instrument exists is for the caller to know.
std::string symbol_from_name(const std::filesystem::path& path);

}  // namespace alpha_pulse::data_pipeline
