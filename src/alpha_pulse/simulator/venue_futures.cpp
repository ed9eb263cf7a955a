#include "alpha_pulse/simulator/venue_futures.hpp"

#include <algorithm>

#include "alpha_pulse/simulator/venue_parts.hpp"

namespace alpha_pulse::simulator {

FuturesVenue::FuturesVenue(FuturesSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}
FuturesVenue::~FuturesVenue() = default;
FuturesVenue::FuturesVenue(FuturesVenue&&) noexcept = default;
FuturesVenue& FuturesVenue::operator=(FuturesVenue&&) noexcept = default;

AccountId FuturesVenue::add_account(Money wallet) {
  const Currency asset = parts_->markets.front().spec.margin_asset;
  ensure(wallet.currency() == asset && wallet.raw() >= 0, "a wallet is of the margin asset and not negative");
  Customer& owner = parts_->customers.emplace_back();
  owner.id = AccountId{static_cast<std::uint32_t>(parts_->customers.size() - 1)};
  owner.wallet.start = owner.wallet.total = wallet.raw();
  owner.seats.resize(parts_->markets.size());
  for (Seat& seat : owner.seats) seat.leverage = parts_->settings.default_leverage;
  owner.updated = parts_->now;
  return owner.id;
}

std::size_t FuturesVenue::account_count() const {
  return parts_->customers.size();
}

Timestamp FuturesVenue::now() const {
  return parts_->now;
}

Timestamp FuturesVenue::next_timer() const {
  return parts_->next_timer();
}

void FuturesVenue::advance_to(Timestamp time) {
  if (time <= parts_->now) return;
  for (Timestamp due = parts_->next_timer(); due <= time; due = parts_->next_timer()) {
    parts_->now = std::max(parts_->now, due);
    parts_->fire_timers(due);
    parts_->settle_step();
  }
  parts_->now = time;
}

void FuturesVenue::on_trade(InstrumentId symbol, Price price, Quantity quantity, Timestamp time) {
  ensure(price.known() && quantity.raw() > 0, "a print has a price and a quantity");
  advance_to(time);
  parts_->serve_print(symbol, price, quantity);
  parts_->settle_step();
}

void FuturesVenue::on_mark(InstrumentId symbol, Price mark, Timestamp time) {
  ensure(mark.known(), "a mark is a price");
  advance_to(time);
  Market& market = parts_->market(symbol);
  market.mark = mark;
  market.mark_time = parts_->now;
  market.disturbed = true;
  parts_->settle_step();
  parts_->tell_mark(symbol);
}

void FuturesVenue::on_index(InstrumentId symbol, Price index, Timestamp time) {
  ensure(index.known(), "an index is a price");
  advance_to(time);
  parts_->market(symbol).index = index;
  parts_->tell_mark(symbol);
}

void FuturesVenue::set_funding(InstrumentId symbol, Ratio rate, Timestamp next) {
  ensure(next > parts_->now, "the next funding lies ahead");
  parts_->market(symbol).funding_rate = rate;
  parts_->market(symbol).next_funding = next;
  parts_->tell_mark(symbol);
}

std::vector<VenueEvent> FuturesVenue::take_events() {
  return std::exchange(parts_->events, {});
}

VenueResult<Order> FuturesVenue::place(AccountId account, const OrderRequest& request) {
  auto placed = parts_->accept(account, request, {});
  if (!placed) return placed;
  parts_->settle_step();
  return parts_->entry(request.symbol, placed->order_id)->order;
}

VenueResult<Order> FuturesVenue::test_order(AccountId account, const OrderRequest& request) {
  return parts_->prepare(account, request, {});
}

VenueResult<std::vector<VenueResult<Order>>> FuturesVenue::place_batch(AccountId account,
                                                                       const std::vector<OrderRequest>& requests) {
  if (requests.empty() || requests.size() > 5) return refuse(-4082);  // sheet 4.5
  std::vector<VenueResult<Order>> answers;
  for (const OrderRequest& request : requests) answers.push_back(place(account, request));
  return answers;
}

VenueResult<std::vector<VenueResult<Order>>> FuturesVenue::modify_batch(AccountId account,
                                                                        const std::vector<ModifyRequest>& requests) {
  if (requests.empty() || requests.size() > 5) return refuse(-4082);
  std::vector<VenueResult<Order>> answers;
  for (const ModifyRequest& request : requests) answers.push_back(modify(account, request));
  return answers;
}

VenueResult<Order> FuturesVenue::modify(AccountId account, const ModifyRequest& request) {
  auto modified = parts_->amend(account, request);
  if (!modified) return modified;
  parts_->settle_step();
  return parts_->entry(request.order.symbol, modified->order_id)->order;
}

VenueResult<Order> FuturesVenue::cancel(AccountId account, const OrderRef& ref) {
  OrderEntry* found = parts_->find(account, ref);
  if (found == nullptr || !is_open(found->order.status)) return refuse(-2011);
  parts_->end(*found, OrderStatus::CANCELED, Execution::CANCELED);
  parts_->settle_step();
  return found->order;
}

VenueResult<std::vector<VenueResult<Order>>> FuturesVenue::cancel_batch(AccountId account,
                                                                        const std::vector<OrderRef>& refs) {
  if (refs.empty() || refs.size() > 10) return refuse(-4082);
  std::vector<VenueResult<Order>> answers;
  for (const OrderRef& ref : refs) answers.push_back(cancel(account, ref));
  return answers;
}

void FuturesVenue::cancel_all(AccountId account, InstrumentId symbol) {
  parts_->cancel_all(account, symbol);
  parts_->settle_step();
}

void FuturesVenue::countdown_cancel_all(AccountId account, InstrumentId symbol, std::optional<Timestamp> until) {
  parts_->seat(account, symbol).countdown = until.value_or(Timestamp::never());
}

VenueResult<AlgoOrder> FuturesVenue::place_algo(AccountId account, const AlgoRequest& request) {
  auto prepared = parts_->prepare_algo(account, request);
  if (!prepared) return prepared;
  const std::int64_t id = parts_->stand_algo(std::move(*prepared));
  parts_->settle_step();
  return parts_->algos[static_cast<std::size_t>(id - 1)];
}

VenueResult<AlgoOrder> FuturesVenue::cancel_algo(AccountId account, const AlgoRef& ref) {
  AlgoOrder* found = parts_->find_algo(account, ref);
  if (found == nullptr || !is_open(found->status)) return refuse(-2011);
  parts_->end_algo(*found, AlgoStatus::CANCELED);
  return *found;
}

void FuturesVenue::cancel_all_algo(AccountId account, InstrumentId symbol) {
  const std::vector<std::int64_t> open = parts_->customer(account).open_algos;
  for (const std::int64_t id : open) {
    AlgoOrder& algo = parts_->algos[static_cast<std::size_t>(id - 1)];
    if (algo.symbol == symbol) parts_->end_algo(algo, AlgoStatus::CANCELED);
  }
}

VenueResult<void> FuturesVenue::deleverage(AccountId account, InstrumentId symbol, PositionSide side, Quantity quantity,
                                           Price price) {
  const Holding& holding = parts_->seat(account, symbol).holdings[static_cast<std::size_t>(side)];
  if (quantity.raw() <= 0 || quantity > holding.amount.magnitude()) return refuse(-2022);
  parts_->close_by_force(parts_->customer(account), symbol, side, quantity, price, "adl_autoclose");
  parts_->settle_step();
  return {};
}

}  // namespace alpha_pulse::simulator
