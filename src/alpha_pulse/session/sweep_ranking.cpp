#include "alpha_pulse/session/sweep_ranking.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace alpha_pulse::session {
namespace {

constexpr double kRankCorrelationLeast = 0.3;
constexpr std::size_t kPairsLeast = 3;

std::optional<double> number_of(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? std::optional<double>() : number;
}

double cost_of(const std::optional<SweepCell>& cell) {
  return cell->figures->cost_bp_year.value_or(0);
}

/// Ranks from 1, equal values share the mean of theirs.
std::vector<double> ranks_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t k = begin; k < end; ++k) ranks[order[k]] = static_cast<double>(begin + 1 + end) / 2;
    begin = end;
  }
  return ranks;
}

WalkForwardSplit split_of(std::span<const std::optional<SweepCell>> before,
                          std::span<const std::optional<SweepCell>> after, RankBy by) {
  WalkForwardSplit split;
  const auto best_before = ranking(before, by);
  const auto best_after = ranking(after, by);
  split.of = best_after.size();
  if (!best_after.empty()) split.best_out_of_sample_figure = figure_of(after[best_after.front()], by);
  if (!best_before.empty()) {
    split.chosen = best_before.front();
    split.in_sample_figure = figure_of(before[*split.chosen], by);
    split.out_of_sample_figure = figure_of(after[*split.chosen], by);
    const auto found = std::ranges::find(best_after, *split.chosen);
    if (found != best_after.end()) split.place = static_cast<std::size_t>(found - best_after.begin()) + 1;
  }
  std::vector<double> a;
  std::vector<double> b;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto then = score_of(before[i], by);
    const auto later = score_of(after[i], by);
    if (!then || !later) continue;
    a.push_back(*then);
    b.push_back(*later);
  }
  split.rank_correlation = rank_correlation(a, b);
  return split;
}

}  // namespace

Result<RankBy> parse_rank_by(std::string_view word) {
  for (const auto by : {RankBy::EFFECTIVENESS, RankBy::COST, RankBy::CVAR, RankBy::DRAWDOWN, RankBy::EQUITY}) {
    if (word == to_string(by)) return by;
  }
  return fail(ErrorCode::kInvalidArgument, "--rank-by: '" + std::string(word) +
                                               "' is none; effectiveness, cost, cvar, drawdown or equity would pass");
}

std::string_view to_string(RankBy by) {
  switch (by) {
    case RankBy::EFFECTIVENESS:
      return "effectiveness";
    case RankBy::COST:
      return "cost";
    case RankBy::CVAR:
      return "cvar";
    case RankBy::DRAWDOWN:
      return "drawdown";
    case RankBy::EQUITY:
      return "equity";
  }
  return {};
}

std::optional<double> figure_of(const std::optional<SweepCell>& cell, RankBy by) {
  if (!cell || !cell->figures) return std::nullopt;
  switch (by) {
    case RankBy::EFFECTIVENESS:
      return cell->figures->effectiveness_hourly;
    case RankBy::COST:
      return cell->figures->cost_bp_year;
    case RankBy::CVAR:
      return cell->figures->cvar95;
    case RankBy::DRAWDOWN:
      return cell->figures->max_drawdown_pct;
    case RankBy::EQUITY:
      return number_of(cell->figures->equity);
  }
  return std::nullopt;
}

std::optional<double> score_of(const std::optional<SweepCell>& cell, RankBy by) {
  const auto figure = figure_of(cell, by);
  if (!figure || by == RankBy::EFFECTIVENESS || by == RankBy::EQUITY) return figure;
  return -*figure;
}

std::vector<std::optional<SweepCell>> cells_of(const SweepOutcome& outcome, std::size_t windows, std::size_t window) {
  std::vector<std::optional<SweepCell>> cells;
  for (std::size_t job = window; job < outcome.cells.size(); job += windows) cells.push_back(outcome.cells[job]);
  return cells;
}

std::vector<std::size_t> ranking(std::span<const std::optional<SweepCell>> cells, RankBy by) {
  std::vector<std::size_t> order;
  std::vector<double> scores(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto score = score_of(cells[i], by);
    if (!score) continue;
    scores[i] = *score;
    order.push_back(i);
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : cost_of(cells[a]) < cost_of(cells[b]);
  });
  return order;
}

std::vector<std::size_t> pareto_front(std::span<const std::optional<SweepCell>> cells) {
  std::vector<std::size_t> order = ranking(cells, RankBy::EFFECTIVENESS);
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return cost_of(cells[a]) < cost_of(cells[b]); });
  std::vector<std::size_t> front;
  double best = 0;
  for (const std::size_t i : order) {  // from cheap to dear, of equally dear ones the most effective first
    const double effectiveness = *cells[i]->figures->effectiveness_hourly;
    if (!front.empty() && effectiveness <= best) continue;
    best = effectiveness;
    front.push_back(i);
  }
  return front;
}

WalkForward walk_forward(const SweepOutcome& outcome, const SweepWindows& windows, RankBy by) {
  WalkForward all;
  double sum = 0;
  std::size_t correlated = 0;
  std::size_t judged = 0;
  std::size_t worse_half = 0;
  for (std::size_t k = 0; k < windows.splits(); ++k) {
    const auto before = cells_of(outcome, windows.count(), 1 + k);
    const auto after = cells_of(outcome, windows.count(), 2 + k);
    WalkForwardSplit split = split_of(before, after, by);
    split.in_sample = windows.parts[k];
    split.out_of_sample = windows.parts[k + 1];
    if (split.rank_correlation) {
      sum += *split.rank_correlation;
      ++correlated;
    }
    if (split.chosen && split.of > 1) {
      ++judged;
      if (split.place == 0 || 2 * split.place > split.of + 1) ++worse_half;
    }
    all.splits.push_back(split);
  }
  if (correlated > 0) all.rank_correlation = sum / static_cast<double>(correlated);
  all.overfit = (all.rank_correlation && *all.rank_correlation < kRankCorrelationLeast) || 2 * worse_half > judged;
  return all;
}

std::optional<double> rank_correlation(std::span<const double> a, std::span<const double> b) {
  if (a.size() < kPairsLeast) return std::nullopt;
  const auto x = ranks_of(a);
  const auto y = ranks_of(b);
  const double mean = static_cast<double>(a.size() + 1) / 2;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
    xy += (x[i] - mean) * (y[i] - mean);
  }
  if (xx == 0 || yy == 0) return std::nullopt;
  return xy / std::sqrt(xx * yy);
}

}  // namespace alpha_pulse::session
