#pragma once

#include <string_view>

#include "alpha_pulse/exchanges/binance/market_messages.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"

namespace alpha_pulse::exchanges::binance {

/// Reads `aggTrade`, futures' `bookTicker` and `markPriceUpdate`, raw or combined, when they are written letter by
/// letter as the venue writes them today: these fields in this order, no blanks, no escapes, usual lengths.
/// True: `message` is what the JSON parser would have made of the frame. False: nothing is said about the frame, and
/// `message` may hold anything; ask the parser.
/// Allocates nothing. Proven equal to the parser over damaged frames by exchanges/binance/market_scan_test.cpp.
bool scan_market_frame(std::string_view frame, Product product, MarketMessage& message);

}  // namespace alpha_pulse::exchanges::binance
