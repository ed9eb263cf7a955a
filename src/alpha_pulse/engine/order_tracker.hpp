#pragma once

#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::engine {

/// What an order event did to the books.
struct OrderOutcome {
  const Order* order = nullptr;  ///< the order it was about; null when unknown. Valid until the next change
  std::optional<Fill> fill;      ///< to be booked, exactly once per trade id
  bool duplicate = false;        ///< a trade id seen before: nothing to book
  bool late = false;             ///< changed money on an order that was already terminal: an incident
  bool overfilled = false;       ///< filled more than was ordered: booked and an incident
  bool unknown = false;          ///< no such order: nothing booked, an incident
};

/// Every order of the run. Ids rise from 1 and are never used twice.
///
/// States only climb (`domain::advance`); an order is live until a terminal state is proven. A fill is booked once per
/// trade id however often, late or out of order it is told. At most `kLiveMax` orders are live; the last `kClosedMax`
/// terminal ones are kept to recognise what arrives late. Invariants I8, I9, I18, I20: engine/order_tracker_test.cpp.
class OrderTracker {
 public:
  static constexpr std::size_t kLiveMax = 2048;
  static constexpr std::size_t kClosedMax = 4096;

  OrderTracker();

  /// Registers an approved order as SUBMITTED and gives it its id.
  const Order& submit(const OrderSpec& spec, Timestamp now);
  /// Registers an order that the risk gate refused: it has an id and is REJECTED at once.
  const Order& refuse(const OrderSpec& spec, Timestamp now);
  /// Marks a live order as being cancelled. False when it is not live or already asked.
  bool request_cancel(ClientOrderId id, Timestamp now);

  /// Takes in an order event; anything else gives an empty outcome.
  OrderOutcome absorb(const Event& event);

  /// Live orders in the order submitted. Valid until the next change.
  std::span<const Order> live() const { return live_; }
  /// A live order or one of the last terminal ones; null when unknown.
  const Order* find(ClientOrderId id) const;
  /// The executions booked on a live order, so far.
  const std::vector<TradeId>& trades_of_live(ClientOrderId id) const;
  std::uint64_t ids_given() const { return last_id_; }

 private:
  using Trades = std::vector<TradeId>;
  struct Closed {
    Order order;
    Trades trades;
  };
  struct Slot {
    Order* order = nullptr;
    Trades* trades = nullptr;
  };
  Order& add(const OrderSpec& spec, Timestamp now);
  Slot slot(ClientOrderId id);
  void book(const Fill& fill, Slot& slot, OrderOutcome& outcome);
  const Order* close_if_terminal(ClientOrderId id);

  std::vector<Order> live_;          ///< rising ids
  std::vector<Trades> live_trades_;  ///< beside `live_`
  std::vector<Closed> closed_;       ///< ring, oldest overwritten
  std::size_t closed_next_ = 0;
  std::uint64_t last_id_ = 0;
};

}  // namespace alpha_pulse::engine
