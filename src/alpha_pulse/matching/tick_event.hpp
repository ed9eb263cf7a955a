#pragma once

#include <algorithm>
#include <cstdint>

#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::matching {

/// What one event of a feed of best quotes and trades is; a trade is named by its aggressor.
enum class TickKind : std::int32_t { QUOTE, BUY, SELL };

/// One event of a feed of best quotes and trades, in ticks and lots; 32 bytes, so that a recording can be used as it
/// lies in a file. Every event says which quote stands after it; a trade leaves it as it was.
struct TickEvent {
  std::int64_t at = 0;  ///< nanoseconds, UTC
  TickKind kind = TickKind::QUOTE;
  std::int32_t price = 0;     ///< of the trade; of a quote: the bid
  std::int32_t quantity = 0;  ///< of the trade; of a quote: what stands at the bid
  std::int32_t third = 0;     ///< of a trade: the standing bid; of a quote: the ask
  std::int32_t fourth = 0;    ///< of a trade: the standing ask; of a quote: what stands at the ask
  std::int32_t unused = 0;

  static constexpr TickEvent quote(std::int64_t at, std::int32_t bid, std::int32_t bid_quantity, std::int32_t ask,
                                   std::int32_t ask_quantity) {
    return {at, TickKind::QUOTE, bid, bid_quantity, ask, ask_quantity, 0};
  }
  static constexpr TickEvent trade(std::int64_t at, TickKind aggressor, std::int32_t price, std::int32_t quantity,
                                   std::int32_t bid, std::int32_t ask) {
    return {at, aggressor, price, quantity, bid, ask, 0};
  }

  constexpr bool is_quote() const { return kind == TickKind::QUOTE; }
  constexpr std::int32_t bid() const { return is_quote() ? price : third; }
  constexpr std::int32_t ask() const { return is_quote() ? third : fourth; }
  /// The highest and the lowest price the event names: what can touch a resting sell, and a resting buy.
  constexpr std::int32_t high() const { return std::max(ask(), price); }
  constexpr std::int32_t low() const { return std::min(bid(), price); }
};
static_assert(sizeof(TickEvent) == 32);

/// Prices between which nothing happens: as long as every event stays above `below` and under `above`.
struct TickCorridor {
  std::int32_t below = 0;
  std::int32_t above = 0;

  constexpr bool holds(std::int32_t low, std::int32_t high) const { return low > below && high < above; }
  constexpr TickCorridor narrowed(TickCorridor other) const {
    return {std::max(below, other.below), std::min(above, other.above)};
  }
};

}  // namespace alpha_pulse::matching
