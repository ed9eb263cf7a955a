#include "alpha_pulse/exchanges/binance/market_requests.hpp"

#include <utility>

namespace alpha_pulse::exchanges::binance {
namespace {

Request call(Product product, Path path, Parameters parameters, int weight, Security security = Security::NONE) {
  return {.product = product,
          .method = HttpMethod::GET,
          .path = path,
          .parameters = std::move(parameters),
          .security = security,
          .cost = {.weight = weight}};
}

/// A call that both products have.
struct Paths {
  Path spot, futures;
};
Request call(Product product, const Paths& paths, Parameters parameters, int weight) {
  return call(product, product == Product::SPOT ? paths.spot : paths.futures, std::move(parameters), weight);
}
constexpr Paths kTime{"/api/v3/time", "/fapi/v1/time"};
constexpr Paths kExchangeInfo{"/api/v3/exchangeInfo", "/fapi/v1/exchangeInfo"};
constexpr Paths kDepth{"/api/v3/depth", "/fapi/v1/depth"};
constexpr Paths kKlines{"/api/v3/klines", "/fapi/v1/klines"};
constexpr Paths kAggTrades{"/api/v3/aggTrades", "/fapi/v1/aggTrades"};
constexpr Paths kBookTicker{"/api/v3/ticker/bookTicker", "/fapi/v1/ticker/bookTicker"};
constexpr Paths kPriceTicker{"/api/v3/ticker/price", "/fapi/v2/ticker/price"};

Request spot_signed(Path path, Parameters parameters, int weight) {
  return call(Product::SPOT, path, std::move(parameters), weight, Security::SIGNED);
}
Parameters of_symbol(std::string_view symbol) {
  if (symbol.empty()) return {};
  return {{"symbol", symbol}};
}

int depth_weight(Product product, int limit) {
  if (product == Product::SPOT) return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
  return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}
constexpr int kAggTradesWeight[] = {4, 20};  // spot, futures

int klines_weight(Product product, int limit) {
  if (product == Product::SPOT) return 2;
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10;
}

}  // namespace

Request server_time(Product product) {
  return call(product, kTime, {}, 1);
}
Request exchange_info(Product product, std::string_view symbol) {
  if (product == Product::FUTURES) return call(product, kExchangeInfo, {}, 1);
  return call(product, kExchangeInfo, of_symbol(symbol), 20);
}
Request depth(Product product, std::string_view symbol, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("limit", limit);
  return call(product, kDepth, std::move(p), depth_weight(product, limit));
}
Request klines(Product product, std::string_view symbol, std::string_view interval, TimeRange range, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("interval", interval);
  add_range(p, range, limit);
  return call(product, kKlines, std::move(p), klines_weight(product, limit));
}
Request mark_klines(std::string_view symbol, std::string_view interval, TimeRange range, int limit) {
  Request request = klines(Product::FUTURES, symbol, interval, range, limit);
  request.path = "/fapi/v1/markPriceKlines";
  return request;
}
Request agg_trades_from(Product product, std::string_view symbol, TradeId first, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("fromId", first.value);
  p.emplace_back("limit", limit);
  return call(product, kAggTrades, std::move(p), kAggTradesWeight[product == Product::SPOT ? 0 : 1]);
}
Request agg_trades_since(Product product, std::string_view symbol, Timestamp from, int limit) {
  Parameters p = of_symbol(symbol);
  add_range(p, {.from = from}, limit);
  return call(product, kAggTrades, std::move(p), kAggTradesWeight[product == Product::SPOT ? 0 : 1]);
}
Request book_ticker(Product product, std::string_view symbol) {
  const int weight = product == Product::SPOT ? (symbol.empty() ? 4 : 2) : (symbol.empty() ? 5 : 2);
  return call(product, kBookTicker, of_symbol(symbol), weight);
}
Request price_ticker(Product product, std::string_view symbol) {
  const int weight = product == Product::SPOT ? (symbol.empty() ? 4 : 2) : (symbol.empty() ? 2 : 1);
  return call(product, kPriceTicker, of_symbol(symbol), weight);
}
Request premium_index(std::string_view symbol) {
  return call(Product::FUTURES, "/fapi/v1/premiumIndex", of_symbol(symbol), symbol.empty() ? 10 : 1);
}
Request funding_rates(std::string_view symbol, TimeRange range, int limit) {
  Parameters p = of_symbol(symbol);
  add_range(p, range, limit);
  return call(Product::FUTURES, "/fapi/v1/fundingRate", std::move(p), 0);
}
Request funding_info() {
  return call(Product::FUTURES, "/fapi/v1/fundingInfo", {}, 0);
}

Request spot_account(bool omit_zero_balances) {
  return spot_signed("/api/v3/account", {{"omitZeroBalances", omit_zero_balances ? "true" : "false"}}, 20);
}
Request spot_trades(std::string_view symbol, TimeRange range, int limit) {
  Parameters p = of_symbol(symbol);
  add_range(p, range, limit);
  return spot_signed("/api/v3/myTrades", std::move(p), 20);
}
Request spot_trades_from(std::string_view symbol, TradeId first, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("fromId", first.value);
  p.emplace_back("limit", limit);
  return spot_signed("/api/v3/myTrades", std::move(p), 20);
}
Request spot_open_orders(std::string_view symbol) {
  return spot_signed("/api/v3/openOrders", of_symbol(symbol), symbol.empty() ? 80 : 6);
}
Request spot_order(std::string_view symbol, const OrderName& order) {
  Request request = query_order(symbol, order);
  return spot_signed("/api/v3/order", std::move(request.parameters), 4);
}

}  // namespace alpha_pulse::exchanges::binance
