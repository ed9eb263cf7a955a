#include <algorithm>

#include "alpha_pulse/matching/arrival_check.hpp"
#include "alpha_pulse/matching/marketable.hpp"
#include "alpha_pulse/matching/step.hpp"

/// How fills and endings are written down, and how the watches follow from the books.
namespace alpha_pulse::matching {

MatchingEngine::Step::~Step() {
  engine_.report_positions(at_);
  for (std::size_t i = first_; i + 1 < engine_.events_.size(); ++i) engine_.events_[i].more_follow = true;
  engine_.books_[instrument_.value].changed = true;
  engine_.refresh_changed();
}

void MatchingEngine::report_positions(Timestamp at) {
  for (const Instrument& listed : instruments_) {
    Book& b = book(listed.id);
    if (!b.position_moved) continue;
    b.position_moved = false;
    emit(listed.id, at, PositionReported{.quantity = position(listed.id).quantity()});
  }
}

void MatchingEngine::emit(InstrumentId id, Timestamp at, EventBody body) {
  events_.push_back(
      {.seq = 0, .instrument = id, .ts_event = at, .ts_receive = at, .more_follow = false, .body = std::move(body)});
}

Quantity MatchingEngine::fillable(const Order& order) const {
  if (!order.spec.reduce_only) return order.remaining();
  const Quantity held = position(order.spec.instrument).quantity();
  return reduces(order.spec.side, held) ? std::min(order.remaining(), held.magnitude()) : Quantity{};
}

void MatchingEngine::fill(Order& order, Quantity quantity, Price price, Liquidity liquidity, Timestamp at) {
  const Instrument& traded = instrument(order.spec.instrument);
  const Ratio rate = liquidity == Liquidity::MAKER ? settings_.maker_fee : settings_.taker_fee;
  const Money fee = charge(notional(traded, price, quantity), rate);
  account_.book_fill(traded, order.spec.side, quantity, price, fee);
  order.filled += quantity;
  order.state = order.remaining().is_zero() ? OrderState::FILLED : OrderState::PARTIALLY_FILLED;
  order.updated_at = at;
  book(traded.id).position_moved = true;
  const TradeId trade{++last_trade_};
  emit(traded.id, at,
       OrderFilled{.fill = {.order = order.id,
                            .trade = trade,
                            .side = order.spec.side,
                            .quantity = quantity,
                            .price = price,
                            .fee = fee,
                            .liquidity = liquidity}});
  account_changed(traded.settle());
}

void MatchingEngine::finish(Order order, OrderState state, Timestamp at) {
  order.state = state;
  order.updated_at = at;
  history_.add(order);
}

void MatchingEngine::expire(Order order, Timestamp at) {
  finish(order, OrderState::EXPIRED, at);
  emit(order.spec.instrument, at, OrderExpired{.order = order.id});
}

void MatchingEngine::expire_idle_reduce_only(InstrumentId id, Timestamp at) {
  for (LimitLadder* ladder : {&book(id).sells, &book(id).buys}) {
    Allocations idle;  // collected first: expiring changes the ladder
    for (auto resting = ladder->orders().rbegin(); resting != ladder->orders().rend(); ++resting) {
      if (resting->order.spec.reduce_only && fillable(resting->order).is_zero()) {
        idle.push_back({resting->order.id, Quantity{}});
      }
    }
    for (const Allocation& order : idle) expire(ladder->remove(order.order), at);
  }
}

void MatchingEngine::account_changed(Currency currency) {
  for (const Instrument& listed : instruments_) {
    if (listed.kind == ContractKind::SPOT || listed.settle() != currency) continue;
    book(listed.id).account_moved = true;
    book(listed.id).changed = true;
  }
}

void MatchingEngine::refresh_changed() {
  for (const Instrument& listed : instruments_) {
    Book& b = book(listed.id);
    if (!b.changed) continue;
    if (b.account_moved) b.liquidation = liquidation_watch(margin_view(), listed.id);
    b.account_moved = false;
    b.changed = false;
    refresh(b);
  }
}

void MatchingEngine::refresh(Book& b) {
  b.trade = PriceWatch{};
  b.bid = PriceWatch{};
  b.ask = PriceWatch{};
  b.mark = b.liquidation;
  b.sells.watch_trades(settings_.model, b.trade);
  b.buys.watch_trades(settings_.model, b.trade);
  if (settings_.model == FillModel::QUEUE) {
    b.sells.watch_quotes(b.ask);
    b.buys.watch_quotes(b.bid);
  }
  for (const Order& order : b.conditionals) {
    PriceWatch& watch = order.spec.trigger_by == PriceKind::TRADE ? b.trade : b.mark;
    waits_for_rise(order.spec) ? watch.at_or_above(order.spec.trigger) : watch.at_or_below(order.spec.trigger);
  }
}

}  // namespace alpha_pulse::matching
