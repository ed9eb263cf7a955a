#include "alpha_pulse/execution/sent_orders.hpp"

#include <algorithm>

namespace alpha_pulse::execution {
namespace {

constexpr std::size_t kRetiredMax = 10'000;

bool is_post_only(const OrderSpec& spec) {
  return spec.type == OrderType::LIMIT && spec.time_in_force == TimeInForce::GTX;
}

}  // namespace

SentOrders::Sent* SentOrders::known(ClientOrderId id) {
  const auto found = orders_.find(id);
  return found == orders_.end() ? nullptr : &found->second;
}

const Order* SentOrders::find(ClientOrderId id) const {
  const auto found = orders_.find(id);
  return found == orders_.end() ? nullptr : &found->second.order;
}

bool SentOrders::replied(ClientOrderId id) const {
  const auto found = orders_.find(id);
  return found == orders_.end() || found->second.replied;
}

std::vector<Order> SentOrders::live() const {
  std::vector<Order> live;
  for (const auto& [id, sent] : orders_) {
    if (sent.order.live()) live.push_back(sent.order);
  }
  return live;
}

void SentOrders::sent(const PlaceOrder& order, Timestamp now) {
  Sent& sent = orders_[order.id];
  sent.order.id = order.id;
  sent.order.spec = order.spec;
  sent.order.submitted_at = sent.order.updated_at = now;
}

void SentOrders::adopt(const Order& order, const std::vector<TradeId>& trades, Timestamp now) {
  Sent& sent = orders_[order.id];
  sent.order = order;
  sent.trades = trades;
  sent.venue_filled = order.filled;
  sent.accepted = order.state != OrderState::SUBMITTED;
  sent.replied = true;
  sent.cancel_in_doubt = order.cancel_requested;
  sent.fence = now + timing_.read_lag;  // it may have been sent a moment before that start ended
  ask(sent, now);
}

// ---- what comes back ------------------------------------------------------------------------------------------------

void SentOrders::on_reply(ClientOrderId id, const PlaceReply& reply, Timestamp now) {
  Sent* sent = known(id);
  if (sent == nullptr) return;
  sent->replied = true;
  switch (reply.verdict) {
    case Verdict::ACCEPTED:
      show_up(*sent);
      tell_accepted(*sent, reply.venue_order);
      return settle(*sent, now);
    case Verdict::REJECTED:
      if (sent->accepted || !sent->order.live()) return;  // another channel knew better: the id was in use, by it
      if (reply.reason == Reason::WOULD_CROSS && is_post_only(sent->order.spec)) return end(*sent, OrderState::EXPIRED);
      return reject(*sent, reply.reason);
    case Verdict::UNKNOWN:
      if (sent->accepted || !sent->order.live()) return;
      sent->order.unresolved = true;
      sent->fence = reply.may_enter_until + timing_.fence_margin;
      tell(OrderUnresolved{.order = id});
      return ask(*sent, now + timing_.first_ask);
  }
}

void SentOrders::on_reply(ClientOrderId id, const CancelReply& reply, Timestamp now) {
  Sent* sent = known(id);
  if (sent == nullptr || !sent->order.live()) return;
  sent->cancel_in_doubt = reply.verdict != Verdict::ACCEPTED;
  // Gone, refused or unknown: with which executions only the venue's own account of the order can say.
  ask(*sent, reply.verdict == Verdict::ACCEPTED ? now + timing_.first_ask : now);
}

void SentOrders::on_report(const OrderReport& report, Timestamp now) {
  Sent* sent = known(report.order);
  if (sent == nullptr) return;
  const bool given_up = !sent->order.live();
  if (report.state == OrderState::REJECTED && !given_up) {
    if (report.triggered && !sent->triggered) {
      sent->triggered = true;
      tell(OrderTriggered{.order = report.order});
    }
    return reject(*sent, report.reason);
  }
  if (!is_terminal(report.state)) show_up(*sent);
  tell_accepted(*sent, report.venue_order);
  if (report.triggered && !sent->triggered && !given_up) {
    sent->triggered = sent->order.triggered = true;
    tell(OrderTriggered{.order = report.order});
  }
  sent->venue_filled = std::max(sent->venue_filled, report.filled);
  if (is_terminal(report.state)) sent->ended = report.state;
  if (report.trade) book(*sent, *report.trade);
  settle(*sent, now);
}

void SentOrders::on_answer(ClientOrderId id, const std::optional<OrderReport>& report, Timestamp asked_at) {
  Sent* sent = known(id);
  if (sent == nullptr) return;
  if (report) {
    sent->first_absence = sent->ask_at = Timestamp::never();
    if (sent->cancel_in_doubt && sent->order.live() && !is_terminal(report->state)) tell(CancelRejected{.order = id});
    sent->cancel_in_doubt = false;
    return on_report(*report, asked_at);
  }
  if (sent->order.live()) absent(*sent, asked_at);
}

void SentOrders::on_trades(ClientOrderId id, const std::vector<TradeReport>& trades, Timestamp now) {
  Sent* sent = known(id);
  if (sent == nullptr) return;
  for (const TradeReport& trade : trades) book(*sent, trade);
  settle(*sent, now);
}

void SentOrders::on_open_orders(const std::vector<OrderReport>& open, Timestamp asked_at, Timestamp now) {
  for (const OrderReport& report : open) on_report(report, now);
  for (auto& [id, sent] : orders_) {
    if (!sent.order.live() || sent.order.submitted_at >= asked_at || sent.ask_at <= now) continue;
    if (std::ranges::find(open, id, &OrderReport::order) == open.end()) ask(sent, now);
  }
}

// ---- what follows from it -------------------------------------------------------------------------------------------

void SentOrders::tell_accepted(Sent& sent, VenueOrderId venue) {
  if (venue != VenueOrderId{}) sent.order.venue_id = venue;
  if (!sent.order.live()) return;
  sent.order.unresolved = false;
  if (sent.accepted) return;
  sent.accepted = true;
  sent.order.state = advance(sent.order.state, OrderState::ACCEPTED);
  tell(OrderAccepted{.order = sent.order.id, .venue_order = sent.order.venue_id});
}

void SentOrders::book(Sent& sent, const TradeReport& trade) {
  if (std::ranges::find(sent.trades, trade.fill.trade) != sent.trades.end()) return;
  tell_accepted(sent, {});
  sent.trades.push_back(trade.fill.trade);
  Fill fill = trade.fill;
  fill.order = sent.order.id;
  sent.order.filled += fill.quantity;
  sent.venue_filled = std::max(sent.venue_filled, sent.order.filled);
  tell(OrderFilled{.fill = fill});
  if (sent.order.live()) sent.order.state = advance(sent.order.state, OrderState::PARTIALLY_FILLED);
}

/// Where the executions are complete, an end is told; where some are missing, they are asked for.
void SentOrders::settle(Sent& sent, Timestamp now) {
  if (sent.order.filled < sent.venue_filled) {
    sent.trades_at = std::min(sent.trades_at, now + timing_.first_ask);
    return;
  }
  sent.trades_at = Timestamp::never();
  if (!sent.order.live()) return;
  if (sent.order.filled >= sent.order.spec.quantity) return end(sent, OrderState::FILLED);
  if (sent.ended && *sent.ended != OrderState::FILLED) end(sent, *sent.ended);
}

void SentOrders::end(Sent& sent, OrderState state) {
  sent.order.state = state;
  sent.ask_at = Timestamp::never();
  if (state == OrderState::CANCELED) tell(OrderCanceled{.order = sent.order.id});
  if (state == OrderState::EXPIRED) tell(OrderExpired{.order = sent.order.id});
  retire(sent.order.id);
}

void SentOrders::reject(Sent& sent, Reason reason) {
  tell(OrderRejected{.order = sent.order.id, .reason = reason});
  sent.order.state = OrderState::REJECTED;
  sent.order.unresolved = false;
  sent.ask_at = Timestamp::never();
  retire(sent.order.id);
}

/// An absence counts only behind the fence, and only when a second one confirms it.
void SentOrders::absent(Sent& sent, Timestamp asked_at) {
  const Timestamp fence = sent.accepted ? sent.order.submitted_at + timing_.read_lag : sent.fence;
  if (asked_at < fence) return ask(sent, std::max(fence, asked_at + timing_.ask_apart));
  if (sent.first_absence == Timestamp::never()) sent.first_absence = asked_at;
  if (asked_at - sent.first_absence < timing_.ask_apart) return ask(sent, sent.first_absence + timing_.ask_apart);
  if (sent.accepted) return end(sent, OrderState::CANCELED);
  reject(sent, Reason::UNKNOWN_ORDER);
}

/// Evidence of an open order that the engine believes dead. What the venue itself has ended is an old word, come late.
void SentOrders::show_up(Sent& sent) {
  if (sent.order.state == OrderState::REJECTED || (sent.order.state == OrderState::CANCELED && !sent.ended)) {
    unwanted_.push_back({.id = sent.order.id, .spec = sent.order.spec});
  }
}

void SentOrders::ask(Sent& sent, Timestamp at) {
  sent.ask_at = std::min(sent.ask_at, at);
}

void SentOrders::retire(ClientOrderId id) {
  retired_.push_back(id);
  if (retired_.size() <= kRetiredMax) return;
  orders_.erase(retired_.front());
  retired_.pop_front();
}

// ---- what leaves ----------------------------------------------------------------------------------------------------

std::vector<VenueQuestion> SentOrders::due(Timestamp now) {
  std::vector<VenueQuestion> questions;
  for (auto& [id, sent] : orders_) {
    VenueQuestion question{.order = id, .venue_order = sent.order.venue_id, .spec = sent.order.spec};
    if (sent.ask_at <= now) {
      sent.ask_at = now + timing_.ask_apart;
      questions.push_back(question);
    }
    if (sent.trades_at <= now) {
      sent.trades_at = now + timing_.ask_apart;
      question.about = VenueQuestion::About::TRADES;
      questions.push_back(question);
    }
  }
  return questions;
}

Timestamp SentOrders::next_due() const {
  Timestamp next = Timestamp::never();
  for (const auto& [id, sent] : orders_) next = std::min({next, sent.ask_at, sent.trades_at});
  return next;
}

std::vector<EventBody> SentOrders::take_events() {
  return std::exchange(events_, {});
}

std::vector<CancelOrder> SentOrders::take_unwanted() {
  return std::exchange(unwanted_, {});
}

}  // namespace alpha_pulse::execution
