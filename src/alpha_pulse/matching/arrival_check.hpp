#pragma once

#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"

namespace alpha_pulse::matching {

/// The first rule an arriving order breaks, NONE when it may stand. Margin is asked separately (margin.hpp).
///
///   BAD_FILTER                 no futures instrument, quantity or price not positive or off the lot or tick, notional
///                              below the minimum (reduce-only orders are exempt), a trigger other than trade or mark
///   NO_PRICE                   neither a trade nor a mark has been seen yet, so nothing can be valued
///   WOULD_TRIGGER_IMMEDIATELY  a conditional order whose trigger has been passed already
///   REDUCE_ONLY_REJECTED       nothing to reduce; conditional ones may wait for a position if `stop_while_flat`
///
/// Tested in matching/arrival_check_test.cpp.
Reason check_arrival(const Instrument& instrument, const MarketState& market, const Position& position,
                     const FillSettings& settings, const OrderSpec& spec);

/// True when filling the order would make the position smaller.
constexpr bool reduces(Side side, Quantity held) {
  return side == Side::BUY ? held.raw() < 0 : held.raw() > 0;
}

}  // namespace alpha_pulse::matching
