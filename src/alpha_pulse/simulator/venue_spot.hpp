#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "alpha_pulse/simulator/venue_figures.hpp"
#include "alpha_pulse/simulator/venue_orders.hpp"
#include "alpha_pulse/simulator/venue_symbol.hpp"

namespace alpha_pulse::simulator {

/// How much of an asset an account has.
struct SpotBalance {
  Currency asset{};
  Money free{}, locked{};
};

/// Parameters of `POST /api/v3/order`, read but not judged.
struct SpotOrderRequest {
  InstrumentId symbol{};
  Side side{};
  OrderKind kind = OrderKind::LIMIT;  ///< LIMIT, MARKET or LIMIT_MAKER
  std::optional<Tif> tif{};           ///< GTC, IOC or FOK; LIMIT only
  std::optional<Quantity> quantity{};
  std::optional<Money> quote_quantity{};  ///< MARKET only, instead of quantity
  std::optional<Price> price{};
  std::string client_id{};  ///< empty: the venue makes one
  StpMode stp = StpMode::NONE;
};

/// An order of the spot market as the venue remembers it.
struct SpotOrder {
  AccountId account{};
  InstrumentId symbol{};
  std::int64_t order_id = 0;
  std::string client_id{};
  Side side{};
  OrderKind kind = OrderKind::LIMIT;
  Tif tif = Tif::GTC;
  StpMode stp = StpMode::NONE;
  OrderStatus status = OrderStatus::NEW;
  Quantity quantity{}, executed{};
  Price price{};
  Money quote_quantity{};  ///< `origQuoteOrderQty`
  Money cum_quote{};       ///< `cummulativeQuoteQty`
  Timestamp time{}, update_time{};
  Quantity left() const { return quantity - executed; }
};

/// The answer to a new order: the order as it stands, and its fills for FULL.
struct SpotPlaced {
  SpotOrder order{};
  std::vector<TradeRecord> fills{};
};

/// executionReport.
struct ExecutionReport {
  AccountId account{};
  Timestamp time{};
  SpotOrder order{};
  Execution execution{};
  std::string cancel_id{};      ///< `c` of a cancel, whose `C` is the order's own id
  std::string expiry_reason{};  ///< `eR`; empty when none
  Quantity last_quantity{};
  Price last_price{};
  Money commission{};  ///< in the received asset
  std::int64_t trade_id = -1;
  std::int64_t execution_id = 0;  ///< `I`
  bool maker = false;
};

/// outboundAccountPosition: only touched assets.
struct AccountPosition {
  AccountId account{};
  Timestamp time{};
  std::vector<SpotBalance> balances{};
};

/// balanceUpdate: deposit or withdrawal.
struct BalanceUpdate {
  AccountId account{};
  Timestamp time{};
  Money delta{};
};

/// One trade on the public tape of the spot market.
struct SpotTrade {
  Timestamp time{};
  InstrumentId symbol{};
  std::int64_t trade_id = 0;
  Price price{};
  Quantity quantity{};
  bool buyer_is_maker = false;
};

/// Spot levels whose quantity changed, absolute; 0 = gone.
struct SpotBookChanged {
  Timestamp time{};
  InstrumentId symbol{};
  std::int64_t first = 0, last = 0;
  std::vector<Level> bids{}, asks{};
};

/// The best level of a side of the spot book changed.
struct SpotBookTicker {
  InstrumentId symbol{};
  std::int64_t update_id = 0;
  Level bid{}, ask{};
};

/// Everything the spot venue tells. Canonical order of a fill: ExecutionReport, then AccountPosition once per command.
using SpotEvent =
    std::variant<ExecutionReport, AccountPosition, BalanceUpdate, SpotTrade, SpotBookChanged, SpotBookTicker>;

/// A simulated spot exchange (sheet 7): balances per asset, plain orders, commission from the received asset. Pure and
/// driven like FuturesVenue. Proven by venue_spot_test.cpp.
class SpotVenue {
 public:
  explicit SpotVenue(std::vector<SpotSymbol> symbols, std::int64_t first_trade_id = 1);
  ~SpotVenue();
  SpotVenue(SpotVenue&&) noexcept;
  SpotVenue& operator=(SpotVenue&&) noexcept;

  AccountId add_account(const std::vector<Money>& balances);
  Timestamp now() const;
  void advance_to(Timestamp time);
  /// A print of the outside market; fills and recentres as FuturesVenue::on_trade does.
  void on_trade(InstrumentId symbol, Price price, Quantity quantity, Timestamp time);
  std::vector<SpotEvent> take_events();

  VenueResult<SpotPlaced> place(AccountId, const SpotOrderRequest&);
  VenueResult<void> test_order(AccountId, const SpotOrderRequest&);
  /// `cancel_id` names the cancel itself; empty: the venue makes one.
  VenueResult<SpotOrder> cancel(AccountId, const OrderRef&, std::string_view cancel_id = {});
  /// -2011 when none is open.
  VenueResult<std::vector<SpotOrder>> cancel_all(AccountId, InstrumentId symbol);
  /// Coins or money in (> 0) or out of an account from outside; out beyond what is free: -2010.
  VenueResult<void> transfer(AccountId, Money amount);

  VenueResult<InstrumentId> find_symbol(std::string_view name) const;
  const SpotSymbol& symbol(InstrumentId) const;
  std::size_t symbol_count() const;
  Ticker ticker(InstrumentId) const;
  Depth depth(InstrumentId, std::size_t limit) const;
  std::vector<SpotBalance> balances(AccountId) const;
  Timestamp account_update_time(AccountId) const;
  VenueResult<SpotOrder> order(AccountId, const OrderRef&) const;
  std::vector<SpotOrder> open_orders(AccountId, std::optional<InstrumentId> symbol) const;
  std::vector<SpotOrder> all_orders(AccountId, InstrumentId symbol, const Window&) const;
  std::vector<TradeRecord> my_trades(AccountId, InstrumentId symbol, std::optional<std::int64_t> order_id,
                                     const Window&) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace alpha_pulse::simulator
