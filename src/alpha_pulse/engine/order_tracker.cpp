#include "alpha_pulse/engine/order_tracker.hpp"

#include <algorithm>

namespace alpha_pulse::engine {
namespace {

/// The id an order event is about; 0 for other events.
ClientOrderId order_of(const Event& event) {
  return std::visit(
      [](const auto& body) -> ClientOrderId {
        if constexpr (requires { body.fill.order; }) {
          return body.fill.order;
        } else if constexpr (requires { body.order; }) {
          return body.order;
        } else {
          return {};
        }
      },
      event.body);
}

/// The state an event proves; nothing for fills (their sum decides) and for events that prove no state.
std::optional<OrderState> proven_state(const Event& event) {
  if (event.as<OrderAccepted>() != nullptr || event.as<OrderTriggered>() != nullptr) return OrderState::ACCEPTED;
  if (event.as<OrderRejected>() != nullptr) return OrderState::REJECTED;
  if (event.as<OrderCanceled>() != nullptr) return OrderState::CANCELED;
  if (event.as<OrderExpired>() != nullptr) return OrderState::EXPIRED;
  return std::nullopt;
}

void note_marks(Order& order, const Event& event) {
  if (const auto* accepted = event.as<OrderAccepted>()) order.venue_id = accepted->venue_order;
  if (event.as<OrderTriggered>() != nullptr) order.triggered = true;
  if (event.as<OrderUnresolved>() != nullptr) order.unresolved = order.live();
  if (event.as<CancelRejected>() != nullptr) order.cancel_requested = false;
}

}  // namespace

OrderTracker::OrderTracker() {
  live_.reserve(kLiveMax);
  live_trades_.reserve(kLiveMax);
}

Order& OrderTracker::add(const OrderSpec& spec, Timestamp now) {
  ensure(live_.size() < kLiveMax, "the number of live orders is bounded");
  Order order;
  order.id = ClientOrderId{++last_id_};
  order.spec = spec;
  order.submitted_at = now;
  order.updated_at = now;
  live_.push_back(order);
  live_trades_.emplace_back();
  return live_.back();
}

const Order& OrderTracker::submit(const OrderSpec& spec, Timestamp now) {
  return add(spec, now);
}

const Order& OrderTracker::refuse(const OrderSpec& spec, Timestamp now) {
  Order& order = add(spec, now);
  order.state = OrderState::REJECTED;
  return *close_if_terminal(order.id);
}

bool OrderTracker::request_cancel(ClientOrderId id, Timestamp now) {
  const Slot found = slot(id);
  if (found.order == nullptr || !found.order->live() || found.order->cancel_requested) return false;
  found.order->cancel_requested = true;
  found.order->updated_at = now;
  return true;
}

OrderTracker::Slot OrderTracker::slot(ClientOrderId id) {
  const auto place = std::ranges::lower_bound(live_, id, {}, &Order::id);
  if (place != live_.end() && place->id == id) {
    return {.order = &*place, .trades = &live_trades_[static_cast<std::size_t>(place - live_.begin())]};
  }
  const auto old = std::ranges::find(closed_, id, [](const Closed& closed) { return closed.order.id; });
  if (old == closed_.end()) return {};
  return {.order = &old->order, .trades = &old->trades};
}

const Order* OrderTracker::find(ClientOrderId id) const {
  const auto place = std::ranges::lower_bound(live_, id, {}, &Order::id);
  if (place != live_.end() && place->id == id) return &*place;
  const auto old = std::ranges::find(closed_, id, [](const Closed& closed) { return closed.order.id; });
  return old == closed_.end() ? nullptr : &old->order;
}

const std::vector<TradeId>& OrderTracker::trades_of_live(ClientOrderId id) const {
  const auto place = std::ranges::lower_bound(live_, id, {}, &Order::id);
  ensure(place != live_.end() && place->id == id, "the order is live");
  return live_trades_[static_cast<std::size_t>(place - live_.begin())];
}

OrderOutcome OrderTracker::absorb(const Event& event) {
  OrderOutcome outcome;
  const ClientOrderId id = order_of(event);
  if (id == ClientOrderId{}) return outcome;
  Slot found = slot(id);
  if (found.order == nullptr) {
    outcome.unknown = true;
    return outcome;
  }
  Order& order = *found.order;
  order.updated_at = event.ts_event;
  if (const auto* filled = event.as<OrderFilled>()) {
    book(filled->fill, found, outcome);
  } else if (const auto state = proven_state(event)) {
    order.state = advance(order.state, *state);
    order.unresolved = false;
  }
  note_marks(order, event);
  outcome.order = close_if_terminal(id);
  return outcome;
}

void OrderTracker::book(const Fill& fill, Slot& slot, OrderOutcome& outcome) {
  ensure(fill.quantity.raw() > 0, "a fill has a positive quantity");
  if (std::ranges::find(*slot.trades, fill.trade) != slot.trades->end()) {
    outcome.duplicate = true;
    return;
  }
  slot.trades->push_back(fill.trade);
  Order& order = *slot.order;
  outcome.late = !order.live();
  outcome.fill = fill;
  order.filled += fill.quantity;
  outcome.overfilled = order.filled > order.spec.quantity;
  const bool complete = order.filled >= order.spec.quantity;
  order.state = advance(order.state, complete ? OrderState::FILLED : OrderState::PARTIALLY_FILLED);
  order.unresolved = false;
}

/// Moves a terminal order out of the live list; returns where the order is now.
const Order* OrderTracker::close_if_terminal(ClientOrderId id) {
  const auto place = std::ranges::lower_bound(live_, id, {}, &Order::id);
  if (place == live_.end() || place->id != id) return find(id);
  if (place->live()) return &*place;
  const auto trades = live_trades_.begin() + (place - live_.begin());
  Closed closed{.order = *place, .trades = std::move(*trades)};
  live_.erase(place);
  live_trades_.erase(trades);
  if (closed_.size() < kClosedMax) {
    closed_.push_back(std::move(closed));
    return &closed_.back().order;
  }
  Closed& oldest = closed_[closed_next_];
  oldest = std::move(closed);
  closed_next_ = (closed_next_ + 1) % kClosedMax;
  return &oldest.order;
}

}  // namespace alpha_pulse::engine
