#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string_view>

#include "alpha_pulse/simulator/face_reader.hpp"
#include "alpha_pulse/simulator/face_state.hpp"

namespace alpha_pulse::simulator {

namespace json = boost::json;

/// One request whose key and signature were found right.
struct Call {
  FaceState& face;
  const Params& params;
  const ApiUser* user = nullptr;  ///< none on public routes
  AccountId account{};
  Timestamp now{};
};

/// What a client must show.
enum class Security { NONE, KEY, SIGNED };
/// By what a route's weight grows.
enum class WeightRule { FIXED, ALL_SYMBOLS, DEPTH, KLINES };

/// One path of the venue: who may, what it costs, what it does.
struct Route {
  std::string_view method, path;
  Security security = Security::NONE;
  Api<json::value> (*handler)(const Call&) = nullptr;
  int weight = 1;
  WeightRule rule = WeightRule::FIXED;
  int weight_all = 0;                   ///< ALL_SYMBOLS: without `symbol`
  bool free_on_success = false;         ///< the weight is for failures (spot, since 2026-04-02)
  int few_orders = 0, many_orders = 0;  ///< of the ten seconds' and of the longer window
  /// What `handler` says, as text at once: of routes where making a tree first would be felt.
  Api<std::string> (*text)(const Call&) = nullptr;
};

std::span<const Route> futures_market_routes();
std::span<const Route> futures_account_routes();
std::span<const Route> futures_order_routes();
std::span<const Route> futures_algo_routes();
std::span<const Route> spot_market_routes();
std::span<const Route> spot_order_routes();

/// Null when there is none.
const Route* find_route(Product product, std::string_view method, std::string_view path);
/// What the call costs with these parameters (sheet 3, 4, 7).
int weight_of(const Route& route, Product product, const Params& params);

/// Shared by both products.
json::array candles_json(const std::vector<Candle>& candles, std::string_view interval);
json::object day_json(const Candle& day, std::string_view symbol, Timestamp now);
/// klines of a history. `most`: largest limit.
Api<json::value> klines_answer(const PrintHistory& history, const Params& params, std::int64_t most);
/// Prints of a history by `fromId`, `startTime`, `endTime` and `limit`, each as `row` writes it.
Api<json::value> prints_answer(const PrintHistory& history, const Params& params, json::object (*row)(const Print&));
/// Weighted by quantity over the five minutes before `now`; `otherwise` when nothing was printed in them.
Price average_price(const PrintHistory& history, Price otherwise, Timestamp now);
json::array rate_limits_json(const RateLimits& limits, Product product, bool only_orders);

}  // namespace alpha_pulse::simulator
