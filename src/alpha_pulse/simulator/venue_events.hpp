#pragma once

#include <variant>
#include <vector>

#include "alpha_pulse/simulator/venue_figures.hpp"
#include "alpha_pulse/simulator/venue_orders.hpp"

/// What the venue tells: to one account (`account` names it) or to all. `time` is the wire's T.
/// Canonical order of one fill: TradeLite, OrderUpdate, AccountUpdate; taker before maker. Around a trigger:
/// TRIGGERING, the child's NEW, TRIGGERED, the child's fills, FINISHED. Public events of a step come last.
namespace alpha_pulse::simulator {

/// ORDER_TRADE_UPDATE.
struct OrderUpdate {
  AccountId account{};
  Timestamp time{};
  Order order{};  ///< as it stands after the event
  Execution execution{};
  ExpiryReason expiry = ExpiryReason::NONE;
  Quantity last_quantity{};
  Price last_price{};
  Money commission{}, realized{};
  std::int64_t trade_id = 0;  ///< 0 = no fill
  bool maker = false;
  Money bid_notional{}, ask_notional{};  ///< of the account's open orders of the symbol: `b`, `a`
};

/// TRADE_LITE: a fill, told early.
struct TradeLite {
  AccountId account{};
  Timestamp time{};
  InstrumentId symbol{};
  Quantity order_quantity{};
  Price order_price{};
  bool maker = false;
  std::string client_id{};
  Side side{};
  Price last_price{};
  Quantity last_quantity{};
  std::int64_t trade_id = 0, order_id = 0;
};

/// ALGO_UPDATE.
struct AlgoUpdate {
  AccountId account{};
  Timestamp time{};
  AlgoOrder algo{};
};

/// ACCOUNT_UPDATE: balances and the positions that changed.
struct AccountUpdate {
  AccountId account{};
  Timestamp time{};
  AccountReason reason{};
  bool with_balance = true;
  Money wallet{}, cross_wallet{}, balance_change{};  ///< change without profit and commission
  std::vector<PositionFigures> positions{};
  std::optional<InstrumentId> symbol{};  ///< FUNDING_FEE only: `S`
};

/// ACCOUNT_CONFIG_UPDATE: a leverage, or the multi-assets flag when `symbol` is absent.
struct ConfigUpdate {
  AccountId account{};
  Timestamp time{};
  std::optional<InstrumentId> symbol{};
  int leverage = 0;
  bool multi_assets = false;
};

/// MARGIN_CALL: positions near their liquidation.
struct MarginCall {
  AccountId account{};
  Timestamp time{};
  Money cross_wallet{};
  std::vector<PositionFigures> positions{};
};

/// One trade on the public tape.
struct PublicTrade {
  Timestamp time{};
  InstrumentId symbol{};
  std::int64_t trade_id = 0;
  Price price{};
  Quantity quantity{};
  bool buyer_is_maker = false;
};

/// Levels whose quantity changed, absolute; 0 = gone. `previous` is the wire's pu, `first` U and `last` u.
struct BookChanged {
  Timestamp time{};
  InstrumentId symbol{};
  std::int64_t first = 0, last = 0, previous = 0;
  std::vector<Level> bids{}, asks{};
};

/// The best level of a side changed.
struct BookTickerChanged {
  Timestamp time{};
  InstrumentId symbol{};
  std::int64_t update_id = 0;
  Level bid{}, ask{};
};

/// Mark, index or funding changed.
struct MarkChanged {
  Timestamp time{};
  InstrumentId symbol{};
  Price mark{}, index{};
  Ratio funding_rate{};
  Timestamp next_funding{};
};

/// A liquidation order was executed: forceOrder stream and `forceOrders`.
struct ForceOrder {
  AccountId account{};
  Timestamp time{};
  Order order{};
};

/// Everything the futures venue tells.
using VenueEvent = std::variant<OrderUpdate, TradeLite, AlgoUpdate, AccountUpdate, ConfigUpdate, MarginCall,
                                PublicTrade, BookChanged, BookTickerChanged, MarkChanged, ForceOrder>;

}  // namespace alpha_pulse::simulator
