#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/ids.hpp"
#include "alpha_pulse/domain/money.hpp"
#include "alpha_pulse/exchanges/binance/user_messages.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/json.hpp"

/// Answers about orders and trades, over REST or as `result` of the websocket API. Every function fails with kBadData
/// naming field and value, and never crashes. Amounts are at 1e-16.
/// Proven by exchanges/binance/replies_test.cpp; searched by the fuzz target `binance_replies`.
namespace alpha_pulse::exchanges::binance {

/// A plain order as an answer shows it: an ack (spot's shortest has ids and a time alone) or the whole.
struct OrderReply {
  SymbolText symbol{};
  ClientIdText client_id{};
  VenueOrderId order_id{};
  /// Nothing: spot's ACK, which does not say. Else as reported.
  std::optional<OrderStatus> status{};
  WireSide side = WireSide::UNKNOWN;
  WireOrderType type = WireOrderType::UNKNOWN;
  WireTimeInForce time_in_force = WireTimeInForce::UNKNOWN;
  PositionSide position_side = PositionSide::BOTH;
  Price price{};
  Quantity quantity{};
  std::optional<Quantity> filled{};
  std::optional<Price> average_price{};  ///< only where told and something was filled; rounded
  bool reduce_only = false;
  bool close_position = false;
  std::optional<std::int64_t> modify_id{};
  Timestamp update_time{};
};
/// A conditional order as an answer shows it.
struct AlgoOrderReply {
  SymbolText symbol{};
  ClientIdText client_id{};
  VenueOrderId algo_id{};
  AlgoStatus status = AlgoStatus::UNKNOWN;
  WireOrderType type = WireOrderType::UNKNOWN;
  WireSide side = WireSide::UNKNOWN;
  PositionSide position_side = PositionSide::BOTH;
  Quantity quantity{};  ///< zero with close_position
  Price trigger{};
  WorkingType working_type = WorkingType::UNKNOWN;
  bool reduce_only = false;
  bool close_position = false;
  bool price_protect = false;
  VenueOrderId child_order{};  ///< 0 before the trigger
  Timestamp update_time{};
};
/// What remains of a conditional order that was cancelled.
struct AlgoCancelReply {
  ClientIdText client_id{};
  VenueOrderId algo_id{};
};
/// `{code,msg}`: an error, or the success of a call that has nothing else to say (code 200).
struct CodeReply {
  std::int64_t code = 0;
  std::string message{};
};
/// An own trade; one fill.
struct TradeReply {
  SymbolText symbol{};
  TradeId id{};
  VenueOrderId order_id{};
  WireSide side = WireSide::UNKNOWN;
  PositionSide position_side = PositionSide::BOTH;
  Price price{};
  Quantity quantity{};
  WireAmount commission{};
  Int128 realized_pnl = 0;
  bool is_maker = false;
  Timestamp time{};
};
/// One element of a batch: an order, or why there is none.
using BatchOutcome = std::variant<OrderReply, CodeReply>;

Result<OrderReply> read_order(JsonValue value);
Result<std::vector<OrderReply>> read_orders(JsonValue array);
Result<AlgoOrderReply> read_algo_order(JsonValue value);
Result<std::vector<AlgoOrderReply>> read_algo_orders(JsonValue array);
Result<AlgoCancelReply> read_algo_cancel(JsonValue value);
/// In the order of the call; `expected` elements, else kBadData: then the outcome of all is unknown.
Result<std::vector<BatchOutcome>> read_batch(JsonValue array, std::size_t expected);
/// Futures' `userTrades` and spot's `myTrades`.
Result<std::vector<TradeReply>> read_trades(JsonValue array);
/// Also where `code` is a text. kBadData: it is not that.
Result<CodeReply> read_code(JsonValue value);

}  // namespace alpha_pulse::exchanges::binance
