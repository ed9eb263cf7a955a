#include <algorithm>

#include "alpha_pulse/simulator/venue_parts.hpp"

// What happens to an order from its acceptance to its end (sheet 9.1, 9.2).
namespace alpha_pulse::simulator {

VenueResult<Order> FuturesVenue::Parts::accept(AccountId account, const OrderRequest& request, Origin origin) {
  auto order = prepare(account, request, origin);
  if (!order) return order;
  Market& in = market(request.symbol);
  Seat& of = seat(account, request.symbol);
  if (order->client_id.empty()) order->client_id = new_client_id();
  order->order_id = in.first_order_id + static_cast<std::int64_t>(in.orders.size());
  OrderEntry& entry = in.orders.emplace_back(OrderEntry{.order = std::move(*order)});
  of.by_client[entry.order.client_id] = entry.order.order_id;
  of.open.push_back(entry.order.order_id);
  if (entry.order.tif == Tif::GTD) good_tills.insert({entry.order.good_till, request.symbol, entry.order.order_id});
  in.disturbed = true;
  tell_order(entry.order, Execution::NEW);
  if (origin.algo != nullptr) {
    AlgoOrder& algo = algos[static_cast<std::size_t>(entry.order.algo_id - 1)];
    algo.actual_order_id = entry.order.order_id;
    algo.status = AlgoStatus::TRIGGERED;
    events.emplace_back(AlgoUpdate{.account = account, .time = now, .algo = algo});
  }
  match(entry);
  finish_remainder(entry);
  return entry.order;
}

/// Takes what the book offers within the order's limits, at the makers' prices.
void FuturesVenue::Parts::match(OrderEntry& taker) {
  Order& order = taker.order;
  Market& in = market(order.symbol);
  Price limit = order.price;
  if (order.kind == OrderKind::MARKET) {  // sheet 4.2: marketTakeBound
    const Price centre = in.mark.known() ? in.mark : in.book.best(opposite(order.side))->price;
    const Ratio bound = in.spec.market_take_bound;
    limit = order.side == Side::BUY ? scale_rounding_down(centre, Ratio::one() + bound)
                                    : scale_rounding_up(centre, Ratio::one() - bound);
  }
  while (is_open(order.status) && order.left().raw() > 0) {
    const auto offer = in.book.best(opposite(order.side));
    if (!offer || !reaches(order.side, limit, offer->price)) return;
    Quantity quantity = std::min(order.left(), offer->quantity);
    if (order.reduce_only) quantity = std::min(quantity, closable(order));
    if (quantity.is_zero()) return end(taker, OrderStatus::EXPIRED, Execution::EXPIRED, ExpiryReason::REDUCE_ONLY);
    const bool buyer_is_maker = order.side == Side::SELL;
    if (offer->slot == kNoSlot) {
      in.book.take_synthetic(opposite(order.side), quantity);
      in.outside -= signed_by(order.side, quantity);
      const std::int64_t trade = public_trade(in, order.symbol, offer->price, quantity, buyer_is_maker);
      fill(taker, offer->price, quantity, false, trade);
      continue;
    }
    OrderEntry& maker = *entry(order.symbol, static_cast<std::int64_t>(in.book.users().at(offer->slot).tag));
    if (prevent_self_trade(taker, maker)) continue;
    if (maker.order.reduce_only) quantity = std::min(quantity, closable(maker.order));
    if (quantity.is_zero()) {
      end(maker, OrderStatus::EXPIRED, Execution::EXPIRED, ExpiryReason::REDUCE_ONLY);
      continue;
    }
    const std::int64_t trade = public_trade(in, order.symbol, offer->price, quantity, buyer_is_maker);
    fill(taker, offer->price, quantity, false, trade);
    fill(maker, offer->price, quantity, true, trade);
  }
}

/// Sheet 9.2: the taker's mode decides. True when an order ended instead of a trade.
bool FuturesVenue::Parts::prevent_self_trade(OrderEntry& taker, OrderEntry& maker) {
  const StpMode mode = taker.order.stp;
  const Tif tif = taker.order.tif;
  const bool effective = tif == Tif::GTC || tif == Tif::IOC || tif == Tif::GTD;
  if (maker.order.account != taker.order.account || mode == StpMode::NONE || !effective) return false;
  const bool takes = taker.order.kind == OrderKind::LIMIT && tif == Tif::IOC;
  if (mode != StpMode::EXPIRE_TAKER) {
    end(maker, OrderStatus::EXPIRED_IN_MATCH, Execution::EXPIRED, ExpiryReason::SELF_TRADE);
  }
  if (mode != StpMode::EXPIRE_MAKER) {
    end(taker, OrderStatus::EXPIRED_IN_MATCH, Execution::EXPIRED,
        takes ? ExpiryReason::IOC_SELF_TRADE : ExpiryReason::SELF_TRADE);
  }
  return true;
}

/// What the book did not take rests or expires.
void FuturesVenue::Parts::finish_remainder(OrderEntry& taker) {
  const Order& order = taker.order;
  if (!is_open(order.status) || taker.slot != kNoSlot) return;
  if (order.kind == OrderKind::MARKET) {
    return end(taker, OrderStatus::EXPIRED, Execution::EXPIRED, ExpiryReason::MARKET_REMAINDER);
  }
  if (order.tif == Tif::IOC || order.tif == Tif::FOK) {
    return end(taker, OrderStatus::EXPIRED, Execution::EXPIRED, ExpiryReason::IOC_REMAINDER);
  }
  rest(taker);
}

void FuturesVenue::Parts::rest(OrderEntry& entry) {
  const Order& order = entry.order;
  entry.slot =
      market(order.symbol).book.add(order.side, order.price, order.left(), static_cast<std::uint64_t>(order.order_id));
  reserve(order, 1, order.left());
}

void FuturesVenue::Parts::unrest(OrderEntry& entry) {
  if (entry.slot == kNoSlot) return;
  reserve(entry.order, -1, entry.order.left());
  market(entry.order.symbol).book.remove(entry.slot);
  entry.slot = kNoSlot;
}

/// Keeps the notional of orders that may open (sheet 9.5: reduce-only orders need no margin).
void FuturesVenue::Parts::reserve(const Order& order, Int128 sign, Quantity quantity) {
  if (order.reduce_only) return;
  const auto position_side = static_cast<std::size_t>(order.position_side);
  auto& resting = seat(order.account, order.symbol).resting[position_side][order.side == Side::BUY ? 0 : 1];
  resting += sign * value_of(order.price, quantity);
  ensure(resting >= 0, "resting notional is not negative");
}

/// Takes an order that has ended off the lists of open ones.
void FuturesVenue::Parts::leave_open(const Order& order) {
  auto& open = seat(order.account, order.symbol).open;
  open.erase(std::ranges::find(open, order.order_id));
  if (order.tif == Tif::GTD) good_tills.erase({order.good_till, order.symbol, order.order_id});
}

void FuturesVenue::Parts::end(OrderEntry& entry, OrderStatus status, Execution execution, ExpiryReason reason) {
  ensure(is_open(entry.order.status), "an order ends once");
  unrest(entry);
  entry.order.status = status;
  entry.order.update_time = now;
  Market& in = market(entry.order.symbol);
  in.disturbed = true;
  leave_open(entry.order);
  if (status != OrderStatus::FILLED) tell_order(entry.order, execution, reason);
  if (entry.order.algo_id != 0) follow_child(entry.order);
}

/// One execution: the order, the account, and the three events the sheet names (9.1), of one time.
void FuturesVenue::Parts::fill(OrderEntry& entry, Price price, Quantity quantity, bool maker, std::int64_t trade_id) {
  Order& order = entry.order;
  ensure(quantity.raw() > 0 && quantity <= order.left(), "a fill is a part of what is left");
  if (entry.slot != kNoSlot) {
    reserve(order, -1, quantity);
    market(order.symbol).book.fill(entry.slot, quantity);
    if (quantity == order.left()) entry.slot = kNoSlot;
  }
  const FuturesSymbol& spec = market(order.symbol).spec;
  order.executed += quantity;
  order.cum_quote += spec.money(value_of(price, quantity));
  order.update_time = now;
  order.status = order.left().is_zero() ? OrderStatus::FILLED : OrderStatus::PARTIALLY_FILLED;
  Int128 commission = 0;
  const Int128 realized = book_fill(order, price, quantity, maker, trade_id, commission);
  events.emplace_back(TradeLite{.account = order.account,
                                .time = now,
                                .symbol = order.symbol,
                                .order_quantity = order.quantity,
                                .order_price = order.price,
                                .maker = maker,
                                .client_id = order.client_id,
                                .side = order.side,
                                .last_price = price,
                                .last_quantity = quantity,
                                .trade_id = trade_id,
                                .order_id = order.order_id});
  tell_order(order, Execution::TRADE);
  auto& told = std::get<OrderUpdate>(events.back());
  told.last_quantity = quantity;
  told.last_price = price;
  told.commission = spec.money(commission);
  told.realized = spec.money(realized);
  told.trade_id = trade_id;
  told.maker = maker;
  tell_account(order.account, AccountReason::ORDER, order.symbol, {order.position_side});
  market(order.symbol).disturbed = true;
  if (!order.left().is_zero()) return;
  leave_open(order);
  if (order.algo_id != 0) follow_child(order);
}

std::int64_t FuturesVenue::Parts::public_trade(Market& in, InstrumentId symbol, Price price, Quantity quantity,
                                               bool buyer_is_maker) {
  in.last = price;
  in.trade_time = now;
  in.disturbed = true;
  public_events.emplace_back(PublicTrade{.time = now,
                                         .symbol = symbol,
                                         .trade_id = in.next_trade_id,
                                         .price = price,
                                         .quantity = quantity,
                                         .buyer_is_maker = buyer_is_maker});
  return in.next_trade_id++;
}

/// Serves the orders resting on `side` that a print reaches: better ones whole, those at its price up to `at_price`
/// in time priority. Returns what is left of that.
Quantity FuturesVenue::Parts::serve_side(InstrumentId symbol, Side side, Price price, Quantity at_price) {
  Market& in = market(symbol);
  for (Slot slot = in.book.users().front(side); slot != kNoSlot; slot = in.book.users().front(side)) {
    const auto& resting = in.book.users().at(slot);
    const bool through = side == Side::BUY ? resting.price > price : resting.price < price;
    if (!through && (resting.price != price || at_price.is_zero())) break;
    OrderEntry& maker = *entry(symbol, static_cast<std::int64_t>(resting.tag));
    Quantity quantity = through ? resting.left : std::min(resting.left, at_price);
    if (maker.order.reduce_only) quantity = std::min(quantity, closable(maker.order));
    if (quantity.is_zero()) {
      end(maker, OrderStatus::EXPIRED, Execution::EXPIRED, ExpiryReason::REDUCE_ONLY);
      continue;
    }
    if (!through) at_price -= quantity;
    in.outside -= signed_by(side, quantity);
    const std::int64_t trade = public_trade(in, symbol, resting.price, quantity, side == Side::BUY);
    fill(maker, maker.order.price, quantity, true, trade);
  }
  return at_price;
}

void FuturesVenue::Parts::serve_print(InstrumentId symbol, Price price, Quantity quantity) {
  Market& in = market(symbol);
  const bool falls = in.last.known() && price < in.last;  // the tick rule names the aggressor of a bare print
  Quantity rest = serve_side(symbol, Side::BUY, price, quantity);
  rest = serve_side(symbol, Side::SELL, price, rest);
  if (!rest.is_zero()) public_trade(in, symbol, price, rest, falls);
  in.last = price;
  in.book.recentre(price);
}

}  // namespace alpha_pulse::simulator
