#pragma once

#include <optional>
#include <vector>

#include "alpha_pulse/domain/bar_builder.hpp"
#include "alpha_pulse/tape/entry.hpp"
#include "alpha_pulse/tape/page_codec.hpp"

namespace alpha_pulse::tape {

/// How a source's events lie in time, and what a price of 1 stands for.
struct HistorySettings {
  Price price_unit;
  Duration candle_step;  ///< Duration{}: ticks
  Duration bar_step;
  Duration cadence;  ///< Duration{}: to be found
};

/// What is told once for a whole tape, gathered page by page: bars, gaps, the distance of events.
class History {
 public:
  explicit History(const HistorySettings& settings) : settings_(settings), cadence_(settings.cadence) {}

  /// The next page; bit k of `kinds`: kind k occurs in it.
  void take(const PageBuffer& page, std::uint32_t kinds);

  const std::vector<TapeBar>& bars() const { return bars_; }
  const std::vector<TapeGap>& gaps() const { return gaps_; }
  std::uint64_t gaps_total() const { return gaps_total_; }
  std::uint64_t events() const { return events_; }
  std::uint32_t kinds() const { return kinds_; }
  Timestamp first() const { return first_; }
  Timestamp last() const { return last_; }
  Duration cadence() const;

  static constexpr std::size_t kGapsListed = 65'536;

 private:
  void begin(const PageBuffer& page);
  void take_bars(const PageBuffer& page);
  void take_run(const PageBuffer& page, unsigned from, unsigned to);
  void take_gaps(const PageBuffer& page, std::uint32_t kinds);
  void note_gap(Timestamp after, Timestamp until);

  HistorySettings settings_;
  std::optional<BarBuilder> builder_;
  std::vector<TapeBar> bars_;
  std::vector<TapeGap> gaps_;
  std::uint64_t gaps_total_ = 0, events_ = 0;
  std::uint32_t kinds_ = 0;
  Timestamp first_, last_;
  Duration cadence_;
  bool candles_of_marks_ = false;  ///< there are no trades: candles are counted by marks
  unsigned in_candle_ = 0;         ///< events since the last candle opened
  Timestamp candle_;               ///< when it did
};

}  // namespace alpha_pulse::tape
