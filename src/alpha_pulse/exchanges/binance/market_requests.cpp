#include "alpha_pulse/exchanges/binance/market_requests.hpp"

#include <utility>

namespace alpha_pulse::exchanges::binance {
namespace {

Request call(Product product, std::string_view path, Parameters parameters, int weight,
             Security security = Security::NONE) {
  return {.product = product,
          .method = HttpMethod::GET,
          .path = std::string(product == Product::SPOT ? "/api/v3/" : "/fapi/v1/") + std::string(path),
          .parameters = std::move(parameters),
          .security = security,
          .cost = {.weight = weight}};
}
Request spot_signed(std::string_view path, Parameters parameters, int weight) {
  return call(Product::SPOT, path, std::move(parameters), weight, Security::SIGNED);
}
Parameters of_symbol(std::string_view symbol) {
  if (symbol.empty()) return {};
  return {{"symbol", std::string(symbol)}};
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
  return call(product, "time", {}, 1);
}
Request exchange_info(Product product, std::string_view symbol) {
  if (product == Product::FUTURES) return call(product, "exchangeInfo", {}, 1);
  return call(product, "exchangeInfo", of_symbol(symbol), 20);
}
Request depth(Product product, std::string_view symbol, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("limit", std::to_string(limit));
  return call(product, "depth", std::move(p), depth_weight(product, limit));
}
Request klines(Product product, std::string_view symbol, std::string_view interval, TimeRange range, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("interval", interval);
  add_range(p, range, limit);
  return call(product, "klines", std::move(p), klines_weight(product, limit));
}
Request mark_klines(std::string_view symbol, std::string_view interval, TimeRange range, int limit) {
  Request request = klines(Product::FUTURES, symbol, interval, range, limit);
  request.path = "/fapi/v1/markPriceKlines";
  return request;
}
Request agg_trades_from(Product product, std::string_view symbol, TradeId first, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("fromId", std::to_string(first.value));
  p.emplace_back("limit", std::to_string(limit));
  return call(product, "aggTrades", std::move(p), kAggTradesWeight[product == Product::SPOT ? 0 : 1]);
}
Request agg_trades_since(Product product, std::string_view symbol, Timestamp from, int limit) {
  Parameters p = of_symbol(symbol);
  add_range(p, {.from = from}, limit);
  return call(product, "aggTrades", std::move(p), kAggTradesWeight[product == Product::SPOT ? 0 : 1]);
}
Request book_ticker(Product product, std::string_view symbol) {
  const int weight = product == Product::SPOT ? (symbol.empty() ? 4 : 2) : (symbol.empty() ? 5 : 2);
  return call(product, "ticker/bookTicker", of_symbol(symbol), weight);
}
Request price_ticker(Product product, std::string_view symbol) {
  const int weight = product == Product::SPOT ? (symbol.empty() ? 4 : 2) : (symbol.empty() ? 2 : 1);
  Request request = call(product, "ticker/price", of_symbol(symbol), weight);
  if (product == Product::FUTURES) request.path = "/fapi/v2/ticker/price";
  return request;
}
Request premium_index(std::string_view symbol) {
  return call(Product::FUTURES, "premiumIndex", of_symbol(symbol), symbol.empty() ? 10 : 1);
}
Request funding_rates(std::string_view symbol, TimeRange range, int limit) {
  Parameters p = of_symbol(symbol);
  add_range(p, range, limit);
  return call(Product::FUTURES, "fundingRate", std::move(p), 0);
}
Request funding_info() {
  return call(Product::FUTURES, "fundingInfo", {}, 0);
}

Request spot_account(bool omit_zero_balances) {
  return spot_signed("account", {{"omitZeroBalances", omit_zero_balances ? "true" : "false"}}, 20);
}
Request spot_trades(std::string_view symbol, TimeRange range, int limit) {
  Parameters p = of_symbol(symbol);
  add_range(p, range, limit);
  return spot_signed("myTrades", std::move(p), 20);
}
Request spot_trades_from(std::string_view symbol, TradeId first, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("fromId", std::to_string(first.value));
  p.emplace_back("limit", std::to_string(limit));
  return spot_signed("myTrades", std::move(p), 20);
}
Request spot_open_orders(std::string_view symbol) {
  return spot_signed("openOrders", of_symbol(symbol), symbol.empty() ? 80 : 6);
}
Request spot_order(std::string_view symbol, const OrderName& order) {
  Request request = query_order(symbol, order);
  return spot_signed("order", std::move(request.parameters), 4);
}

}  // namespace alpha_pulse::exchanges::binance
