#include "alpha_pulse/simulator/face_exchange.hpp"

#include <algorithm>
#include <cmath>

namespace alpha_pulse::simulator {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr Duration kFirstPrints = Duration::seconds(3);  // of the warm-up: they give both books their first price
constexpr InstrumentId kListed{0};                       // each venue lists one symbol

std::int64_t millionths(double speed) {
  ensure(speed >= 1e-6 && speed <= 1e6, "a speed of the market from 0.000001 to 1000000");
  return std::llround(speed * static_cast<double>(kMillion));
}

std::int64_t scaled(std::int64_t value, std::int64_t by, std::int64_t over) {
  return static_cast<std::int64_t>(multiply_divide_rounding_half_away(value, by, over));
}

/// A print as the venue's filters allow it: the market's model knows no ticks and no lots.
template <class Symbol>
TradeTick on_grid(TradeTick tick, const Symbol& symbol) {
  const std::int64_t step = symbol.tick.raw(), lot = symbol.lot.step.raw();
  const std::int64_t off = (tick.price - symbol.min_price).raw() % step;
  const std::int64_t up = off * 2 >= step ? step : 0;
  tick.price = std::max(Price::from_raw(tick.price.raw() - off + up), symbol.min_price);
  tick.quantity = Quantity::from_raw(std::max(tick.quantity.raw() - tick.quantity.raw() % lot, lot));
  return tick;
}

bool is_history(const Event& event, const ExchangeSettings& settings) {
  return event.ts_event + kFirstPrints < settings.market.start_time + settings.warm_up;
}

Exchange::PastPrints past_prints(const ExchangeSettings& settings) {
  market::SimMarket market(settings.market);
  Exchange::PastPrints past;
  for (Event event = market.next(); is_history(event, settings); event = market.next()) {
    if (event.as<TradeTick>() == nullptr) continue;
    ++(event.instrument == kSpotLeg ? past.spot : past.futures);
  }
  return past;
}

FuturesSettings listing(const ExchangeSettings& settings, const Exchange::PastPrints& past) {
  FuturesSymbol symbol = settings.perpetual;
  const std::int64_t speed = millionths(settings.speed);
  symbol.funding_interval = Duration::nanoseconds(scaled(settings.market.funding_interval.ns(), kMillion, speed));
  FuturesSettings listed;
  listed.symbols = {symbol};
  listed.first_trade_id += past.futures;
  return listed;
}

}  // namespace

Exchange::Exchange(const ExchangeSettings& settings) : Exchange(settings, past_prints(settings)) {}

Exchange::Exchange(const ExchangeSettings& settings, const PastPrints& past)
    : futures(listing(settings, past)),
      spot({settings.spot}, 1 + past.spot),
      market_(settings.market),
      next_(market_.next()),
      market_opens_(settings.market.start_time + settings.warm_up),
      opens_(settings.opens),
      now_(settings.opens),
      speed_millionths_(millionths(settings.speed)),
      next_futures_id_(FuturesSettings().first_trade_id) {
  while (is_history(next_, settings)) {
    remember(next_);
    next_ = market_.next();
  }
  show_next_funding();
  advance(opens_);
}

Timestamp Exchange::protocol_time(Timestamp market_time) const {
  const std::int64_t since = (market_time - market_opens_).ns();
  return opens_ + Duration::nanoseconds(scaled(since, kMillion, speed_millionths_));
}

Timestamp Exchange::next_print() const {
  return protocol_time(next_.ts_event);
}

void Exchange::advance(Timestamp now) {
  while (next_print() <= now) {
    apply(next_);
    next_ = market_.next();
  }
  futures.advance_to(now);
  spot.advance_to(now);
  now_ = std::max(now_, now);
}

/// What happened before the exchange opened: history, in the protocol's time.
void Exchange::remember(const Event& event) {
  if (const auto* due = event.as<FundingRateDue>()) {
    const Price mark = marks.empty() ? Price() : marks.prints().back().price;
    pay(protocol_time(event.ts_event), due->rate, mark);
  }
  const auto* tick = event.as<TradeTick>();
  if (tick == nullptr) return;
  const bool of_spot = event.instrument == kSpotLeg;
  const TradeTick printed = of_spot ? on_grid(*tick, spot.symbol(kListed)) : on_grid(*tick, futures.symbol(kListed));
  Print print{.id = of_spot ? next_spot_id_++ : next_futures_id_++,
              .time = protocol_time(event.ts_event),
              .price = printed.price,
              .quantity = printed.quantity,
              .buyer_is_maker = tick->aggressor == Side::SELL};
  if (of_spot) {
    spot_prints.add(print);
    return;
  }
  futures_prints.add(print);
  print.price = tick->price;
  marks.add(print);
}

void Exchange::pay(Timestamp at, Ratio rate, Price mark) {
  paid_funding.push_back({at, rate, mark});
  if (paid_funding.size() > kMostFunding) paid_funding.erase(paid_funding.begin());
}

void Exchange::apply(const Event& event) {
  const Timestamp at = protocol_time(event.ts_event);
  if (const auto* due = event.as<FundingRateDue>()) {
    futures.set_funding(kListed, due->rate, at);
    futures.advance_to(at);
    pay(at, due->rate, futures.ticker(kListed).mark);
    show_next_funding();
  }
  const auto* tick = event.as<TradeTick>();
  if (tick == nullptr) return;
  if (event.instrument == kSpotLeg) {
    const TradeTick printed = on_grid(*tick, spot.symbol(kListed));
    spot.on_trade(kListed, printed.price, printed.quantity, at);
    futures.on_index(kListed, tick->price, at);
    return;
  }
  const TradeTick printed = on_grid(*tick, futures.symbol(kListed));
  futures.on_mark(kListed, tick->price, at);
  futures.on_trade(kListed, printed.price, printed.quantity, at);
  marks.add({++mark_id_, at, tick->price, tick->quantity, false});
}

/// A copy of the market is run ahead to the next rate: what is shown is what will be paid.
void Exchange::show_next_funding() {
  market::SimMarket ahead = market_;
  for (Event event = ahead.next();; event = ahead.next()) {
    const auto* due = event.as<FundingRateDue>();
    if (due == nullptr) continue;
    futures.set_funding(kListed, due->rate, protocol_time(event.ts_event));
    return;
  }
}

std::vector<VenueEvent> Exchange::take_futures_events() {
  auto events = futures.take_events();
  for (const VenueEvent& event : events) {
    if (const auto* t = std::get_if<PublicTrade>(&event)) {
      futures_prints.add({t->trade_id, t->time, t->price, t->quantity, t->buyer_is_maker});
    }
  }
  return events;
}

std::vector<SpotEvent> Exchange::take_spot_events() {
  auto events = spot.take_events();
  for (const SpotEvent& event : events) {
    if (const auto* t = std::get_if<SpotTrade>(&event)) {
      spot_prints.add({t->trade_id, t->time, t->price, t->quantity, t->buyer_is_maker});
    }
  }
  return events;
}

}  // namespace alpha_pulse::simulator
