#pragma once

#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/hedging/hedge_goals.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"
#include "alpha_pulse/risk/risk_limits.hpp"

/// What will be held and rest: the skeleton of a plan, cheap enough to be asked again with another wallet or holding.
/// Internal to the plan.
namespace alpha_pulse::session {

/// Everything a plan depends on. A value, so that a search can try another `spot` or `wallet`.
struct PlanBasis {
  const Instrument& instrument;  ///< outlives the basis
  hedging::HedgeSettings hedge;
  risk::RiskLimits limits;
  matching::FillSettings fills;
  Price reference;
  Quantity spot;
  Money wallet;

  bool is_short() const { return hedge.grid.direction != GridDirection::LONG; }
  Side raise_side() const { return is_short() ? Side::SELL : Side::BUY; }
  hedging::HedgeNeed need() const { return hedging::hedge_need(spot, is_short()); }
  double sigma() const;  ///< at the start: nothing has been measured yet
};

/// The position that is planned: what is held from the start, and the ladder.
struct Outline {
  Quantity base;
  hedging::Ladder ladder;  ///< not built without a ladder
  Quantity total() const { return base + ladder.total(); }
};

/// Largest position the risk gate accepts at the reference price with this wallet.
Quantity position_limit(const PlanBasis& basis);
/// The same with margin for any size: what the user's own limits leave.
Quantity position_limit_of_settings(const PlanBasis& basis);

/// Base and ladder within `limit`. The base is not cut down to it: compare them.
Outline outline(const PlanBasis& basis, Quantity limit);

/// The hedge leg once the base stands (entered at the reference price) and the first `fills` rungs have filled;
/// `ladder_only` leaves the base out.
Position position_after(const PlanBasis& basis, const Outline& planned, std::size_t fills, bool ladder_only);

/// Initial margin the venue keeps while the base stands and every rung rests: notional, each at its own price, over the
/// leverage. Rounded up at 1e-16.
Money initial_margin(const PlanBasis& basis, const Outline& planned);

/// Where the disaster stop will stand over a position. Price{} when it is off or nothing liquidates the position.
Price disaster_stop_over(const PlanBasis& basis, const Position& position, Money wallet);

/// Smallest x in [low, high] with passes(x); `passes` is monotone and true at `high`.
template <class Passes>
std::int64_t smallest_that_passes(std::int64_t low, std::int64_t high, const Passes& passes) {
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (passes(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

}  // namespace alpha_pulse::session
