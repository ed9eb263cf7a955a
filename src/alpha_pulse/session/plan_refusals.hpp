#pragma once

#include <string>

#include "alpha_pulse/session/plan_outline.hpp"

/// When a plan must not be carried out, and the number that would pass: found by asking the plan's own arithmetic again
/// with more of what was missing. Internal to the plan; tested by plan_refusals_test.cpp.
namespace alpha_pulse::session {

/// What no plan can be made for: unknown price, contracts this version cannot hedge, values out of range.
Result<void> check_basis(const PlanBasis& basis);

/// Base, grid and initial margin can be met, or kRefused with the filter, its value, and what would pass.
Result<void> check_can_be_met(const PlanBasis& basis, const Outline& planned);

/// Wallet, in whole cents, with which the gate accepts a position of `quantity`; `quantity` is within the user's
/// limits.
Money cash_for(const PlanBasis& basis, Quantity quantity);

/// Money for people: the settle currency's code, `decimals` places, rounded up.
std::string money_rounded_up(Money amount, int decimals = 2);

}  // namespace alpha_pulse::session
