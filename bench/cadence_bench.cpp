// The original bot's two cadences, tick for tick: a tick brings a price, lets the bot act, and reads its status.
// 10 000 ticks on each path, a tick a second with a rebalance every 60th, or a tick a minute with a rebalance each;
// without a log, and with a log to a file that gets a status line for every tick as the original's demo writes it.
// The original's figures (CPython 3.11, the same kind of machine) stand in the last column.
#include <filesystem>

#include "alpha_pulse/telemetry/log_notices.hpp"
#include "support/allocations.hpp"
#include "support/world.hpp"

namespace alpha_pulse::bench {
namespace {

struct Status {
  ProgramState state;
  Price price;
  Quantity position;
  std::size_t working;
  Money equity;
};

Status status_of(const backtest::ClosedLoop& loop) {
  const engine::Engine& engine = loop.engine();
  return {.state = loop.strategy()->state(),
          .price = engine.market(kHedgeLeg).last,
          .position = engine.portfolio().position().quantity(),
          .working = engine.tracker().live().size(),
          .equity = engine.portfolio().equity()};
}

/// Where the demo's log goes: the folder of temporary files, removed at the end.
class DemoLog {
 public:
  DemoLog()
      : folder_(std::filesystem::temp_directory_path() / "alpha_pulse_bench"),
        logger_({.directory = folder_, .when_full = telemetry::WhenFull::WAIT}),
        notices_(logger_, bitcoin(kHedgeLeg, ContractKind::LINEAR)) {}
  ~DemoLog() {
    logger_.flush();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  DemoLog(const DemoLog&) = delete;
  DemoLog& operator=(const DemoLog&) = delete;

  engine::INoticeSink& notices() { return notices_; }
  void line(Timestamp when, const Status& status) {
    std::string text = "price ";
    text += status.price.to_string();
    text += " position ";
    text += status.position.to_string();
    text += " orders ";
    text += std::to_string(status.working);
    text += " equity ";
    text += status.equity.to_string();
    text += ' ';
    text += to_string(status.state);
    logger_.log(when, telemetry::Level::INFO, text);
  }
  void flush() { logger_.flush(); }

 private:
  std::filesystem::path folder_;
  telemetry::Logger logger_;
  telemetry::NoticeLogger notices_;
};

struct Cadence {
  Duration step;
  bool ask_always = false;  ///< every part is asked on every tick, as the original does; else quiet ticks are left out
  bool log = false;
};

void play(benchmark::State& state, Path kind, const Cadence& cadence, const char* label) {
  const auto path = make_path(kind, cadence.step);
  const auto hedge = hedging::HedgeSettings::classic();
  auto log = cadence.log ? std::make_unique<DemoLog>() : nullptr;
  backtest::LoopSettings settings = loop_settings(hedge);
  settings.engine.ask_always = cadence.ask_always;
  settings.skip = !cadence.ask_always;
  if (log) settings.notices = &log->notices();
  Measured measured(state);
  for (auto _ : state) {
    auto loop = std::move(*backtest::ClosedLoop::create(settings, hedge));
    for (const Event& event : path) {
      loop->push(event);
      const Status status = status_of(*loop);
      benchmark::DoNotOptimize(&status);
      if (log) log->line(event.ts_event, status);
    }
    loop->finish();
    if (log) log->flush();
  }
  measured.done(static_cast<double>(path.size()));
  state.SetLabel(label);
}

void add(const std::string& name, Path kind, const Cadence& cadence, const char* label) {
  auto* made =
      benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) { play(state, kind, cadence, label); });
  made->Unit(benchmark::kMillisecond);
  made->MinTime(cadence.log ? 0.3 : 0.1);
  if (cadence.log) made->MeasureProcessCPUTime();  // the thread that writes counts as well
}

void reference(benchmark::State& state) {
  const auto path = make_path(Path::RANDOM_WALK, Duration::seconds(1));
  Measured measured(state);
  for (auto _ : state) benchmark::DoNotOptimize(bare_loop(path));
  measured.done(static_cast<double>(path.size()));
}

const bool kRegistered = [] {
  benchmark::RegisterBenchmark("reference_bare_loop", reference);
  const struct {
    const char* name;
    Cadence cadence;
    const char* label;
  } cadences[] = {
      {"1 s ticks, log off", {.step = Duration::seconds(1)}, "original 4 470 ns"},
      {"1 s ticks, log off, all asked", {.step = Duration::seconds(1), .ask_always = true}, "original 4 470 ns"},
      {"1 s ticks, log to file", {.step = Duration::seconds(1), .log = true}, "original 33 500 ns"},
      {"60 s ticks, log off", {.step = Duration::minutes(1)}, "original 37 000 ns"},
      {"60 s ticks, log off, all asked", {.step = Duration::minutes(1), .ask_always = true}, "original 37 000 ns"},
      {"60 s ticks, log to file", {.step = Duration::minutes(1), .log = true}, "original 353 000 ns"},
  };
  for (const auto& entry : cadences) {
    for (std::size_t i = 0; i < std::size(kAllPaths); ++i) {
      add(std::string(entry.name) + ": " + kPathNames[i], kAllPaths[i], entry.cadence, entry.label);
    }
  }
  return true;
}();

}  // namespace
}  // namespace alpha_pulse::bench
