#pragma once

#include <string>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"

/// The rules of a symbol at Binance's futures: asked for before a run, and again when they are in doubt.
namespace alpha_pulse::session {

/// Errors: kIo, kBadData, kNotFound (no such symbol).
net::asio::awaitable<Result<exchanges::binance::ExchangeInfo>> ask_rules(venues::BinanceCaller& futures,
                                                                         std::string symbol);

/// Whether orders that were made for the one are right for the other.
bool same_rules(const Instrument& a, const Instrument& b);
/// In words: `tick 0.1, lot 0.001, minimum 100 USDT`.
std::string rules_text(const Instrument& instrument);

}  // namespace alpha_pulse::session
