#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/session/plan.hpp"
#include "alpha_pulse/session/plan_outline.hpp"

/// What a plan costs to carry out, and how many orders it takes. Internal to the plan; tested by plan_costs_test.cpp.
namespace alpha_pulse::session {

/// `funding_rate`: of one settlement, three a day; positive when longs pay shorts.
PlanCosts costs_of(const PlanBasis& basis, const Outline& planned, Ratio funding_rate);

/// `plan`: with its exits and its disaster stop.
PlanOrders orders_of(const PlanBasis& basis, const Outline& planned, const Plan& plan);

/// Adds a line when the first orders cannot all leave within a minute.
void warn_of_rate(const PlanBasis& basis, const Plan& plan, std::vector<std::string>& lines);

}  // namespace alpha_pulse::session
