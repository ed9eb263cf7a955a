#include "alpha_pulse/matching/limit_ladder.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::matching {

void LimitLadder::add(const Order& order, const DisplayedQuotes& displayed) {
  RestingLimit resting{.order = order, .ahead_known = false, .ahead = {}};
  const Price best = side_ == Side::SELL ? displayed.ask : displayed.bid;
  if (displayed.known && best.known()) {
    const std::int64_t deeper = -beyond(best, order.spec.price);
    resting.ahead_known = deeper <= 0;
    if (deeper == 0) resting.ahead = side_ == Side::SELL ? displayed.ask_quantity : displayed.bid_quantity;
  }
  // Farther orders stay in front of it in the vector, equals come after it: they were here first.
  const auto place = std::find_if(orders_.begin(), orders_.end(), [&](const RestingLimit& other) {
    return beyond(other.order.spec.price, order.spec.price) <= 0;
  });
  orders_.insert(place, std::move(resting));
}

Allocations LimitLadder::serve(const TradeTick& trade, FillModel model) {
  Allocations served;
  Quantity taken;  // by our own earlier orders at the level
  for (auto resting = orders_.rbegin(); resting != orders_.rend(); ++resting) {
    const std::int64_t distance = beyond(trade.price, resting->order.spec.price);
    if (distance < 0) break;
    const Quantity wanted = resting->order.remaining();
    const bool through = distance >= tick_.raw();
    if (through || model == FillModel::TOUCH) {
      served.push_back({resting->order.id, wanted});
    } else if (model == FillModel::QUEUE) {
      // An unknown queue is as long as the first print at the level.
      const Quantity ahead = resting->ahead_known ? resting->ahead : trade.quantity;
      resting->ahead_known = true;
      resting->ahead = std::max(Quantity{}, ahead - trade.quantity);
      const Quantity reaches_us = std::min(wanted, std::max(Quantity{}, trade.quantity - ahead - taken));
      if (reaches_us.is_zero()) continue;
      taken += reaches_us;
      served.push_back({resting->order.id, reaches_us});
    }
  }
  return served;
}

void LimitLadder::requeue(const DisplayedQuotes& displayed) {
  const Price best = side_ == Side::SELL ? displayed.ask : displayed.bid;
  const Quantity size = side_ == Side::SELL ? displayed.ask_quantity : displayed.bid_quantity;
  for (auto resting = orders_.rbegin(); resting != orders_.rend(); ++resting) {
    const std::int64_t distance = beyond(best, resting->order.spec.price);
    if (distance < 0) break;  // the level lies behind the best price: its size is not shown
    const Quantity shown = distance == 0 ? size : Quantity{};
    resting->ahead = resting->ahead_known ? std::min(resting->ahead, shown) : shown;
    resting->ahead_known = true;
  }
}

const RestingLimit* LimitLadder::find(ClientOrderId id) const {
  const auto found = std::find_if(orders_.rbegin(), orders_.rend(),
                                  [id](const RestingLimit& resting) { return resting.order.id == id; });
  return found == orders_.rend() ? nullptr : &*found;
}

RestingLimit* LimitLadder::find(ClientOrderId id) {
  const auto found = std::find_if(orders_.rbegin(), orders_.rend(),
                                  [id](const RestingLimit& resting) { return resting.order.id == id; });
  return found == orders_.rend() ? nullptr : &*found;
}

Order LimitLadder::remove(ClientOrderId id) {
  RestingLimit* found = find(id);
  ensure(found != nullptr, "only a resting order is removed");
  Order order = found->order;
  orders_.erase(orders_.begin() + (found - orders_.data()));
  return order;
}

void LimitLadder::watch_trades(FillModel model, PriceWatch& trade) const {
  if (empty()) return;
  const PriceDelta margin = model == FillModel::THROUGH ? tick_ - Price{} : PriceDelta{};
  if (side_ == Side::SELL) {
    trade.at_or_above(best_price() + margin);
  } else {
    trade.at_or_below(best_price() - margin);
  }
}

void LimitLadder::watch_quotes(PriceWatch& quote) const {
  if (empty()) return;
  if (side_ == Side::SELL) {
    quote.at_or_above(best_price());
  } else {
    quote.at_or_below(best_price());
  }
}

}  // namespace alpha_pulse::matching
