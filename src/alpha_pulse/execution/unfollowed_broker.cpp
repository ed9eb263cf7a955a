#include "alpha_pulse/execution/unfollowed_broker.hpp"

#include <algorithm>

#include "alpha_pulse/execution/standing_advice.hpp"

namespace alpha_pulse::execution {

UnfollowedBroker::UnfollowedBroker(std::span<const Instrument> instruments, const std::map<Currency, Money>& wallets,
                                   Duration expires, engine::EventSink& sink)
    : wallets_(wallets), expires_(expires), sink_(sink) {
  ensure(expires > Duration{}, "advice is valid for a while");
  for (const Instrument& instrument : instruments) {
    if (instrument.kind != ContractKind::SPOT) futures_.push_back(instrument.id);
  }
}

void UnfollowedBroker::submit(const risk::RiskApproved<Command>& command, Lsn /*lsn*/) {
  if (const auto* wanted = std::get_if<PlaceOrder>(&command.get())) place(*wanted);
  if (const auto* unwanted = std::get_if<CancelOrder>(&command.get())) cancel(*unwanted);
}

void UnfollowedBroker::place(const PlaceOrder& command) {
  Order order;
  order.id = command.id;
  order.venue_id = VenueOrderId{++last_venue_order_};
  order.spec = command.spec;
  order.state = OrderState::ACCEPTED;
  order.submitted_at = order.updated_at = now_;
  live_.emplace(order.id, order);
  tell(order.spec.instrument, OrderAccepted{.order = order.id, .venue_order = order.venue_id});
}

void UnfollowedBroker::cancel(const CancelOrder& command) {
  const auto found = live_.find(command.id);
  if (found == live_.end()) {
    tell(command.spec.instrument, CancelRejected{.order = command.id});
    return;
  }
  finish(found, OrderState::CANCELED);
  tell(command.spec.instrument, OrderCanceled{.order = command.id});
}

void UnfollowedBroker::observe(const Event& event) {
  now_ = std::max(now_, event.ts_event);
  if (const auto* moved = event.as<WalletTransferred>()) {
    const auto wallet = wallets_.find(moved->amount.currency());
    if (wallet != wallets_.end()) wallet->second += moved->amount;
  }
  expire_due();
}

void UnfollowedBroker::expire_due() {
  for (auto order = live_.begin(); order != live_.end();) {
    const auto next = std::next(order);
    const OrderSpec spec = order->second.spec;
    if (is_immediate(spec) && order->second.submitted_at + expires_ <= now_) {
      const ClientOrderId id = order->first;
      finish(order, OrderState::EXPIRED);
      tell(spec.instrument, OrderExpired{.order = id});
    }
    order = next;
  }
}

Wakeup UnfollowedBroker::next_wakeup() const {
  Wakeup wakeup;
  for (const auto& [id, order] : live_) {
    if (is_immediate(order.spec)) wakeup.not_later_than(order.submitted_at + expires_);
  }
  return wakeup;
}

void UnfollowedBroker::finish(std::map<ClientOrderId, Order>::iterator order, OrderState state) {
  order->second.state = state;
  order->second.updated_at = now_;
  history_.add(order->second);
  live_.erase(order);
}

void UnfollowedBroker::tell(InstrumentId instrument, EventBody body) {
  Event event;
  event.instrument = instrument;
  event.ts_event = event.ts_receive = now_;
  event.body = body;
  ensure(sink_.push(event) != engine::EventSink::Outcome::CONFLATED, "account events are never conflated");
}

std::optional<Order> UnfollowedBroker::get_order(ClientOrderId id) const {
  const auto found = live_.find(id);
  return found == live_.end() ? history_.find(id) : std::optional(found->second);
}

std::vector<Order> UnfollowedBroker::get_orders(InstrumentId instrument) const {
  std::vector<Order> orders;
  for (const auto& [id, order] : live_) {
    if (order.spec.instrument == instrument) orders.push_back(order);
  }
  return orders;
}

std::map<InstrumentId, Position> UnfollowedBroker::get_positions() const {
  std::map<InstrumentId, Position> positions;
  for (const InstrumentId id : futures_) positions.emplace(id, Position{});
  return positions;
}

}  // namespace alpha_pulse::execution
