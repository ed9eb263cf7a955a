#include "alpha_pulse/exchanges/binance/order_replies.hpp"

#include <algorithm>
#include <array>

#include "alpha_pulse/exchanges/field_reader.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

template <class Enum>
Enum word(FieldReader& r, std::string_view name) {
  return read_enum<Enum>(r.text(name));
}

/// The first of these times that is there.
Timestamp time_of(FieldReader& r) {
  for (const std::string_view name : {"updateTime", "transactTime", "time"}) {
    if (r.has(name)) return r.time(name);
  }
  r.refuse("updateTime", "", "it is missing");
  return {};
}

/// What an order says beyond its ids, where it says so.
void read_state(FieldReader& r, OrderReply& order) {
  order.status = word<OrderStatus>(r, "status");
  order.price = r.price("price");
  order.quantity = r.quantity("origQty");
  order.filled = r.quantity("executedQty");
  order.time_in_force = word<WireTimeInForce>(r, "timeInForce");
  order.type = word<WireOrderType>(r, "type");
  order.side = word<WireSide>(r, "side");
  if (r.has("reduceOnly")) order.reduce_only = r.boolean("reduceOnly");
  if (r.has("closePosition")) order.close_position = r.boolean("closePosition");
  if (r.has("positionSide")) order.position_side = word<PositionSide>(r, "positionSide");
  if (r.has("modifyId")) order.modify_id = r.whole_or_text("modifyId");
  if (r.has("avgPrice")) {
    if (const Price average = r.rounded_price("avgPrice"); average.known()) order.average_price = average;
  }
}

}  // namespace

Result<OrderReply> read_order(JsonValue value) {
  FieldReader r(value, "order");
  OrderReply order;
  order.order_id = r.id<VenueOrderId>("orderId");
  order.symbol = r.inline_text<SymbolText>("symbol");
  // Spot's cancel names itself in clientOrderId and the order in origClientOrderId.
  order.client_id = r.inline_text<ClientIdText>(r.has("origClientOrderId") ? "origClientOrderId" : "clientOrderId");
  if (r.ok() && r.has("status")) read_state(r, order);
  order.update_time = time_of(r);
  return r.result(order);
}

Result<std::vector<OrderReply>> read_orders(JsonValue array) {
  return read_each<OrderReply>(array, "orders", read_order);
}

Result<AlgoOrderReply> read_algo_order(JsonValue value) {
  FieldReader r(value, "algo order");
  AlgoOrderReply order;
  order.algo_id = r.id<VenueOrderId>("algoId");
  order.client_id = r.inline_text<ClientIdText>("clientAlgoId");
  order.type = word<WireOrderType>(r, "orderType");
  order.symbol = r.inline_text<SymbolText>("symbol");
  order.side = word<WireSide>(r, "side");
  order.position_side = word<PositionSide>(r, "positionSide");
  if (r.has("quantity") && !r.text("quantity").empty()) order.quantity = r.quantity("quantity");
  order.status = word<AlgoStatus>(r, "algoStatus");
  if (r.has("triggerPrice") && !r.text("triggerPrice").empty()) order.trigger = r.price("triggerPrice");
  order.working_type = word<WorkingType>(r, "workingType");
  order.close_position = r.boolean("closePosition");
  order.price_protect = r.boolean("priceProtect");
  order.reduce_only = r.boolean("reduceOnly");
  if (r.has("actualOrderId") && !r.text("actualOrderId").empty()) {
    order.child_order = {static_cast<std::uint64_t>(std::max<std::int64_t>(r.whole_or_text("actualOrderId"), 0))};
  }
  order.update_time = r.time("updateTime");
  return r.result(order);
}

Result<std::vector<AlgoOrderReply>> read_algo_orders(JsonValue array) {
  return read_each<AlgoOrderReply>(array, "algo orders", read_algo_order);
}

Result<AlgoCancelReply> read_algo_cancel(JsonValue value) {
  FieldReader r(value, "cancel of an algo order");
  AlgoCancelReply reply;
  reply.algo_id = r.id<VenueOrderId>("algoId");
  reply.client_id = r.inline_text<ClientIdText>("clientAlgoId");
  return r.result(reply);
}

Result<CodeReply> read_code(JsonValue value) {
  FieldReader r(value, "answer");
  CodeReply reply;
  reply.code = r.whole_or_text("code");
  if (r.has("msg")) reply.message = std::string(r.text("msg").substr(0, 500));
  return r.result(reply);
}

Result<std::vector<BatchOutcome>> read_batch(JsonValue array, std::size_t expected) {
  auto outcomes = read_each<BatchOutcome>(array, "batch", [](JsonValue element) -> Result<BatchOutcome> {
    if (element.member("code").exists() && !element.member("orderId").exists()) {
      return map_value(read_code(element), [](CodeReply reply) { return BatchOutcome(std::move(reply)); });
    }
    return map_value(read_order(element), [](const OrderReply& order) { return BatchOutcome(order); });
  });
  if (outcomes && outcomes->size() != expected) {
    return fail(ErrorCode::kBadData, "batch: " + std::to_string(outcomes->size()) + " answers to " +
                                         std::to_string(expected) + " orders; one each was expected");
  }
  return outcomes;
}

namespace {

Result<TradeReply> read_trade(JsonValue value) {
  FieldReader r(value, "trade");
  TradeReply trade;
  trade.symbol = r.inline_text<SymbolText>("symbol");
  trade.id = r.id<TradeId>("id");
  trade.order_id = r.id<VenueOrderId>("orderId");
  trade.price = r.price("price");
  trade.quantity = r.quantity("qty");
  trade.commission.raw = r.amount("commission");
  trade.commission.asset = r.inline_text<AssetText>("commissionAsset");
  trade.time = r.time("time");
  if (r.has("side")) {
    trade.side = word<WireSide>(r, "side");
    trade.position_side = word<PositionSide>(r, "positionSide");
    trade.realized_pnl = r.amount("realizedPnl");
    trade.is_maker = r.boolean("maker");
  } else {
    trade.side = r.boolean("isBuyer") ? WireSide::BUY : WireSide::SELL;
    trade.is_maker = r.boolean("isMaker");
  }
  return r.result(trade);
}

}  // namespace

Result<std::vector<TradeReply>> read_trades(JsonValue array) {
  return read_each<TradeReply>(array, "trades", read_trade);
}

}  // namespace alpha_pulse::exchanges::binance
