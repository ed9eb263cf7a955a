#pragma once

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
  static Result<Series> open(const Files& files) {
    auto reader = Reader::open(files.front());
    if (!reader) return std::unexpected(reader.error());
    return Series(files, std::move(*reader));
  }

  /// Moves to the next row; false at the end, however often it is asked.
  Result<bool> advance() {
    while (index_ < files_.size()) {
      const auto more = reader_.advance();
      if (!more) return more;
      if (*more) {
        if (at_file_start_ && index_ > 0) {
          if (auto ok = check_follows(); !ok) return std::unexpected(ok.error());
        }
        at_file_start_ = false;
        last_ = reader_.row().time;
        return true;
      }
      if (++index_ == files_.size()) return false;
      auto next = Reader::open(files_[index_]);
      if (!next) return std::unexpected(next.error());
      reader_ = std::move(*next);
      at_file_start_ = true;
    }
    return false;
  }

  const Reader& reader() const { return reader_; }
  /// How much of the files was read, 0 to 1; each counts the same.
  double done() const {
    const double within = index_ < files_.size() ? reader_.file().done() : 0.0;
    return (static_cast<double>(index_) + within) / static_cast<double>(files_.size());
  }

 private:
  Series(const Files& files, Reader reader) : files_(files), reader_(std::move(reader)) {}

  Result<void> check_follows() const {
    const Timestamp now = reader_.row().time;
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
