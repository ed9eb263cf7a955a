#include <algorithm>

#include "alpha_pulse/matching/arrival_check.hpp"
#include "alpha_pulse/matching/marketable.hpp"
#include "alpha_pulse/matching/step.hpp"

/// What happens when a command reaches the venue.
namespace alpha_pulse::matching {

void MatchingEngine::arrive_due(Timestamp now) {
  while (!in_flight_.empty() && in_flight_.front().due <= now) {
    const InFlight sent = in_flight_.front();
    in_flight_.pop_front();
    if (sent.is_cancel) {
      arrive_cancel(sent.order.id, sent.order.spec.instrument, sent.due);
    } else {
      arrive(sent.order, sent.due);
    }
  }
  next_due_ = in_flight_.empty() ? Timestamp::never() : in_flight_.front().due;
}

Reason MatchingEngine::refuse(const Order& order) const {
  const OrderSpec& spec = order.spec;
  const Instrument& traded = instrument(spec.instrument);
  const MarketState& market = books_[spec.instrument.value].market;
  const Reason broken = check_arrival(traded, market, position(spec.instrument), settings_, spec);
  if (broken != Reason::NONE || spec.reduce_only || is_conditional(spec.type)) return broken;
  const Price quote = opposite_quote(spec.side, quotes_of(market, traded));
  const Price at =
      spec.type == OrderType::MARKET ? taker_price(traded, spec.side, quote, settings_.slippage) : spec.price;
  return can_afford(margin_view(), spec, at, settings_.leverage) ? Reason::NONE : Reason::INSUFFICIENT_MARGIN;
}

void MatchingEngine::arrive(Order order, Timestamp at) {
  const OrderSpec spec = order.spec;
  const Step step(*this, spec.instrument, at);
  order.updated_at = at;
  if (const Reason reason = refuse(order); reason != Reason::NONE) {
    finish(order, OrderState::REJECTED, at);
    emit(spec.instrument, at, OrderRejected{.order = order.id, .reason = reason});
    return;
  }
  const Instrument& traded = instrument(spec.instrument);
  Book& here = book(spec.instrument);
  const Quotes quotes = quotes_of(here.market, traded);
  const bool takes = spec.type == OrderType::MARKET || (spec.type == OrderType::LIMIT && crosses(spec, quotes));
  if (takes && spec.time_in_force == TimeInForce::GTX) {
    expire(order, at);
    return;
  }
  order.venue_id = VenueOrderId{++last_venue_order_};
  order.state = OrderState::ACCEPTED;
  emit(spec.instrument, at, OrderAccepted{.order = order.id, .venue_order = order.venue_id});
  if (takes) {
    take(order, opposite_quote(spec.side, quotes), settings_.slippage, at);
    liquidate_if_due(traded.settle(), at);
  } else if (is_conditional(spec.type)) {
    here.conditionals.push_back(order);
  } else if (spec.time_in_force == TimeInForce::IOC) {
    expire(order, at);
  } else {
    here.ladder(spec.side).add(order, here.displayed);
  }
}

void MatchingEngine::take(Order order, Price touch, Ratio slippage, Timestamp at) {
  const OrderSpec& spec = order.spec;
  Price price = taker_price(instrument(spec.instrument), spec.side, touch, slippage);
  if (spec.type == OrderType::LIMIT) {
    price = spec.side == Side::BUY ? std::min(price, spec.price) : std::max(price, spec.price);
  }
  const Quantity quantity = fillable(order);
  if (!quantity.is_zero()) fill(order, quantity, price, Liquidity::TAKER, at);
  if (order.state == OrderState::FILLED) {
    history_.add(order);
  } else {
    expire(order, at);
  }
  expire_idle_reduce_only(spec.instrument, at);
}

void MatchingEngine::arrive_cancel(ClientOrderId id, InstrumentId where, Timestamp at) {
  const Step step(*this, where, at);
  if (!cancel_resting(id, where, at)) emit(where, at, CancelRejected{.order = id});
}

bool MatchingEngine::cancel_resting(ClientOrderId id, InstrumentId where, Timestamp at) {
  Book& here = book(where);
  std::optional<Order> found;
  for (LimitLadder* ladder : {&here.sells, &here.buys}) {
    if (ladder->find(id) != nullptr) found = ladder->remove(id);
  }
  const auto waiting = std::ranges::find(here.conditionals, id, &Order::id);
  if (waiting != here.conditionals.end()) {
    found = *waiting;
    here.conditionals.erase(waiting);
  }
  if (!found) return false;
  finish(*found, OrderState::CANCELED, at);
  emit(where, at, OrderCanceled{.order = id});
  return true;
}

}  // namespace alpha_pulse::matching
