#include "alpha_pulse/session/sweep_cell.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace alpha_pulse::session {
namespace {

SweepFigures figures() {
  return {.equity = "201657.6949967",
          .effectiveness_daily = -0.02368305141539917,
          .effectiveness_hourly = {},
          .cvar95 = 0.1,
          .max_drawdown_pct = 1e-300,
          .turnover = std::numeric_limits<double>::max(),
          .cost_bp_year = 0,
          .funding_bp_year = 1.0 / 3,
          .time_outside_limits_pct = {},
          .active_pct = 100,
          .fills = 17,
          .command_hash = "ab"};
}

TEST(SweepCell, ReadsBackEveryBitOfItsNumbers) {
  const SweepCell cell{.figures = figures()};
  const auto back = cell_of(line_of(42, cell));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->first, 42U);
  ASSERT_TRUE(back->second.figures);
  const SweepFigures& read = *back->second.figures;
  for (const SweepNumber& number : kSweepNumbers) {
    EXPECT_EQ(read.*number.value, (*cell.figures).*number.value) << number.name;
  }
  EXPECT_EQ(read.equity, "201657.6949967");
  EXPECT_EQ(read.fills, 17U);
  EXPECT_EQ(read.command_hash, "ab");
  EXPECT_EQ(line_of(42, back->second), line_of(42, cell));
}

TEST(SweepCell, KeepsARefusalOnOneLine) {
  const auto back = cell_of(line_of(3, {.figures = {}, .refusal = "too\tmuch\nmargin"}));
  ASSERT_TRUE(back);
  EXPECT_FALSE(back->second.figures);
  EXPECT_EQ(back->second.refusal, "too much margin");
}

TEST(SweepCell, TakesNoLineThatIsNotWhole) {
  const std::string line = line_of(42, {.figures = figures()});
  for (std::size_t length = 0; length + 3 < line.size(); ++length) {
    const auto back = cell_of(line.substr(0, length));
    EXPECT_FALSE(back && back->second.figures) << length;
  }
  EXPECT_FALSE(cell_of(line + "\t1"));
  EXPECT_FALSE(cell_of("x" + line));
}

}  // namespace
}  // namespace alpha_pulse::session
