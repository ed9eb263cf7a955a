#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/exchanges/binance/request.hpp"

/// Reading the futures account, and its settings. Proven by exchanges/binance/account_requests_test.cpp.
namespace alpha_pulse::exchanges::binance {

/// Trades of one symbol: from a trade id on, or in a stretch of at most seven days.
Request user_trades_from(std::string_view symbol, TradeId first, int limit = 1000);
Request user_trades_between(std::string_view symbol, TimeRange range, int limit = 1000);
/// `type` UNKNOWN: of all types. `page` counts from 1.
Request income(std::string_view symbol, IncomeType type, TimeRange range, int page = 1, int limit = 1000);
Request position_risk(std::string_view symbol);  ///< v3; empty: all
Request account();                               ///< v3
Request balance();                               ///< v3
Request account_rights();                        ///< v2 of the account, for what v3 leaves out
/// What the key may do, at the spot host. Test environments have no such page.
Request key_restrictions();
Request position_mode();
Request multi_assets_mode();
Request symbol_config(std::string_view symbol);     ///< leverage and margin type; empty: all
Request leverage_bracket(std::string_view symbol);  ///< empty: all
Request commission_rate(std::string_view symbol);

Request set_leverage(std::string_view symbol, int leverage);  ///< 1..125
Request set_margin_type(std::string_view symbol, MarginType type);
Request set_position_mode(bool hedge_mode);
Request set_multi_assets_mode(bool on);

Request create_listen_key();
Request keep_listen_key();
Request close_listen_key();

}  // namespace alpha_pulse::exchanges::binance
