#include "alpha_pulse/simulator/venue_parts.hpp"

#include <fmt/format.h>

namespace alpha_pulse::simulator {

FuturesVenue::Parts::Parts(FuturesSettings given) : settings(std::move(given)) {
  ensure(!settings.symbols.empty(), "a venue lists a symbol");
  for (const FuturesSymbol& symbol : settings.symbols) {
    ensure(!symbol.brackets.empty() && symbol.margin_asset == settings.symbols.front().margin_asset,
           "every symbol has brackets and the one margin asset");
    Market& market = markets.emplace_back(symbol);
    market.first_order_id = settings.first_order_id;
    market.next_trade_id = settings.first_trade_id;
  }
}

Customer& FuturesVenue::Parts::customer(AccountId id) {
  ensure(id.value < customers.size(), "an account was given out");
  return customers[id.value];
}

Market& FuturesVenue::Parts::market(InstrumentId id) {
  ensure(id.value < markets.size(), "a symbol was found by name");
  return markets[id.value];
}

OrderEntry* FuturesVenue::Parts::entry(InstrumentId symbol, std::int64_t order_id) {
  Market& of = market(symbol);
  const std::int64_t at = order_id - of.first_order_id;
  if (at < 0 || at >= static_cast<std::int64_t>(of.orders.size())) return nullptr;
  return &of.orders[static_cast<std::size_t>(at)];
}

OrderEntry* FuturesVenue::Parts::find(AccountId account, const OrderRef& ref) {
  std::int64_t order_id = ref.order_id;
  if (order_id == 0) {
    const auto& by_client = seat(account, ref.symbol).by_client;
    const auto known = by_client.find(ref.client_id);
    if (known == by_client.end()) return nullptr;
    order_id = known->second;
  }
  OrderEntry* found = entry(ref.symbol, order_id);
  return found != nullptr && found->order.account == account ? found : nullptr;
}

AlgoOrder* FuturesVenue::Parts::find_algo(AccountId account, const AlgoRef& ref) {
  std::int64_t algo_id = ref.algo_id;
  if (algo_id == 0) {
    const auto& by_client = customer(account).algo_by_client;
    const auto known = by_client.find(ref.client_id);
    if (known == by_client.end()) return nullptr;
    algo_id = known->second;
  }
  if (algo_id < 1 || algo_id > static_cast<std::int64_t>(algos.size())) return nullptr;
  AlgoOrder& algo = algos[static_cast<std::size_t>(algo_id - 1)];
  return algo.account == account ? &algo : nullptr;
}

std::string FuturesVenue::Parts::new_client_id() {
  return fmt::format("venue-{}", ++made_ids);
}

void FuturesVenue::Parts::tell_order(const Order& order, Execution execution, ExpiryReason expiry) {
  const auto& resting = seat(order.account, order.symbol).resting;
  const FuturesSymbol& spec = market(order.symbol).spec;
  Int128 bids = 0;
  Int128 asks = 0;
  for (const auto& side : resting) {
    bids += side[0];
    asks += side[1];
  }
  const bool about_to_rest = execution == Execution::NEW && order.price.known() && !order.reduce_only;
  if (about_to_rest) (order.side == Side::BUY ? bids : asks) += value_of(order.price, order.left());
  events.emplace_back(OrderUpdate{.account = order.account,
                                  .time = now,
                                  .order = order,
                                  .execution = execution,
                                  .expiry = expiry,
                                  .last_quantity = {},
                                  .last_price = {},
                                  .commission = spec.money(0),
                                  .realized = spec.money(0),
                                  .trade_id = 0,
                                  .maker = false,
                                  .bid_notional = spec.money(bids),
                                  .ask_notional = spec.money(asks)});
}

void FuturesVenue::Parts::tell_account(AccountId account, AccountReason reason, InstrumentId symbol,
                                       const std::vector<PositionSide>& changed) {
  Customer& owner = customer(account);
  const FuturesSymbol& spec = market(symbol).spec;
  owner.updated = now;
  AccountUpdate update{.account = account,
                       .time = now,
                       .reason = reason,
                       .with_balance = true,
                       .wallet = spec.money(owner.wallet.total),
                       .cross_wallet = spec.money(cross_wallet(owner)),
                       .balance_change = spec.money(0),
                       .positions = {},
                       .symbol = std::nullopt};
  for (const PositionSide side : changed) update.positions.push_back(figures(owner, symbol, side));
  events.emplace_back(std::move(update));
}

void FuturesVenue::Parts::tell_mark(InstrumentId symbol) {
  const Market& of = market(symbol);
  events.emplace_back(MarkChanged{.time = now,
                                  .symbol = symbol,
                                  .mark = of.mark,
                                  .index = of.index,
                                  .funding_rate = of.funding_rate,
                                  .next_funding = of.next_funding});
}

void FuturesVenue::Parts::book_income(Customer& owner, IncomeType type, Int128 amount, InstrumentId symbol,
                                      std::int64_t trade_id, bool has_symbol) {
  owner.incomes.push_back({.symbol = symbol,
                           .has_symbol = has_symbol,
                           .type = type,
                           .amount = market(symbol).spec.money(amount),
                           .time = now,
                           .transaction_id = owner.next_transaction++,
                           .trade_id = trade_id,
                           .info = {}});
}

}  // namespace alpha_pulse::simulator
