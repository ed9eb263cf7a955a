#pragma once

#include <memory>

#include "alpha_pulse/app/options.hpp"
#include "alpha_pulse/session/sweep_ranking.hpp"

namespace alpha_pulse::app {

/// What the command line of `sweep` asks for, checked.
struct SweepSetup {
  Loaded base;  ///< without the keys that vary
  session::SweepRequest request;
  session::RankBy by = session::RankBy::EFFECTIVENESS;
};

/// Reads and checks everything before anything runs: every key and each of its values, the data, the places of the
/// parts. The same on every rank. `processes`: how many of them share this machine. Errors: kInvalidArgument, those of
/// the files.
Result<SweepSetup> set_up_sweep(const SweepOptions& options, int processes);

/// Takes up, or begins, what is kept beside `--out` as `<out>.shares`; null without one. Errors: those of
/// storage::ShareFile, and kIo for a file in the place of `--out` that no sweep wrote.
Result<std::unique_ptr<storage::ShareFile>> open_shares(const SweepOptions& options, const std::string& fingerprint);

}  // namespace alpha_pulse::app
