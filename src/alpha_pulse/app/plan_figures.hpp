#pragma once

#include <string>

#include "alpha_pulse/session/plan.hpp"

/// How the figures of a plan are written, the same in its text and its JSON.
namespace alpha_pulse::app {

/// `952.03`: as many decimals as the tick has, at least two, half away from zero.
std::string spacing_text(const session::Plan& plan);
/// A price with the decimals of the tick, at least two; more where it lies off the tick.
std::string price_text(const session::Plan& plan, Price price);
/// The same, rounded half away from zero to those decimals: for people.
std::string rounded_price_text(const session::Plan& plan, Price price);
/// An amount to the cent: what is needed rounded up, what is won or lost half away from zero.
std::string money_needed_text(const Money& amount);
std::string money_text(const Money& amount);
/// `+12.34 %`: how far a price lies from the plan's reference price.
std::string distance_text(const session::Plan& plan, Price price);
/// `classic` or `guarded`.
std::string_view profile_text(hedging::Profile profile);

}  // namespace alpha_pulse::app
