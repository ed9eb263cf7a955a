#include "alpha_pulse/matching/tick_venue.hpp"

namespace alpha_pulse::matching {

void TickVenue::arrive(const TickRequest& request) {
  const std::int64_t at = request.due;
  if (request.cancel) {
    for (std::size_t i = 0; i < count_; ++i) {
      if (resting_[i].order.id != request.order.id) continue;
      report(resting_[i].order, TickOutcome::CANCELED, true, at);
      remove(i);
      return watch();
    }
    return report(request.order, TickOutcome::UNKNOWN, true, at);
  }
  const TickOrder& order = request.order;
  if (order.takes) return fill(order, order.side == Side::SELL ? bid_ : ask_, false, at);
  if (would_take(order)) return report(order, TickOutcome::EXPIRED, true, at);
  ensure(count_ < kMaxOrders, "the book holds as many orders as the desk may send");
  resting_[count_++] = {order, displayed(order)};
  report(order, TickOutcome::RESTS, true, at);
  watch();
}

void TickVenue::pass_over(std::span<const TickEvent> events) {
  const TickEvent& last = events.back();
  take_over(last, last.low(), last.high());
  for (std::size_t i = events.size(); i-- > 0;) {
    if (!events[i].is_quote()) continue;
    bid_quantity_ = events[i].quantity;
    ask_quantity_ = events[i].fourth;
    return;
  }
}

/// An event at or beyond the nearest order, or the first one after it.
void TickVenue::touch(const TickEvent& event) {
  if (event.is_quote()) {
    requeue(event);
    return serve(event.at, [&](const Resting& resting) {
      return resting.order.side == Side::SELL ? resting.order.price <= event.price : resting.order.price >= event.third;
    });
  }
  serve(event.at, [&](Resting& resting) {
    const bool sell = resting.order.side == Side::SELL;
    if (sell != (event.kind == TickKind::BUY)) return false;
    if (resting.order.price != event.price) return sell == (resting.order.price < event.price);
    resting.ahead -= event.quantity;
    return resting.ahead < 0;
  });
}

/// A displayed size caps what stands in front at its price; a level that is gone leaves nothing in front.
void TickVenue::requeue(const TickEvent& quote) {
  for (std::size_t i = 0; i < count_; ++i) {
    Resting& resting = resting_[i];
    const bool sell = resting.order.side == Side::SELL;
    const std::int32_t now = sell ? quote.third : quote.price;
    if (resting.order.price == now) {
      resting.ahead = std::min<std::int64_t>(resting.ahead, sell ? quote.fourth : quote.quantity);
    } else if (resting.order.price == (sell ? ask_ : bid_)) {
      resting.ahead = 0;
    }
  }
}

template <class Served>
void TickVenue::serve(std::int64_t at, Served served) {
  bool any = false;
  for (std::size_t i = 0; i < count_;) {
    if (!served(resting_[i])) {
      ++i;
      continue;
    }
    fill(resting_[i].order, resting_[i].order.price, true, at);
    remove(i);
    any = true;
  }
  if (any) watch();
}

bool TickVenue::would_take(const TickOrder& order) const {
  return order.side == Side::SELL ? order.price <= bid_ : order.price >= ask_;
}

std::int64_t TickVenue::displayed(const TickOrder& order) const {
  if (order.side == Side::SELL) return order.price == ask_ ? ask_quantity_ : 0;
  return order.price == bid_ ? bid_quantity_ : 0;
}

void TickVenue::fill(const TickOrder& order, std::int32_t price, bool maker, std::int64_t at) {
  account_.fill(order.side, price, order.quantity, maker ? rules_.maker : rules_.taker);
  report(order, TickOutcome::FILLED, !maker, at);
}

void TickVenue::report(const TickOrder& order, TickOutcome outcome, bool answers, std::int64_t at) {
  reports_.push({.due = at + rules_.response.ns(), .order = order, .outcome = outcome, .answers = answers});
}

/// Keeps the order of arrival.
void TickVenue::remove(std::size_t index) {
  --count_;
  for (std::size_t i = index; i < count_; ++i) resting_[i] = resting_[i + 1];
}

void TickVenue::watch() {
  nearest_sell_ = std::numeric_limits<std::int32_t>::max();
  nearest_buy_ = std::numeric_limits<std::int32_t>::min();
  for (std::size_t i = 0; i < count_; ++i) {
    const TickOrder& order = resting_[i].order;
    if (order.side == Side::SELL) {
      nearest_sell_ = std::min(nearest_sell_, order.price);
    } else {
      nearest_buy_ = std::max(nearest_buy_, order.price);
    }
  }
}

}  // namespace alpha_pulse::matching
