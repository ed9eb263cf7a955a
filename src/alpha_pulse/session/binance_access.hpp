#pragma once

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/session/binance_venue.hpp"

namespace alpha_pulse::session {

/// Where the section `exchange` says that Binance is, and as whom: production or its test environments by
/// `exchange.testnet`, each address replaced by that of `exchange.urls` where one is given; a WebSocket API only where
/// it belongs to the REST service (both replaced, or neither, or it alone); the account where both credentials are. An
/// API secret that is a PEM text is a private key (Ed25519 or RSA), any other an HMAC secret. Errors
/// (kInvalidArgument): an address, a credential, named by its key and never shown if secret. Proven by
/// session/binance_access_test.cpp.
Result<BinanceAccess> binance_access(const config::ExchangeSettings& exchange, exchanges::Epoch epoch);

/// Whether orders may cost real money: everywhere but on this machine and on Binance's own test environments.
bool is_production(const BinanceAccess& access);

}  // namespace alpha_pulse::session
