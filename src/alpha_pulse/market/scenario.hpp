#pragma once

#include <cstdint>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::market {

/// What the built-in market does. sim_market.hpp says how each is built.
enum class Scenario : std::uint8_t {
  CALM,     ///< no direction, volatility 1 % a day
  TREND,    ///< +5 % a day
  RANGE,    ///< swings of 3 % to either side of the start, period 2 h
  CRASH,    ///< -20 % within 30 min after a calm start
  SQUEEZE,  ///< +40 % within 6 h after a calm start
  GAP,      ///< 7 % in one event, first one way, later the other
};

/// As written on the command line: `calm trend range crash squeeze gap`.
std::string_view to_string(Scenario scenario);

/// Errors: kInvalidArgument naming the text and the six that pass.
Result<Scenario> parse_scenario(std::string_view text);

}  // namespace alpha_pulse::market
