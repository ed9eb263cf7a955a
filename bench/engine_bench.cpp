// What one event costs the engine with the real strategy and the paper venue: quiet ones, waking ones, and one that
// fills a rung and moves protection.
#include <algorithm>
#include <array>

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

 private:
  template <class Around>
  void step(double rungs, Around& around) {
    now_ = now_ + Duration::seconds(61);
    desk_.drive(print(now_, kStartPrice * (1 + 0.01 * rungs)), around);
  }

  Timestamp now_ = kStart;
  Desk desk_;
};

constexpr std::size_t kFillsACycle = 10;
constexpr std::size_t kRungs = 5;

/// The batch of one print that fills a rung: the print, the fill and the venue's report of the position are taken in,
/// and on the last of them the strategy answers and its orders are handed to the venue. The sum of these calls of
/// `process`. The first five fills of a cycle raise the hedge, so the entry and with it the exits move: new exits and
/// the order that buys the rung back. The other five buy a rung back and offer it again. The wall clock also counts
/// what else the machine does, so each fill of the cycle is timed in 101 cycles and its median taken.
void process_fill(benchmark::State& state, std::size_t first, bool last_call_only, const char* held_against) {
  constexpr std::size_t kCycles = 101;
  Climb climb;
  std::array<std::vector<double>, kFillsACycle> laps;
  for (auto& lap : laps) lap.reserve(kCycles);
  std::uint64_t allocated = 0;
  std::uint64_t commands = 0;
  const auto sent = [&] { return climb.engine().counters().orders_placed + climb.engine().counters().orders_canceled; };
  for (auto _ : state) {
    for (auto& lap : laps) lap.clear();
    for (std::size_t cycle = 0; cycle < kCycles; ++cycle) {
      std::size_t fill = 0;
      bool in_batch = false;
      double lap = 0;
      climb.cycle([&](const Event& event, auto&& call) {
        if (is_price_event(event)) in_batch = true;
        if (!in_batch) return call();
        const std::uint64_t allocated_before = allocations();
        const std::uint64_t sent_before = sent();
        const double took = seconds_of(call);
        if (!last_call_only || !event.more_follow) lap += took;
        if (fill >= first && fill < first + kRungs) {
          allocated += allocations() - allocated_before;
          commands += sent() - sent_before;
        }
        if (event.more_follow) return;
        laps.at(fill++).push_back(lap);
        in_batch = false;
        lap = 0;
      });
    }
    double sum = 0;
    for (std::size_t fill = first; fill < first + kRungs; ++fill) {
      auto& lap = laps.at(fill);
      std::ranges::nth_element(lap, lap.begin() + kCycles / 2);
      sum += lap[kCycles / 2];
    }
    state.SetIterationTime(sum);
  }
  const double calls = static_cast<double>(state.iterations()) * kRungs * kCycles;
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRungs));
  state.counters["allocations"] = static_cast<double>(allocated) / calls;
  char label[96];
  std::snprintf(label, sizeof label, "%s%.1f commands a fill", held_against, static_cast<double>(commands) / calls);
  state.SetLabel(label);
}
/// The one call that moves protection.
void process_fill_deciding_call(benchmark::State& state) {
  process_fill(state, 0, true, "2000 ns; ");
}
BENCHMARK(process_fill_deciding_call)->UseManualTime()->Iterations(10);
void process_fill_that_raises(benchmark::State& state) {
  process_fill(state, 0, false, "three calls; ");
}
BENCHMARK(process_fill_that_raises)->UseManualTime()->Iterations(10);
void process_fill_that_buys_back(benchmark::State& state) {
  process_fill(state, kRungs, false, "three calls; ");
}
BENCHMARK(process_fill_that_buys_back)->UseManualTime()->Iterations(10);

/// Everything from the print to the last answer: the venue matches, the engine takes in the print, the fill and each
/// acknowledgement, the strategy re-arms the level and moves protection.
void whole_reaction_to_fill(benchmark::State& state) {
  Climb climb;
  const engine::EngineCounters before = climb.engine().counters();
  Measured measured(state);
  for (auto _ : state) climb.cycle([](const Event& /*event*/, auto&& call) { call(); });
  measured.done(kFillsACycle);
  const engine::EngineCounters after = climb.engine().counters();
  const auto fills = static_cast<double>(after.fills - before.fills);
  ensure(after.fills - before.fills == kFillsACycle * static_cast<std::uint64_t>(state.iterations()),
         "ten fills a cycle");
  char label[96];
  std::snprintf(
      label, sizeof label, "%.1f events and %.1f commands a fill",
      static_cast<double>(after.events - before.events) / fills,
      static_cast<double>(after.orders_placed + after.orders_canceled - before.orders_placed - before.orders_canceled) /
          fills);
  state.SetLabel(label);
}
BENCHMARK(whole_reaction_to_fill);

}  // namespace
}  // namespace alpha_pulse::bench
