#pragma once

#include "alpha_pulse/session/plan.hpp"
#include "alpha_pulse/session/plan_outline.hpp"

namespace alpha_pulse::session {

/// The account after one straight move from the reference price to (1 + `move`) times it.
///
/// The path: the base hedge is sold at the reference price as a taker, then every price between the two ends is visited
/// once, one after another. On the way rungs fill at their limits as maker, one tick beyond them (at them, unless
/// fills.model is through); a stop loss, take profit, disaster stop or liquidation acts where it is touched, a stop at
/// its trigger plus the taker's slippage of stops; what a stop ended does not begin again. Where two meet at one price
/// the worse comes first. Not part of it: gaps (a gap books the gap's price), funding, a difference between spot and
/// futures price, the margin guard and the no-trade band.
PlanShock shock_after(const PlanBasis& basis, const Outline& planned, Ratio move);

}  // namespace alpha_pulse::session
