#include <algorithm>
#include <tuple>
#include <utility>

#include "alpha_pulse/matching/marketable.hpp"
#include "alpha_pulse/matching/step.hpp"

/// What a market event does to the orders that rest, and what funding and margin do to the account.
namespace alpha_pulse::matching {

void MatchingEngine::match(InstrumentId id, const Event& event) {
  const Step step(*this, id, event.ts_event);
  Book& here = book(id);
  if (const auto* trade = event.as<TradeTick>()) {
    fill_limits(id, Side::SELL, *trade, event.ts_event);
    fill_limits(id, Side::BUY, *trade, event.ts_event);
    trigger_conditionals(id, trade->price, event.ts_event);
  } else if (event.as<QuoteTick>() != nullptr) {
    here.sells.requeue(here.displayed);
    here.buys.requeue(here.displayed);
  } else {
    trigger_conditionals(id, here.market.mark, event.ts_event);
  }
  liquidate_if_due(instrument(id).settle(), event.ts_event);
}

void MatchingEngine::fill_limits(InstrumentId id, Side side, const TradeTick& trade, Timestamp at) {
  LimitLadder& ladder = book(id).ladder(side);
  for (const Allocation& served : ladder.serve(trade, settings_.model)) {
    RestingLimit* resting = ladder.find(served.order);
    if (resting == nullptr) continue;  // expired by a fill before it
    Order& order = resting->order;
    const Quantity quantity = instrument(id).round_down_to_lot(std::min(served.quantity, fillable(order)));
    if (quantity.is_zero()) continue;
    fill(order, quantity, order.spec.price, Liquidity::MAKER, at);
    if (order.state == OrderState::FILLED) history_.add(ladder.remove(served.order));
    expire_idle_reduce_only(id, at);
  }
}

void MatchingEngine::trigger_conditionals(InstrumentId id, Price event_price, Timestamp at) {
  Book& here = book(id);
  std::vector<Order> triggered;
  std::vector<Order> waiting;
  for (const Order& order : here.conditionals) {
    (is_triggered(order.spec, here.market) ? triggered : waiting).push_back(order);
  }
  if (triggered.empty()) return;
  here.conditionals = std::move(waiting);
  // The one whose trigger lies nearest to where the price came from was touched first; then first come, first served.
  std::ranges::sort(triggered, [](const Order& x, const Order& y) {
    const auto rank = [](const Order& o) {
      const bool rise = waits_for_rise(o.spec);
      const std::int64_t trigger = o.spec.trigger.raw();
      return std::tuple(!rise, rise ? trigger : -trigger, o.venue_id);
    };
    return rank(x) < rank(y);
  });
  for (Order& order : triggered) {
    const OrderSpec& spec = order.spec;
    order.triggered = true;
    const Price quote = opposite_quote(spec.side, quotes_of(here.market, instrument(id)));
    const Price touch = spec.side == Side::BUY ? std::max(quote, event_price) : std::min(quote, event_price);
    const Price price = taker_price(instrument(id), spec.side, touch, settings_.stop_slippage);
    const bool possible =
        spec.reduce_only ? !fillable(order).is_zero() : can_afford(margin_view(), spec, price, settings_.leverage);
    if (!possible) {
      expire(order, at);
      continue;
    }
    emit(id, at, OrderTriggered{.order = order.id});
    take(order, touch, settings_.stop_slippage, at);
  }
}

void MatchingEngine::settle_funding(InstrumentId id, Ratio rate, Timestamp at) {
  const Position& held = position(id);
  if (held.flat()) return;
  const Step step(*this, id, at);
  const Instrument& traded = instrument(id);
  const Money amount = -charge(notional(traded, book(id).market.reference(), held.quantity()), rate);
  account_.book_funding(amount);
  emit(id, at, FundingSettled{.amount = amount});
  account_changed(traded.settle());
  liquidate_if_due(traded.settle(), at);
}

void MatchingEngine::liquidate_if_due(Currency currency, Timestamp at) {
  if (must_liquidate(margin_view(), currency)) take_over(currency, at);
}

void MatchingEngine::take_over(Currency currency, Timestamp at) {
  std::vector<InstrumentId> lost;
  for (const Instrument& listed : instruments_) {
    if (listed.kind != ContractKind::SPOT && listed.settle() == currency && !position(listed.id).flat()) {
      lost.push_back(listed.id);
    }
  }
  Money left = equity(margin_view(), currency);  // what the wallet will hold once everything is closed at the mark
  for (const InstrumentId id : lost) {
    for (const Order& order : live_orders(id)) cancel_resting(order.id, id, at);  // those in flight are not here yet
    const Instrument& traded = instrument(id);
    const Quantity held = position(id).quantity();
    const Price mark = book(id).market.reference();
    const Money nominal = charge(notional(traded, mark, held.magnitude()), settings_.liquidation_fee);
    const bool last = id == lost.back();
    const Money fee = std::min(nominal, last ? left : std::max(left, Money(currency)));
    left -= fee;
    const Side side = held.raw() < 0 ? Side::BUY : Side::SELL;
    account_.book_liquidation(traded, side, held.magnitude(), mark, fee);
    book(id).position_moved = true;
    const TradeId trade{++last_trade_};
    emit(id, at,
         PositionLiquidated{.trade = trade, .side = side, .quantity = held.magnitude(), .price = mark, .fee = fee});
  }
  account_changed(currency);
}

}  // namespace alpha_pulse::matching
