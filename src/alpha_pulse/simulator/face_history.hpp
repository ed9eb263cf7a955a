#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/simulator/face_params.hpp"

namespace alpha_pulse::simulator {

/// One printed trade of a series.
struct Print {
  std::int64_t id = 0;
  Timestamp time{};
  Price price{};
  Quantity quantity{};
  bool buyer_is_maker = false;
};

/// One candle; `quote` sums price x quantity at 1e-16.
struct Candle {
  Timestamp open_time{};
  Price open{}, high{}, low{}, close{};
  Quantity volume{}, taker_buy{};
  Int128 quote = 0, taker_buy_quote = 0;
  std::int64_t trades = 0, first_id = 0, last_id = 0;
};

/// What candles a venue offers: `1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M`.
std::optional<std::string_view> known_interval(std::string_view name);
/// When the candle that holds `time` opens, and when the next one does. Weeks open on Mondays.
struct CandleSpan {
  Timestamp open{}, next{};
};
CandleSpan candle_span(std::string_view interval, Timestamp time);

/// What was printed of one series: the latest trades, and candles of one minute from which longer ones are put
/// together. Bounded: the oldest go. A value; one thread. Tested by simulator/face_history_test.cpp.
class PrintHistory {
 public:
  static constexpr std::size_t kMostPrints = 50'000;
  static constexpr std::size_t kMostMinutes = 60 * 24 * 60;

  void add(const Print& print);
  const std::deque<Print>& prints() const { return prints_; }
  bool empty() const { return minutes_.empty(); }

  /// Ascending; with `start` the oldest `limit` candles from it on, else the newest. A candle belongs to a window when
  /// it opens inside it.
  std::vector<Candle> candles(std::string_view interval, std::optional<Timestamp> start, std::optional<Timestamp> end,
                              std::size_t limit) const;
  /// The candle that is being made.
  std::optional<Candle> current(std::string_view interval) const;
  /// Of the 24 hours before `now`, as one candle.
  std::optional<Candle> last_day(Timestamp now) const;

 private:
  std::deque<Print> prints_;
  std::deque<Candle> minutes_;
};

}  // namespace alpha_pulse::simulator
