#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/simulator/venue_events.hpp"
#include "alpha_pulse/simulator/venue_symbol.hpp"

namespace alpha_pulse::simulator {

/// How the venue behaves where its sheet leaves it open.
struct FuturesSettings {
  std::vector<FuturesSymbol> symbols{};
  int default_leverage = 20;
  int algo_orders_max = 200;       ///< open conditional orders over all symbols of an account (-4045)
  int modifications_max = 10'000;  ///< of one order (-5026)
  std::int64_t first_order_id = 1'000'000, first_trade_id = 1'000;  ///< of every symbol
};

/// A simulated USDⓈ-M futures exchange: accounts, orders, matching, margin, funding and liquidation by the rules of the
/// fact sheet (4.2-4.6, 9). It knows no socket and no clock: time comes in by `advance_to` and with the prints, and
/// commands act at the latest time given. One thread at a time. Answers are values; refusals leave nothing behind.
/// What happened is read from `take_events`. Proven by venue_*_test.cpp, one sentence a rule, and by
/// venue_property_test.cpp over random commands.
class FuturesVenue {
 public:
  explicit FuturesVenue(FuturesSettings settings);
  ~FuturesVenue();
  FuturesVenue(FuturesVenue&&) noexcept;
  FuturesVenue& operator=(FuturesVenue&&) noexcept;

  /// A new customer with this wallet (margin asset, >= 0), one-way, crossed.
  AccountId add_account(Money wallet);
  std::size_t account_count() const;

  // ---- time and market -------------------------------------------------------------------------------------------
  Timestamp now() const;
  /// Lets time pass: good-till dates, countdowns and funding up to `time` happen at their own times, in order. A time
  /// before now() changes nothing.
  void advance_to(Timestamp time);
  /// The next moment at which something is due; never() when nothing is.
  Timestamp next_timer() const;
  /// A print of the outside market, after time has passed to `time`. Resting orders better than it fill whole at their
  /// own price, those at its price up to its quantity in time priority; the synthetic depth is laid anew around it.
  void on_trade(InstrumentId symbol, Price price, Quantity quantity, Timestamp time);
  /// A mark price: triggers, margin calls and liquidations follow.
  void on_mark(InstrumentId symbol, Price mark, Timestamp time);
  void on_index(InstrumentId symbol, Price index, Timestamp time);
  /// The rate that will be paid at `next`; after a settlement the next one is an interval later until told otherwise.
  void set_funding(InstrumentId symbol, Ratio rate, Timestamp next);
  /// Everything that happened since the last call, in canonical order.
  std::vector<VenueEvent> take_events();

  // ---- plain orders (sheet 4.5) ----------------------------------------------------------------------------------
  /// The order as it stands after matching, which is the RESULT answer; an ACK shows status NEW.
  VenueResult<Order> place(AccountId, const OrderRequest&);
  /// Validates as `place` would, and changes nothing.
  VenueResult<Order> test_order(AccountId, const OrderRequest&);
  VenueResult<std::vector<VenueResult<Order>>> place_batch(AccountId, const std::vector<OrderRequest>&);
  VenueResult<Order> modify(AccountId, const ModifyRequest&);
  VenueResult<std::vector<VenueResult<Order>>> modify_batch(AccountId, const std::vector<ModifyRequest>&);
  VenueResult<Order> cancel(AccountId, const OrderRef&);
  VenueResult<std::vector<VenueResult<Order>>> cancel_batch(AccountId, const std::vector<OrderRef>&);
  void cancel_all(AccountId, InstrumentId symbol);
  /// Arms the dead man's switch of the symbol to fire at `until`; absent disarms it (sheet 9.8).
  void countdown_cancel_all(AccountId, InstrumentId symbol, std::optional<Timestamp> until);

  // ---- conditional orders (sheet 4.6) ----------------------------------------------------------------------------
  VenueResult<AlgoOrder> place_algo(AccountId, const AlgoRequest&);
  VenueResult<AlgoOrder> cancel_algo(AccountId, const AlgoRef&);
  void cancel_all_algo(AccountId, InstrumentId symbol);

  // ---- settings (sheet 4.4) --------------------------------------------------------------------------------------
  VenueResult<SymbolConfig> set_leverage(AccountId, InstrumentId symbol, int leverage);
  VenueResult<void> set_margin_type(AccountId, InstrumentId symbol, MarginType);
  VenueResult<void> set_hedge_mode(AccountId, bool hedge_mode);
  VenueResult<void> set_multi_assets(AccountId, bool multi_assets);
  /// Moves margin into (`amount` > 0) or out of an isolated position.
  VenueResult<void> change_position_margin(AccountId, InstrumentId symbol, PositionSide, Money amount);

  // ---- hooks for faults and tests --------------------------------------------------------------------------------
  /// Money in (> 0) or out: income TRANSFER, ACCOUNT_UPDATE DEPOSIT or WITHDRAW.
  VenueResult<void> transfer(AccountId, Money amount);
  /// Takes a position (or a part, signed like nothing: > 0) away at `price`, as auto-deleveraging does (sheet 9.7).
  VenueResult<void> deleverage(AccountId, InstrumentId symbol, PositionSide, Quantity quantity, Price price);

  // ---- queries ---------------------------------------------------------------------------------------------------
  /// -1121 for a name that is not listed.
  VenueResult<InstrumentId> find_symbol(std::string_view name) const;
  const FuturesSymbol& symbol(InstrumentId) const;
  std::size_t symbol_count() const;
  Ticker ticker(InstrumentId) const;
  Depth depth(InstrumentId, std::size_t limit) const;
  /// -2013 when there is none.
  VenueResult<Order> order(AccountId, const OrderRef&) const;
  /// The same among open orders only.
  VenueResult<Order> open_order(AccountId, const OrderRef&) const;
  /// How an order was changed, oldest first. -2013 when there is none.
  VenueResult<std::vector<Amendment>> amendments(AccountId, const OrderRef&, const Window&) const;
  /// A price of the book (not for NONE). -5041 when it is not that deep.
  VenueResult<Price> matched_price(InstrumentId symbol, Side, PriceMatch) const;
  std::vector<Order> open_orders(AccountId, std::optional<InstrumentId> symbol) const;
  std::vector<Order> all_orders(AccountId, std::optional<InstrumentId> symbol, const Window&) const;
  VenueResult<AlgoOrder> algo_order(AccountId, const AlgoRef&) const;
  std::vector<AlgoOrder> open_algo_orders(AccountId, std::optional<InstrumentId> symbol) const;
  std::vector<AlgoOrder> all_algo_orders(AccountId, InstrumentId symbol, const Window&) const;
  std::vector<TradeRecord> user_trades(AccountId, InstrumentId symbol, std::optional<std::int64_t> order_id,
                                       const Window&) const;
  std::vector<IncomeRecord> income(AccountId, std::optional<InstrumentId> symbol, std::optional<IncomeType>,
                                   const Window&) const;
  std::vector<Order> force_orders(AccountId, std::optional<InstrumentId> symbol) const;
  AccountFigures account(AccountId) const;
  /// Every side of every symbol asked for, flat ones too: BOTH in one-way mode, LONG and SHORT in hedge mode.
  std::vector<PositionFigures> positions(AccountId, std::optional<InstrumentId> symbol) const;
  SymbolConfig symbol_config(AccountId, InstrumentId) const;
  AccountConfig account_config(AccountId) const;
  /// What the outside market holds against the accounts; with their positions it sums to 0 per symbol.
  Quantity market_position(InstrumentId) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace alpha_pulse::simulator
