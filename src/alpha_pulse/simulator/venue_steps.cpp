#include <algorithm>

#include "alpha_pulse/simulator/venue_parts.hpp"

// The end of every mutation, and what happens by time alone.
namespace alpha_pulse::simulator {

/// Sheet 9.3: a position that is gone takes its closing orders with it, and its closePosition orders (4.6, GTE).
void FuturesVenue::Parts::tidy_reduce_only(InstrumentId symbol) {
  for (Customer& owner : customers) {
    const std::vector<std::int64_t> open = owner.seats[symbol.value].open;
    for (const std::int64_t id : open) {
      OrderEntry& of = *entry(symbol, id);
      if (!is_open(of.order.status) || !of.order.reduce_only || !closable(of.order).is_zero()) continue;
      end(of, OrderStatus::EXPIRED, Execution::EXPIRED, ExpiryReason::REDUCE_ONLY);
    }
    const std::vector<std::int64_t> watching = owner.open_algos;
    for (const std::int64_t id : watching) {
      AlgoOrder& algo = algos[static_cast<std::size_t>(id - 1)];
      if (algo.symbol != symbol || !algo.close_position) continue;
      const auto side = static_cast<std::size_t>(algo.position_side);
      const bool held = !owner.seats[symbol.value].holdings[side].flat();
      if (algo.held && !held) end_algo(algo, AlgoStatus::EXPIRED);
      algo.held = held;
    }
  }
}

/// Repeats until nothing follows from what followed. Each round ends orders, conditional orders or positions, of which
/// there are finitely many.
void FuturesVenue::Parts::settle_step() {
  for (bool again = true; again;) {
    again = false;
    for (std::uint32_t i = 0; i < markets.size(); ++i) {
      if (!markets[i].disturbed) continue;
      markets[i].disturbed = false;
      again = true;
      tidy_reduce_only(InstrumentId{i});
      watch_triggers(InstrumentId{i});
    }
    if (!again) break;
    for (Customer& owner : customers) look_after_margin(owner);
  }
  publish();
  for (const Customer& owner : customers) ensure(owner.wallet.adds_up(), "the wallet is the sum of its terms");
}

void FuturesVenue::Parts::publish() {
  for (VenueEvent& event : public_events) events.push_back(std::move(event));
  public_events.clear();
  for (std::uint32_t i = 0; i < markets.size(); ++i) {
    auto changed = markets[i].book.publish();
    if (!changed) continue;
    events.emplace_back(BookChanged{.time = now,
                                    .symbol = InstrumentId{i},
                                    .first = changed->first,
                                    .last = changed->last,
                                    .previous = changed->previous,
                                    .bids = std::move(changed->bids),
                                    .asks = std::move(changed->asks)});
    if (!changed->best_moved) continue;
    events.emplace_back(BookTickerChanged{.time = now,
                                          .symbol = InstrumentId{i},
                                          .update_id = changed->last,
                                          .bid = markets[i].book.best_level(Side::BUY),
                                          .ask = markets[i].book.best_level(Side::SELL)});
  }
}

void FuturesVenue::Parts::cancel_all(AccountId account, InstrumentId symbol) {
  const std::vector<std::int64_t> open = seat(account, symbol).open;
  for (const std::int64_t id : open) {
    OrderEntry& of = *entry(symbol, id);
    if (is_open(of.order.status)) end(of, OrderStatus::CANCELED, Execution::CANCELED);
  }
}

Timestamp FuturesVenue::Parts::next_timer() const {
  Timestamp next = good_tills.empty() ? Timestamp::never() : good_tills.begin()->time;
  for (std::size_t i = 0; i < markets.size(); ++i) {
    next = std::min(next, markets[i].next_funding);
    for (const Customer& owner : customers) next = std::min(next, owner.seats[i].countdown);
  }
  return next;
}

/// Funding first: it applies to what was open at the instant (sheet 9.6).
void FuturesVenue::Parts::fire_timers(Timestamp at) {
  for (std::uint32_t i = 0; i < markets.size(); ++i) {
    if (markets[i].next_funding <= at) settle_funding(InstrumentId{i});
  }
  while (!good_tills.empty() && good_tills.begin()->time <= at) {
    const GoodTill ended = *good_tills.begin();
    end(*entry(ended.symbol, ended.order_id), OrderStatus::EXPIRED, Execution::EXPIRED);  // sheet 9.2
  }
  for (std::uint32_t i = 0; i < markets.size(); ++i) {
    for (Customer& owner : customers) {
      if (owner.seats[i].countdown > at) continue;
      owner.seats[i].countdown = Timestamp::never();
      cancel_all(owner.id, InstrumentId{i});  // sheet 9.8: plain orders only; positions and conditional orders stay
    }
  }
}

}  // namespace alpha_pulse::simulator
