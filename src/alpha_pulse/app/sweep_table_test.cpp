#include "alpha_pulse/app/sweep_table.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/app/sweep_json.hpp"

namespace alpha_pulse::app {
namespace {

using namespace session;

SweepCell cell(double effectiveness, double cost) {
  return {.figures = SweepFigures{.equity = "100.25",
                                  .effectiveness_daily = {},
                                  .effectiveness_hourly = effectiveness,
                                  .cvar95 = {},
                                  .max_drawdown_pct = {},
                                  .turnover = {},
                                  .cost_bp_year = cost,
                                  .funding_bp_year = {},
                                  .time_outside_limits_pct = {},
                                  .active_pct = {},
                                  .fills = 3,
                                  .command_hash = "ab"}};
}

/// Three values of one key and a word with a comma in its reason; the second is refused.
SweepRequest request(SweepWindows windows = {}) {
  SweepPlan plan;
  plan.params.push_back(*parse_sweep_param("a=1,2,3"));
  return {.base = {},
          .design = *SweepDesign::make(plan),
          .windows = std::move(windows),
          .data = {},
          .fingerprint = "",
          .configure = {},
          .keep_going = {}};
}

SweepOutcome outcome() {
  SweepOutcome outcome;
  outcome.cells = {cell(0.5, 10), SweepCell{.figures = {}, .refusal = "no \"margin\", none"}, cell(0.1, 1.0 / 3)};
  return outcome;
}

TEST(SweepTable, HasARowForEveryConfigurationInItsOrder) {
  const SweepRequest asked = request();
  const SweepResult result(asked, outcome(), RankBy::EFFECTIVENESS);
  EXPECT_EQ(to_csv(result),
            "index,a,status,reason,front,equity,fills,hedge_effectiveness_daily,hedge_effectiveness_hourly,cvar95,"
            "max_drawdown_pct,turnover,cost_bp_year,funding_bp_year,time_outside_limits_pct,active_pct,command_hash\n"
            "0,1,ok,,1,100.25,3,,0.5,,,,10,,,,ab\n"
            "1,2,refused,\"no \"\"margin\"\", none\",,,,,,,,,,,,,\n"
            "2,3,ok,,1,100.25,3,,0.1,,,,0.3333333333333333,,,,ab\n");
  EXPECT_EQ(result.refused, 1U);
  EXPECT_EQ(result.order, (std::vector<std::size_t>{0, 2}));
  EXPECT_TRUE(to_csv(result).starts_with(kTableBegins));
}

TEST(SweepTable, ShowsEachPartBesideTheWhole) {
  const SweepRequest asked = request(
      {.parts = {{Timestamp::from_ms(0), Timestamp::from_ms(1)}, {Timestamp::from_ms(1), Timestamp::from_ms(2)}}});
  SweepOutcome came;
  for (const double e : {0.9, 0.1, 0.2, 0.8, 0.3, 0.4, 0.7, 0.5, 0.6}) came.cells.emplace_back(cell(e, 1));
  const SweepResult result(asked, std::move(came), RankBy::EFFECTIVENESS);
  const std::string text = to_csv(result);
  EXPECT_NE(text.find("command_hash,part1_hedge_effectiveness_hourly,part1_cost_bp_year,part1_max_drawdown_pct,part2_"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\n1,2,ok,,0,100.25,3,,0.8,,,,1,,,,ab,0.3,1,,0.4,1,\n"), std::string::npos) << text;
  const std::string object = to_json(result, 1);
  EXPECT_NE(object.find("\"chosen\":2,\"params\":{\"a\":\"3\"},\"in_sample_figure\":0.5,\"out_of_sample_figure\":0.6"),
            std::string::npos)
      << object;
}

}  // namespace
}  // namespace alpha_pulse::app
