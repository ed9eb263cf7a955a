#include "alpha_pulse/simulator/face.hpp"

#include <fmt/chrono.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <ctime>
#include <utility>

namespace alpha_pulse::simulator {
namespace {

constexpr std::size_t kHeadersMost = 7;
constexpr Duration kAheadMost = Duration::seconds(1);
constexpr std::int64_t kWindowMost = 60'000, kWindowUsual = 5'000;

/// Over the bytes as they came: nothing is decoded and encoded again (sheet 2.1).
Api<void> check_signature(const ApiUser& user, const HttpCall& call, const Params& params) {
  if (!params.has("signature")) return std::unexpected(missing("signature"));
  const SignedBytes bytes = signed_bytes(call.query, call.body);
  // base64's + may stand unencoded: it is no blank here
  std::string encoded = bytes.signature;
  for (std::size_t at = encoded.find('+'); at != std::string::npos; at = encoded.find('+', at)) {
    encoded.replace(at, 1, "%2B");
  }
  const auto signature = percent_decode(encoded);
  if (!signature || !user.check.accepts(bytes.payload, *signature)) {
    return deny(-1022, "Signature for this request is not valid.");
  }
  return {};
}

Api<std::string> text_of(const Route& route, const Call& call) {
  if (route.text != nullptr) return route.text(call);
  const auto value = route.handler(call);
  if (!value) return std::unexpected(value.error());
  return json::serialize(*value);
}

}  // namespace

Api<const ApiUser*> find_user(const FaceState& state, std::string_view api_key) {
  if (api_key.empty()) return deny(-2014, "API-key format invalid.", 401);
  const ApiUser* user = state.user(api_key);
  const bool withdrawn = state.exchange.now() < state.restrictions.no_key_until;
  if (user == nullptr || withdrawn) return deny(-2015, "Invalid API-key, IP, or permissions for action.", 401);
  return user;
}

Api<void> check_clock(const Params& params, Timestamp now) {
  const auto sent = params.integer("timestamp");
  if (!sent) return std::unexpected(sent.error());
  std::int64_t window = kWindowUsual;
  if (params.has("recvWindow")) {
    const auto asked = params.decimal("recvWindow");  // up to three decimals are allowed
    if (!asked) return std::unexpected(asked.error());
    window = *asked / kOne;
    if (window < 0 || window > kWindowMost) return deny(-1131, "recvWindow must be less than 60000");
  }
  constexpr std::int64_t kMicroseconds = 100'000'000'000'000;  // a later millisecond would be beyond the year 5000
  const std::int64_t sent_ms = *sent >= kMicroseconds ? *sent / 1000 : *sent;
  if (sent_ms >= (now + kAheadMost).ms()) {
    return deny(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (now.ms() - sent_ms > window) return deny(-1021, "Timestamp for this request is outside of the recvWindow.");
  return {};
}

json::object error_json(const ApiError& error) {
  json::object object{{"code", error.code}, {"msg", error.message}};
  if (!error.data.empty()) object["data"] = json::parse(error.data);
  return object;
}

HttpAnswer refusal(const ApiError& error) {
  return {error.status, {}, json::serialize(error_json(error))};
}

Api<std::string> Face::answer(Product product, const HttpCall& call, Timestamp now, const ApiUser** user) {
  const Route* route = find_route(product, call.method, call.path);
  if (route == nullptr) {
    return deny(-5000, "Path " + call.path + ", Method " + call.method + " is invalid", 404);
  }
  const auto params = Params::parse(call.query, call.body);
  const int weight = params ? weight_of(*route, product, *params) : route->weight;
  if (auto free = state_.rates(product).take_weight(call.peer, weight, now); !free) {
    return std::unexpected(free.error());
  }
  if (!params) return std::unexpected(params.error());
  Call checked{state_, *params, nullptr, {}, now};
  if (route->security != Security::NONE) {
    const auto known = find_user(state_, call.header("X-MBX-APIKEY"));
    if (!known) return std::unexpected(known.error());
    *user = checked.user = *known;
    checked.account = checked.user->account(product);
  }
  if (route->security == Security::SIGNED) {
    if (auto right = check_clock(*params, now); !right) return std::unexpected(right.error());
    if (auto right = check_signature(*checked.user, call, *params); !right) return std::unexpected(right.error());
  }
  if (route->few_orders > 0) {
    const auto free =
        state_.rates(product).take_orders(checked.account.value, route->few_orders, route->many_orders, now);
    if (!free) return std::unexpected(free.error());
  }
  auto done = text_of(*route, checked);
  if (done && route->free_on_success) state_.rates(product).give_back(call.peer, weight, now);
  return done;
}

/// As servers say when they answered, in whole seconds.
const std::string& Face::date(Timestamp now) {
  const std::int64_t second = now.ms() / 1000;
  if (second != std::exchange(dated_second_, second)) {
    date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(static_cast<std::time_t>(second)));
  }
  return date_;
}

HttpAnswer Face::handle(Product product, const HttpCall& call, Timestamp now) {
  const ApiUser* user = nullptr;
  auto body = answer(product, call, now, &user);
  const bool of_orders = !body && body.error().code == kTooManyOrders;
  HttpAnswer result = body ? HttpAnswer{200, {}, std::move(*body)} : refusal(body.error());
  RateMeter& rates = state_.rates(product);
  result.headers.reserve(kHeadersMost);
  result.headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
  result.headers.emplace_back("Date", date(now));
  result.headers.emplace_back("X-MBX-USED-WEIGHT-1M", std::to_string(rates.used_weight(call.peer, now)));
  if (product == Product::SPOT) {
    result.headers.emplace_back("X-MBX-USED-WEIGHT", std::to_string(rates.used_weight(call.peer, now)));
  }
  const std::uint32_t account = user == nullptr ? 0 : user->account(product).value;
  result.headers.emplace_back("X-MBX-ORDER-COUNT-10S", std::to_string(rates.orders_short(account, now)));
  result.headers.emplace_back(product == Product::FUTURES ? "X-MBX-ORDER-COUNT-1M" : "X-MBX-ORDER-COUNT-1D",
                              std::to_string(rates.orders_long(account, now)));
  if (result.status == 429 || result.status == 418) {
    result.headers.emplace_back("Retry-After", std::to_string(of_orders ? rates.orders_retry_after(account, now)
                                                                        : rates.retry_after(call.peer, now)));
  }
  return result;
}

}  // namespace alpha_pulse::simulator
