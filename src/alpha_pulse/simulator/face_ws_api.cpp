#include "alpha_pulse/simulator/face_ws_api.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace alpha_pulse::simulator {
namespace {

constexpr int kConnectWeight = 5, kLogonWeight = 2;
constexpr Timestamp kNone{};
constexpr std::string_view kNobody = "nobody";

/// A method and the route it is another name of.
struct Method {
  std::string_view name, verb, path;
};
constexpr std::array kFuturesMethods{
    Method{"ping", "GET", "/fapi/v1/ping"},
    Method{"time", "GET", "/fapi/v1/time"},
    Method{"depth", "GET", "/fapi/v1/depth"},
    Method{"ticker.price", "GET", "/fapi/v2/ticker/price"},
    Method{"ticker.book", "GET", "/fapi/v1/ticker/bookTicker"},
    Method{"order.place", "POST", "/fapi/v1/order"},
    Method{"order.modify", "PUT", "/fapi/v1/order"},
    Method{"order.cancel", "DELETE", "/fapi/v1/order"},
    Method{"order.status", "GET", "/fapi/v1/order"},
    Method{"algoOrder.place", "POST", "/fapi/v1/algoOrder"},
    Method{"algoOrder.cancel", "DELETE", "/fapi/v1/algoOrder"},
    Method{"account.position", "GET", "/fapi/v2/positionRisk"},
    Method{"account.balance", "GET", "/fapi/v2/balance"},
    Method{"account.status", "GET", "/fapi/v2/account"},
    Method{"v2/account.position", "GET", "/fapi/v3/positionRisk"},
    Method{"v2/account.balance", "GET", "/fapi/v3/balance"},
    Method{"v2/account.status", "GET", "/fapi/v3/account"},
    Method{"userDataStream.start", "POST", "/fapi/v1/listenKey"},
    Method{"userDataStream.ping", "PUT", "/fapi/v1/listenKey"},
    Method{"userDataStream.stop", "DELETE", "/fapi/v1/listenKey"},
};
constexpr std::array kSpotMethods{
    Method{"ping", "GET", "/api/v3/ping"},
    Method{"time", "GET", "/api/v3/time"},
    Method{"exchangeInfo", "GET", "/api/v3/exchangeInfo"},
    Method{"depth", "GET", "/api/v3/depth"},
    Method{"klines", "GET", "/api/v3/klines"},
    Method{"trades.recent", "GET", "/api/v3/trades"},
    Method{"trades.aggregate", "GET", "/api/v3/aggTrades"},
    Method{"avgPrice", "GET", "/api/v3/avgPrice"},
    Method{"ticker.24hr", "GET", "/api/v3/ticker/24hr"},
    Method{"ticker.price", "GET", "/api/v3/ticker/price"},
    Method{"ticker.book", "GET", "/api/v3/ticker/bookTicker"},
    Method{"order.place", "POST", "/api/v3/order"},
    Method{"order.test", "POST", "/api/v3/order/test"},
    Method{"uiKlines", "GET", "/api/v3/uiKlines"},
    Method{"trades.historical", "GET", "/api/v3/historicalTrades"},
    Method{"executionRules", "GET", "/api/v3/executionRules"},
    Method{"referencePrice", "GET", "/api/v3/referencePrice"},
    Method{"order.cancelReplace", "POST", "/api/v3/order/cancelReplace"},
    Method{"order.amend.keepPriority", "PUT", "/api/v3/order/amend/keepPriority"},
    Method{"orderList.place", "POST", "/api/v3/order/oco"},
    Method{"orderList.place.oco", "POST", "/api/v3/orderList/oco"},
    Method{"orderList.place.oto", "POST", "/api/v3/orderList/oto"},
    Method{"orderList.place.otoco", "POST", "/api/v3/orderList/otoco"},
    Method{"orderList.status", "GET", "/api/v3/orderList"},
    Method{"orderList.cancel", "DELETE", "/api/v3/orderList"},
    Method{"openOrderLists.status", "GET", "/api/v3/openOrderList"},
    Method{"allOrderLists", "GET", "/api/v3/allOrderList"},
    Method{"myPreventedMatches", "GET", "/api/v3/myPreventedMatches"},
    Method{"myAllocations", "GET", "/api/v3/myAllocations"},
    Method{"order.status", "GET", "/api/v3/order"},
    Method{"order.cancel", "DELETE", "/api/v3/order"},
    Method{"openOrders.status", "GET", "/api/v3/openOrders"},
    Method{"openOrders.cancelAll", "DELETE", "/api/v3/openOrders"},
    Method{"allOrders", "GET", "/api/v3/allOrders"},
    Method{"myTrades", "GET", "/api/v3/myTrades"},
    Method{"account.status", "GET", "/api/v3/account"},
    Method{"account.commission", "GET", "/api/v3/account/commission"},
    Method{"account.rateLimits.orders", "GET", "/api/v3/rateLimit/order"},
};

/// The request with the numbers of its `params` as texts, exactly as they were sent: `95000.0` signs as that.
std::string with_numbers_as_text(std::string_view text) {
  constexpr int kInParams = 2;  // the request's object is 1
  std::string result;
  result.reserve(text.size() + 16);
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\' && i + 1 < text.size()) result += text[i++];
      quoted = c != '"';
      result += text[i];
      continue;
    }
    quoted = c == '"';
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth != kInParams || std::string_view("-0123456789").find(c) == std::string_view::npos) {
      result += c;
      continue;
    }
    const std::size_t end = std::min(text.find_first_not_of("+-.0123456789eE", i), text.size());
    result.append("\"").append(text.substr(i, end - i)).append("\"");
    i = end - 1;
  }
  return result;
}

const Route* route_of(Product product, std::string_view name) {
  const auto look = [&](std::span<const Method> methods) -> const Route* {
    const auto found = std::ranges::find(methods, name, &Method::name);
    return found == methods.end() ? nullptr : find_route(product, found->verb, found->path);
  };
  return product == Product::FUTURES ? look(kFuturesMethods) : look(kSpotMethods);
}

json::value session_json(const ApiSession& session, Timestamp now) {
  return json::object{
      {"apiKey", session.user == nullptr ? json::value(nullptr) : json::value(session.user->api_key)},
      {"authorizedSince", session.user == nullptr ? json::value(nullptr) : json::value(session.authorized.ms())},
      {"connectedSince", session.connected.ms()},
      {"returnRateLimits", session.return_rate_limits},
      {"serverTime", now.ms()},
      {"userDataStream", session.subscription.has_value()}};
}

}  // namespace

Api<void> WsApi::connect(const ApiSession& session, Timestamp now) {
  return state_.ws_rates(session.product).take_weight(session.peer, kConnectWeight, now);
}

/// A session that is logged on needs neither key nor signature; the time it still does.
Api<const ApiUser*> WsApi::authenticate(const ApiSession& session, const Params& params, Security security,
                                        Timestamp now) {
  if (security == Security::NONE) return nullptr;
  const bool logged_on = session.user != nullptr && !params.has("signature") && !params.has("apiKey");
  const auto known = find_user(
      state_, logged_on ? std::string_view(session.user->api_key) : params.find("apiKey").value_or(std::string_view{}));
  if (!known || security == Security::KEY) return known;
  if (auto right = check_clock(params, now); !right) return std::unexpected(right.error());
  if (logged_on) return known;
  const auto signature = params.text("signature");
  if (!signature) return std::unexpected(signature.error());
  if (!(*known)->check.accepts(signed_params(params), *signature)) {
    return deny(-1022, "Signature for this request is not valid.");
  }
  return known;
}

Api<json::value> WsApi::subscribe(ApiSession& session, const ApiUser& user) {
  if (session.subscription) return deny(-2035, "Subscription already active for this account.");
  session.subscription = hub_.subscribe_user(session.connection, user.spot);
  return json::value(json::object{{"subscriptionId", *session.subscription}});
}

Api<json::value> WsApi::session_method(ApiSession& session, const std::string& method, const Params& params,
                                       Timestamp now) {
  if (method == "session.status") return session_json(session, now);
  if (method == "session.logout") {
    session.user = nullptr;
    session.authorized = kNone;
    return session_json(session, now);
  }
  if (method == "session.logon") {
    ApiSession fresh = session;
    fresh.user = nullptr;  // a second logon must prove itself as the first did
    const auto user = authenticate(fresh, params, Security::SIGNED, now);
    if (!user) return std::unexpected(user.error());
    if (!(*user)->check.is_ed25519()) return deny(-4056, "HMAC_SHA256 API key is not supported.");
    session.user = *user;
    session.authorized = now;
    return session_json(session, now);
  }
  if (session.product == Product::FUTURES) return deny(-5000, "Method " + method + " is invalid", 404);
  if (method == "session.subscriptions") {
    json::array rows;
    if (session.subscription) rows.push_back(json::object{{"subscriptionId", *session.subscription}});
    return json::value(std::move(rows));
  }
  if (method == "userDataStream.subscribe") {
    const auto user = find_user(state_, session.user == nullptr ? kNobody : std::string_view(session.user->api_key));
    if (!user) return std::unexpected(user.error());
    return subscribe(session, **user);
  }
  if (method == "userDataStream.subscribe.signature") {
    const auto user = authenticate(session, params, Security::SIGNED, now);
    if (!user) return std::unexpected(user.error());
    return subscribe(session, **user);
  }
  if (method == "userDataStream.unsubscribe") {
    if (!session.subscription) return deny(-2036, "No subscription is active.");
    hub_.unsubscribe_user(session.connection);
    session.subscription.reset();
    return json::value(json::object{});
  }
  return deny(-5000, "Method " + method + " is invalid", 404);
}

Api<json::value> WsApi::run(ApiSession& session, const std::string& method, const Params& params, Timestamp now,
                            std::optional<AccountId>& ordered) {
  RateMeter& rates = state_.ws_rates(session.product);
  const Route* route = route_of(session.product, method);
  const int weight = route == nullptr ? kLogonWeight : weight_of(*route, session.product, params);
  if (auto free = rates.take_weight(session.peer, weight, now); !free) return std::unexpected(free.error());
  if (route == nullptr) return session_method(session, method, params, now);
  const auto user = authenticate(session, params, route->security, now);
  if (!user) return std::unexpected(user.error());
  const Call call{state_, params, *user, *user == nullptr ? AccountId{} : (*user)->account(session.product), now};
  if (route->few_orders > 0) {
    ordered = call.account;
    const auto free =
        state_.rates(session.product).take_orders(call.account.value, route->few_orders, route->many_orders, now);
    if (!free) return std::unexpected(free.error());
  }
  return route->handler(call);
}

json::array WsApi::rate_limits(const ApiSession& session, Timestamp now, std::optional<AccountId> ordered) {
  RateMeter& weights = state_.ws_rates(session.product);
  json::array rows = rate_limits_json(weights.limits(), session.product, false);
  const RateMeter& counters = state_.rates(session.product);
  const std::uint32_t account = ordered.value_or(AccountId{}).value;
  json::array told;
  for (json::value& row : rows) {
    json::object& limit = row.as_object();
    const bool is_orders = limit["rateLimitType"] == "ORDERS";
    if (limit["rateLimitType"] == "RAW_REQUESTS" || (is_orders && !ordered)) continue;
    const bool is_short = limit["interval"] == "SECOND";
    limit["count"] = !is_orders ? weights.used_weight(session.peer, now)
                     : is_short ? counters.orders_short(account, now)
                                : counters.orders_long(account, now);
    told.push_back(limit);
  }
  return told;
}

std::string WsApi::handle(ApiSession& session, std::string_view text, Timestamp now) {
  json::error_code bad;
  const json::value request = json::parse(with_numbers_as_text(text), bad);
  if (bad || !request.is_object()) {
    return json::serialize(json::object{
        {"id", nullptr}, {"status", 400}, {"error", json::object{{"code", -1135}, {"msg", "Invalid JSON Request"}}}});
  }
  const json::object& fields = request.as_object();
  const json::value* id = fields.if_contains("id");
  const json::value* method = fields.if_contains("method");
  const json::value* sent = fields.if_contains("params");
  if (id != nullptr && !id->is_null() && !id->is_string() && !id->is_int64() && !id->is_uint64()) {
    const ApiError error = malformed("id", "^[a-zA-Z0-9-_]{1,36}$");
    return json::serialize(json::object{{"id", nullptr}, {"status", error.status}, {"error", error_json(error)}});
  }
  const bool has_params = sent != nullptr && sent->is_object();
  const auto params = has_params ? Params::from_json(sent->as_object()) : Api<Params>(Params{});
  std::optional<AccountId> ordered;
  Api<json::value> result = deny(-1102, missing("method").message);
  if (!params) {
    result = std::unexpected(params.error());
  } else if (method != nullptr && method->is_string()) {
    result = run(session, std::string(method->as_string()), *params, now, ordered);
  }
  json::object answer{{"id", id == nullptr ? json::value(nullptr) : *id}};
  answer["status"] = result ? 200 : result.error().status;
  if (result) {
    answer["result"] = *result;
  } else {
    json::object error = error_json(result.error());
    if (result.error().status == 429 || result.error().status == 418) {
      const bool of_orders = result.error().code == kTooManyOrders && ordered;
      const std::int64_t seconds = of_orders ? state_.rates(session.product).orders_retry_after(ordered->value, now)
                                             : state_.ws_rates(session.product).retry_after(session.peer, now);
      error["data"] = json::object{{"serverTime", now.ms()}, {"retryAfter", now.ms() + seconds * 1000}};
    }
    answer["error"] = std::move(error);
  }
  const bool quiet = params && params->find("returnRateLimits") == "false";
  if (session.return_rate_limits && !quiet) answer["rateLimits"] = rate_limits(session, now, ordered);
  return json::serialize(answer);
}

}  // namespace alpha_pulse::simulator
