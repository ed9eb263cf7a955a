#pragma once

#include <array>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "alpha_pulse/simulator/book_market.hpp"
#include "alpha_pulse/simulator/ledger.hpp"
#include "alpha_pulse/simulator/venue_futures.hpp"

/// The inside of FuturesVenue, shared by the venue_*.cpp that make it up; nobody else includes it.
namespace alpha_pulse::simulator {

/// An order and where it rests; slot = kNoSlot while it does not.
struct OrderEntry {
  Order order{};
  Slot slot = kNoSlot;
  std::vector<Amendment> amendments{};
};

/// One contract: its book, its prices, and every order there ever was, by id.
struct Market {
  explicit Market(const FuturesSymbol& symbol) : spec(symbol), book(symbol.tick, symbol.depth) {}

  FuturesSymbol spec;
  MarketBook book;
  Price last{}, mark{}, index{};
  Timestamp mark_time{}, trade_time{};
  Ratio funding_rate{};
  Timestamp next_funding = Timestamp::never();
  std::deque<OrderEntry> orders;  ///< by order id - first id
  std::int64_t first_order_id = 0, next_trade_id = 0;
  Quantity outside{};      ///< position of the outside market
  bool disturbed = false;  ///< something happened that settle_step has to look after
};

/// What an account has in one contract.
struct Seat {
  int leverage = 20;
  MarginType margin = MarginType::CROSSED;
  std::array<Holding, 3> holdings{};               ///< by PositionSide
  std::array<std::array<Int128, 2>, 3> resting{};  ///< notional of resting orders that may open: [PositionSide][Side]
  std::vector<std::int64_t> open{};                ///< ids of open orders, ascending
  boost::unordered_flat_map<std::string, std::int64_t> by_client{};  ///< the latest order of each client id
  Timestamp countdown = Timestamp::never();
};

/// One customer.
struct Customer {
  AccountId id{};
  Wallet wallet;
  AccountConfig config;
  std::vector<Seat> seats;  ///< by symbol
  std::vector<std::int64_t> open_algos{};
  boost::unordered_flat_map<std::string, std::int64_t> algo_by_client{};
  std::vector<TradeRecord> trades{};
  std::vector<IncomeRecord> incomes{};
  std::vector<std::int64_t> algos{};
  std::vector<Order> forced{};
  std::int64_t next_transaction = 1;
  bool warned = false;  ///< a margin call was told for this distress
  Timestamp updated{};
};

/// What a child order inherits from the conditional order that made it.
struct Origin {
  const AlgoOrder* algo = nullptr;
};

/// When an open order expires.
struct GoodTill {
  Timestamp time{};
  InstrumentId symbol{};
  std::int64_t order_id = 0;
  friend auto operator<=>(const GoodTill&, const GoodTill&) = default;
};

/// Margin of one seat, exact.
struct SeatMargin {
  Int128 position_initial = 0, order_initial = 0, maintenance = 0, unrealized = 0, isolated = 0;
  Int128 initial() const { return position_initial + order_initial; }
};

/// State and rules of the venue.
struct FuturesVenue::Parts {
  explicit Parts(FuturesSettings given);

  // venue_parts.cpp: names, records, events
  Customer& customer(AccountId id);
  Market& market(InstrumentId id);
  Seat& seat(AccountId account, InstrumentId symbol) { return customer(account).seats[symbol.value]; }
  OrderEntry* entry(InstrumentId symbol, std::int64_t order_id);
  OrderEntry* find(AccountId account, const OrderRef& ref);
  AlgoOrder* find_algo(AccountId account, const AlgoRef& ref);
  std::string new_client_id();
  void tell_order(const Order& order, Execution execution, ExpiryReason expiry = ExpiryReason::NONE);
  void tell_account(AccountId account, AccountReason reason, InstrumentId symbol,
                    const std::vector<PositionSide>& changed);
  void tell_mark(InstrumentId symbol);
  void book_income(Customer& customer, IncomeType type, Int128 amount, InstrumentId symbol, std::int64_t trade_id,
                   bool has_symbol = true);

  // venue_checks.cpp: may this order stand?
  VenueResult<Order> prepare(AccountId account, const OrderRequest& request, Origin origin);
  VenueResult<void> check_request(AccountId account, const OrderRequest& request, Origin origin);
  Order draft(AccountId account, const OrderRequest& request, Origin origin);
  VenueResult<void> check_price(const Market& market, Side side, Price price) const;
  VenueResult<void> check_tick(const Market& market, Price price) const;
  VenueResult<void> check_quantity(const Market& market, bool as_market, Quantity quantity) const;
  VenueResult<void> check_client_id(const std::string& client_id) const;
  VenueResult<void> check_position_side(AccountId account, PositionSide position_side, std::optional<bool> reduce_only);
  VenueResult<void> check_funds(const Order& order, Int128 replaced);
  VenueResult<void> check_book(const Order& order);
  VenueResult<Price> matched_price(const Market& market, Side side, PriceMatch match) const;

  // venue_matching.cpp: what happens to an order
  VenueResult<Order> accept(AccountId account, const OrderRequest& request, Origin origin);
  VenueResult<Order> check_amendment(AccountId account, const ModifyRequest& request);
  VenueResult<Order> amend(AccountId account, const ModifyRequest& request);
  void match(OrderEntry& taker);
  bool prevent_self_trade(OrderEntry& taker, OrderEntry& maker);
  void finish_remainder(OrderEntry& taker);
  void rest(OrderEntry& entry);
  void unrest(OrderEntry& entry);
  void reserve(const Order& order, Int128 sign, Quantity quantity);
  void leave_open(const Order& order);
  void end(OrderEntry& entry, OrderStatus status, Execution execution, ExpiryReason reason = ExpiryReason::NONE);
  void fill(OrderEntry& entry, Price price, Quantity quantity, bool maker, std::int64_t trade_id);
  std::int64_t public_trade(Market& market, InstrumentId symbol, Price price, Quantity quantity, bool buyer_is_maker);
  void serve_print(InstrumentId symbol, Price price, Quantity quantity);
  Quantity serve_side(InstrumentId symbol, Side side, Price price, Quantity at_price);
  Quantity closable(const Order& order);

  // venue_booking.cpp: what a fill does to the account
  Int128 book_fill(Order& order, Price price, Quantity quantity, bool maker, std::int64_t trade_id, Int128& commission);
  void move_isolated(const Seat& seat, Holding& holding, Quantity before, Price price, Quantity change);
  void settle_funding(InstrumentId symbol);

  // venue_margin.cpp
  SeatMargin margin_of(const Seat& seat, const Market& market) const;
  Int128 cross_wallet(const Customer& customer) const;
  Int128 available(const Customer& customer) const;
  Int128 requirement(const Seat& seat, const Market& market, PositionSide side) const;
  Int128 maintenance(const Market& market, Quantity amount) const;
  Price liquidation_price(const Customer& customer, InstrumentId symbol, const Holding& holding) const;
  PositionFigures figures(const Customer& customer, InstrumentId symbol, PositionSide side) const;

  // venue_liquidation.cpp
  void look_after_margin(Customer& customer);
  void liquidate(Customer& customer, InstrumentId symbol, PositionSide side);
  void close_by_force(Customer& customer, InstrumentId symbol, PositionSide side, Quantity quantity, Price price,
                      std::string client_id);
  void cover(Customer& customer);
  void warn(Customer& customer);

  // venue_algo.cpp
  VenueResult<AlgoOrder> prepare_algo(AccountId account, const AlgoRequest& request);
  VenueResult<void> check_company(const Customer& owner, const AlgoOrder& algo) const;
  VenueResult<void> check_algo_prices(const Market& market, const AlgoOrder& algo) const;
  std::int64_t stand_algo(AlgoOrder algo);
  bool holds(const AlgoOrder& algo, Price price) const;
  bool trail(AlgoOrder& algo, Price price);
  void watch_triggers(InstrumentId symbol);
  void trigger(std::int64_t algo_id);
  void end_algo(AlgoOrder& algo, AlgoStatus status);
  void follow_child(const Order& child);

  // venue_steps.cpp: the end of every mutation, and time
  void settle_step();
  void tidy_reduce_only(InstrumentId symbol);
  void publish();
  Timestamp next_timer() const;
  void fire_timers(Timestamp at);
  void cancel_all(AccountId account, InstrumentId symbol);

  FuturesSettings settings;
  std::vector<Market> markets;
  std::deque<Customer> customers;
  std::set<GoodTill> good_tills;  ///< of open GTD orders, the next first
  std::deque<AlgoOrder> algos;    ///< by algo id - 1
  Timestamp now{};
  std::uint64_t made_ids = 0;
  std::int64_t made_amendments = 0;
  std::vector<VenueEvent> events, public_events;
};

inline constexpr std::array kPositionSides = {PositionSide::BOTH, PositionSide::LONG, PositionSide::SHORT};

/// True for an order that can only make a position smaller: reduce-only, or the closing side in hedge mode (sheet 9.4).
constexpr bool closes_only(Side side, PositionSide position_side, bool reduce_only) {
  return reduce_only || (position_side == PositionSide::LONG && side == Side::SELL) ||
         (position_side == PositionSide::SHORT && side == Side::BUY);
}
inline Quantity signed_by(Side side, Quantity quantity) {
  return side == Side::BUY ? quantity : -quantity;
}

}  // namespace alpha_pulse::simulator
