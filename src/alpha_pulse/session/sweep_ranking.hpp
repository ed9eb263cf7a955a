#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "alpha_pulse/session/sweep_run.hpp"

/// What a finished sweep says: which configurations were best, what effectiveness costs, and whether the best of the
/// past were any good afterwards. Pure. Tested by session/sweep_ranking_test.cpp.
namespace alpha_pulse::session {

/// By which figure configurations are ordered; effectiveness is that of hours.
enum class RankBy : std::uint8_t { EFFECTIVENESS, COST, CVAR, DRAWDOWN, EQUITY };

/// Errors: kInvalidArgument.
Result<RankBy> parse_rank_by(std::string_view word);
std::string_view to_string(RankBy by);

/// The figure of one cell as people read it; nothing when it is refused, missing or not defined.
std::optional<double> figure_of(const std::optional<SweepCell>& cell, RankBy by);
/// The larger the better.
std::optional<double> score_of(const std::optional<SweepCell>& cell, RankBy by);

/// The cells of one window, by configuration.
std::vector<std::optional<SweepCell>> cells_of(const SweepOutcome& outcome, std::size_t windows, std::size_t window);

/// Configurations that have the figure, best first; equal ones by lower cost, then by index.
std::vector<std::size_t> ranking(std::span<const std::optional<SweepCell>> cells, RankBy by);

/// Configurations for which no other hedges better (hourly effectiveness) at no more cost, or as well at less; cheapest
/// first. Of equal ones the first.
std::vector<std::size_t> pareto_front(std::span<const std::optional<SweepCell>> cells);

/// One split: chosen on one part, judged on the next.
struct WalkForwardSplit {
  SweepWindow in_sample, out_of_sample;
  std::optional<std::size_t> chosen;  ///< best in-sample; nothing when no configuration has the figure
  std::optional<double> in_sample_figure, out_of_sample_figure;
  std::size_t place = 0, of = 0;  ///< of the chosen one out-of-sample: 1 is best; 0: it has no figure there
  std::optional<double> best_out_of_sample_figure;
  std::optional<double> rank_correlation;  ///< Spearman's, over configurations with both figures; nothing below 3
};

/// All splits, and what they say together.
struct WalkForward {
  std::vector<WalkForwardSplit> splits;
  std::optional<double> rank_correlation;  ///< mean of the splits that have one
  /// The mean correlation is below 0.3, or in more than half of the splits the chosen one was not in the better half.
  bool overfit = false;
};

WalkForward walk_forward(const SweepOutcome& outcome, const SweepWindows& windows, RankBy by);

/// Spearman's rank correlation, ties by their mean rank; nothing below three pairs or where one side does not vary.
std::optional<double> rank_correlation(std::span<const double> a, std::span<const double> b);

}  // namespace alpha_pulse::session
