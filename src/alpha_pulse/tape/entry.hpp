#pragma once

#include <cstdint>
#include <string>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::tape {
using namespace domain;

/// What one event of a tape is. BUY and SELL are trades, told apart by their aggressor.
enum class Kind : std::uint8_t { QUOTE, BUY, SELL, MARK };
constexpr bool is_trade(Kind kind) {
  return kind == Kind::BUY || kind == Kind::SELL;
}

/// Between two ticks that lie further apart something is missing, as far as anybody can tell.
inline constexpr Duration kLongestSilence = Duration::minutes(1);
/// Length of the bars that are made of ticks, and of candles that are shorter.
inline constexpr Duration kUsualBar = Duration::minutes(5);

/// One event, decoded. Prices are whole numbers of the tape's price unit.
/// Trades and marks: low == high == the price, `quantity` is theirs, `high_quantity` is zero.
/// Quotes: low = bid, high = ask, `quantity` is the bid's, `high_quantity` the ask's.
struct Entry {
  Timestamp at{};
  std::int64_t low = 0, high = 0;
  Kind kind = Kind::BUY;
  Quantity quantity{}, high_quantity{};
  friend constexpr bool operator==(const Entry&, const Entry&) = default;
};

/// A closed period of trades, as domain::BarBuilder makes it of the tape's trades.
struct TapeBar {
  std::uint64_t end = 0;  ///< the first event at or after the bar's end; there always is one
  Timestamp at;           ///< the bar's end: `ts_event` of its BarClosed
  BarClosed bar;
};

/// A funding rate that falls due.
struct TapeFunding {
  Timestamp at;
  Ratio rate;
  friend constexpr bool operator==(const TapeFunding&, const TapeFunding&) = default;
};

/// Silence. Candles: `after` is when the last candle before the missing ones opens, `until` when the next one does.
/// Ticks: two events more than kLongestSilence apart.
struct TapeGap {
  Timestamp after, until;
  friend constexpr bool operator==(const TapeGap&, const TapeGap&) = default;
};

/// Nothing happened between two events.
struct Silence {
  Timestamp from, until;
  friend constexpr bool operator==(const Silence&, const Silence&) = default;
};

/// What a tape says about itself.
struct TapeInfo {
  std::string symbol, source;  ///< as imported
  Price price_unit;            ///< what a price of 1 in the columns stands for
  std::uint64_t events = 0;
  std::uint64_t rows = 0;  ///< of the source: a candle is one row and four events, a tick one of each
  Timestamp first, last;   ///< of the first and the last event
  Duration candle_step;    ///< Duration{}: ticks
  std::string candle_path;
  Duration cadence;   ///< typical distance of two events, as ReplayDataProvider::cadence of the same source
  Duration bar_step;  ///< five minutes, or the candle's own length when that is longer
  bool has_trades = false, has_quotes = false, has_marks = false;
  std::uint64_t gaps_total = 0;  ///< how many there are; Tape::gaps lists the first of them
  std::uint32_t version = 0;     ///< of the format
  unsigned price_bits = 0;       ///< of a number in the price columns
  std::uint64_t bytes = 0;       ///< of the file
  double bytes_per_event = 0;
  double index_share = 0;  ///< of the bytes: lowest and highest prices, and the directory of times
};

/// `price` as a whole number of `unit`. Errors: kBadData when it is none (the message names a unit that would do) or is
/// not positive.
Result<std::int64_t> units_of(Price price, Price unit);

}  // namespace alpha_pulse::tape
