#include "alpha_pulse/simulator/face_json.hpp"
#include "alpha_pulse/simulator/face_order_params.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"

/// Conditional orders of the futures venue (sheet 4.6).
namespace alpha_pulse::simulator {
namespace {

FuturesVenue& venue_of(const Call& call) {
  return call.face.exchange.futures;
}

Api<json::value> place(const Call& call) {
  Reader read(call.params);
  const AlgoRequest request = read_algo(read, venue_of(call));
  if (read.failed()) return read.error();
  auto algo = lift(venue_of(call).place_algo(call.account, request));
  if (!algo) return std::unexpected(algo.error());
  return json::value(algo_json(*algo, venue_of(call).symbol(algo->symbol)));
}

Api<json::value> cancel(const Call& call) {
  Reader read(call.params);
  const AlgoRef ref = read_algo_ref(read);
  if (read.failed()) return read.error();
  auto algo = lift(venue_of(call).cancel_algo(call.account, ref));
  if (!algo) return std::unexpected(algo.error());
  return json::value(json::object{{"algoId", algo->algo_id},
                                  {"clientAlgoId", algo->client_id},
                                  {"code", "200"},  // a string on this endpoint
                                  {"msg", "success"}});
}

Api<json::value> cancel_all(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  venue_of(call).cancel_all_algo(call.account, symbol);
  return json::value(json::object{{"code", 200}, {"msg", "The operation of cancel all open order is done."}});
}

json::value rows(const Call& call, const std::vector<AlgoOrder>& algos) {
  json::array array;
  for (const AlgoOrder& algo : algos) array.push_back(algo_query_json(algo, venue_of(call).symbol(algo.symbol)));
  return array;
}

Api<json::value> query(const Call& call) {
  Reader read(call.params);
  const AlgoRef ref = read_algo_ref(read);
  if (read.failed()) return read.error();
  auto algo = lift(venue_of(call).algo_order(call.account, ref));
  if (!algo) return std::unexpected(algo.error());
  return json::value(algo_query_json(*algo, venue_of(call).symbol(algo->symbol)));
}

Api<json::value> open_algos(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  const auto id = read.maybe_integer("algoId");
  if (read.failed()) return read.error();
  auto open = venue_of(call).open_algo_orders(call.account, symbol);
  if (id) std::erase_if(open, [&](const AlgoOrder& algo) { return algo.algo_id != *id; });
  return rows(call, open);
}

Api<json::value> all_algos(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const Window window = read.window("algoId", 1000, Duration::days(7));
  if (read.failed()) return read.error();
  return rows(call, venue_of(call).all_algo_orders(call.account, symbol, window));
}

constexpr std::array kRoutes{
    Route{.method = "POST",
          .path = "/fapi/v1/algoOrder",
          .security = Security::SIGNED,
          .handler = place,
          .weight = 0,
          .few_orders = 1,
          .many_orders = 1},
    Route{.method = "DELETE", .path = "/fapi/v1/algoOrder", .security = Security::SIGNED, .handler = cancel},
    Route{.method = "DELETE", .path = "/fapi/v1/algoOpenOrders", .security = Security::SIGNED, .handler = cancel_all},
    Route{.method = "GET", .path = "/fapi/v1/algoOrder", .security = Security::SIGNED, .handler = query},
    Route{.method = "GET",
          .path = "/fapi/v1/openAlgoOrders",
          .security = Security::SIGNED,
          .handler = open_algos,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 40},
    Route{.method = "GET",
          .path = "/fapi/v1/allAlgoOrders",
          .security = Security::SIGNED,
          .handler = all_algos,
          .weight = 5},
};

}  // namespace

std::span<const Route> futures_algo_routes() {
  return kRoutes;
}

}  // namespace alpha_pulse::simulator
