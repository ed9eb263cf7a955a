#pragma once

#include <string_view>

#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/exchanges/binance/request.hpp"

/// Public calls of both products, and the spot account. Proven by exchanges/binance/market_requests_test.cpp.
namespace alpha_pulse::exchanges::binance {

Request server_time(Product product);
Request exchange_info(Product product, std::string_view symbol = {});  ///< futures always answer with all symbols
/// `limit`: futures 5 10 20 50 100 500 1000, spot 1..5000.
Request depth(Product product, std::string_view symbol, int limit);
/// `interval` in the venue's words: 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M. `limit` at most 1500, spot 1000.
Request klines(Product product, std::string_view symbol, std::string_view interval, TimeRange range, int limit);
Request mark_klines(std::string_view symbol, std::string_view interval, TimeRange range, int limit);  ///< at most 1500
/// Trades of one taker at one price, from an id on, or from a moment on. `limit` at most 1000.
Request agg_trades_from(Product product, std::string_view symbol, TradeId first, int limit);
Request agg_trades_since(Product product, std::string_view symbol, Timestamp from, int limit);
Request book_ticker(Product product, std::string_view symbol);
Request price_ticker(Product product, std::string_view symbol);
Request premium_index(std::string_view symbol);  ///< empty: all
Request funding_rates(std::string_view symbol, TimeRange range, int limit = 1000);
Request funding_info();

Request spot_account(bool omit_zero_balances);
Request spot_trades(std::string_view symbol, TimeRange range, int limit = 1000);  ///< at most 24 hours
Request spot_trades_from(std::string_view symbol, TradeId first, int limit = 1000);
Request spot_open_orders(std::string_view symbol);
Request spot_order(std::string_view symbol, const OrderName& order);

}  // namespace alpha_pulse::exchanges::binance
