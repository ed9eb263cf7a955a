#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <variant>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/ids.hpp"
#include "alpha_pulse/domain/money.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/inline_text.hpp"

/// What the account's own streams say, as values. Any two kinds may arrive in any order, late, and twice.
namespace alpha_pulse::exchanges::binance {

/// An amount and the asset it is in, as the wire names it. Its scale is 1e-16, as domain::Money's.
struct WireAmount {
  AssetText asset{};
  Int128 raw = 0;
  /// kBadData when the asset's name is none that domain::Currency holds.
  Result<Money> money() const;
};

/// `ORDER_TRADE_UPDATE` of futures, and spot's `executionReport`, in one form.
struct OrderUpdate {
  Product product = Product::FUTURES;
  SymbolText symbol{};
  ClientIdText client_id{};  ///< the order's own, also where a cancel of spot names another first
  VenueOrderId order_id{};
  WireSide side = WireSide::UNKNOWN;
  WireOrderType type = WireOrderType::UNKNOWN;
  WireOrderType original_type = WireOrderType::UNKNOWN;  ///< futures; spot repeats `type`
  WireTimeInForce time_in_force = WireTimeInForce::UNKNOWN;
  PositionSide position_side = PositionSide::BOTH;
  ExecutionType execution = ExecutionType::UNKNOWN;
  OrderStatus status = OrderStatus::UNKNOWN;
  Quantity quantity{};
  Price price{};
  Price stop_price{};
  Price average_price{};  ///< rounded; zero before the first fill and on spot
  Quantity last_quantity{};
  Price last_price{};
  Quantity filled{};   ///< cumulative: the truth about what was executed
  TradeId trade_id{};  ///< 0 when this is no fill
  bool is_maker = false;
  bool reduce_only = false;
  bool close_position = false;
  WireAmount commission{};                   ///< of this fill; positive when paid
  Int128 realized_pnl = 0;                   ///< of this fill, 1e-16, settle currency, without commission
  ExpiryReason expiry = ExpiryReason::NONE;  ///< futures
  InlineText<48> reject_reason{};            ///< spot: `r`, or `eR` where given; `NONE` when nothing is wrong
  Timestamp trade_time{};
  Timestamp event_time{};
  bool is_fill() const { return trade_id.value != 0 && !last_quantity.is_zero(); }
};
/// `ALGO_UPDATE`: a conditional order.
struct AlgoUpdate {
  SymbolText symbol{};
  ClientIdText client_id{};
  VenueOrderId algo_id{};
  WireSide side = WireSide::UNKNOWN;
  WireOrderType type = WireOrderType::UNKNOWN;
  PositionSide position_side = PositionSide::BOTH;
  AlgoStatus status = AlgoStatus::UNKNOWN;
  Quantity quantity{};
  Price trigger{};
  WorkingType working_type = WorkingType::UNKNOWN;
  bool reduce_only = false;
  bool close_position = false;
  VenueOrderId child_order{};  ///< the plain order it became; 0 before the trigger
  Quantity executed{};
  Timestamp trigger_time{};  ///< zero before the trigger
  InlineText<96> reject_reason{};
  Timestamp transaction_time{};
  Timestamp event_time{};
};
/// A fill told early (`TRADE_LITE`). The same fill comes as an OrderUpdate: book once by trade id.
struct TradeLite {
  SymbolText symbol{};
  ClientIdText client_id{};
  VenueOrderId order_id{};
  TradeId trade_id{};
  WireSide side = WireSide::UNKNOWN;
  Quantity last_quantity{};
  Price last_price{};
  bool is_maker = false;
  Timestamp transaction_time{};
  Timestamp event_time{};
};
/// A futures balance after a change; amounts at 1e-16.
struct BalanceChange {
  AssetText asset{};
  Int128 wallet = 0;
  Int128 cross_wallet = 0;
  Int128 change = 0;  ///< without profit and commission
};
/// A position after a change.
struct PositionChange {
  SymbolText symbol{};
  PositionSide side = PositionSide::BOTH;
  Quantity quantity{};  ///< negative = short
  Price entry{};        ///< rounded
  Int128 unrealized = 0;
  MarginType margin = MarginType::UNKNOWN;
};
/// `ACCOUNT_UPDATE`: only what changed.
struct AccountUpdate {
  AccountChange reason = AccountChange::UNKNOWN;
  SymbolText funding_symbol{};  ///< of a funding fee, where the venue names it
  boost::container::small_vector<BalanceChange, 4> balances{};
  boost::container::small_vector<PositionChange, 4> positions{};
  Timestamp transaction_time{};
  Timestamp event_time{};
};
/// `ACCOUNT_CONFIG_UPDATE`: another leverage of a symbol, or another assets mode.
struct AccountConfigUpdate {
  SymbolText symbol{};
  std::optional<int> leverage{};
  std::optional<bool> multi_assets{};
  Timestamp event_time{};
};
/// `MARGIN_CALL`: positions near liquidation. May never come.
struct MarginCall {
  boost::container::small_vector<PositionChange, 4> positions{};
  Timestamp event_time{};
};
/// The stream is dead though its connection is not: a new key, a new connection, then reconcile.
struct ListenKeyExpired {
  Timestamp event_time{};
};
/// Spot: the balances an event touched, at 1e-16.
struct SpotBalances {
  /// Of one asset.
  struct Row {
    AssetText asset{};
    Int128 free = 0;
    Int128 locked = 0;
  };
  boost::container::small_vector<Row, 4> rows{};
  Timestamp update_time{};
  Timestamp event_time{};
};
/// Spot: a deposit, withdrawal or transfer; signed.
struct SpotBalanceDelta {
  WireAmount change{};
  Timestamp clear_time{};
  Timestamp event_time{};
};
/// Spot: no more events on this subscription.
struct EventStreamTerminated {
  Timestamp event_time{};
};
/// The server goes down soon: connect anew.
struct UserServerShutdown {
  Timestamp event_time{};
};
/// An event of a kind we do not read, or an answer to a call (`is_reply`), which ws_api_reply.hpp reads.
struct OtherUserMessage {
  InlineText<40> kind{};
  bool is_reply = false;
};

using UserMessage =
    std::variant<OrderUpdate, AlgoUpdate, TradeLite, AccountUpdate, AccountConfigUpdate, MarginCall, ListenKeyExpired,
                 SpotBalances, SpotBalanceDelta, EventStreamTerminated, UserServerShutdown, OtherUserMessage>;

/// Balances are at 1e-16, quantities at 1e-8; what is below that is left off.
inline Quantity quantity_of_balance(Int128 at_1e16) {
  return Quantity::from_raw(narrow(at_1e16 / Int128{kOne}));
}

}  // namespace alpha_pulse::exchanges::binance
