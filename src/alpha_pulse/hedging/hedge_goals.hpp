#pragma once

#include "alpha_pulse/hedging/ladder.hpp"

/// How much of a holding is hedged by what: the base held from the start, the rest carried by the ladder. Pure
/// arithmetic, so that a plan shows what the strategy will do by asking the same functions.
/// Tested by hedge_goals_test.cpp.
namespace alpha_pulse::hedging {

/// What there is to hedge.
struct HedgeNeed {
  Quantity holding;                   ///< base units, >= 0
  Ratio cross_factor = Ratio::one();  ///< beta S / F of a cross hedge; 1 until both legs have closed an hour

  /// The hedge of that share of the holding, rounded toward zero.
  Quantity share(Ratio share) const;
};

/// Coins held for SHORT and BOTH, borrowed ones (negative `spot`) for LONG; a holding of the other sign needs nothing.
HedgeNeed hedge_need(Quantity spot, bool hedge_is_short, Ratio cross_factor = Ratio::one());

/// What is held from the start: min(initial, target) of the holding. A ladder that would have nothing left to do
/// (initial >= target) leaves it `ratio.min`, where there is such a limit. Before rounding to the lot.
Quantity base_goal(const HedgeSettings& settings, const HedgeNeed& need);

/// What a ladder is built from now. The ladder carries from the base to the target, within what the cap leaves beside
/// the base or what is held already, whichever is more.
struct LadderMoment {
  SpacingInputs spacing;
  Money equity;   ///< futures wallet + unrealised
  Quantity cap;   ///< largest position the risk gate accepts
  Quantity held;  ///< magnitude of the hedge leg
};
LadderRequest ladder_request(const HedgeSettings& settings, const HedgeNeed& need, const LadderMoment& moment);

/// True when the rung of that index stands at least one spacing inside the stop. Price{}: no such rule.
bool clear_of_stop(const LadderGeometry& geometry, std::size_t index, Price stop);

}  // namespace alpha_pulse::hedging
