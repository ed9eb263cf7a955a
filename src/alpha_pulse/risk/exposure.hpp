#pragma once

#include "alpha_pulse/risk/risk_context.hpp"
#include "alpha_pulse/risk/risk_limits.hpp"

/// How large the hedge may become and how large it could become. STRATEGY 7; properties in risk/exposure_test.cpp.
namespace alpha_pulse::risk {

/// The side that raises the hedge: SELL for SHORT and BOTH, BUY for LONG.
constexpr Side raising_side(GridDirection direction) {
  return direction == GridDirection::LONG ? Side::BUY : Side::SELL;
}

/// Largest |position| allowed now, in contracts, rounded down to the lot; 0 when no price is known:
///
///   min( ratio_max |Q|,  max_position_size,  quote_limit / P,  min over brackets b of (V + cum_b) / (P m_b) )
///
/// P the reference price, V wallet + unrealised, m_b = (1 + u)(1 + mmr_b) - 1. The last term keeps the maintenance
/// margin covered after a rise of u = `unattended_rise` with nobody there; taking the minimum over all brackets is
/// exact for any size because the margin table is the upper envelope of its lines. LONG uses the same m_b for a fall.
Quantity position_cap(const RiskLimits& limits, const RiskContext& context);

/// What a raising order may lift |position| to: `position_cap`, and max(1, target) |Q| rounded down to the lot.
Quantity order_cap(const RiskLimits& limits, const RiskContext& context);

/// |position| when every live order on the raising side that is not reduce-only fills in full.
Quantity worst_case(GridDirection direction, Quantity position, std::span<const Order> live_orders);

}  // namespace alpha_pulse::risk
