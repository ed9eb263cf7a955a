#include "alpha_pulse/simulator/venue_spot.hpp"

#include <algorithm>
#include <utility>

#include "alpha_pulse/simulator/venue_spot_parts.hpp"
#include "alpha_pulse/simulator/window.hpp"

namespace alpha_pulse::simulator {

SpotVenue::SpotVenue(std::vector<SpotSymbol> symbols, std::int64_t first_trade_id)
    : parts_(std::make_unique<Parts>(symbols)) {
  for (SpotMarket& market : parts_->markets) market.next_trade_id = first_trade_id;
}
SpotVenue::~SpotVenue() = default;
SpotVenue::SpotVenue(SpotVenue&&) noexcept = default;
SpotVenue& SpotVenue::operator=(SpotVenue&&) noexcept = default;

AccountId SpotVenue::add_account(const std::vector<Money>& balances) {
  SpotCustomer& owner = parts_->customers.emplace_back();
  owner.id = AccountId{static_cast<std::uint32_t>(parts_->customers.size() - 1)};
  owner.by_client.resize(parts_->markets.size());
  owner.updated = parts_->now;
  for (const Money& balance : balances) {
    ensure(balance.raw() >= 0, "a balance is not negative");
    parts_->purse(owner.id, balance.currency()).free += balance.raw();
  }
  return owner.id;
}

Timestamp SpotVenue::now() const {
  return parts_->now;
}

void SpotVenue::advance_to(Timestamp time) {
  parts_->now = std::max(parts_->now, time);
}

void SpotVenue::on_trade(InstrumentId symbol, Price price, Quantity quantity, Timestamp time) {
  ensure(price.known() && quantity.raw() > 0, "a print has a price and a quantity");
  advance_to(time);
  SpotMarket& in = parts_->market(symbol);
  const bool falls = in.last.known() && price < in.last;
  Quantity rest = parts_->serve_side(symbol, Side::BUY, price, quantity);
  rest = parts_->serve_side(symbol, Side::SELL, price, rest);
  if (!rest.is_zero()) parts_->public_trade(in, symbol, price, rest, falls);
  in.last = price;
  in.book.recentre(price);
  parts_->settle_step();
}

std::vector<SpotEvent> SpotVenue::take_events() {
  return std::exchange(parts_->events, {});
}

VenueResult<SpotPlaced> SpotVenue::place(AccountId account, const SpotOrderRequest& request) {
  auto prepared = parts_->prepare(account, request);
  if (!prepared) return std::unexpected(prepared.error());
  const std::size_t trades = parts_->customer(account).trades.size();
  SpotPlaced placed{.order = parts_->accept(std::move(*prepared)), .fills = {}};
  const auto& all = parts_->customer(account).trades;
  for (std::size_t i = trades; i < all.size(); ++i) {
    if (all[i].order_id == placed.order.order_id && all[i].symbol == request.symbol) placed.fills.push_back(all[i]);
  }
  parts_->settle_step();
  return placed;
}

VenueResult<void> SpotVenue::test_order(AccountId account, const SpotOrderRequest& request) {
  const auto prepared = parts_->prepare(account, request);
  if (!prepared) return std::unexpected(prepared.error());
  return {};
}

VenueResult<SpotOrder> SpotVenue::cancel(AccountId account, const OrderRef& ref, std::string_view cancel_id) {
  SpotEntry* found = parts_->find(account, ref);
  if (found == nullptr || !is_open(found->order.status)) return refuse(-2011);
  parts_->end(*found, OrderStatus::CANCELED, Execution::CANCELED, {}, std::string(cancel_id));
  parts_->settle_step();
  return found->order;
}

VenueResult<std::vector<SpotOrder>> SpotVenue::cancel_all(AccountId account, InstrumentId symbol) {
  std::vector<SpotOrder> canceled;
  for (const SpotOrder& order : open_orders(account, symbol)) {
    SpotEntry& entry = parts_->entry(symbol, order.order_id);
    parts_->end(entry, OrderStatus::CANCELED, Execution::CANCELED, {});
    canceled.push_back(entry.order);
  }
  if (canceled.empty()) return refuse(-2011);  // sheet 7.1
  parts_->settle_step();
  return canceled;
}

VenueResult<void> SpotVenue::transfer(AccountId account, Money amount) {
  SpotPurse& purse = parts_->purse(account, amount.currency());
  if (purse.free + amount.raw() < 0) return refuse(-2010);
  purse.free += amount.raw();
  parts_->customer(account).touched.push_back(amount.currency());
  parts_->events.emplace_back(BalanceUpdate{.account = account, .time = parts_->now, .delta = amount});
  parts_->settle_step();
  return {};
}

VenueResult<InstrumentId> SpotVenue::find_symbol(std::string_view name) const {
  for (std::uint32_t i = 0; i < parts_->markets.size(); ++i) {
    if (parts_->markets[i].spec.name == name) return InstrumentId{i};
  }
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  constexpr std::size_t kLongest = 20;
  if (name.size() > kLongest || name.find_first_not_of(kLetters) != std::string_view::npos) {
    return refuse(-1100, "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.");
  }
  return refuse(-1121);
}

const SpotSymbol& SpotVenue::symbol(InstrumentId id) const {
  return parts_->market(id).spec;
}

std::size_t SpotVenue::symbol_count() const {
  return parts_->markets.size();
}

Ticker SpotVenue::ticker(InstrumentId id) const {
  const SpotMarket& in = parts_->market(id);
  Ticker ticker;
  ticker.last = in.last;
  ticker.bid = in.book.best_level(Side::BUY);
  ticker.ask = in.book.best_level(Side::SELL);
  ticker.trade_time = in.trade_time;
  return ticker;
}

Depth SpotVenue::depth(InstrumentId id, std::size_t limit) const {
  const MarketBook& book = parts_->market(id).book;
  return {.last_update_id = book.last_update_id(),
          .time = parts_->now,
          .bids = book.levels(Side::BUY, limit),
          .asks = book.levels(Side::SELL, limit)};
}

std::vector<SpotBalance> SpotVenue::balances(AccountId account) const {
  std::vector<SpotBalance> all;
  for (const SpotPurse& purse : parts_->customer(account).purses) {
    all.push_back({.asset = purse.asset,
                   .free = Money::from_raw(purse.free, purse.asset),
                   .locked = Money::from_raw(purse.locked, purse.asset)});
  }
  return all;
}

Timestamp SpotVenue::account_update_time(AccountId account) const {
  return parts_->customer(account).updated;
}

VenueResult<SpotOrder> SpotVenue::order(AccountId account, const OrderRef& ref) const {
  const SpotEntry* found = parts_->find(account, ref);
  if (found == nullptr) return refuse(-2013);
  return found->order;
}

std::vector<SpotOrder> SpotVenue::open_orders(AccountId account, std::optional<InstrumentId> symbol) const {
  std::vector<SpotOrder> open;
  for (const auto& [of, id] : parts_->customer(account).open) {
    if (!symbol || of == *symbol) open.push_back(parts_->entry(of, id).order);
  }
  return open;
}

std::vector<SpotOrder> SpotVenue::all_orders(AccountId account, InstrumentId symbol, const Window& window) const {
  std::vector<SpotOrder> all;
  for (const SpotEntry& entry : parts_->market(symbol).orders) {
    const SpotOrder& order = entry.order;
    if (order.account == account && inside(window, order.order_id, order.time)) all.push_back(order);
  }
  return limited(window, std::move(all));
}

std::vector<TradeRecord> SpotVenue::my_trades(AccountId account, InstrumentId symbol,
                                              std::optional<std::int64_t> order_id, const Window& window) const {
  std::vector<TradeRecord> trades;
  for (const TradeRecord& trade : parts_->customer(account).trades) {
    const bool wanted = trade.symbol == symbol && (!order_id || trade.order_id == *order_id);
    if (wanted && inside(window, trade.trade_id, trade.time)) trades.push_back(trade);
  }
  return limited(window, std::move(trades));
}

}  // namespace alpha_pulse::simulator
