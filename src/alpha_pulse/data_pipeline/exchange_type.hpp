#pragma once

#include <cstdint>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::data_pipeline {

/// Where market data and orders can go. SIM is the built-in market.
enum class ExchangeType : std::uint8_t { SIM, BINANCE, BYBIT, OKX };

/// `sim`, `binance`, `bybit`, `okx`: as on the command line.
std::string_view to_string(ExchangeType type);

/// Any case. Errors: kInvalidArgument naming the text and the four that pass.
Result<ExchangeType> parse_exchange_type(std::string_view text);

}  // namespace alpha_pulse::data_pipeline
