// What one event costs the engine with the real strategy and the paper venue: quiet ones, waking ones, and one that
// fills a rung and moves protection.
#include "support/allocations.hpp"
#include "support/desk.hpp"

namespace alpha_pulse::bench {
namespace {

constexpr std::size_t kQuiet = 4096;

/// A ladder re-armed level by level whose exits are too far away to end the measurement.
hedging::HedgeSettings ladder() {
  hedging::HedgeSettings hedge = hedging::HedgeSettings::classic();
  hedge.grid.rearm_levels = true;
  hedge.exits.stop_loss = hedge.exits.take_profit = *Ratio::parse("0.5");
  return hedge;
}

/// Prints below the first rung, all at one moment in market time: no timer, no deadline, nothing to do.
std::vector<Event> quiet_prints() {
  std::vector<Event> events;
  for (std::size_t i = 0; i < kQuiet; ++i) {
    events.push_back(print(kStart + Duration::seconds(1), kStartPrice + static_cast<double>(i * 37 % 101)));
  }
  return events;
}

void reference_bare_loop(benchmark::State& state) {
  const auto events = quiet_prints();
  Measured measured(state);
  for (auto _ : state) benchmark::DoNotOptimize(bare_loop(events));
  measured.done(kQuiet);
}
BENCHMARK(reference_bare_loop);

void process_quiet_event(benchmark::State& state) {
  const auto events = quiet_prints();
  Desk desk(ladder());
  desk.drive(print(kStart, kStartPrice));
  engine::Engine& engine = desk.engine();
  const std::uint64_t waking = engine.counters().events - engine.counters().quiet;
  Measured measured(state);
  for (auto _ : state) {
    for (const Event& event : events) engine.process(event);
  }
  measured.done(kQuiet);
  ensure(engine.counters().events - engine.counters().quiet == waking, "every measured event was quiet");
  state.SetLabel("20 ns, no allocation");
}
BENCHMARK(process_quiet_event);

/// What a run pays for a quiet print: the runner and the meters leave it out.
void run_quiet_event(benchmark::State& state) {
  const auto events = quiet_prints();
  auto loop = std::move(*backtest::ClosedLoop::create(loop_settings(ladder()), ladder()));
  loop->push(print(kStart, kStartPrice));
  Measured measured(state);
  for (auto _ : state) {
    for (const Event& event : events) loop->push(event);
  }
  measured.done(kQuiet);
}
BENCHMARK(run_quiet_event);

/// A timer nobody waits for wakes everybody and leads to nothing: the floor of what a decision costs.
void process_waking_event(benchmark::State& state) {
  Event timer = print(kStart + Duration::seconds(1), kStartPrice);
  timer.body = TimerElapsed{};
  Desk desk(ladder());
  desk.drive(print(kStart, kStartPrice));
  Measured measured(state);
  for (auto _ : state) {
    for (std::size_t i = 0; i < kQuiet; ++i) desk.engine().process(timer);
  }
  measured.done(kQuiet);
}
BENCHMARK(process_waking_event);

/// Climbs the five rungs one print each, and back down where each is bought back: ten fills a cycle.
class Climb {
 public:
  Climb() : desk_(ladder()) { desk_.drive(print(now_, kStartPrice)); }

  template <class Around>
  void cycle(Around&& around) {
    for (int rung = 1; rung <= 5; ++rung) step(rung + 0.2, around);
    for (int rung = 4; rung >= 0; --rung) step(rung - 0.2, around);
  }
  engine::Engine& engine() { return desk_.engine(); }
  std::uint64_t fills() { return desk_.engine().counters().fills; }

 private:
  template <class Around>
  void step(double rungs, Around& around) {
    now_ = now_ + Duration::seconds(61);
    desk_.drive(print(now_, kStartPrice * (1 + 0.01 * rungs)), around);
  }

  Timestamp now_ = kStart;
  Desk desk_;
};

/// One call: the fill comes in, protection moves, the orders for it are handed to the venue.
void process_fill(benchmark::State& state) {
  Climb climb;
  const auto placed = [&] {
    return climb.engine().counters().orders_placed + climb.engine().counters().orders_canceled;
  };
  const std::uint64_t before = placed();
  const std::uint64_t fills = climb.fills();
  std::uint64_t allocated = 0;
  std::uint64_t calls = 0;
  for (auto _ : state) {
    Stopwatch watch;
    climb.cycle([&](const Event& event, auto&& call) {
      if (event.as<OrderFilled>() == nullptr) return call();
      const std::uint64_t count = allocations();
      watch.time(call);
      allocated += allocations() - count;
    });
    calls += watch.laps();
    state.SetIterationTime(watch.seconds());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(calls));
  state.counters["allocations"] = static_cast<double>(allocated) / static_cast<double>(calls);
  ensure(climb.fills() - fills == calls, "each timed call took in a fill");
  char label[96];
  std::snprintf(label, sizeof label, "2000 ns; %.2f commands a fill",
                static_cast<double>(placed() - before) / static_cast<double>(calls));
  state.SetLabel(label);
}
BENCHMARK(process_fill)->UseManualTime();

/// Everything from the print to the last answer: the venue matches, the engine takes in the print, the fill and each
/// acknowledgement, the strategy re-arms the level and moves protection.
void whole_reaction_to_fill(benchmark::State& state) {
  Climb climb;
  const std::uint64_t fills = climb.fills();
  const std::uint64_t events = climb.engine().counters().events;
  Measured measured(state);
  for (auto _ : state) climb.cycle([](const Event& /*event*/, auto&& call) { call(); });
  measured.done(10);
  ensure(climb.fills() - fills == 10 * static_cast<std::uint64_t>(state.iterations()), "ten fills a cycle");
  char label[96];
  std::snprintf(label, sizeof label, "%.1f events a fill",
                static_cast<double>(climb.engine().counters().events - events) /
                    (10.0 * static_cast<double>(state.iterations())));
  state.SetLabel(label);
}
BENCHMARK(whole_reaction_to_fill);

}  // namespace
}  // namespace alpha_pulse::bench
