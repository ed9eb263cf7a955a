#pragma once

#include <optional>
#include <string>

#include "alpha_pulse/domain/money.hpp"
#include "alpha_pulse/domain/names.hpp"

/// How the figures of a run are written for people, the same at its end, on the live line and in the log.
/// Tested through app/run_text_test.cpp and app/status_text_test.cpp.
namespace alpha_pulse::app {

std::string two_places(const Money& amount);  ///< rounded half away from zero
std::string two_places(Price price);          ///< at least two; `none` when unknown
std::string with_sign(const Money& amount);   ///< two places, + before a gain
std::string ratio_text(const std::optional<Ratio>& value);

/// Rounded to the places; what rounds to nothing has no sign, what is missing is `-`.
std::string decimals(const std::optional<double>& value, int places);

}  // namespace alpha_pulse::app
