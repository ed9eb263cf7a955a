#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/data_pipeline/csv_file.hpp"
#include "alpha_pulse/domain/price.hpp"

/// The rows of recorded data, read exactly: decimal text to integers of 1e-8, never rounded. A row that cannot be true
/// is an error naming file, line, column, value and one that would pass; no row is skipped.
/// Tested by data_pipeline/rows_test.cpp.
namespace alpha_pulse::data_pipeline {

/// The year 2200. Later times are microseconds by mistake; nanoseconds end in 2262, and a deadline may lie years ahead.
inline constexpr std::int64_t kLatestMs = 7'258'118'400'000;
/// In March 1973, as microseconds: a dump's time from here on is one of microseconds.
inline constexpr std::int64_t kEarliestUs = 100'000'000'000'000;
/// The largest price that is taken in from outside, 1e10. Above it is room for what is worked out from a price: stops,
/// grids, liquidation.
inline constexpr Price kHighestPrice = Price::from_raw(1'000'000'000'000'000'000);

/// Prices positive and at most 1e10, low <= open, close <= high; volume in base units, not negative; open times rise.
/// A volume over the largest quantity (9.2e10 units: real for long candles of cheap coins) is read as the largest.
struct Candle {
  static constexpr FileKind kKind = FileKind::CANDLES;
  Timestamp time;  ///< when the candle opens
  Price open, high, low, close;
  Quantity volume;
};

/// Price and quantity positive, the price at most 1e10; times do not fall (several trades share a millisecond), trade
/// ids rise.
struct TradeRow {
  static constexpr FileKind kKind = FileKind::TRADES;
  Timestamp time;
  Price price;
  Quantity quantity;
  bool is_buyer_maker = false;  ///< the seller was the aggressor
  std::int64_t trade_id = -1;   ///< -1: the file has none
};

/// Prices positive and at most 1e10, bid <= ask; quantities not negative; times do not fall.
struct QuoteRow {
  static constexpr FileKind kKind = FileKind::QUOTES;
  Timestamp time;
  Price bid;
  Quantity bid_quantity;
  Price ask;
  Quantity ask_quantity;
};

/// Rate within (-1, 1), longs pay shorts when positive; times do not fall, and rise within a symbol.
struct FundingRow {
  static constexpr FileKind kKind = FileKind::FUNDING;
  Timestamp time;
  std::string symbol;  ///< empty: the file has none
  Ratio rate;
};

/// A change of the holding in base units, signed; times do not fall.
struct FlowRow {
  static constexpr FileKind kKind = FileKind::FLOWS;
  Timestamp time;
  std::string symbol;  ///< empty: the file has none
  Quantity change;
};

Result<void> parse_row(const CsvFile& file, Candle& row);
Result<void> parse_row(const CsvFile& file, TradeRow& row);
Result<void> parse_row(const CsvFile& file, QuoteRow& row);
Result<void> parse_row(const CsvFile& file, FundingRow& row);
Result<void> parse_row(const CsvFile& file, FlowRow& row);

/// Whether `row` may follow `previous`.
Result<void> check_order(const CsvFile& file, const Candle& previous, const Candle& row);
Result<void> check_order(const CsvFile& file, const TradeRow& previous, const TradeRow& row);
Result<void> check_order(const CsvFile& file, const QuoteRow& previous, const QuoteRow& row);
Result<void> check_order(const CsvFile& file, const FundingRow& previous, const FundingRow& row);
Result<void> check_order(const CsvFile& file, const FlowRow& previous, const FlowRow& row);

/// Reads rows as machines write them off the front of the lines in memory into `out` and passes over them; returns how
/// many: it stops before the first row that is not plain, which may be good or bad. `previous`: the row before, or
/// null.
template <class Row>
using FastRows = std::size_t (*)(LineReader& lines, const Row* previous, std::span<Row> out);
/// The one for a form of kCsvForms; of funding and flows it reads none.
template <class Row>
FastRows<Row> fast_rows(std::size_t form);
template <>
FastRows<Candle> fast_rows(std::size_t form);
template <>
FastRows<TradeRow> fast_rows(std::size_t form);
template <>
FastRows<QuoteRow> fast_rows(std::size_t form);
template <>
FastRows<FundingRow> fast_rows(std::size_t form);
template <>
FastRows<FlowRow> fast_rows(std::size_t form);

/// The rows of one file in order, streaming: plain ones many at a time (fast_rows), everything else, and so every
/// error, one by one by the rules above. Owns the file; moved, not copied; one thread.
template <class Row>
class RowReader {
 public:
  /// Errors: those of CsvFile::open.
  static Result<RowReader> open(const std::filesystem::path& path) {
    auto file = CsvFile::open(path, Row::kKind);
    if (!file) return std::unexpected(file.error());
    return RowReader(std::move(*file));
  }

  /// Moves to the next row; false at the end. Errors: kBadData at the first malformed row (an empty file included),
  /// kIo. After an error the reader is of no more use.
  Result<bool> advance() {
    if (given_ == held_) {
      previous_ = row();
      given_ = 0;
      held_ = file_.first_is_row() ? 0 : fast_(file_.lines(), rows_ > 0 ? &previous_ : nullptr, batch_);
      if (held_ == 0) return advance_carefully();
    }
    ++given_;
    ++rows_;
    return true;
  }

  /// Moves over the rows that follow, at most `most` and at least one, to the last of them; none at the end. Valid
  /// until the next call. Errors: those of `advance`, after the rows before them.
  Result<std::span<const Row>> take(std::size_t most) {
    const auto more = advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) return std::span<const Row>();
    const std::size_t first = given_ - 1;
    const std::size_t others = std::min(most - 1, held_ - given_);
    given_ += others;
    rows_ += others;
    return std::span<const Row>(batch_).subspan(first, others + 1);
  }

  /// The row moved to; at the end, the last one.
  const Row& row() const { return batch_[given_ > 0 ? given_ - 1 : 0]; }
  std::uint64_t rows() const { return rows_; }
  /// Number of the line that the row stands in, from 1.
  std::uint64_t line() const { return file_.line() - (held_ - given_); }
  const CsvFile& file() const { return file_; }

 private:
  explicit RowReader(CsvFile file)
      : file_(std::move(file)), fast_(fast_rows<Row>(file_.form_index())), batch_(kRowsAtOnce) {}

  Result<bool> advance_carefully() {
    const auto more = file_.next();
    if (!more) return std::unexpected(more.error());
    Row& row = batch_[0];
    if (!*more) {
      row = previous_;
      return rows_ > 0 ? Result<bool>(false) : file_.bad_row("a header without rows; at least one would pass");
    }
    row = {};
    if (auto ok = parse_row(file_, row); !ok) return std::unexpected(std::move(ok.error()));
    if (rows_ > 0) {
      if (auto ok = check_order(file_, previous_, row); !ok) return std::unexpected(std::move(ok.error()));
    }
    given_ = held_ = 1;
    ++rows_;
    return true;
  }

  static constexpr std::size_t kRowsAtOnce = 256;

  CsvFile file_;
  FastRows<Row> fast_;
  std::vector<Row> batch_;
  Row previous_{};
  std::size_t given_ = 0, held_ = 0;  ///< of the batch
  std::uint64_t rows_ = 0;
};

}  // namespace alpha_pulse::data_pipeline
