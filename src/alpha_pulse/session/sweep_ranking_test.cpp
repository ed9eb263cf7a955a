#include "alpha_pulse/session/sweep_ranking.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::session {
namespace {

using Cells = std::vector<std::optional<SweepCell>>;
using Indexes = std::vector<std::size_t>;

SweepCell cell(std::optional<double> effectiveness, double cost) {
  SweepFigures figures;
  figures.equity = "1000.5";
  figures.effectiveness_hourly = effectiveness;
  figures.cost_bp_year = cost;
  figures.max_drawdown_pct = cost / 2;
  return {.figures = figures};
}
SweepCell refused() {
  return {.figures = {}, .refusal = "margin"};
}

TEST(SweepRanking, PutsTheBestFirstAndLeavesOutWhatHasNoFigure) {
  const Cells cells{cell(0.5, 10), refused(), cell(0.9, 30), cell({}, 1), std::nullopt, cell(0.5, 5)};
  EXPECT_EQ(ranking(cells, RankBy::EFFECTIVENESS), (Indexes{2, 5, 0}));
  EXPECT_EQ(ranking(cells, RankBy::COST), (Indexes{3, 5, 0, 2}));
  EXPECT_EQ(ranking(cells, RankBy::DRAWDOWN), (Indexes{3, 5, 0, 2}));
  EXPECT_EQ(ranking(cells, RankBy::EQUITY), (Indexes{3, 5, 0, 2}));
  EXPECT_TRUE(ranking(cells, RankBy::CVAR).empty());
  EXPECT_EQ(figure_of(cells[0], RankBy::EQUITY), 1000.5);
  EXPECT_EQ(score_of(cells[0], RankBy::COST), -10);
}

TEST(SweepRanking, KeepsOnTheFrontWhatNothingHedgesBetterForLess) {
  const Cells cells{cell(0.5, 10), cell(0.9, 30), cell(0.4, 12), cell(0.9, 31),
                    refused(),     cell(0.2, 1),  cell(0.5, 10), cell(0.3, 1)};
  EXPECT_EQ(pareto_front(cells), (Indexes{7, 0, 1}));
  EXPECT_TRUE(pareto_front(Cells{refused()}).empty());
  EXPECT_EQ(pareto_front(Cells{cell(-0.5, 3)}), (Indexes{0}));
}

TEST(SweepRanking, CorrelatesRanksTiesByTheirMean) {
  const std::vector<double> up{1, 2, 3, 4};
  const std::vector<double> down{9, 7, 5, -1};
  const std::vector<double> ties{1, 2, 2, 3};
  EXPECT_DOUBLE_EQ(*rank_correlation(up, up), 1);
  EXPECT_DOUBLE_EQ(*rank_correlation(up, down), -1);
  EXPECT_NEAR(*rank_correlation(up, ties), 0.9486832980505138, 1e-12);  // 4.5 / sqrt(5 x 4.5)
  EXPECT_FALSE(rank_correlation(std::vector<double>{1, 2}, std::vector<double>{1, 2}));
  EXPECT_FALSE(rank_correlation(up, std::vector<double>{3, 3, 3, 3}));
}

/// Cells of one whole and two parts, by configuration.
SweepOutcome outcome_of(const std::vector<std::pair<double, double>>& before_and_after) {
  SweepOutcome outcome;
  for (const auto& [before, after] : before_and_after) {
    outcome.cells.emplace_back(cell(0.1, 1));
    outcome.cells.emplace_back(cell(before, 1));
    outcome.cells.emplace_back(cell(after, 1));
  }
  return outcome;
}

SweepWindows two_parts() {
  return {.parts = {{Timestamp::from_ms(0), Timestamp::from_ms(10)}, {Timestamp::from_ms(10), Timestamp::from_ms(20)}}};
}

TEST(SweepRanking, ShowsWhatTheBestOfThePastWereWorthAfterwards) {
  const WalkForward good =
      walk_forward(outcome_of({{0.1, 0.2}, {0.5, 0.6}, {0.9, 0.8}, {0.3, 0.3}}), two_parts(), RankBy::EFFECTIVENESS);
  ASSERT_EQ(good.splits.size(), 1U);
  EXPECT_EQ(good.splits[0].chosen, 2U);
  EXPECT_EQ(good.splits[0].in_sample_figure, 0.9);
  EXPECT_EQ(good.splits[0].out_of_sample_figure, 0.8);
  EXPECT_EQ(good.splits[0].place, 1U);
  EXPECT_EQ(good.splits[0].of, 4U);
  EXPECT_DOUBLE_EQ(*good.rank_correlation, 1);
  EXPECT_FALSE(good.overfit);
}

TEST(SweepRanking, WarnsWhenThePastSaysNothingOfTheFuture) {
  const WalkForward bad =
      walk_forward(outcome_of({{0.1, 0.8}, {0.5, 0.6}, {0.9, 0.2}, {0.3, 0.7}}), two_parts(), RankBy::EFFECTIVENESS);
  EXPECT_EQ(bad.splits[0].chosen, 2U);
  EXPECT_EQ(bad.splits[0].place, 4U);
  EXPECT_EQ(bad.splits[0].best_out_of_sample_figure, 0.8);
  EXPECT_LT(*bad.rank_correlation, 0);
  EXPECT_TRUE(bad.overfit);
}

}  // namespace
}  // namespace alpha_pulse::session
