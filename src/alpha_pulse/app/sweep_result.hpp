#pragma once

#include "alpha_pulse/session/sweep_ranking.hpp"

namespace alpha_pulse::app {

/// A finished sweep as it is shown: in a table, in JSON, in a file.
struct SweepResult {
  SweepResult(const session::SweepRequest& asked, session::SweepOutcome&& came, session::RankBy ranked_by);

  const session::SweepRequest& request;
  session::SweepOutcome outcome;
  session::RankBy by;
  std::vector<std::optional<session::SweepCell>> cells;  ///< over the whole time, by configuration
  std::vector<std::size_t> order;                        ///< best first
  std::vector<std::size_t> front;                        ///< effectiveness against cost, cheapest first
  session::WalkForward walk;
  std::size_t refused = 0;

  /// Of a configuration that was run.
  const session::SweepFigures& figures(std::size_t index) const;
  bool on_front(std::size_t index) const;
  /// Its settings in one line, as they would be written after `--set`.
  std::string settings_text(std::size_t index) const;
  /// Configurations this run computed a second, all stretches of one counted as one.
  double configs_per_second() const;
};

}  // namespace alpha_pulse::app
