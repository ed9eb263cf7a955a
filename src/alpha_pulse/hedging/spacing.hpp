#pragma once

#include <vector>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/hedging/hedge_settings.hpp"

namespace alpha_pulse::hedging {

/// Where the rungs stand, formulas of STRATEGY.md 2 and 3. A ladder climbs away from its reference price: upwards for
/// SHORT and BOTH (sells), downwards for LONG (buys).
struct LadderGeometry {
  Price reference;     ///< P0
  PriceDelta spacing;  ///< between P0 and the first rung, before rounding to the tick; always positive
  Ratio relative;      ///< spacing / P0, for GEOMETRIC
  Spacing kind = Spacing::ARITHMETIC;
  bool upwards = true;

  /// Distance i (0 = P0, 1 = first rung, negative = below P0 for SHORT), before rounding to the tick.
  Price at(int distance) const;
  /// The price of an order at that distance: sells round up to the tick, buys down.
  Price order_price(const Instrument& instrument, int distance, Side side) const;
};

/// Inputs that spacing depends on besides the settings.
struct SpacingInputs {
  Price reference;
  double sigma = 0.02;     ///< daily volatility in force
  PriceDelta half_spread;  ///< half of ask - bid
};

/// Arithmetic: g = P0 sigma a. Geometric: s = max(a sigma, 20 maker fees, 4 half spreads / P, 2 ticks / P).
LadderGeometry ladder_geometry(const Instrument& instrument, const HedgeSettings& settings, const SpacingInputs& in);

/// The prices of `count` opening orders, nearest first, each at least one tick beyond the one before.
std::vector<Price> rung_prices(const Instrument& instrument, const LadderGeometry& geometry, int count);

}  // namespace alpha_pulse::hedging
