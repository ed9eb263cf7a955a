#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <span>

#include "alpha_pulse/market/sim_market.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/exchange_books.hpp"
#include "alpha_pulse/session/operator_desk.hpp"
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
  /// At an exchange: told in its own words why it did not take an order.
  std::function<void(Timestamp at, const std::string& words)> warn;
  IOperatorDesk* desk = nullptr;  ///< null: nobody speaks to this run
  /// Called a few times a second of wall time.
  std::function<void(const BotStatus& status)> status;
  /// Called before the first event at or after each full `logging.status_every` of market time, so equally in equal
  /// runs. `at`: the market time reached.
  std::function<void(Timestamp at, const BotStatus& status)> report;
};

/// What the run came to.
struct SimRunResult {
  RunSummary summary;
  TimeFigures time;
  bool interrupted = false;
  bool stopped = false;                  ///< by the word of a person
  std::uint64_t resumed_events = 0;      ///< of the market, passed over because the journal knew them
  std::optional<BooksCompared> books{};  ///< where an exchange's own could be asked for
};

/// Text that names the market of a run, written into its journal: equal texts are equal markets.
std::string describe(const market::SimMarketSettings& market);

/// Whether `resume` is of this market and configuration; nothing to go on from is fine. Errors: kRefused, and kBadData
/// when it does not begin with a header. `run_on_sim` asks too; a caller asks first to say nothing else before a
/// refusal.
Result<void> check_resumable(const SimRunRequest& request);

/// Runs the configured hedge on the built-in market until the duration is over or somebody ends it.
///
/// A person's word becomes an event of the run: PAUSE, RESUME, REARM and FLATTEN are journaled as `OperatorRequested`,
/// so replay and resuming know them. It gets the market time that is due when it is taken up, after all events of the
/// moment before and before the next one. STOP and an interruption end the run as `run.on_exit` says and are no events
/// themselves: a run that is resumed goes on as if nothing had been said.
/// Errors: those of create_broker and of check_resumable.
/// Tested by session/sim_run_test.cpp and session/sim_run_desk_test.cpp.
Result<SimRunResult> run_on_sim(const SimRunRequest& request);

}  // namespace alpha_pulse::session
