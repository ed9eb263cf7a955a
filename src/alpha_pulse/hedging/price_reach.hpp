#pragma once

#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/domain/wakeup.hpp"

/// How far the reference price may move before an answer that depends on it changes: the bands of promises. Each is as
/// wide as it can be; one unit wider would be wrong. Tested by price_reach_test.cpp.
namespace alpha_pulse::hedging {

/// The series `MarketState::reference` follows now.
PriceKind reference_kind(const MarketState& market);

/// Prices at which the smallest order the instrument takes is what it is at `price`.
PriceBand same_minimum(const Instrument& instrument, PriceKind kind, Price price);

/// Prices no nearer to `liquidation` than `distance`, a share of the price; at one that is nearer the band is touched.
PriceBand clear_of_liquidation(InstrumentId instrument, PriceKind kind, Price liquidation, Ratio distance,
                               bool is_short);

/// Prices on the same side of `level` as `price` is: beyond it (at or above, when `upwards`) or not.
PriceBand same_side(InstrumentId instrument, PriceKind kind, Price price, Price level, bool upwards);

}  // namespace alpha_pulse::hedging
