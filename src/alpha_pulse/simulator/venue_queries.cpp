#include <algorithm>
#include <utility>

#include "alpha_pulse/simulator/venue_parts.hpp"
#include "alpha_pulse/simulator/window.hpp"

// What can be asked (sheet 4.1, 4.3, 4.5, 4.6). Nothing here changes anything.
namespace alpha_pulse::simulator {

VenueResult<InstrumentId> FuturesVenue::find_symbol(std::string_view name) const {
  for (std::uint32_t i = 0; i < parts_->markets.size(); ++i) {
    if (parts_->markets[i].spec.name == name) return InstrumentId{i};
  }
  return refuse(-1121);
}

const FuturesSymbol& FuturesVenue::symbol(InstrumentId id) const {
  return parts_->market(id).spec;
}

std::size_t FuturesVenue::symbol_count() const {
  return parts_->markets.size();
}

Ticker FuturesVenue::ticker(InstrumentId id) const {
  const Market& in = parts_->market(id);
  return {.last = in.last,
          .mark = in.mark,
          .index = in.index,
          .bid = in.book.best_level(Side::BUY),
          .ask = in.book.best_level(Side::SELL),
          .funding_rate = in.funding_rate,
          .next_funding = in.next_funding,
          .mark_time = in.mark_time,
          .trade_time = in.trade_time};
}

Depth FuturesVenue::depth(InstrumentId id, std::size_t limit) const {
  const MarketBook& book = parts_->market(id).book;
  return {.last_update_id = book.last_update_id(),
          .time = parts_->now,
          .bids = book.levels(Side::BUY, limit),
          .asks = book.levels(Side::SELL, limit)};
}

VenueResult<Order> FuturesVenue::order(AccountId account, const OrderRef& ref) const {
  const OrderEntry* found = parts_->find(account, ref);
  if (found == nullptr) return refuse(-2013);
  return found->order;
}

VenueResult<Order> FuturesVenue::open_order(AccountId account, const OrderRef& ref) const {
  const OrderEntry* found = parts_->find(account, ref);
  if (found == nullptr || !is_open(found->order.status)) return refuse(-2013);
  return found->order;
}

VenueResult<std::vector<Amendment>> FuturesVenue::amendments(AccountId account, const OrderRef& ref,
                                                             const Window& window) const {
  const OrderEntry* found = parts_->find(account, ref);
  if (found == nullptr) return refuse(-2013);
  std::vector<Amendment> wanted;
  for (const Amendment& a : found->amendments) {
    if (inside(window, a.id, a.time)) wanted.push_back(a);
  }
  return limited(window, std::move(wanted));
}

VenueResult<Price> FuturesVenue::matched_price(InstrumentId symbol, Side side, PriceMatch match) const {
  return parts_->matched_price(parts_->market(symbol), side, match);
}

std::vector<Order> FuturesVenue::open_orders(AccountId account, std::optional<InstrumentId> symbol) const {
  std::vector<Order> orders;
  for (std::uint32_t i = 0; i < parts_->markets.size(); ++i) {
    if (symbol && symbol->value != i) continue;
    for (const std::int64_t id : parts_->seat(account, InstrumentId{i}).open) {
      orders.push_back(parts_->entry(InstrumentId{i}, id)->order);
    }
  }
  return orders;
}

std::vector<Order> FuturesVenue::all_orders(AccountId account, std::optional<InstrumentId> symbol,
                                            const Window& window) const {
  std::vector<Order> orders;
  for (std::uint32_t i = 0; i < parts_->markets.size(); ++i) {
    if (symbol && symbol->value != i) continue;
    for (const OrderEntry& entry : parts_->markets[i].orders) {
      const Order& order = entry.order;
      if (order.account == account && inside(window, order.order_id, order.time)) orders.push_back(order);
    }
  }
  return limited(window, std::move(orders));
}

VenueResult<AlgoOrder> FuturesVenue::algo_order(AccountId account, const AlgoRef& ref) const {
  const AlgoOrder* found = parts_->find_algo(account, ref);
  if (found == nullptr) return refuse(-2013);
  return *found;
}

std::vector<AlgoOrder> FuturesVenue::open_algo_orders(AccountId account, std::optional<InstrumentId> symbol) const {
  std::vector<AlgoOrder> open;
  for (const std::int64_t id : parts_->customer(account).open_algos) {
    const AlgoOrder& algo = parts_->algos[static_cast<std::size_t>(id - 1)];
    if (!symbol || algo.symbol == *symbol) open.push_back(algo);
  }
  return open;
}

std::vector<AlgoOrder> FuturesVenue::all_algo_orders(AccountId account, InstrumentId symbol,
                                                     const Window& window) const {
  std::vector<AlgoOrder> all;
  for (const AlgoOrder& algo : parts_->algos) {
    const bool wanted = algo.account == account && algo.symbol == symbol;
    if (wanted && inside(window, algo.algo_id, algo.create_time)) all.push_back(algo);
  }
  return limited(window, std::move(all));
}

std::vector<TradeRecord> FuturesVenue::user_trades(AccountId account, InstrumentId symbol,
                                                   std::optional<std::int64_t> order_id, const Window& window) const {
  std::vector<TradeRecord> trades;
  for (const TradeRecord& trade : parts_->customer(account).trades) {
    const bool wanted = trade.symbol == symbol && (!order_id || trade.order_id == *order_id);
    if (wanted && inside(window, trade.trade_id, trade.time)) trades.push_back(trade);
  }
  return limited(window, std::move(trades));
}

std::vector<IncomeRecord> FuturesVenue::income(AccountId account, std::optional<InstrumentId> symbol,
                                               std::optional<IncomeType> type, const Window& window) const {
  std::vector<IncomeRecord> incomes;
  for (const IncomeRecord& income : parts_->customer(account).incomes) {
    const bool wanted = (!symbol || (income.has_symbol && income.symbol == *symbol)) && (!type || income.type == *type);
    if (wanted && inside(window, income.transaction_id, income.time)) incomes.push_back(income);
  }
  return limited(window, std::move(incomes));
}

std::vector<Order> FuturesVenue::force_orders(AccountId account, std::optional<InstrumentId> symbol) const {
  std::vector<Order> forced = parts_->customer(account).forced;
  if (symbol) std::erase_if(forced, [&](const Order& order) { return order.symbol != *symbol; });
  return forced;
}

AccountFigures FuturesVenue::account(AccountId id) const {
  const Customer& owner = parts_->customer(id);
  const auto money = [&](Int128 raw) { return parts_->markets.front().spec.money(raw); };
  SeatMargin sum;
  Int128 cross_profit = 0;
  AccountFigures figures;
  for (std::uint32_t i = 0; i < parts_->markets.size(); ++i) {
    const Seat& seat = owner.seats[i];
    const SeatMargin margin = parts_->margin_of(seat, parts_->markets[i]);
    sum.position_initial += margin.position_initial;
    sum.order_initial += margin.order_initial;
    sum.maintenance += margin.maintenance;
    sum.unrealized += margin.unrealized;
    if (seat.margin == MarginType::CROSSED) cross_profit += margin.unrealized;
    for (const PositionFigures& position : positions(id, InstrumentId{i})) {
      if (!position.amount.is_zero() || !seat.open.empty()) figures.positions.push_back(position);
    }
  }
  figures.position_initial_margin = money(sum.position_initial);
  figures.open_order_initial_margin = money(sum.order_initial);
  figures.initial_margin = money(sum.initial());
  figures.maintenance_margin = money(sum.maintenance);
  figures.wallet = money(owner.wallet.total);
  figures.unrealized = money(booked(sum.unrealized));
  figures.margin_balance = figures.wallet + figures.unrealized;
  figures.cross_wallet = money(parts_->cross_wallet(owner));
  figures.cross_unrealized = money(booked(cross_profit));
  figures.available = money(booked(parts_->available(owner)));
  figures.max_withdraw = std::max(money(0), std::min(figures.available, figures.cross_wallet));
  figures.update_time = owner.updated;
  return figures;
}

std::vector<PositionFigures> FuturesVenue::positions(AccountId account, std::optional<InstrumentId> symbol) const {
  const Customer& owner = parts_->customer(account);
  const auto sides =
      owner.config.hedge_mode ? std::vector{PositionSide::LONG, PositionSide::SHORT} : std::vector{PositionSide::BOTH};
  std::vector<PositionFigures> all;
  for (std::uint32_t i = 0; i < parts_->markets.size(); ++i) {
    if (symbol && symbol->value != i) continue;
    for (const PositionSide side : sides) all.push_back(parts_->figures(owner, InstrumentId{i}, side));
  }
  return all;
}

SymbolConfig FuturesVenue::symbol_config(AccountId account, InstrumentId id) const {
  const Seat& seat = parts_->seat(account, id);
  return {.symbol = id,
          .margin_type = seat.margin,
          .leverage = seat.leverage,
          .max_notional = parts_->market(id).spec.max_notional(seat.leverage)};
}

AccountConfig FuturesVenue::account_config(AccountId account) const {
  return parts_->customer(account).config;
}

Quantity FuturesVenue::market_position(InstrumentId id) const {
  return parts_->market(id).outside;
}

}  // namespace alpha_pulse::simulator
