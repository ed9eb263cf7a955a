#include <algorithm>
#include <array>
#include <optional>

#include "alpha_pulse/simulator/face.hpp"
#include "alpha_pulse/simulator/face_json_spot.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"

/// Orders and account of the spot venue (sheet 7.1, 7.2).
namespace alpha_pulse::simulator {
namespace {

constexpr Duration kDay = Duration::hours(24);

SpotVenue& venue_of(const Call& call) {
  return call.face.exchange.spot;
}

/// What the venue says of types of orders that a symbol does not have.
std::optional<std::string_view> untraded_type(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kTypes{
      {{"STOP_LOSS", "Stop loss orders are not supported for this symbol."},
       {"STOP_LOSS_LIMIT", "Stop loss limit orders are not supported for this symbol."},
       {"TAKE_PROFIT", "Take profit orders are not supported for this symbol."},
       {"TAKE_PROFIT_LIMIT", "Take profit limit orders are not supported for this symbol."}}};
  const auto found = std::ranges::find(kTypes, type, &std::pair<std::string_view, std::string_view>::first);
  return found == kTypes.end() ? std::nullopt : std::optional(found->second);
}

/// What belongs to orders that no symbol has here, as its exchangeInfo says.
void refuse_untraded(Reader& read) {
  if (const auto words = untraded_type(read.text_or("type", ""))) {
    return read.fail({-1013, std::string(*words)});
  }
  if (read.params().has("icebergQty")) read.fail({-1013, "Iceberg orders are not supported for this symbol."});
  for (const std::string_view name : {"stopPrice", "trailingDelta"}) {
    if (read.params().has(name)) {
      read.fail({-1106, "Parameter '" + std::string(name) + "' sent when not required."});
    }
  }
}

SpotOrderRequest read_order(Reader& read, const SpotVenue& venue) {
  SpotOrderRequest order;
  order.symbol = read.symbol(venue);
  order.side = read.side();
  refuse_untraded(read);
  order.kind = read.word("type", std::array{OrderKind::LIMIT, OrderKind::MARKET, OrderKind::LIMIT_MAKER},
                         {-1116, "Invalid orderType."});
  order.tif = read.maybe_word("timeInForce", std::array{Tif::GTC, Tif::IOC, Tif::FOK}, {-1115, "Invalid timeInForce."});
  order.quantity = read.maybe_quantity("quantity");
  order.price = read.maybe_price("price");
  order.client_id = read.text_or("newClientOrderId", "");
  order.stp =
      read.maybe_word("selfTradePreventionMode",
                      std::array{StpMode::NONE, StpMode::EXPIRE_TAKER, StpMode::EXPIRE_MAKER, StpMode::EXPIRE_BOTH},
                      {-1130, "Data sent for parameter 'selfTradePreventionMode' is not valid."})
          .value_or(StpMode::NONE);
  if (const auto quote = read.maybe_quantity("quoteOrderQty")) {
    order.quote_quantity = Money::from_raw(Int128{quote->raw()} * kOne, venue.symbol(order.symbol).quote);
  }
  return order;
}

json::object no_discount() {
  return {
      {"enabledForAccount", false}, {"enabledForSymbol", false}, {"discountAsset", "BNB"}, {"discount", "0.75000000"}};
}

Api<json::value> place(const Call& call) {
  Reader read(call.params);
  const std::string kind = read.text_or("type", "");
  const SpotOrderRequest request = read_order(read, venue_of(call));
  const std::string form = read.text_or("newOrderRespType", kind == "LIMIT_MAKER" ? "ACK" : "FULL");
  if (form != "ACK" && form != "RESULT" && form != "FULL") {
    read.fail({-1130, "Data sent for parameter 'newOrderRespType' is not valid."});
  }
  if (read.failed()) return read.error();
  auto placed = lift(venue_of(call).place(call.account, request));
  if (!placed) return std::unexpected(placed.error());
  return json::value(spot_placed_json(*placed, venue_of(call).symbol(placed->order.symbol), form));
}

Api<json::value> test(const Call& call) {
  Reader read(call.params);
  const SpotOrderRequest request = read_order(read, venue_of(call));
  if (read.failed()) return read.error();
  const bool with_rates = read.flag_or("computeCommissionRates", false);
  if (read.failed()) return read.error();
  const auto valid = lift(venue_of(call).test_order(call.account, request));
  if (!valid) return std::unexpected(valid.error());
  if (!with_rates) return json::value(json::object{});
  const SpotSymbol& symbol = venue_of(call).symbol(request.symbol);
  const json::object none{{"maker", "0.00000000"}, {"taker", "0.00000000"}};
  return json::value(
      json::object{{"standardCommissionForOrder",
                    json::object{{"maker", symbol.maker_fee.to_string(8)}, {"taker", symbol.taker_fee.to_string(8)}}},
                   {"specialCommissionForOrder", none},
                   {"taxCommissionForOrder", none},
                   {"discount", no_discount()}});
}

/// Lists of orders are not had here, as exchangeInfo says; `words` is the venue's name of the kind.
Api<json::value> refuse_list(const Call& call, std::string_view words) {
  Reader read(call.params);
  read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  return deny(-1013, std::string(words) + " orders are not supported for this symbol.");
}
Api<json::value> oco(const Call& call) {
  return refuse_list(call, "OCO");
}
Api<json::value> oto(const Call& call) {
  return refuse_list(call, "OTO");
}
Api<json::value> otoco(const Call& call) {
  return refuse_list(call, "OTOCO");
}

Api<json::value> query_list(const Call& call) {
  if (call.params.has("orderListId") || call.params.has("origClientOrderId")) {
    return deny(-2013, "Order list does not exist.");
  }
  return deny(-1102, "Param 'origClientOrderId' or 'orderListId' must be sent, but both were empty/null!");
}

Api<json::value> cancel_list(const Call& call) {
  Reader read(call.params);
  read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  if (!call.params.has("orderListId") && !call.params.has("listClientOrderId")) {
    return deny(-1102, "Param 'orderListId' or 'listClientOrderId' must be sent, but both were empty/null!");
  }
  return deny(-2011, "Unknown order list sent.");
}

OrderRef read_ref(Reader& read, const SpotVenue& venue) {
  OrderRef ref{.symbol = read.symbol(venue),
               .order_id = read.maybe_integer("orderId").value_or(0),
               .client_id = read.text_or("origClientOrderId", "")};
  if (ref.order_id == 0 && ref.client_id.empty()) {
    read.fail({-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!"});
  }
  return ref;
}

/// The id of a cancel that named none.
std::string cancel_id_of(std::int64_t order_id) {
  return "cancel" + std::to_string(order_id);
}

Api<json::value> cancel(const Call& call) {
  Reader read(call.params);
  const OrderRef ref = read_ref(read, venue_of(call));
  const std::string restriction = read.text_or("cancelRestrictions", "");
  if (read.failed()) return read.error();
  const auto found = venue_of(call).order(call.account, ref);
  if (!found || !is_open(found->status)) return deny(-2011, "Unknown order sent.");
  const bool untouched = found->status == OrderStatus::NEW;
  if ((restriction == "ONLY_NEW" && !untouched) || (restriction == "ONLY_PARTIALLY_FILLED" && untouched)) {
    return deny(-2011, "Order was not canceled due to cancel restrictions.");
  }
  const std::string id = read.text_or("newClientOrderId", cancel_id_of(found->order_id));
  auto order = lift(venue_of(call).cancel(call.account, ref, id));
  if (!order) return std::unexpected(order.error());
  return json::value(spot_canceled_json(*order, venue_of(call).symbol(order->symbol), id));
}

Api<json::value> cancel_all(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  auto orders = lift(venue_of(call).cancel_all(call.account, symbol));
  if (!orders) return std::unexpected(orders.error());
  json::array rows;
  for (const SpotOrder& o : *orders) {
    rows.push_back(spot_canceled_json(o, venue_of(call).symbol(symbol), cancel_id_of(o.order_id)));
  }
  return json::value(std::move(rows));
}

/// Cancels one order and places another. Where one of the two fails the error carries both outcomes (sheet 7.1).
Api<json::value> cancel_replace(const Call& call) {
  Reader read(call.params);
  const std::string mode = read.text("cancelReplaceMode");
  if (!read.failed() && mode != "STOP_ON_FAILURE" && mode != "ALLOW_FAILURE") {
    read.fail({-1130, "Data sent for parameter 'cancelReplaceMode' is not valid."});
  }
  (void)read_order(read, venue_of(call));  // what is malformed cancels nothing
  Params of_cancel;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kNames{
      {{"symbol", "symbol"},
       {"cancelOrderId", "orderId"},
       {"cancelOrigClientOrderId", "origClientOrderId"},
       {"cancelNewClientOrderId", "newClientOrderId"},
       {"cancelRestrictions", "cancelRestrictions"}}};
  for (const auto& [sent, name] : kNames) {
    if (const auto value = call.params.find(sent)) of_cancel.set(std::string(name), std::string(*value));
  }
  if (!of_cancel.has("orderId") && !of_cancel.has("origClientOrderId")) {
    read.fail({-1102, "Param 'cancelOrigClientOrderId' or 'cancelOrderId' must be sent, but both were empty/null!"});
  }
  if (read.failed()) return read.error();
  const auto canceled = cancel({call.face, of_cancel, call.user, call.account, call.now});
  json::object data{{"cancelResult", canceled ? "SUCCESS" : "FAILURE"}, {"newOrderResult", "NOT_ATTEMPTED"}};
  data["cancelResponse"] = canceled ? *canceled : json::value(error_json(canceled.error()));
  data["newOrderResponse"] = nullptr;
  bool replaced = false;
  if (canceled || mode == "ALLOW_FAILURE") {
    const auto placed = place(call);
    replaced = placed.has_value();
    data["newOrderResult"] = replaced ? "SUCCESS" : "FAILURE";
    data["newOrderResponse"] = placed ? *placed : json::value(error_json(placed.error()));
  }
  if (canceled && replaced) return json::value(std::move(data));
  const bool partly = canceled || replaced;
  return std::unexpected(ApiError{partly ? -2021 : -2022,
                                  partly ? "Order cancel-replace partially failed." : "Order cancel-replace failed.",
                                  partly ? 409 : 400, json::serialize(data)});
}

/// The symbol allows no amendments, as its exchangeInfo says.
Api<json::value> amend(const Call& call) {
  Reader read(call.params);
  (void)read_ref(read, venue_of(call));
  (void)read.text("newQty");
  if (read.failed()) return read.error();
  return deny(-2038, "Order amend (quantity reduction) request failed.");
}

/// Of what this venue never has: order lists, allocations, prevented matches.
Api<json::value> nothing(const Call&) {
  return json::value(json::array{});
}

json::value rows_of(const Call& call, const std::vector<SpotOrder>& orders) {
  json::array rows;
  for (const SpotOrder& o : orders) rows.push_back(spot_order_json(o, venue_of(call).symbol(o.symbol)));
  return rows;
}

Api<json::value> query(const Call& call) {
  Reader read(call.params);
  const OrderRef ref = read_ref(read, venue_of(call));
  if (read.failed()) return read.error();
  auto order = lift(venue_of(call).order(call.account, ref));
  if (!order) return std::unexpected(order.error());
  return json::value(spot_order_json(*order, venue_of(call).symbol(order->symbol)));
}

Api<json::value> open_orders(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  if (read.failed()) return read.error();
  return rows_of(call, venue_of(call).open_orders(call.account, symbol));
}

Api<json::value> all_orders(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const Window window = read.window("orderId", 1000, kDay);
  if (read.failed()) return read.error();
  return rows_of(call, venue_of(call).all_orders(call.account, symbol, window));
}

Api<json::value> my_trades(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const auto order = read.maybe_integer("orderId");
  const Window window = read.window("fromId", 1000, kDay);
  if (window.from_id && (window.start || window.end)) {
    read.fail({-1128, "Combination of optional parameters invalid."});
  }
  if (read.failed()) return read.error();
  json::array rows;
  for (const TradeRecord& t : venue_of(call).my_trades(call.account, symbol, order, window)) {
    rows.push_back(spot_trade_json(t, venue_of(call).symbol(symbol)));
  }
  return json::value(std::move(rows));
}

json::object rates_json(const SpotSymbol& s) {
  return {{"maker", s.maker_fee.to_string(8)},
          {"taker", s.taker_fee.to_string(8)},
          {"buyer", "0.00000000"},
          {"seller", "0.00000000"}};
}

Api<json::value> account(const Call& call) {
  Reader read(call.params);
  const bool omit_zero = read.flag_or("omitZeroBalances", false);
  if (read.failed()) return read.error();
  const SpotSymbol& symbol = venue_of(call).symbol(InstrumentId{0});
  json::array balances;
  for (const SpotBalance& b : venue_of(call).balances(call.account)) {
    if (!omit_zero || !b.free.is_zero() || !b.locked.is_zero()) balances.push_back(spot_balance_json(b));
  }
  const auto basis_points = [](Ratio rate) { return rate.raw() / (kOne / 10'000); };
  return json::value(json::object{{"makerCommission", basis_points(symbol.maker_fee)},
                                  {"takerCommission", basis_points(symbol.taker_fee)},
                                  {"buyerCommission", 0},
                                  {"sellerCommission", 0},
                                  {"commissionRates", rates_json(symbol)},
                                  {"canTrade", true},
                                  {"canWithdraw", false},
                                  {"canDeposit", true},
                                  {"brokered", false},
                                  {"requireSelfTradePrevention", false},
                                  {"preventSor", false},
                                  {"updateTime", venue_of(call).account_update_time(call.account).ms()},
                                  {"accountType", "SPOT"},
                                  {"balances", balances},
                                  {"permissions", json::array{"SPOT"}},
                                  {"uid", 354937868 + call.account.value}});
}

Api<json::value> commission(const Call& call) {
  Reader read(call.params);
  const auto id = read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  const SpotSymbol& symbol = venue_of(call).symbol(id);
  const json::object none{
      {"maker", "0.00000000"}, {"taker", "0.00000000"}, {"buyer", "0.00000000"}, {"seller", "0.00000000"}};
  return json::value(json::object{{"symbol", symbol.name},
                                  {"standardCommission", rates_json(symbol)},
                                  {"specialCommission", none},
                                  {"taxCommission", none},
                                  {"discount", no_discount()}});
}

Api<json::value> order_limits(const Call& call) {
  json::array rows = rate_limits_json(call.face.settings.spot, Product::SPOT, true);
  const RateMeter& rates = call.face.spot_rates;
  rows[0].as_object()["count"] = rates.orders_short(call.account.value, call.now);
  rows[1].as_object()["count"] = rates.orders_long(call.account.value, call.now);
  return json::value(std::move(rows));
}

constexpr Route signed_route(std::string_view method, std::string_view path, Api<json::value> (*handler)(const Call&),
                             int weight) {
  return {.method = method, .path = path, .security = Security::SIGNED, .handler = handler, .weight = weight};
}

constexpr std::array kRoutes{
    Route{.method = "POST",
          .path = "/api/v3/order",
          .security = Security::SIGNED,
          .handler = place,
          .free_on_success = true,
          .few_orders = 1,
          .many_orders = 1},
    signed_route("POST", "/api/v3/order/test", test, 1),
    Route{.method = "DELETE",
          .path = "/api/v3/order",
          .security = Security::SIGNED,
          .handler = cancel,
          .free_on_success = true},
    Route{.method = "DELETE",
          .path = "/api/v3/openOrders",
          .security = Security::SIGNED,
          .handler = cancel_all,
          .free_on_success = true},
    Route{.method = "POST",
          .path = "/api/v3/order/cancelReplace",
          .security = Security::SIGNED,
          .handler = cancel_replace,
          .free_on_success = true,
          .few_orders = 1,
          .many_orders = 1},
    signed_route("PUT", "/api/v3/order/amend/keepPriority", amend, 4),
    signed_route("POST", "/api/v3/order/oco", oco, 1),
    signed_route("POST", "/api/v3/orderList/oco", oco, 1),
    signed_route("POST", "/api/v3/orderList/oto", oto, 1),
    signed_route("POST", "/api/v3/orderList/otoco", otoco, 1),
    signed_route("GET", "/api/v3/orderList", query_list, 4),
    signed_route("DELETE", "/api/v3/orderList", cancel_list, 1),
    signed_route("GET", "/api/v3/openOrderList", nothing, 6),
    signed_route("GET", "/api/v3/allOrderList", nothing, 20),
    signed_route("GET", "/api/v3/myPreventedMatches", nothing, 20),
    signed_route("GET", "/api/v3/myAllocations", nothing, 20),
    signed_route("GET", "/api/v3/order", query, 4),
    Route{.method = "GET",
          .path = "/api/v3/openOrders",
          .security = Security::SIGNED,
          .handler = open_orders,
          .weight = 6,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 80},
    signed_route("GET", "/api/v3/allOrders", all_orders, 20),
    signed_route("GET", "/api/v3/myTrades", my_trades, 20),
    signed_route("GET", "/api/v3/account", account, 20),
    signed_route("GET", "/api/v3/account/commission", commission, 20),
    signed_route("GET", "/api/v3/rateLimit/order", order_limits, 40),
};

}  // namespace

std::span<const Route> spot_order_routes() {
  return kRoutes;
}

}  // namespace alpha_pulse::simulator
