#include "alpha_pulse/exchanges/binance/order_requests.hpp"

#include <array>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/exchanges/json_text.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr CallCost kOrderCost{.weight = 0, .orders_10s = 1, .orders_1m = 1};
constexpr CallCost kBatchCost{.weight = 5, .orders_10s = 5, .orders_1m = 1};
constexpr std::size_t kCancelBatchMax = 10;

Request signed_request(HttpMethod method, Path path, Parameters parameters, CallCost cost) {
  return {.product = Product::FUTURES,
          .method = method,
          .path = path,
          .parameters = std::move(parameters),
          .security = Security::SIGNED,
          .cost = cost};
}

std::string decimal(Price price) {
  return price.to_string(0);
}
std::string decimal(Quantity quantity) {
  return quantity.to_string(0);
}

/// The same without a string of an order's own figures, which are not negative.
template <class Value>
[[gnu::always_inline]] inline void add_decimal(Parameters& p, std::string_view name, Value value) {
  base::ensure(value.raw() >= 0, "an order's figures are not negative");
  p.emplace_written(name, kNumberRoom,
                    [value](char* to) { return put_decimal(to, static_cast<std::uint64_t>(value.raw())); });
}

std::unexpected<Error> bad_field(std::string_view field, const std::string& value, std::string_view wanted) {
  return fail(ErrorCode::kInvalidArgument,
              "order: " + std::string(field) + " is " + value + "; one that passes " + std::string(wanted));
}

Result<void> check_quantity(Quantity quantity, const Instrument& instrument) {
  if (quantity > Quantity{} && instrument.on_lot(quantity)) return {};
  return bad_field("quantity", decimal(quantity), "is a positive multiple of " + decimal(instrument.lot));
}

Result<void> check_price(std::string_view field, Price price, const Instrument& instrument) {
  if (price.known() && instrument.on_tick(price)) return {};
  return bad_field(field, decimal(price), "is a positive multiple of " + decimal(instrument.tick));
}

Result<void> check(const OrderSpec& spec, const Instrument& instrument) {
  if (auto checked = check_quantity(spec.quantity, instrument); !checked) return checked;
  if (spec.type == OrderType::LIMIT) return check_price("price", spec.price, instrument);
  if (!is_conditional(spec.type)) return {};
  if (spec.trigger_by != PriceKind::MARK && spec.trigger_by != PriceKind::TRADE) {
    return bad_field("trigger_by", std::string(to_string(spec.trigger_by)), "is mark or trade");
  }
  return check_price("trigger", spec.trigger, instrument);
}

std::string_view hedge_side_name(PositionSide side) {
  base::ensure(side == PositionSide::LONG || side == PositionSide::SHORT, "hedge mode names LONG or SHORT");
  return wire_name(side);
}

/// How orders of one kind begin.
Parameters head_of(const OrderSpec& spec, const OrderStyle& style) {
  Parameters p;
  p.emplace_word("positionSide", style.hedge_mode ? hedge_side_name(style.hedge_side) : "BOTH");
  p.emplace_word("selfTradePreventionMode", wire_name(style.self_trade));
  p.emplace_word("newOrderRespType", style.want_result ? "RESULT" : "ACK");
  p.emplace_word("type", to_string(spec.type));
  if (spec.type == OrderType::LIMIT) p.emplace_word("timeInForce", to_string(spec.time_in_force));
  p.emplace_word("side", to_string(spec.side));
  if (spec.reduce_only && !style.hedge_mode) p.emplace_word("reduceOnly", "true");
  return p;
}

/// The limit orders of the usual style, by time in force, side and whether they only reduce: written once for all.
class UsualHeads {
 public:
  UsualHeads() {
    for (const TimeInForce time : {TimeInForce::GTC, TimeInForce::IOC, TimeInForce::GTX}) {
      for (const Side side : {Side::BUY, Side::SELL}) {
        for (const bool reduce_only : {false, true}) {
          OrderSpec spec;
          spec.type = OrderType::LIMIT;
          spec.time_in_force = time;
          spec.side = side;
          spec.reduce_only = reduce_only;
          heads_[place_of(spec)] = head_of(spec, {});
        }
      }
    }
  }
  const Parameters& operator[](const OrderSpec& spec) const { return heads_[place_of(spec)]; }

 private:
  static std::size_t place_of(const OrderSpec& spec) {
    return static_cast<std::size_t>(spec.time_in_force) * 4 + (spec.side == Side::SELL ? 2 : 0) +
           (spec.reduce_only ? 1 : 0);
  }
  std::array<Parameters, 12> heads_{};
};

/// How an order begins: first what most orders have in common, for a signature passes over a beginning that the last
/// one had too (exchanges/signer.cpp).
class Head {
 public:
  Head(const OrderSpec& spec, const OrderStyle& style) {
    static const UsualHeads kUsual;
    if (spec.type == OrderType::LIMIT && style == OrderStyle{}) {
      head_ = &kUsual[spec];
    } else {
      head_ = &(unusual_ = head_of(spec, style));
    }
  }
  Head(const Head&) = delete;
  Head& operator=(const Head&) = delete;
  const Parameters& operator*() const { return *head_; }

 private:
  Parameters unusual_;
  const Parameters* head_;
};

/// What both services want to know besides.
void write_common(Parameters& p, const OrderSpec& spec, const Instrument& instrument) {
  p.emplace_back("symbol", instrument.symbol);
  add_decimal(p, "quantity", spec.quantity);
}

void write_plain(Parameters& p, const OrderSpec& spec, const Instrument& instrument, std::string_view wire_id) {
  write_common(p, spec, instrument);
  if (spec.type == OrderType::LIMIT) add_decimal(p, "price", spec.price);
  p.emplace_back("newClientOrderId", wire_id);
}

void write_algo(Parameters& p, const OrderSpec& spec, const Instrument& instrument, std::string_view wire_id) {
  write_common(p, spec, instrument);
  p.emplace_word("algoType", "CONDITIONAL");
  add_decimal(p, "triggerPrice", spec.trigger);
  p.emplace_word("workingType", spec.trigger_by == PriceKind::MARK ? "MARK_PRICE" : "CONTRACT_PRICE");
  p.emplace_word("priceProtect", "false");  // a stop that may refuse to trigger is none
  p.emplace_back("clientAlgoId", wire_id);
}

std::string json_object(const Parameters& parameters) {
  std::string text = "{";
  for (const auto& [name, value] : parameters) {
    if (text.size() > 1) text.push_back(',');
    append_json_string(text, name);
    text.push_back(':');
    append_json_string(text, value);
  }
  return text + "}";
}

void add_name(Parameters& p, const OrderName& order, std::string_view by_ours, std::string_view by_venue) {
  if (const auto* ours = std::get_if<std::string>(&order)) {
    p.emplace_back(by_ours, *ours);
  } else {
    p.emplace_back(by_venue, std::get<VenueOrderId>(order).value);
  }
}

Parameters order_name(std::string_view symbol, const OrderName& order) {
  Parameters p{{"symbol", symbol}};
  add_name(p, order, "origClientOrderId", "orderId");
  return p;
}

Parameters algo_name(const OrderName& order) {
  Parameters p;
  add_name(p, order, "clientAlgoId", "algoId");
  return p;
}

Parameters symbol_alone(std::string_view symbol) {
  if (symbol.empty()) return {};
  return {{"symbol", symbol}};
}

}  // namespace

OrderBook book_of(const OrderSpec& spec) {
  return is_conditional(spec.type) ? OrderBook::CONDITIONAL : OrderBook::PLAIN;
}

void add_range(Parameters& parameters, const TimeRange& range, int limit) {
  if (range.from > Timestamp{}) parameters.emplace_back("startTime", range.from.ms());
  if (range.to != Timestamp::never()) parameters.emplace_back("endTime", range.to.ms());
  parameters.emplace_back("limit", limit);
}

Result<Request> place_order(const PlaceOrder& order, const Instrument& instrument, std::string_view wire_id,
                            const OrderStyle& style) {
  if (const auto checked = check(order.spec, instrument); !checked) return std::unexpected(checked.error());
  const bool conditional = book_of(order.spec) == OrderBook::CONDITIONAL;
  const Path path = conditional ? Path("/fapi/v1/algoOrder") : Path("/fapi/v1/order");
  const Head head(order.spec, style);
  // All of it is named, so that the memory of its parameters is not cleared before.
  Result<Request> request(std::in_place, Product::FUTURES, HttpMethod::POST, path, *head, Security::SIGNED, kOrderCost);
  if (conditional) {
    write_algo(request->parameters, order.spec, instrument, wire_id);
  } else {
    write_plain(request->parameters, order.spec, instrument, wire_id);
  }
  return request;
}

Result<Request> place_batch(std::span<const BatchEntry> orders, const Instrument& instrument, const OrderStyle& style) {
  base::ensure(!orders.empty() && orders.size() <= kBatchMax, "one to five orders in a batch");
  std::string list;
  for (const BatchEntry& entry : orders) {
    const OrderSpec& spec = entry.order.spec;
    if (const auto checked = check(spec, instrument); !checked) return std::unexpected(checked.error());
    if (book_of(spec) == OrderBook::CONDITIONAL) {
      return bad_field("type", std::string(to_string(spec.type)), "in a batch is LIMIT or MARKET");
    }
    const Head head(spec, style);
    Parameters parameters = *head;
    write_plain(parameters, spec, instrument, entry.wire_id);
    list += (list.empty() ? "[" : ",") + json_object(parameters);
  }
  return signed_request(HttpMethod::POST, "/fapi/v1/batchOrders", {{"batchOrders", list + "]"}}, kBatchCost);
}

Result<Request> modify_order(const ModifyOrder& change, const Instrument& instrument) {
  if (const auto checked = check_quantity(change.quantity, instrument); !checked)
    return std::unexpected(checked.error());
  if (const auto checked = check_price("price", change.price, instrument); !checked) {
    return std::unexpected(checked.error());
  }
  Parameters p = order_name(instrument.symbol, change.wire_id);
  p.emplace_back("side", to_string(change.side));
  p.emplace_back("quantity", decimal(change.quantity));
  p.emplace_back("price", decimal(change.price));
  if (change.modify_id != 0) p.emplace_back("modifyId", change.modify_id);
  return signed_request(HttpMethod::PUT, "/fapi/v1/order", std::move(p), kOrderCost);
}

Request cancel_order(std::string_view symbol, const OrderName& order) {
  return signed_request(HttpMethod::DELETE_, "/fapi/v1/order", order_name(symbol, order), {.weight = 1});
}
Request cancel_algo_order(const OrderName& order) {
  return signed_request(HttpMethod::DELETE_, "/fapi/v1/algoOrder", algo_name(order), {.weight = 1});
}

Request cancel_batch(std::string_view symbol, std::span<const std::string> wire_ids) {
  base::ensure(!wire_ids.empty() && wire_ids.size() <= kCancelBatchMax, "one to ten orders in a batch of cancels");
  std::string list;
  for (const std::string& id : wire_ids) {
    list += list.empty() ? '[' : ',';
    append_json_string(list, id);
  }
  Parameters p = symbol_alone(symbol);
  p.emplace_back("origClientOrderIdList", list + "]");
  return signed_request(HttpMethod::DELETE_, "/fapi/v1/batchOrders", std::move(p), {.weight = 1});
}

Request cancel_all(std::string_view symbol) {
  return signed_request(HttpMethod::DELETE_, "/fapi/v1/allOpenOrders", symbol_alone(symbol), {.weight = 1});
}
Request cancel_all_algo(std::string_view symbol) {
  return signed_request(HttpMethod::DELETE_, "/fapi/v1/algoOpenOrders", symbol_alone(symbol), {.weight = 1});
}

Request countdown_cancel_all(std::string_view symbol, Duration after) {
  base::ensure(after >= Duration{}, "a countdown runs forward");
  Parameters p = symbol_alone(symbol);
  p.emplace_back("countdownTime", after.ns() / 1'000'000);
  return signed_request(HttpMethod::POST, "/fapi/v1/countdownCancelAll", std::move(p), {.weight = 10});
}

Request query_order(std::string_view symbol, const OrderName& order) {
  return signed_request(HttpMethod::GET, "/fapi/v1/order", order_name(symbol, order), {.weight = 1});
}
Request query_algo_order(const OrderName& order) {
  return signed_request(HttpMethod::GET, "/fapi/v1/algoOrder", algo_name(order), {.weight = 1});
}
Request open_orders(std::string_view symbol) {
  return signed_request(HttpMethod::GET, "/fapi/v1/openOrders", symbol_alone(symbol),
                        {.weight = symbol.empty() ? 40 : 1});
}
Request open_algo_orders(std::string_view symbol) {
  return signed_request(HttpMethod::GET, "/fapi/v1/openAlgoOrders", symbol_alone(symbol),
                        {.weight = symbol.empty() ? 40 : 1});
}

Request all_orders(std::string_view symbol, TimeRange range, int limit) {
  Parameters p = symbol_alone(symbol);
  add_range(p, range, limit);
  return signed_request(HttpMethod::GET, "/fapi/v1/allOrders", std::move(p), {.weight = 5});
}
Request all_algo_orders(std::string_view symbol, TimeRange range, int limit) {
  Parameters p = symbol_alone(symbol);
  add_range(p, range, limit);
  return signed_request(HttpMethod::GET, "/fapi/v1/allAlgoOrders", std::move(p), {.weight = 5});
}

}  // namespace alpha_pulse::exchanges::binance
