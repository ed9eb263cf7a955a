#pragma once

#include <cstdint>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::execution {

/// Where the commands go. Switched on in one place, `create_broker`.
enum class TradingMode : std::uint8_t {
  REAL,            ///< to an exchange, with money
  PAPER,           ///< to the built-in venue
  RECOMMENDATION,  ///< to a person, as advice
};

/// `REAL`, `PAPER`, `RECOMMENDATION`, any case. Anything else is kInvalidArgument and the message names the three.
Result<TradingMode> parse_trading_mode(std::string_view text);
std::string_view to_string(TradingMode mode);
/// What becomes of an order in that mode, as the end of a sentence.
std::string_view what_becomes_of_orders(TradingMode mode);

}  // namespace alpha_pulse::execution
