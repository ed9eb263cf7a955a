#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/session/plan.hpp"
#include "alpha_pulse/session/plan_outline.hpp"

/// What a plan says in words. Internal to the plan; tested by plan_test.cpp.
namespace alpha_pulse::session {

/// One line: what this hedge does not protect against.
std::string unprotected_note(const PlanBasis& basis, const Plan& plan);

/// Lines about things that are allowed and that a person should know before starting.
/// `wanted`: what would be held if margin did not matter.
std::vector<std::string> plan_warnings(const PlanBasis& basis, const Outline& planned, const Outline& wanted,
                                       const Plan& plan);

/// The exits row whose stop lies beyond the price that liquidates the position of that row; nullptr: none.
const PlanExit* stop_beyond_liquidation(const PlanBasis& basis, const Outline& planned, const Plan& plan);

/// `1.00 %`: how far `price` lies from `reference`, without a sign.
std::string distance_percent(Price reference, Price price);

}  // namespace alpha_pulse::session
