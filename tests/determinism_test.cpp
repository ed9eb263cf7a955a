// Equal decisions on every compiler: fixed runs against constants. `./dev determinism` runs this binary as built by GCC
// and clang, with and without optimisation. When the strategy is meant to decide otherwise, `./dev determinism --renew`
// writes tests/determinism/golden.inc anew; the difference belongs into the commit that changes the strategy.
#include "determinism/runs.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>

namespace alpha_pulse::tests {
namespace {

struct Outcome {
  std::uint64_t commands = 0;
  std::uint64_t fills = 0;
  std::string equity, command_hash, timed_hash;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& o) {
  return out << o.commands << " commands, " << o.fills << " fills, equity " << o.equity << "\n  command hash "
             << o.command_hash << "\n  timed hash   " << o.timed_hash;
}

const std::map<std::string, Outcome> kGolden = {
#include "determinism/golden.inc"
};

Outcome outcome_of(const FixedRun& run) {
  LoopRequest request;
  request.hedge = run.hedge;
  request.spot = run.spot;
  request.wallet = run.wallet;
  request.fills = run.fills;
  request.max_drawdown = run.max_drawdown;
  backtest::LoopSettings settings = settings_of(request);
  settings.engine.one_series = false;  // the built-in market prints both legs
  settings.engine.instruments[kHedgeLeg.value].tick = run.hedge_tick;
  auto loop = backtest::ClosedLoop::create(settings, request.hedge);
  EXPECT_TRUE(loop.has_value()) << (loop ? "" : loop.error().message);
  market::SimMarketSettings made{.scenario = run.scenario, .seed = run.seed, .sigma = run.sigma};
  if (run.hedge_tick > Price::from_raw(kOne)) made.hedge_tick = run.hedge_tick;
  market::SimMarket market(made);
  const Timestamp end = market.settings().start_time + Duration::hours(run.hours);
  for (Event event = market.next(); event.ts_event <= end; event = market.next()) (*loop)->push(event);
  (*loop)->finish();
  const engine::Engine& engine = (*loop)->engine();
  return {.commands = engine.counters().orders_placed + engine.counters().orders_canceled,
          .fills = engine.counters().fills,
          .equity = engine.portfolio().equity().to_string(),
          .command_hash = engine.command_hash(),
          .timed_hash = engine.timed_hash()};
}

void print_golden(const FixedRun& run, const Outcome& o) {
  std::printf("    {\"%s\",\n     {%llu, %llu, \"%s\",\n      \"%s\",\n      \"%s\"}},\n", run.name,
              static_cast<unsigned long long>(o.commands), static_cast<unsigned long long>(o.fills), o.equity.c_str(),
              o.command_hash.c_str(), o.timed_hash.c_str());
}

TEST(Determinism, FixedRunsDecideTheSameOnEveryCompiler) {
  const bool printing = std::getenv("ALPHA_PULSE_PRINT_GOLDEN") != nullptr;
  const std::vector<FixedRun> runs = fixed_runs();
  EXPECT_TRUE(printing || kGolden.size() == runs.size()) << "a row for each run";
  for (const FixedRun& run : runs) {
    SCOPED_TRACE(run.name);
    const Outcome outcome = outcome_of(run);
    EXPECT_GT(outcome.commands, 0U) << "a run that decides nothing proves nothing";
    if (printing) {
      print_golden(run, outcome);
      continue;
    }
    const auto golden = kGolden.find(run.name);
    ASSERT_NE(golden, kGolden.end());
    EXPECT_EQ(outcome, golden->second);
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
