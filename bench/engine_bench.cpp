// What one event costs the engine: a quiet price, beside a loop that only keeps the latest price.
#include <benchmark/benchmark.h>

#include <vector>

#include "alpha_pulse/engine/engine.hpp"

namespace {

using namespace alpha_pulse;
using namespace alpha_pulse::domain;

class Silent : public engine::IBroker {
 public:
  void submit(const risk::RiskApproved<Command>& /*command*/, Lsn /*lsn*/) override {}
  void observe(const Event& /*event*/) override {}
  Wakeup next_wakeup() const override { return {}; }
};

/// Promises a band of ten percent about the start.
class Waiting : public IStrategy {
 public:
  void on_event(const Event& /*event*/, const StrategyView& /*view*/, Commands& /*out*/) override {}
  Wakeup next_wakeup() const override {
    Wakeup wakeup;
    wakeup.add({.instrument = kHedgeLeg,
                .kind = PriceKind::MARK,
                .at_or_below = Price::from_raw(90 * kOne),
                .at_or_above = Price::from_raw(110 * kOne)});
    return wakeup;
  }
};

engine::EngineSettings settings() {
  Instrument spot;
  spot.id = kSpotLeg;
  spot.kind = ContractKind::SPOT;
  spot.quote = Currency{"USDT"};
  spot.tick = Price::from_raw(kOne / 100);
  spot.lot = Quantity::from_raw(kOne / 1000);
  spot.multiplier = Quantity::from_raw(kOne);
  spot.min_notional = Money(spot.quote);
  Instrument hedge = spot;
  hedge.id = kHedgeLeg;
  hedge.kind = ContractKind::LINEAR;
  hedge.brackets = {{Money(spot.quote), Ratio::from_raw(kOne / 250), Money(spot.quote)}};
  engine::EngineSettings made;
  made.instruments = {spot, hedge};
  made.spot_quantity = Quantity::from_raw(kOne);
  made.wallet = Money::from_raw(Money::kUnit * 1000, spot.quote);
  made.one_series = true;
  return made;
}

std::vector<Event> quiet_prices() {
  std::vector<Event> events(4096);
  for (std::size_t i = 0; i < events.size(); ++i) {
    events[i].instrument = kHedgeLeg;
    events[i].body =
        TradeTick{.price = Price::from_raw((10'000 + static_cast<std::int64_t>(i * 37 % 101)) * kOne / 100),
                  .quantity = Quantity::from_raw(kOne),
                  .aggressor = Side::BUY,
                  .roles = kAllRoles};
  }
  return events;
}

void reference_loop(benchmark::State& state) {
  const auto events = quiet_prices();
  Price last;
  for (auto _ : state) {
    for (const Event& event : events) {
      if (const auto* trade = event.as<TradeTick>()) last = trade->price;
      benchmark::DoNotOptimize(last);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}
BENCHMARK(reference_loop);

void quiet_event(benchmark::State& state) {
  const auto events = quiet_prices();
  Waiting strategy;
  Silent broker;
  engine::Engine engine(settings(), {.strategy = strategy, .broker = broker});
  engine.process(events[0]);
  for (auto _ : state) {
    for (const Event& event : events) engine.process(event);
  }
  ensure(engine.counters().quiet + 1 == engine.counters().events, "every measured event was quiet");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}
BENCHMARK(quiet_event);

/// An event that wakes everybody and leads to nothing: the floor of what a decision costs.
void waking_event(benchmark::State& state) {
  auto events = quiet_prices();
  for (Event& event : events) event.body = TimerElapsed{};
  Waiting strategy;
  Silent broker;
  engine::Engine engine(settings(), {.strategy = strategy, .broker = broker});
  engine.process(quiet_prices()[0]);
  for (auto _ : state) {
    for (const Event& event : events) engine.process(event);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}
BENCHMARK(waking_event);

}  // namespace
