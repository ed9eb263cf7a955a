#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/binance/request.hpp"
#include "alpha_pulse/exchanges/client_id.hpp"

/// Futures orders as calls. Limit and market orders go to the order service, stops and take profits to the algo
/// service; which of the two an order belongs to is `book_of`. Quantities and prices are written exactly.
/// Proven by exchanges/binance/order_requests_test.cpp.
namespace alpha_pulse::exchanges::binance {

/// How every order of ours is sent; one for a run.
struct OrderStyle {
  /// The account's position mode. Hedge mode names LONG or SHORT on every order and forbids reduceOnly.
  bool hedge_mode = false;
  /// Which side a hedge-mode account holds the hedge on.
  PositionSide hedge_side = PositionSide::SHORT;
  SelfTradePrevention self_trade = SelfTradePrevention::EXPIRE_MAKER;
  /// RESULT: market, IOC and GTX orders are answered with their final state; ACK: with having arrived.
  bool want_result = false;

  friend bool operator==(const OrderStyle&, const OrderStyle&) = default;
};

OrderBook book_of(const OrderSpec& spec);

/// The call that places an order. kInvalidArgument, naming the field: an order that is off the tick or the lot, without
/// a price or trigger it needs, or triggered by anything but the mark or the last trade.
Result<Request> place_order(const PlaceOrder& order, const Instrument& instrument, std::string_view wire_id,
                            const OrderStyle& style);

/// Several plain orders in one call, at most kBatchMax; each is answered on its own, in this order.
inline constexpr std::size_t kBatchMax = 5;
/// An order and the id it goes under.
struct BatchEntry {
  PlaceOrder order{};
  std::string wire_id{};
};
Result<Request> place_batch(std::span<const BatchEntry> orders, const Instrument& instrument, const OrderStyle& style);

/// A plain limit order gets another price and quantity (the whole, with what is filled). It loses its place in the
/// queue.
struct ModifyOrder {
  std::string wire_id{};
  Side side = Side::SELL;
  Quantity quantity{};
  Price price{};
  std::int64_t modify_id = 0;  ///< echoed; 0 = none
};
Result<Request> modify_order(const ModifyOrder& change, const Instrument& instrument);

/// An order by our id or by the venue's.
using OrderName = std::variant<std::string, VenueOrderId>;

Request cancel_order(std::string_view symbol, const OrderName& order);  ///< plain
Request cancel_algo_order(const OrderName& order);                      ///< conditional, not triggered yet
Request cancel_batch(std::string_view symbol, std::span<const std::string> wire_ids);  ///< 1..10 plain
Request cancel_all(std::string_view symbol);                                           ///< plain ones only
Request cancel_all_algo(std::string_view symbol);                                      ///< conditional ones only
/// All plain orders of the symbol go unless this is repeated within `after`; zero disarms. Whole milliseconds.
Request countdown_cancel_all(std::string_view symbol, Duration after);

Request query_order(std::string_view symbol, const OrderName& order);
Request query_algo_order(const OrderName& order);
Request open_orders(std::string_view symbol);       ///< empty: of all symbols, at 40 times the weight
Request open_algo_orders(std::string_view symbol);  ///< likewise

/// A stretch of time, both ends included; `never()` and the zero time leave an end open.
struct TimeRange {
  Timestamp from{};
  Timestamp to = Timestamp::never();
};
/// Appends `startTime`, `endTime` and `limit`; an open end is left out.
void add_range(Parameters& parameters, const TimeRange& range, int limit);
Request all_orders(std::string_view symbol, TimeRange range, int limit = 500);
Request all_algo_orders(std::string_view symbol, TimeRange range, int limit = 500);

}  // namespace alpha_pulse::exchanges::binance
