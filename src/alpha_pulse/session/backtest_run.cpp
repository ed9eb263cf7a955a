#include "alpha_pulse/session/backtest_run.hpp"

#include <array>
#include <chrono>

#include "alpha_pulse/backtest/reference_strategies.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/default_funding.hpp"

namespace alpha_pulse::session {
namespace {

using Clock = std::chrono::steady_clock;
using Loops = std::vector<std::unique_ptr<backtest::ClosedLoop>>;

constexpr std::size_t kBlock = 8192;  // events read ahead, so that reading and running are timed apart

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

RunFacts facts_of(const BacktestRequest& request, const data_pipeline::ReplayDataProvider& provider) {
  const bool one_series = request.sources.spot.empty() && request.sources.mark.empty();
  return {.hedge = request.hedge, .one_series = one_series, .cadence = provider.cadence()};
}

/// Plays the whole source into every loop. Returns the time spent inside the loops; sets `interrupted`.
Result<double> play(data_pipeline::ReplayDataProvider& provider, const Loops& loops, const BacktestRequest& request,
                    const char* stage, bool& interrupted) {
  std::vector<Event> block(kBlock);
  const bool funding_in_files = !request.sources.funding.empty();
  std::vector<DefaultFunding> funding(loops.size(),
                                      DefaultFunding(funding_in_files ? Ratio{} : request.config.funding.default_rate));
  double inside_ms = 0;
  for (bool more = true; more && !interrupted;) {
    std::size_t count = 0;
    while (count < kBlock) {
      const auto got = provider.next(block[count]);
      if (!got) return std::unexpected(got.error());
      more = *got;
      if (!more) break;
      ++count;
    }
    const auto begin = Clock::now();
    for (std::size_t k = 0; k < loops.size(); ++k) {
      for (std::size_t i = 0; i < count; ++i) {
        funding[k].before(block[i].ts_event, [&](const Event& due) { loops[k]->push(due); });
        loops[k]->push(block[i]);
      }
    }
    inside_ms += milliseconds_since(begin);
    if (count > 0 && request.progress) interrupted = !request.progress(block[count - 1].ts_event, stage);
  }
  const auto begin = Clock::now();
  for (const auto& loop : loops) loop->finish();
  return inside_ms + milliseconds_since(begin);
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

Result<void> run_baselines(const BacktestRequest& request, const backtest::LoopSettings& settings,
                           BacktestReport& report) {
  const auto begin = Clock::now();
  auto provider = data_pipeline::ReplayDataProvider::open(request.sources);
  if (!provider) return std::unexpected(provider.error());
  const backtest::LoopSettings own = unlimited(settings);
  auto unhedged = backtest::ClosedLoop::create(own, backtest::unhedged_strategy());
  auto static_hedge = backtest::ClosedLoop::create(own, backtest::static_strategy(kHedgeLeg));
  auto classic = backtest::ClosedLoop::create(own, classic_policy(request.config));
  if (!unhedged) return std::unexpected(unhedged.error());
  if (!static_hedge) return std::unexpected(static_hedge.error());
  if (!classic) return std::unexpected(classic.error());
  Loops loops;
  loops.push_back(std::move(*unhedged));
  loops.push_back(std::move(*static_hedge));
  loops.push_back(std::move(*classic));
  if (auto played = play(**provider, loops, request, "baselines", report.interrupted); !played) {
    return std::unexpected(played.error());
  }
  report.baselines_ms = milliseconds_since(begin);
  if (report.interrupted) return {};
  report.unhedged = figures(*loops[0]);
  report.static_hedge = figures(*loops[1]);
  report.classic = figures(*loops[2]);
  return {};
}

}  // namespace

Result<Plan> plan_at_first_price(const BacktestRequest& request) {
  auto provider = data_pipeline::ReplayDataProvider::open(request.sources);
  if (!provider) return std::unexpected(provider.error());
  Event event;
  for (;;) {
    const auto more = (*provider)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) return fail(ErrorCode::kBadData, "the data hold no price of the hedge leg in the time asked for");
    const auto* trade = event.as<TradeTick>();
    if (trade == nullptr || event.instrument != kHedgeLeg) continue;
    return make_plan({.config = request.config,
                      .hedge = request.hedge,
                      .reference_price = trade->price,
                      .warnings = {},
                      .effective_text = request.effective_text});
  }
}

Result<BacktestReport> run_backtest(const BacktestRequest& request) {
  const auto begin = Clock::now();
  if (const auto plan = plan_at_first_price(request); !plan) return std::unexpected(plan.error());
  auto provider = data_pipeline::ReplayDataProvider::open(request.sources);
  if (!provider) return std::unexpected(provider.error());
  backtest::LoopSettings settings = loop_settings(request.config, facts_of(request, **provider));
  settings.skip = request.skip;
  settings.journal = request.journal;
  settings.notices = request.notices;
  settings.advice = request.advice;
  if (request.journal != nullptr) {
    request.journal->append({run_header(request.effective_text, settings, (*provider)->first(), "recorded data")});
  }
  auto loop = backtest::ClosedLoop::create(settings, request.config.hedge);
  if (!loop) return std::unexpected(loop.error());

  Loops loops;
  loops.push_back(std::move(*loop));
  bool interrupted = false;
  const auto inside = play(**provider, loops, request, "policy", interrupted);
  if (!inside) return std::unexpected(inside.error());
  const double whole_ms = milliseconds_since(begin);

  BacktestReport report{.summary = summarise(*loops[0], request.config, "recorded"),
                        .policy = figures(*loops[0]),
                        .time = time_figures(*loops[0])};
  report.interrupted = interrupted;
  report.run_ms = *inside;
  report.load_ms = whole_ms - *inside;
  report.events_per_second = *inside > 0 ? 1000.0 * static_cast<double>(report.summary.events) / *inside : 0;
  if (request.baselines && !interrupted) {
    if (auto done = run_baselines(request, settings, report); !done) return std::unexpected(done.error());
  }
  return report;
}

}  // namespace alpha_pulse::session
