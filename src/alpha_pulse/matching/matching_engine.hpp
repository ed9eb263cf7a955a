#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/domain/wakeup.hpp"
#include "alpha_pulse/matching/book.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"
#include "alpha_pulse/matching/margin.hpp"
#include "alpha_pulse/matching/order_history.hpp"
#include "alpha_pulse/matching/venue_account.hpp"

namespace alpha_pulse::matching {

/// The paper venue for futures: market events and commands in, account events out. Pure: the same inputs give the same
/// outputs on every machine.
///
/// One market event is one consistent step, in this order:
///   1. orders in flight that are due arrive, against the prices before the event;
///   2. resting limit orders are filled at their limits (maker), nearest first;
///   3. conditional orders that rested before the event and are touched by it are triggered and executed at the
///      event's price: at the opposite quote or the triggering price, whichever is worse, plus `stop_slippage`;
///   4. an account at or below its maintenance margin loses its positions at the mark.
/// Reduce-only never flips: quantities are cut to what is held, and a reduce-only limit order with nothing left to
/// reduce expires. Conditional orders stay while flat; one that is touched with nothing to reduce expires without
/// having been triggered.
///
/// The events of a step carry the moment it happened in both timestamps, `seq` 0 (the sink numbers them), and
/// `more_follow` on all but the last; a step that moved a position ends with PositionReported.
/// Liquidation is simplified: the whole position at the mark, fee `liquidation_fee` of the notional but never more
/// than the wallet holds; a loss larger than the wallet is covered by the insurance fund (a negative fee).
///
/// Not thread-safe; owned by the deciding thread. Proven by matching/*_test.cpp.
class MatchingEngine {
 public:
  /// `instruments` by InstrumentId, valid (domain::validate). `settings` valid.
  MatchingEngine(std::span<const Instrument> instruments, const FillSettings& settings,
                 const std::map<Currency, Money>& wallets);

  /// `now` never goes back. With latency the command arrives at `now + latency`.
  void place(const PlaceOrder& command, Timestamp now);
  void cancel(const CancelOrder& command, Timestamp now);
  /// Takes in what happened in the market, and time. Account events are ignored: they are ours. Free of allocation
  /// and constant in time for a price inside the wake-up bands.
  void observe(const Event& event);
  /// One after another.
  void observe_all(std::span<const Event> events);

  /// What has happened since `clear_events`.
  const std::vector<Event>& events() const { return events_; }
  void clear_events() { events_.clear(); }

  /// Between these bands and before `at`, observing a price event changes no later output, provided that the last
  /// one skipped of each kind is observed before the next one that is not. Exact for limits and triggers, slightly
  /// early for liquidation. With positions in several instruments of one currency: every event.
  Wakeup next_wakeup() const;

  /// Live, in flight, or among the last finished ones.
  std::optional<Order> order(ClientOrderId id) const;
  /// Live ones, in flight included, in the order submitted.
  std::vector<Order> live_orders(InstrumentId instrument) const;
  const Position& position(InstrumentId instrument) const { return account_.position(instrument); }
  const VenueAccount& account() const { return account_; }
  const MarketState& market(InstrumentId instrument) const { return books_[instrument.value].market; }
  /// Mark at which the position would be taken over; Price{} when none or when it depends on several marks.
  Price liquidation_price(InstrumentId instrument) const;

 private:
  struct InFlight {
    Timestamp due;
    Order order;
    bool is_cancel = false;
  };
  class Step;

  const Instrument& instrument(InstrumentId id) const { return instruments_[id.value]; }
  Book& book(InstrumentId id) { return books_[id.value]; }
  MarginView margin_view() const { return {instruments_, books_, account_}; }

  // Arrival (arrival.cpp)
  void arrive_due(Timestamp now);
  void arrive(Order order, Timestamp at);
  void arrive_cancel(ClientOrderId id, InstrumentId instrument, Timestamp at);
  bool cancel_resting(ClientOrderId id, InstrumentId instrument, Timestamp at);
  void take(Order order, Price touch, Ratio slippage, Timestamp at);
  Reason refuse(const Order& order) const;

  // The hot path (matching_engine.cpp)
  void absorb(Book& book, const Event& event);
  std::size_t absorb_prints(std::span<const Event> events);
  bool touched(const Book& book, const Event& event) const;

  // What an event does (steps.cpp)
  void match(InstrumentId id, const Event& event);
  void fill_limits(InstrumentId id, Side side, const TradeTick& trade, Timestamp at);
  void trigger_conditionals(InstrumentId id, Price event_price, Timestamp at);
  void settle_funding(InstrumentId id, Ratio rate, Timestamp at);
  void liquidate_if_due(Currency currency, Timestamp at);
  void take_over(Currency currency, Timestamp at);

  // Bookings (bookings.cpp)
  Quantity fillable(const Order& order) const;
  void fill(Order& order, Quantity quantity, Price price, Liquidity liquidity, Timestamp at);
  void expire(Order order, Timestamp at);
  void finish(Order order, OrderState state, Timestamp at);
  void expire_idle_reduce_only(InstrumentId id, Timestamp at);
  void emit(InstrumentId id, Timestamp at, EventBody body);
  void account_changed(Currency currency);
  void report_positions(Timestamp at);
  void refresh_changed();
  void refresh(Book& book);

  std::vector<Instrument> instruments_;
  FillSettings settings_;
  VenueAccount account_;
  std::vector<Book> books_;
  std::deque<InFlight> in_flight_;  // in order of arrival; bounded by what the engine may have live
  Timestamp next_due_ = Timestamp::never();
  OrderHistory history_;
  std::vector<Event> events_;
  std::uint64_t last_venue_order_ = 0;
  std::uint64_t last_trade_ = 0;
};

}  // namespace alpha_pulse::matching
