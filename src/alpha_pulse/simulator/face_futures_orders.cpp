#include "alpha_pulse/simulator/face.hpp"
#include "alpha_pulse/simulator/face_json.hpp"
#include "alpha_pulse/simulator/face_order_params.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"

/// Plain orders of the futures venue (sheet 4.5).
namespace alpha_pulse::simulator {
namespace {

constexpr std::size_t kBatchMost = 5, kCancelBatchMost = 10;
constexpr Duration kSevenDays = Duration::days(7);
constexpr std::string_view kAllCanceled = "The operation of cancel all open order is done.";

FuturesVenue& venue_of(const Call& call) {
  return call.face.exchange.futures;
}

/// The tree of what a route says as text.
template <Api<std::string> (*text)(const Call&)>
Api<json::value> tree_of(const Call& call) {
  const auto answer = text(call);
  if (!answer) return std::unexpected(answer.error());
  return json::parse(*answer);
}

std::string acknowledged(const Call& call, const Order& order) {
  return ack_text(order, venue_of(call).symbol(order.symbol), call.face.settings.old_ack_fields);
}

/// In hedge mode the side tells what an order does, otherwise only reduce-only orders open nothing for certain.
bool may_open(const OrderRequest& request) {
  if (request.position_side == PositionSide::BOTH) return !request.reduce_only;
  return (request.position_side == PositionSide::LONG) == (request.side == Side::BUY);
}

Api<void> check_restrictions(const Call& call, const OrderRequest& request) {
  const Restrictions& restricted = call.face.restrictions;
  if (call.now >= restricted.no_open_until || !may_open(request)) return {};
  switch (restricted.no_open_code) {
    case -4192:
      return deny(-4192, "Trade forbidden due to Cooling-off Period.");
    case -4400:
      return deny(-4400,
                  "Futures Trading Quantitative Rules violated, only reduceOnly order is allowed, please try again "
                  "later.");
    default:
      return deny(-4087, "User can only place reduce only order");
  }
}

Api<std::string> place_text(const Call& call) {
  Reader read(call.params);
  const OrderRequest request = read_order(read, venue_of(call));
  if (read.failed()) return read.error();
  if (auto free = check_restrictions(call, request); !free) return std::unexpected(free.error());
  auto order = lift(venue_of(call).place(call.account, request));
  if (!order) return std::unexpected(order.error());
  return acknowledged(call, as_answered(std::move(*order), call.params));
}

Api<json::value> test(const Call& call) {
  Reader read(call.params);
  const OrderRequest request = read_order(read, venue_of(call));
  if (read.failed()) return read.error();
  auto order = lift(venue_of(call).test_order(call.account, request));
  if (!order) return std::unexpected(order.error());
  return json::value(ack_json(*order, venue_of(call).symbol(order->symbol), true));
}

json::object modified(const Call& call, const Order& order) {
  json::object answer = ack_json(order, venue_of(call).symbol(order.symbol), call.face.settings.old_ack_fields);
  answer["pair"] = venue_of(call).symbol(order.symbol).name;
  if (order.modify_id != 0) answer["modifyId"] = order.modify_id;
  return answer;
}

Api<json::value> modify(const Call& call) {
  Reader read(call.params);
  const ModifyRequest request = read_modify(read, venue_of(call));
  if (read.failed()) return read.error();
  auto order = lift(venue_of(call).modify(call.account, request));
  if (!order) return std::unexpected(order.error());
  return json::value(modified(call, *order));
}

Api<std::string> cancel_text(const Call& call) {
  Reader read(call.params);
  const OrderRef ref = read_order_ref(read, venue_of(call));
  if (read.failed()) return read.error();
  auto order = lift(venue_of(call).cancel(call.account, ref));
  if (!order) return std::unexpected(order.error());
  return acknowledged(call, *order);
}

/// Each object of `batchOrders` on its own, in order; what is refused stands in its place (HTTP 200).
template <class One>
Api<json::value> each_of_batch(const Call& call, One one) {
  const auto items = call.params.list("batchOrders", kBatchMost, -4082);
  if (!items) return std::unexpected(items.error());
  json::array answers;
  for (const std::string& item : *items) {
    json::error_code bad;
    const json::value value = json::parse(item, bad);
    if (bad || !value.is_object()) return deny(-1130, "Data sent for parameter 'batchOrders' is not valid.");
    const auto params = Params::from_json(value.as_object());
    if (!params) return std::unexpected(params.error());
    const Call single{call.face, *params, call.user, call.account, call.now};
    const Api<json::value> answer = one(single);
    answers.push_back(answer ? *answer : json::value(error_json(answer.error())));
  }
  return json::value(std::move(answers));
}

Api<json::value> place_batch(const Call& call) {
  return each_of_batch(call, tree_of<place_text>);
}
Api<json::value> modify_batch(const Call& call) {
  return each_of_batch(call, modify);
}

/// Clients write the names in either case, and ids as numbers or texts.
Api<json::value> cancel_batch(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const auto& p = call.params;
  const std::string_view ids = p.has("orderIdList") ? "orderIdList" : "orderidlist";
  const std::string_view names = p.has("origClientOrderIdList") ? "origClientOrderIdList" : "origclientorderidlist";
  const bool by_id = p.has(ids);
  if (!by_id && !p.has(names)) {
    read.fail({-1102, "Param 'orderIdList' or 'origClientOrderIdList' must be sent, but both were empty/null!"});
  }
  const auto list = read.take(p.list(by_id ? ids : names, kCancelBatchMost, -4082));
  if (read.failed()) return read.error();
  json::array answers;
  for (const std::string& text : list) {
    Params one;
    one.set(by_id ? "orderId" : "origClientOrderId", text);
    one.set("symbol", venue_of(call).symbol(symbol).name);
    const auto answer = tree_of<cancel_text>({call.face, one, call.user, call.account, call.now});
    answers.push_back(answer ? *answer : json::value(error_json(answer.error())));
  }
  return json::value(std::move(answers));
}

Api<json::value> cancel_all(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  venue_of(call).cancel_all(call.account, symbol);
  return json::value(json::object{{"code", 200}, {"msg", kAllCanceled}});
}

Api<json::value> countdown(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const std::int64_t ms = read.integer("countdownTime");
  if (ms < 0 || ms > Duration::days(365).ns() / 1'000'000) read.fail(malformed("countdownTime", "^[0-9]{1,20}$"));
  if (read.failed()) return read.error();
  const auto until = ms == 0 ? std::nullopt : std::optional(call.now + Duration::milliseconds(ms));
  venue_of(call).countdown_cancel_all(call.account, symbol, until);
  return json::value(
      json::object{{"symbol", venue_of(call).symbol(symbol).name}, {"countdownTime", std::to_string(ms)}});
}

json::value rows(const Call& call, const std::vector<Order>& orders) {
  json::array array;
  for (const Order& order : orders) array.push_back(order_json(order, venue_of(call).symbol(order.symbol)));
  return array;
}

Api<json::value> query(const Call& call) {
  Reader read(call.params);
  const OrderRef ref = read_order_ref(read, venue_of(call));
  if (read.failed()) return read.error();
  auto order = lift(venue_of(call).order(call.account, ref));
  if (!order) return std::unexpected(order.error());
  return json::value(order_json(*order, venue_of(call).symbol(order->symbol)));
}

Api<json::value> query_open(const Call& call) {
  Reader read(call.params);
  const OrderRef ref = read_order_ref(read, venue_of(call));
  if (read.failed()) return read.error();
  auto order = lift(venue_of(call).open_order(call.account, ref));
  if (!order) return std::unexpected(order.error());
  return json::value(order_json(*order, venue_of(call).symbol(order->symbol)));
}

Api<json::value> open_orders(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  if (read.failed()) return read.error();
  return rows(call, venue_of(call).open_orders(call.account, symbol));
}

Api<json::value> all_orders(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  const Window window = read.window("orderId", 1000, kSevenDays);
  if (read.failed()) return read.error();
  return rows(call, venue_of(call).all_orders(call.account, symbol, window));
}

json::object amendment_json(const Amendment& a, const Order& order, const std::string& symbol) {
  const auto change = [](std::string before, std::string after) {
    return json::object{{"before", std::move(before)}, {"after", std::move(after)}};
  };
  return {{"amendmentId", a.id},
          {"symbol", symbol},
          {"pair", symbol},
          {"orderId", order.order_id},
          {"clientOrderId", order.client_id},
          {"time", a.time.ms()},
          {"amendment", json::object{{"price", change(wire(a.price_before), wire(a.price_after))},
                                     {"origQty", change(wire(a.quantity_before), wire(a.quantity_after))},
                                     {"count", a.count}}},
          {"priceMatch", to_string(a.price_match)}};
}

/// How an order was changed.
Api<json::value> amendments(const Call& call) {
  Reader read(call.params);
  const OrderRef ref = read_order_ref(read, venue_of(call));
  const Window window = read.window("", 100, Duration::days(90), 50);
  if (read.failed()) return read.error();
  const auto order = lift(venue_of(call).order(call.account, ref));
  if (!order) return std::unexpected(order.error());
  const auto changes = lift(venue_of(call).amendments(call.account, ref, window));
  if (!changes) return std::unexpected(changes.error());
  json::array array;
  for (const Amendment& a : *changes) {
    array.push_back(amendment_json(a, *order, venue_of(call).symbol(order->symbol).name));
  }
  return json::value(std::move(array));
}

constexpr std::array kRoutes{
    Route{.method = "POST",
          .path = "/fapi/v1/order",
          .security = Security::SIGNED,
          .handler = tree_of<place_text>,
          .weight = 0,
          .few_orders = 1,
          .many_orders = 1,
          .text = place_text},
    Route{.method = "PUT",
          .path = "/fapi/v1/order",
          .security = Security::SIGNED,
          .handler = modify,
          .weight = 0,
          .few_orders = 1,
          .many_orders = 1},
    Route{.method = "DELETE",
          .path = "/fapi/v1/order",
          .security = Security::SIGNED,
          .handler = tree_of<cancel_text>,
          .text = cancel_text},
    Route{.method = "GET", .path = "/fapi/v1/order", .security = Security::SIGNED, .handler = query},
    Route{.method = "POST", .path = "/fapi/v1/order/test", .security = Security::SIGNED, .handler = test, .weight = 0},
    Route{.method = "POST",
          .path = "/fapi/v1/batchOrders",
          .security = Security::SIGNED,
          .handler = place_batch,
          .weight = 5,
          .few_orders = 5,
          .many_orders = 1},
    Route{.method = "PUT",
          .path = "/fapi/v1/batchOrders",
          .security = Security::SIGNED,
          .handler = modify_batch,
          .weight = 5,
          .few_orders = 5,
          .many_orders = 1},
    Route{.method = "GET", .path = "/fapi/v1/orderAmendment", .security = Security::SIGNED, .handler = amendments},
    Route{.method = "DELETE", .path = "/fapi/v1/batchOrders", .security = Security::SIGNED, .handler = cancel_batch},
    Route{.method = "DELETE", .path = "/fapi/v1/allOpenOrders", .security = Security::SIGNED, .handler = cancel_all},
    Route{.method = "POST",
          .path = "/fapi/v1/countdownCancelAll",
          .security = Security::SIGNED,
          .handler = countdown,
          .weight = 10},
    Route{.method = "GET", .path = "/fapi/v1/openOrder", .security = Security::SIGNED, .handler = query_open},
    Route{.method = "GET",
          .path = "/fapi/v1/openOrders",
          .security = Security::SIGNED,
          .handler = open_orders,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 40},
    Route{.method = "GET",
          .path = "/fapi/v1/allOrders",
          .security = Security::SIGNED,
          .handler = all_orders,
          .weight = 5},
};

}  // namespace

std::span<const Route> futures_order_routes() {
  return kRoutes;
}

}  // namespace alpha_pulse::simulator
