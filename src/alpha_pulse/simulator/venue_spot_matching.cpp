#include <algorithm>

#include <fmt/format.h>

#include "alpha_pulse/simulator/venue_spot_parts.hpp"

// What happens to a spot order, and what a fill does to the balances (sheet 7.2, 7.4, 9.2).
namespace alpha_pulse::simulator {

SpotVenue::Parts::Parts(const std::vector<SpotSymbol>& symbols) {
  ensure(!symbols.empty(), "a venue lists a symbol");
  for (const SpotSymbol& symbol : symbols) markets.emplace_back(symbol);
}

SpotCustomer& SpotVenue::Parts::customer(AccountId id) {
  ensure(id.value < customers.size(), "an account was given out");
  return customers[id.value];
}

SpotMarket& SpotVenue::Parts::market(InstrumentId id) {
  ensure(id.value < markets.size(), "a symbol was found by name");
  return markets[id.value];
}

/// The purse of an asset, made empty when there is none yet.
SpotPurse& SpotVenue::Parts::purse(AccountId account, Currency asset) {
  SpotCustomer& owner = customer(account);
  auto found = std::ranges::find(owner.purses, asset, &SpotPurse::asset);
  if (found == owner.purses.end()) found = owner.purses.insert(owner.purses.end(), SpotPurse{.asset = asset});
  return *found;
}

SpotEntry& SpotVenue::Parts::entry(InstrumentId symbol, std::int64_t order_id) {
  auto& orders = market(symbol).orders;
  ensure(order_id >= 1 && order_id <= static_cast<std::int64_t>(orders.size()), "an order was given out");
  return orders[static_cast<std::size_t>(order_id - 1)];
}

SpotEntry* SpotVenue::Parts::find(AccountId account, const OrderRef& ref) {
  std::int64_t order_id = ref.order_id;
  if (order_id == 0) {
    const auto& by_client = customer(account).by_client[ref.symbol.value];
    const auto known = by_client.find(ref.client_id);
    if (known == by_client.end()) return nullptr;
    order_id = known->second;
  }
  if (order_id < 1 || order_id > static_cast<std::int64_t>(market(ref.symbol).orders.size())) return nullptr;
  SpotEntry& found = entry(ref.symbol, order_id);
  return found.order.account == account ? &found : nullptr;
}

ExecutionReport& SpotVenue::Parts::tell(const SpotOrder& order, Execution execution) {
  const SpotSymbol& spec = market(order.symbol).spec;
  events.emplace_back(ExecutionReport{.account = order.account,
                                      .time = now,
                                      .order = order,
                                      .execution = execution,
                                      .cancel_id = {},
                                      .expiry_reason = {},
                                      .last_quantity = {},
                                      .last_price = {},
                                      .commission = Money(order.side == Side::BUY ? spec.base : spec.quote),
                                      .trade_id = -1,
                                      .execution_id = next_execution_id++,
                                      .maker = false});
  return std::get<ExecutionReport>(events.back());
}

/// Moves between free and locked what `quantity` of a limit order may spend; `sign` -1 gives it back.
void SpotVenue::Parts::lock(const SpotOrder& order, Quantity quantity, Int128 sign) {
  const SpotSymbol& spec = market(order.symbol).spec;
  const bool buy = order.side == Side::BUY;
  SpotPurse& from = purse(order.account, buy ? spec.quote : spec.base);
  const Int128 amount = sign * (buy ? value_of(order.price, quantity) : Int128{quantity.raw()} * kOne);
  from.free -= amount;
  from.locked += amount;
  customer(order.account).touched.push_back(from.asset);
}

SpotOrder SpotVenue::Parts::accept(SpotOrder order) {
  SpotMarket& in = market(order.symbol);
  SpotCustomer& owner = customer(order.account);
  if (order.client_id.empty()) order.client_id = fmt::format("venue-{}", ++made_ids);
  order.order_id = static_cast<std::int64_t>(in.orders.size()) + 1;
  SpotEntry& entry = in.orders.emplace_back(SpotEntry{.order = std::move(order)});
  owner.by_client[entry.order.symbol.value][entry.order.client_id] = entry.order.order_id;
  owner.open.emplace_back(entry.order.symbol, entry.order.order_id);
  if (entry.order.kind != OrderKind::MARKET) lock(entry.order, entry.order.quantity, 1);
  tell(entry.order, Execution::NEW);
  const Side from = opposite(entry.order.side);
  const bool killed = entry.order.tif == Tif::FOK && entry.order.kind == OrderKind::LIMIT &&
                      in.book.available(opposite(from), entry.order.price, entry.order.quantity) < entry.order.quantity;
  if (killed) {
    end(entry, OrderStatus::EXPIRED, Execution::EXPIRED, "UNFILLED_FOK_ORDER_EXPIRED");
  } else {
    match(entry);
    finish_remainder(entry);
  }
  return entry.order;
}

/// How much more a taker wants at this price: what is left, or what the rest of its quote amount buys on the lot.
Quantity SpotVenue::Parts::wanted(const SpotOrder& order, const SpotMarket& in, Price price) const {
  if (order.quote_quantity.is_zero()) return order.left();
  const Int128 left = order.quote_quantity.raw() - order.cum_quote.raw();
  const std::int64_t raw = narrow(divide_rounding_down<Int128>(left, price.raw()));
  return Quantity::from_raw(raw - raw % in.spec.lot.step.raw());
}

void SpotVenue::Parts::match(SpotEntry& taker) {
  SpotOrder& order = taker.order;
  SpotMarket& in = market(order.symbol);
  const Side from = opposite(order.side);
  while (is_open(order.status)) {
    const auto offer = in.book.best(from);
    if (!offer || (order.kind != OrderKind::MARKET && !reaches(order.side, order.price, offer->price))) return;
    const Quantity quantity = std::min(wanted(order, in, offer->price), offer->quantity);
    if (quantity.is_zero()) break;
    if (offer->slot == kNoSlot) {
      in.book.take_synthetic(from, quantity);
      fill(taker, offer->price, quantity, false,
           public_trade(in, order.symbol, offer->price, quantity, from == Side::BUY));
      continue;
    }
    SpotEntry& maker = entry(order.symbol, static_cast<std::int64_t>(in.book.users().at(offer->slot).tag));
    if (prevent_self_trade(taker, maker)) continue;
    const std::int64_t trade = public_trade(in, order.symbol, offer->price, quantity, from == Side::BUY);
    fill(taker, offer->price, quantity, false, trade);
    fill(maker, offer->price, quantity, true, trade);
  }
}

bool SpotVenue::Parts::prevent_self_trade(SpotEntry& taker, SpotEntry& maker) {
  const StpMode mode = taker.order.stp;
  if (maker.order.account != taker.order.account || mode == StpMode::NONE) return false;
  if (mode != StpMode::EXPIRE_TAKER) end(maker, OrderStatus::EXPIRED_IN_MATCH, Execution::EXPIRED, {});
  if (mode != StpMode::EXPIRE_MAKER) end(taker, OrderStatus::EXPIRED_IN_MATCH, Execution::EXPIRED, {});
  return true;
}

void SpotVenue::Parts::finish_remainder(SpotEntry& taker) {
  const SpotOrder& order = taker.order;
  if (!is_open(order.status)) return;
  if (order.kind == OrderKind::MARKET) {
    return end(taker, OrderStatus::EXPIRED, Execution::EXPIRED, "INSUFFICIENT_LIQUIDITY");
  }
  if (order.tif == Tif::IOC) {
    return end(taker, OrderStatus::EXPIRED, Execution::EXPIRED, "UNFILLED_IOC_QUANTITY_EXPIRED");
  }
  taker.slot =
      market(order.symbol).book.add(order.side, order.price, order.left(), static_cast<std::uint64_t>(order.order_id));
}

void SpotVenue::Parts::end(SpotEntry& entry, OrderStatus status, Execution execution, std::string reason,
                           std::string cancel_id) {
  SpotOrder& order = entry.order;
  ensure(is_open(order.status), "an order ends once");
  if (entry.slot != kNoSlot) market(order.symbol).book.remove(entry.slot);
  entry.slot = kNoSlot;
  if (order.kind != OrderKind::MARKET) lock(order, order.left(), -1);
  order.status = status;
  order.update_time = now;
  std::erase(customer(order.account).open, std::pair(order.symbol, order.order_id));
  if (execution == Execution::CANCELED && cancel_id.empty()) cancel_id = fmt::format("venue-{}", ++made_ids);
  ExecutionReport& report = tell(order, execution);
  report.cancel_id = std::move(cancel_id);
  report.expiry_reason = std::move(reason);
}

/// Commission comes out of the received asset (sheet 7.2).
void SpotVenue::Parts::fill(SpotEntry& entry, Price price, Quantity quantity, bool maker, std::int64_t trade_id) {
  SpotOrder& order = entry.order;
  SpotMarket& in = market(order.symbol);
  if (entry.slot != kNoSlot) {
    in.book.fill(entry.slot, quantity);
    if (quantity == order.left()) entry.slot = kNoSlot;
  }
  if (order.kind != OrderKind::MARKET) lock(order, quantity, -1);
  const bool buy = order.side == Side::BUY;
  const Int128 coins = Int128{quantity.raw()} * kOne;
  const Int128 quote = value_of(price, quantity);
  const Int128 commission = share_of(buy ? coins : quote, maker ? in.spec.maker_fee : in.spec.taker_fee);
  const Currency received = buy ? in.spec.base : in.spec.quote;
  const Currency spent = buy ? in.spec.quote : in.spec.base;
  purse(order.account, received).free += (buy ? coins : quote) - commission;
  purse(order.account, spent).free -= buy ? quote : coins;
  auto& touched = customer(order.account).touched;
  touched.push_back(in.spec.base);
  touched.push_back(in.spec.quote);
  order.executed += quantity;
  order.cum_quote += Money::from_raw(quote, in.spec.quote);
  order.update_time = now;
  const bool by_amount = !order.quote_quantity.is_zero();
  if (by_amount) order.quantity = order.executed;
  const bool whole = by_amount ? wanted(order, in, price).is_zero() : order.left().is_zero();
  order.status = whole ? OrderStatus::FILLED : OrderStatus::PARTIALLY_FILLED;
  if (whole) std::erase(customer(order.account).open, std::pair(order.symbol, order.order_id));
  ExecutionReport& report = tell(order, Execution::TRADE);
  report.last_quantity = quantity;
  report.last_price = price;
  report.commission = Money::from_raw(commission, received);
  report.trade_id = trade_id;
  report.maker = maker;
  customer(order.account)
      .trades.push_back({.symbol = order.symbol,
                         .trade_id = trade_id,
                         .order_id = order.order_id,
                         .side = order.side,
                         .maker = maker,
                         .price = price,
                         .quantity = quantity,
                         .quote = Money::from_raw(quote, in.spec.quote),
                         .commission = Money::from_raw(commission, received),
                         .realized = Money(in.spec.quote),
                         .time = now});
}

std::int64_t SpotVenue::Parts::public_trade(SpotMarket& in, InstrumentId symbol, Price price, Quantity quantity,
                                            bool buyer_is_maker) {
  in.last = price;
  in.trade_time = now;
  public_events.emplace_back(SpotTrade{.time = now,
                                       .symbol = symbol,
                                       .trade_id = in.next_trade_id,
                                       .price = price,
                                       .quantity = quantity,
                                       .buyer_is_maker = buyer_is_maker});
  return in.next_trade_id++;
}

Quantity SpotVenue::Parts::serve_side(InstrumentId symbol, Side side, Price price, Quantity at_price) {
  SpotMarket& in = market(symbol);
  for (Slot slot = in.book.users().front(side); slot != kNoSlot; slot = in.book.users().front(side)) {
    const auto& resting = in.book.users().at(slot);
    const bool through = side == Side::BUY ? resting.price > price : resting.price < price;
    if (!through && (resting.price != price || at_price.is_zero())) break;
    const Quantity quantity = through ? resting.left : std::min(resting.left, at_price);
    if (!through) at_price -= quantity;
    SpotEntry& maker = entry(symbol, static_cast<std::int64_t>(resting.tag));
    const std::int64_t trade = public_trade(in, symbol, maker.order.price, quantity, side == Side::BUY);
    fill(maker, maker.order.price, quantity, true, trade);
  }
  return at_price;
}

void SpotVenue::Parts::settle_step() {
  for (SpotCustomer& owner : customers) {
    for (const SpotPurse& purse : owner.purses) {
      ensure(purse.free >= 0 && purse.locked >= 0, "nobody spends what he does not have");
    }
    if (owner.touched.empty()) continue;
    owner.updated = now;
    AccountPosition told{.account = owner.id, .time = now, .balances = {}};
    for (const SpotPurse& purse : owner.purses) {
      if (std::ranges::find(owner.touched, purse.asset) == owner.touched.end()) continue;
      told.balances.push_back({.asset = purse.asset,
                               .free = Money::from_raw(purse.free, purse.asset),
                               .locked = Money::from_raw(purse.locked, purse.asset)});
    }
    owner.touched.clear();
    events.emplace_back(std::move(told));
  }
  for (SpotEvent& event : public_events) events.push_back(std::move(event));
  public_events.clear();
  for (std::uint32_t i = 0; i < markets.size(); ++i) {
    auto changed = markets[i].book.publish();
    if (!changed) continue;
    events.emplace_back(SpotBookChanged{.time = now,
                                        .symbol = InstrumentId{i},
                                        .first = changed->first,
                                        .last = changed->last,
                                        .bids = std::move(changed->bids),
                                        .asks = std::move(changed->asks)});
    if (!changed->best_moved) continue;
    events.emplace_back(SpotBookTicker{.symbol = InstrumentId{i},
                                       .update_id = changed->last,
                                       .bid = markets[i].book.best_level(Side::BUY),
                                       .ask = markets[i].book.best_level(Side::SELL)});
  }
}

}  // namespace alpha_pulse::simulator
