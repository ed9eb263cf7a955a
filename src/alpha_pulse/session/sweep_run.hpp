#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/session/backtest_run.hpp"
#include "alpha_pulse/session/ranks.hpp"
#include "alpha_pulse/session/sweep_cell.hpp"
#include "alpha_pulse/session/sweep_design.hpp"
#include "alpha_pulse/session/sweep_windows.hpp"
#include "alpha_pulse/storage/share_file.hpp"

/// Many configurations over one recording: every one of them is `run_backtest`, in threads of this process and of the
/// other ranks. Work is handed out to whoever is free; what comes out does not depend on who that
/// was. Tested by session/sweep_run_test.cpp and, over processes, by tests/sweep_test.cpp.
namespace alpha_pulse::session {

/// How far a sweep has come. A job is one configuration over one stretch of the data.
struct SweepProgress {
  std::size_t jobs = 0, done = 0;
  std::size_t computed = 0;  ///< of `done`: by this run, not found on disk
  double seconds = 0;
};

/// What every rank is told, equal on all of them.
struct SweepRequest {
  BacktestRequest base;  ///< data and instrument; its configuration is not run
  SweepDesign design;
  SweepWindows windows;
  std::vector<std::shared_ptr<const RecordedData>> data;  ///< each window's, opened once; all threads play it
  std::string fingerprint;
  unsigned threads = 1;  ///< of this rank
  /// The configuration that some `--set` words give. Called by all threads at once.
  std::function<Result<config::LoadedConfig>(const std::vector<std::string>& sets)> configure;
  std::function<bool()> keep_going;  ///< asked several times a second; false ends the sweep, and it can be resumed

  std::size_t jobs() const { return design.size() * windows.count(); }
};

/// The recording of every window. Errors: those of RecordedData::open.
Result<std::vector<std::shared_ptr<const RecordedData>>> open_windows(const data_pipeline::ReplaySources& whole,
                                                                      const SweepWindows& windows);

/// What only rank 0 has.
struct SweepDesk {
  storage::ShareFile* shares = nullptr;  ///< none: nothing is kept, nothing can be resumed
  IRanks* ranks = nullptr;               ///< none: this process alone
  std::function<void(const SweepProgress&)> progress{};
};

/// Every cell by job: `index * windows + window`.
struct SweepOutcome {
  std::vector<std::optional<SweepCell>> cells;  ///< nothing where it was interrupted before
  SweepProgress progress;
  bool interrupted = false;
};

/// Rank 0, or the only one: hands out, works itself, keeps what is finished. Errors: those of the data and of the
/// files, also of other ranks (then named); the other ranks have ended when it returns.
Result<SweepOutcome> run_sweep(const SweepRequest& request, const SweepDesk& desk);

/// Another rank: works until rank 0 says that it is over. `request` or why there is none; rank 0 is told.
void help_sweep(const Result<SweepRequest>& request, IRanks& ranks);

/// Rank 0, when it comes to no sweep: sends the others home.
void dismiss_helpers(IRanks& ranks);

}  // namespace alpha_pulse::session
