#include "alpha_pulse/session/backtest_run.hpp"

#include "alpha_pulse/backtest/reference_strategies.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/stopwatch.hpp"
#include "alpha_pulse/tape/simd_path.hpp"

namespace alpha_pulse::session {
namespace {

using Clock = std::chrono::steady_clock;
/// The data of a request: opened by the caller for many runs, or here for this one.
Result<std::shared_ptr<const RecordedData>> data_of(const BacktestRequest& request) {
  if (request.data) return request.data;
  return RecordedData::open(request.sources);
}

Result<Plan> plan_on(const RecordedData& data, const BacktestRequest& request) {
  return make_plan({.config = request.config,
                    .hedge = request.hedge,
                    .reference_price = data.first_price(),
                    .warnings = {},
                    .effective_text = request.effective_text});
}

/// Plays the whole data into the loops.
Result<RecordedData::Played> play(const RecordedData& data, const std::vector<backtest::ClosedLoop*>& loops,
                                  const BacktestRequest& request, const char* stage) {
  return data.play(loops, request.config.funding.default_rate,
                   [&](Timestamp reached) { return !request.progress || request.progress(reached, stage); });
}

/// Reference policies may do what they are, on paper: no limit of the user's stands in their way but the venue's
/// margin.
backtest::LoopSettings unlimited(backtest::LoopSettings settings) {
  const Duration stale = settings.engine.limits.stale_after;
  settings.engine.limits = {};
  settings.engine.limits.stale_after = stale;
  settings.limits = {};
  settings.journal = nullptr;
  settings.notices = nullptr;
  settings.advice = nullptr;
  settings.mode = execution::TradingMode::PAPER;
  settings.skip = true;
  settings.engine.ask_always = false;
  return settings;
}

/// The seed's policy at this run's costs and holding.
hedging::HedgeSettings classic_policy(const config::AppConfig& config) {
  hedging::HedgeSettings classic = hedging::HedgeSettings::classic();
  classic.costs = config.hedge.costs;
  classic.grid.direction =
      config.hedge.grid.direction == GridDirection::LONG ? GridDirection::LONG : GridDirection::SHORT;
  return classic;
}

Result<void> run_baselines(const BacktestRequest& request, const RecordedData& data,
                           const backtest::LoopSettings& settings, BacktestReport& report,
                           BacktestReport::Histories& histories) {
  const Stopwatch watch;
  const backtest::LoopSettings own = unlimited(settings);
  auto unhedged = backtest::ClosedLoop::create(own, backtest::unhedged_strategy());
  auto static_hedge = backtest::ClosedLoop::create(own, backtest::static_strategy(kHedgeLeg));
  auto classic = backtest::ClosedLoop::create(own, classic_policy(request.config));
  if (!unhedged) return std::unexpected(unhedged.error());
  if (!static_hedge) return std::unexpected(static_hedge.error());
  if (!classic) return std::unexpected(classic.error());
  const auto played = play(data, {unhedged->get(), static_hedge->get(), classic->get()}, request, "baselines");
  if (!played) return std::unexpected(played.error());
  report.interrupted = played->interrupted;
  report.baselines_ms = watch.milliseconds();
  if (report.interrupted) return {};
  report.unhedged = figures(**unhedged);
  report.static_hedge = figures(**static_hedge);
  report.classic = figures(**classic);
  histories.unhedged = (*unhedged)->history();
  histories.static_hedge = (*static_hedge)->history();
  histories.classic = (*classic)->history();
  return {};
}

}  // namespace

Result<Plan> plan_at_first_price(const BacktestRequest& request) {
  const auto data = data_of(request);
  if (!data) return std::unexpected(data.error());
  return plan_on(**data, request);
}

Result<BacktestReport> run_backtest(const BacktestRequest& request) {
  const Stopwatch watch;
  const auto data = data_of(request);
  if (!data) return std::unexpected(data.error());
  if (const auto plan = plan_on(**data, request); !plan) return std::unexpected(plan.error());
  backtest::LoopSettings settings = loop_settings(
      request.config, {.hedge = request.hedge, .one_series = (*data)->one_series(), .cadence = (*data)->cadence()});
  settings.skip = request.skip;
  settings.history = request.history;
  settings.journal = request.journal;
  settings.notices = request.notices;
  settings.advice = request.advice;
  if (request.journal != nullptr) {
    request.journal->append({run_header(request.effective_text, settings, (*data)->first(), "recorded data")});
  }
  const auto loop = backtest::ClosedLoop::create(settings, request.config.hedge);
  if (!loop) return std::unexpected(loop.error());
  const auto played = play(**data, {loop->get()}, request, "policy");
  if (!played) return std::unexpected(played.error());
  const double whole_ms = watch.milliseconds();

  BacktestReport report{.summary = summarise(**loop, request.config, "recorded"),
                        .policy = figures(**loop),
                        .time = time_figures(**loop)};
  report.interrupted = played->interrupted;
  report.run_ms = played->inside_ms;
  report.wakeups = (*loop)->runner().delivered();
  report.load_ms = whole_ms - played->inside_ms + (request.data ? request.data->load_ms() : 0);
  report.events_per_second =
      report.run_ms > 0 ? 1000.0 * static_cast<double>(report.summary.events) / report.run_ms : 0;
  if ((*data)->mapped()) report.simd = tape::simd_path();
  auto histories = std::make_shared<BacktestReport::Histories>();
  histories->policy = (*loop)->history();
  if (request.baselines && !report.interrupted) {
    const auto done = run_baselines(request, **data, settings, report, *histories);
    if (!done) return std::unexpected(done.error());
  }
  if (request.history) report.history = std::move(histories);
  return report;
}

}  // namespace alpha_pulse::session
