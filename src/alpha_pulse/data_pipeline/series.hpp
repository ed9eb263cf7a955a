#pragma once

#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "alpha_pulse/data_pipeline/candle_reader.hpp"
#include "alpha_pulse/data_pipeline/recording.hpp"

namespace alpha_pulse::data_pipeline {

inline std::unexpected<Error> not_in_order(const std::string& earlier, Timestamp end, const std::string& later,
                                           Timestamp begin) {
  return fail(ErrorCode::kBadData, later + " begins at " + format_timestamp(begin) + ", but " + earlier + " reaches " +
                                       format_timestamp(end) + "; files that follow each other in time would pass");
}

/// Files of one kind read as one series: each must follow the one before in time. `Reader` is a RowReader or
/// CandleReader. Tested by data_pipeline/replay_data_provider_test.cpp and data_pipeline/tape_import_test.cpp.
template <class Reader>
class Series {
 public:
  using Row = std::remove_cvref_t<decltype(std::declval<const Reader&>().row())>;

  static Result<Series> open(const Files& files) {
    auto reader = Reader::open(files.front());
    if (!reader) return std::unexpected(reader.error());
    return Series(files, std::move(*reader));
  }

  /// Moves to the next row; false at the end, however often it is asked.
  Result<bool> advance() {
    const auto rows = take(1);
    if (!rows) return std::unexpected(rows.error());
    return !rows->empty();
  }

  /// Moves over the rows that follow, at most `most` and at least one, all of one file; none at the end, however often
  /// it is asked. Valid until the next call. Errors: those of the reader's `take`.
  Result<std::span<const Row>> take(std::size_t most) {
    while (index_ < files_.size()) {
      const auto rows = reader_.take(most);
      if (!rows) return rows;
      if (!rows->empty()) {
        if (auto ok = begin_file(rows->front().time); !ok) return std::unexpected(ok.error());
        last_ = rows->back().time;
        return rows;
      }
      if (auto ok = open_next(); !ok) return std::unexpected(ok.error());
    }
    return std::span<const Row>();
  }

  const Reader& reader() const { return reader_; }
  /// How much of the files was read, 0 to 1; each counts the same.
  double done() const {
    const double within = index_ < files_.size() ? reader_.file().done() : 0.0;
    return (static_cast<double>(index_) + within) / static_cast<double>(files_.size());
  }

 private:
  Series(const Files& files, Reader reader) : files_(files), reader_(std::move(reader)) {}

  Result<void> open_next() {
    if (++index_ == files_.size()) return {};
    auto next = Reader::open(files_[index_]);
    if (!next) return std::unexpected(next.error());
    reader_ = std::move(*next);
    at_file_start_ = true;
    return {};
  }

  /// A row that opens at `now` is read: the first one of a file must follow the file before.
  Result<void> begin_file(Timestamp now) {
    if (!std::exchange(at_file_start_, false) || index_ == 0) return {};
    constexpr bool kMayShareATime = !std::is_same_v<Reader, CandleReader>;
    if (now > last_ || (kMayShareATime && now == last_)) return {};
    return not_in_order(files_[index_ - 1].string(), last_, files_[index_].string(), now);
  }

  Files files_;
  Reader reader_;
  std::size_t index_ = 0;
  bool at_file_start_ = true;
  Timestamp last_;
};

}  // namespace alpha_pulse::data_pipeline
