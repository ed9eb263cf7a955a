#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "alpha_pulse/simulator/book_market.hpp"
#include "alpha_pulse/simulator/ledger.hpp"
#include "alpha_pulse/simulator/venue_spot.hpp"

/// The inside of SpotVenue, shared by the venue_spot*.cpp; nobody else includes it.
namespace alpha_pulse::simulator {

/// A spot order and where it rests.
struct SpotEntry {
  SpotOrder order{};
  Slot slot = kNoSlot;
};

/// One pair: its book and every order there ever was.
struct SpotMarket {
  explicit SpotMarket(const SpotSymbol& symbol) : spec(symbol), book(symbol.tick, symbol.depth) {}
  SpotSymbol spec;
  MarketBook book;
  Price last{};
  Timestamp trade_time{};
  std::deque<SpotEntry> orders;  ///< by order id - 1
  std::int64_t next_trade_id = 1;
};

/// What an account has of one asset, at 1e-16.
struct SpotPurse {
  Currency asset{};
  Int128 free = 0, locked = 0;
};

/// One customer of the spot market.
struct SpotCustomer {
  AccountId id{};
  std::vector<SpotPurse> purses{};
  std::vector<Currency> touched{};
  std::vector<std::pair<InstrumentId, std::int64_t>> open{};
  std::vector<boost::unordered_flat_map<std::string, std::int64_t>> by_client{};  ///< by symbol
  std::vector<TradeRecord> trades{};
  Timestamp updated{};
};

/// State and rules of the spot venue.
struct SpotVenue::Parts {
  explicit Parts(const std::vector<SpotSymbol>& symbols);

  SpotCustomer& customer(AccountId id);
  SpotMarket& market(InstrumentId id);
  SpotPurse& purse(AccountId account, Currency asset);
  SpotEntry& entry(InstrumentId symbol, std::int64_t order_id);
  SpotEntry* find(AccountId account, const OrderRef& ref);

  VenueResult<SpotOrder> prepare(AccountId account, const SpotOrderRequest& request);
  VenueResult<void> check_filters(const SpotMarket& in, const SpotOrderRequest& request) const;
  VenueResult<void> check_funds(const SpotOrder& order);
  SpotOrder accept(SpotOrder order);
  void match(SpotEntry& taker);
  Quantity wanted(const SpotOrder& order, const SpotMarket& in, Price price) const;
  bool prevent_self_trade(SpotEntry& taker, SpotEntry& maker);
  void finish_remainder(SpotEntry& taker);
  void fill(SpotEntry& entry, Price price, Quantity quantity, bool maker, std::int64_t trade_id);
  void end(SpotEntry& entry, OrderStatus status, Execution execution, std::string reason, std::string cancel_id = {});
  void lock(const SpotOrder& order, Quantity quantity, Int128 sign);
  std::int64_t public_trade(SpotMarket& in, InstrumentId symbol, Price price, Quantity quantity, bool buyer_is_maker);
  Quantity serve_side(InstrumentId symbol, Side side, Price price, Quantity at_price);
  ExecutionReport& tell(const SpotOrder& order, Execution execution);
  void settle_step();

  std::vector<SpotMarket> markets;
  std::deque<SpotCustomer> customers;
  std::vector<SpotEvent> events, public_events;
  Timestamp now{};
  std::uint64_t made_ids = 0;
  std::int64_t next_execution_id = 1;
};

}  // namespace alpha_pulse::simulator
