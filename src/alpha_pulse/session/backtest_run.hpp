#pragma once

#include <functional>
#include <optional>

#include "alpha_pulse/session/plan.hpp"
#include "alpha_pulse/session/recorded_data.hpp"
#include "alpha_pulse/session/run_summary.hpp"

namespace alpha_pulse::session {

/// A policy, the data, and who listens.
struct BacktestRequest {
  config::AppConfig config;
  Instrument hedge;
  data_pipeline::ReplaySources sources;
  std::shared_ptr<const RecordedData> data{};  ///< `sources`, opened already (many runs over one tape); null: not yet
  bool skip = true;                            ///< false: the strategy is asked on every event (`--no-skip`)
  bool baselines = true;
  bool history = false;                 ///< keep what a picture of the run needs: BacktestReport::history
  engine::IJournal* journal = nullptr;  ///< the header is written by the run
  std::string effective_text;           ///< for that header
  engine::INoticeSink* notices = nullptr;
  engine::IAdviceSink* advice = nullptr;  ///< RECOMMENDATION: who is told; the baselines tell nobody
  /// Market time reached, now and then; `stage` is "policy" or "baselines". Returning false interrupts the run.
  std::function<bool(Timestamp reached, const char* stage)> progress;
};

/// What the policy came to, and the policies it is compared with.
struct BacktestReport {
  RunSummary summary;
  PolicyFigures policy;
  TimeFigures time;
  std::optional<PolicyFigures> unhedged{}, static_hedge{}, classic{};  ///< nothing when interrupted
  /// Of each policy, when asked for.
  struct Histories {
    backtest::RunHistory policy, unhedged, static_hedge, classic;
  };
  std::shared_ptr<const Histories> history{};
  double load_ms = 0, run_ms = 0, baselines_ms = 0;
  std::string simd = "none";     ///< instructions that searched the tape; `none`: no tape
  double events_per_second = 0;  ///< covered events over the time inside the policy's run alone
  /// Events that were not passed over, timers and the venue's answers included: what a run over a tape is paid for.
  std::uint64_t wakeups = 0;
  bool interrupted = false;

  /// What is paid for where nothing else is done: `run_ms` over the fills; nothing without one.
  std::optional<double> ns_per_fill() const {
    return summary.fills == 0 ? std::nullopt : std::optional(run_ms * 1e6 / static_cast<double>(summary.fills));
  }
};

/// What the bot would do at the first price of the data. Errors: those of the files and of make_plan: a hedge that
/// cannot be met by margin, lot or minimum is refused, as `run` refuses to start.
Result<Plan> plan_at_first_price(const BacktestRequest& request);

/// Plays recorded data through the configured hedge, and through the three reference policies. Streams: memory does not
/// grow with the data. Errors: those of the files, of create_broker and of plan_at_first_price.
Result<BacktestReport> run_backtest(const BacktestRequest& request);

}  // namespace alpha_pulse::session
