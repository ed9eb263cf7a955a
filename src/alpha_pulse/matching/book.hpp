#pragma once

#include <vector>

#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/matching/limit_ladder.hpp"

namespace alpha_pulse::matching {

/// Everything the venue knows about one instrument: its prices, the orders that rest, and the prices at which one of
/// them would do something. A plain value; the engine keeps it consistent.
struct Book {
  explicit Book(const Instrument& instrument) : sells(Side::SELL, instrument.tick), buys(Side::BUY, instrument.tick) {}

  LimitLadder& ladder(Side side) { return side == Side::SELL ? sells : buys; }

  bool tradeable = false;  ///< futures only; a spot leg has prices elsewhere and no orders here
  MarketState market;
  DisplayedQuotes displayed;
  LimitLadder sells, buys;
  std::vector<Order> conditionals;  ///< untriggered, in order of arrival

  PriceWatch trade, bid, ask, mark;  ///< what has to be looked at; renewed at the end of each step
  PriceWatch liquidation;            ///< the part of `mark` that depends on the account
  bool position_moved = false;       ///< since the last PositionReported
  bool account_moved = false;        ///< `liquidation` has to be computed anew when the step ends
  bool changed = false;              ///< so have the other watches
};

}  // namespace alpha_pulse::matching
