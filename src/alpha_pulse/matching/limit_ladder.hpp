#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <vector>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/order.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"
#include "alpha_pulse/matching/price_watch.hpp"

namespace alpha_pulse::matching {

/// A limit order in the book. `ahead` matters to FillModel::QUEUE only: what stands in front of it at its price, once
/// that is known.
struct RestingLimit {
  Order order;
  bool ahead_known = false;
  Quantity ahead;
};

/// What one print gives to one order.
struct Allocation {
  ClientOrderId order;
  Quantity quantity;
};
using Allocations = boost::container::small_vector<Allocation, 16>;

/// Displayed sizes at the best prices; `known` only when they came from a quote and not from a print.
struct DisplayedQuotes {
  bool known = false;
  Price bid, ask;
  Quantity bid_quantity, ask_quantity;
};

/// The resting limit orders of one side of one instrument, nearest the market first, then first come, first served.
/// Proven by matching/limit_ladder_test.cpp.
class LimitLadder {
 public:
  LimitLadder(Side side, Price tick) : side_(side), tick_(tick) {}

  /// Where the order stands in the queue on arrival: behind the whole displayed size when its price is the best one,
  /// first when its price is better, unknown when it is deeper or sizes are not known.
  void add(const Order& order, const DisplayedQuotes& displayed);

  /// Which orders a print serves, nearest first, and by how much. Counts queues down (QUEUE). THROUGH and TOUCH serve
  /// whole orders, whatever the printed size.
  Allocations serve(const TradeTick& trade, FillModel model);
  /// QUEUE: a smaller displayed size at our price means that somebody in front has left; a price that is no longer
  /// displayed means nobody stands there.
  void requeue(const DisplayedQuotes& displayed);

  RestingLimit* find(ClientOrderId id);
  const RestingLimit* find(ClientOrderId id) const;
  /// Takes the order out of the book.
  Order remove(ClientOrderId id);

  /// Farthest first.
  const std::vector<RestingLimit>& orders() const { return orders_; }
  bool empty() const { return orders_.empty(); }

  /// Adds the trade price from which on the nearest order is served.
  void watch_trades(FillModel model, PriceWatch& trade) const;
  /// Adds the quote of our own side from which on queues move.
  void watch_quotes(PriceWatch& quote) const;

 private:
  Price best_price() const { return orders_.back().order.spec.price; }
  /// How far `price` lies beyond `limit`, in our favour; negative when it has not come.
  std::int64_t beyond(Price price, Price limit) const {
    return side_ == Side::SELL ? (price - limit).raw() : (limit - price).raw();
  }

  Side side_;
  Price tick_;
  std::vector<RestingLimit> orders_;  // the nearest last, so that serving it is a pop_back
};

}  // namespace alpha_pulse::matching
