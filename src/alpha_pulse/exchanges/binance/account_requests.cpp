#include "alpha_pulse/exchanges/binance/account_requests.hpp"

#include <utility>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

Request call(HttpMethod method, Path path, Parameters parameters, int weight, Security security = Security::SIGNED) {
  return {.product = Product::FUTURES,
          .method = method,
          .path = path,
          .parameters = std::move(parameters),
          .security = security,
          .cost = {.weight = weight}};
}
Request read(Path path, Parameters parameters, int weight) {
  return call(HttpMethod::GET, path, std::move(parameters), weight);
}
Request change(Path path, Parameters parameters) {
  return call(HttpMethod::POST, path, std::move(parameters), 1);
}

Parameters of_symbol(std::string_view symbol) {
  if (symbol.empty()) return {};
  return {{"symbol", symbol}};
}
std::string_view word(bool value) {
  return value ? "true" : "false";
}

constexpr Path kListenKey = "/fapi/v1/listenKey";

}  // namespace

Request user_trades_from(std::string_view symbol, TradeId first, int limit) {
  Parameters p = of_symbol(symbol);
  p.emplace_back("fromId", first.value);
  p.emplace_back("limit", limit);
  return read("/fapi/v1/userTrades", std::move(p), 5);
}
Request user_trades_between(std::string_view symbol, TimeRange range, int limit) {
  Parameters p = of_symbol(symbol);
  add_range(p, range, limit);
  return read("/fapi/v1/userTrades", std::move(p), 5);
}
Request income(std::string_view symbol, IncomeType type, TimeRange range, int page, int limit) {
  Parameters p = of_symbol(symbol);
  if (type != IncomeType::UNKNOWN) p.emplace_back("incomeType", wire_name(type));
  add_range(p, range, limit);
  p.emplace_back("page", page);
  return read("/fapi/v1/income", std::move(p), 30);
}
Request position_risk(std::string_view symbol) {
  return read("/fapi/v3/positionRisk", of_symbol(symbol), 5);
}
Request account() {
  return read("/fapi/v3/account", {}, 5);
}
Request balance() {
  return read("/fapi/v3/balance", {}, 5);
}
Request account_rights() {
  return read("/fapi/v2/account", {}, 10);
}
Request key_restrictions() {
  Request request = read("/sapi/v1/account/apiRestrictions", {}, 1);
  request.product = Product::SPOT;
  return request;
}
Request position_mode() {
  return read("/fapi/v1/positionSide/dual", {}, 30);
}
Request multi_assets_mode() {
  return read("/fapi/v1/multiAssetsMargin", {}, 30);
}
Request symbol_config(std::string_view symbol) {
  return read("/fapi/v1/symbolConfig", of_symbol(symbol), 5);
}
Request leverage_bracket(std::string_view symbol) {
  return read("/fapi/v1/leverageBracket", of_symbol(symbol), 1);
}
Request commission_rate(std::string_view symbol) {
  return read("/fapi/v1/commissionRate", of_symbol(symbol), 20);
}

Request set_leverage(std::string_view symbol, int leverage) {
  base::ensure(leverage >= 1 && leverage <= 125, "a leverage of 1 to 125");
  Parameters p = of_symbol(symbol);
  p.emplace_back("leverage", leverage);
  return change("/fapi/v1/leverage", std::move(p));
}
Request set_margin_type(std::string_view symbol, MarginType type) {
  base::ensure(type != MarginType::UNKNOWN, "a margin type one can ask for");
  Parameters p = of_symbol(symbol);
  p.emplace_back("marginType", wire_name(type));
  return change("/fapi/v1/marginType", std::move(p));
}
Request set_position_mode(bool hedge_mode) {
  return change("/fapi/v1/positionSide/dual", {{"dualSidePosition", word(hedge_mode)}});
}
Request set_multi_assets_mode(bool on) {
  return change("/fapi/v1/multiAssetsMargin", {{"multiAssetsMargin", word(on)}});
}

Request create_listen_key() {
  return call(HttpMethod::POST, kListenKey, {}, 1, Security::KEY);
}
Request keep_listen_key() {
  return call(HttpMethod::PUT, kListenKey, {}, 1, Security::KEY);
}
Request close_listen_key() {
  return call(HttpMethod::DELETE_, kListenKey, {}, 1, Security::KEY);
}

}  // namespace alpha_pulse::exchanges::binance
