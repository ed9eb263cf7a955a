#include "alpha_pulse/matching/matching_engine.hpp"

#include <algorithm>

#include "alpha_pulse/domain/print_run.hpp"
#include "alpha_pulse/matching/step.hpp"

namespace alpha_pulse::matching {

MatchingEngine::MatchingEngine(std::span<const Instrument> instruments, const FillSettings& settings,
                               const std::map<Currency, Money>& wallets)
    : instruments_(instruments.begin(), instruments.end()), settings_(settings), account_(instruments, wallets) {
  books_.reserve(instruments_.size());
  for (const Instrument& listed : instruments_) {
    ensure(listed.id.value == books_.size(), "instruments are listed by their id");
    books_.emplace_back(listed).tradeable = listed.kind != ContractKind::SPOT;
  }
}

void MatchingEngine::place(const PlaceOrder& command, Timestamp now) {
  ensure(command.spec.instrument.value < books_.size(), "an order names a listed instrument");
  Order order;
  order.id = command.id;
  order.spec = command.spec;
  order.submitted_at = now;
  order.updated_at = now;
  if (settings_.latency == Duration{}) {
    arrive(std::move(order), now);
    return;
  }
  in_flight_.push_back({.due = now + settings_.latency, .order = order, .is_cancel = false});
  next_due_ = in_flight_.front().due;
}

void MatchingEngine::cancel(const CancelOrder& command, Timestamp now) {
  ensure(command.spec.instrument.value < books_.size(), "a cancel names a listed instrument");
  if (settings_.latency == Duration{}) {
    arrive_cancel(command.id, command.spec.instrument, now);
    return;
  }
  Order target;
  target.id = command.id;
  target.spec = command.spec;
  in_flight_.push_back({.due = now + settings_.latency, .order = target, .is_cancel = true});
  next_due_ = in_flight_.front().due;
}

inline void MatchingEngine::absorb(Book& b, const Event& event) {
  b.market.absorb(event, instruments_[event.instrument.value]);
  if (const auto* quote = event.as<QuoteTick>()) {
    b.displayed = {.known = true,
                   .bid = quote->bid,
                   .ask = quote->ask,
                   .bid_quantity = quote->bid_quantity,
                   .ask_quantity = quote->ask_quantity};
  } else if (const auto* trade = event.as<TradeTick>(); trade != nullptr && trade->roles.quote) {
    b.displayed.known = false;
  }
}

inline bool MatchingEngine::touched(const Book& b, const Event& event) const {
  if (const auto* trade = event.as<TradeTick>()) {
    return b.trade.touched(trade->price) || b.mark.touched(b.market.reference());
  }
  if (const auto* quote = event.as<QuoteTick>()) return b.bid.touched(quote->bid) || b.ask.touched(quote->ask);
  return b.mark.touched(b.market.mark);
}

void MatchingEngine::observe(const Event& event) {
  if (event.ts_event >= next_due_) [[unlikely]]
    arrive_due(event.ts_event);
  if (event.instrument.value >= books_.size()) return;
  Book& observed = books_[event.instrument.value];
  if (is_price_event(event)) [[likely]] {
    if (!observed.tradeable) return;
    absorb(observed, event);
    if (touched(observed, event) || settings_.examine_every_event) [[unlikely]] {
      match(event.instrument, event);
    }
    return;
  }
  if (const auto* funding = event.as<FundingRateDue>()) {
    if (observed.tradeable) settle_funding(event.instrument, funding->rate, event.ts_event);
  } else if (const auto* transfer = event.as<WalletTransferred>()) {
    const Step step(*this, event.instrument, event.ts_event);
    account_.book_transfer(transfer->amount);
    account_changed(transfer->amount.currency());
    liquidate_if_due(transfer->amount.currency(), event.ts_event);
  }
}

/// Prints of one instrument at the beginning that touch nothing; how many there were.
std::size_t MatchingEngine::absorb_prints(std::span<const Event> events) {
  const InstrumentId id = events.front().instrument;
  if (id.value >= books_.size() || settings_.examine_every_event) return 0;
  Book& observed = books_[id.value];
  const auto* first = events.front().as<TradeTick>();
  if (!observed.tradeable || first == nullptr) return 0;
  PriceWatch watch = observed.trade;
  // A mark that stands where it is watched has been looked at when it came, and whenever the account has moved since.
  if (first->roles.mark || !observed.market.mark.known()) watch.merge(observed.mark);
  const std::size_t calm = print_run(events, [watch, due = next_due_](const Event& event, const TradeTick& trade) {
    return event.ts_event < due && !watch.touched(trade.price);
  });
  if (calm == 0) return 0;
  absorb_print_run(observed.market, events.first(calm), instruments_[id.value]);
  if (first->roles.quote) observed.displayed.known = false;
  return calm;
}

void MatchingEngine::observe_all(std::span<const Event> events) {
  while (!events.empty()) {
    std::size_t taken = absorb_prints(events);
    if (taken == 0) observe(events[taken++]);
    events = events.subspan(taken);
  }
}

Wakeup MatchingEngine::next_wakeup() const {
  Wakeup wakeup;
  wakeup.not_later_than(next_due_);
  for (std::size_t i = 0; i < books_.size(); ++i) {
    const Book& b = books_[i];
    const InstrumentId id = instruments_[i].id;
    wakeup.every_event = wakeup.every_event || b.mark.watches_everything();
    PriceWatch trade = b.trade;
    if (!b.market.mark.known()) trade.merge(b.mark);  // the last trade stands for the mark
    if (!trade.idle()) wakeup.add(trade.band(id, PriceKind::TRADE));
    if (!b.mark.idle()) wakeup.add(b.mark.band(id, PriceKind::MARK));
    if (!b.bid.idle()) wakeup.add(b.bid.band(id, PriceKind::BID));
    if (!b.ask.idle()) wakeup.add(b.ask.band(id, PriceKind::ASK));
  }
  return wakeup;
}

std::optional<Order> MatchingEngine::order(ClientOrderId id) const {
  for (const Book& b : books_) {
    if (const RestingLimit* resting = b.sells.find(id)) return resting->order;
    if (const RestingLimit* resting = b.buys.find(id)) return resting->order;
    const auto waiting = std::ranges::find(b.conditionals, id, &Order::id);
    if (waiting != b.conditionals.end()) return *waiting;
  }
  for (const InFlight& sent : in_flight_) {
    if (!sent.is_cancel && sent.order.id == id) return sent.order;
  }
  return history_.find(id);
}

std::vector<Order> MatchingEngine::live_orders(InstrumentId id) const {
  const Book& b = books_[id.value];
  std::vector<Order> live(b.conditionals);
  for (const LimitLadder* ladder : {&b.sells, &b.buys}) {
    for (const RestingLimit& resting : ladder->orders()) live.push_back(resting.order);
  }
  std::ranges::sort(live, {}, &Order::venue_id);  // the venue numbers them as they arrive
  for (const InFlight& sent : in_flight_) {
    if (!sent.is_cancel && sent.order.spec.instrument == id) live.push_back(sent.order);
  }
  return live;
}

Price MatchingEngine::liquidation_price(InstrumentId id) const {
  const PriceBand band = books_[id.value].liquidation.band(id, PriceKind::MARK);
  if (books_[id.value].liquidation.watches_everything()) return Price{};
  return band.at_or_above.known() ? band.at_or_above : band.at_or_below;
}

}  // namespace alpha_pulse::matching
