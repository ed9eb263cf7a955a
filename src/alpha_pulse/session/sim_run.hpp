#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <span>

#include "alpha_pulse/market/sim_market.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/run_summary.hpp"

namespace alpha_pulse::session {

/// A run on the built-in market.
struct SimRunRequest {
  config::AppConfig config;
  Instrument hedge;
  std::string effective_text;
  market::SimMarketSettings market;
  Duration duration = Duration::hours(24);
  std::optional<double> speed;  ///< market seconds a second; empty: as fast as it goes
  engine::IJournal* journal = nullptr;
  engine::INoticeSink* notices = nullptr;
  engine::IAdviceSink* advice = nullptr;  ///< RECOMMENDATION: who is told
  /// Records of an earlier run with the same configuration and market, to go on from; empty: begin.
  std::span<const engine::JournalRecord> resume;
  /// Set from a signal handler or another thread: the run ends as `run.on_exit` says.
  const std::atomic<bool>* interrupted = nullptr;
  /// Called a few times a second of wall time.
  std::function<void(const backtest::ClosedLoop& loop, Timestamp now, Timestamp end)> status;
};

struct SimRunResult {
  RunSummary summary;
  TimeFigures time;
  bool interrupted = false;
  std::uint64_t resumed_events = 0;  ///< of the market, passed over because the journal knew them
};

/// Text that names the market of a run, written into its journal: equal texts are equal markets.
std::string describe(const market::SimMarketSettings& market);

/// Runs the configured hedge on the built-in market until the duration is over or it is interrupted.
/// Errors: those of create_broker; kRefused when `resume` belongs to another market or configuration.
Result<SimRunResult> run_on_sim(const SimRunRequest& request);

}  // namespace alpha_pulse::session
