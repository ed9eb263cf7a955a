#include "alpha_pulse/app/run_text.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "alpha_pulse/app/test_runs.hpp"

namespace alpha_pulse::app {
namespace {

session::SimRunRequest hour(const std::string& profile) {
  return run_of({"profile=" + profile}, Duration::hours(1));
}

session::PolicyFigures policy(std::optional<double> daily, std::optional<double> hourly, double cost) {
  session::PolicyFigures figures;
  figures.hedge_effectiveness = {.daily = daily, .hourly = hourly};
  figures.cost_bp_year = cost;
  return figures;
}

session::BacktestReport report() {
  session::BacktestReport made{.summary = session::run_on_sim(hour("guarded"))->summary, .policy = {}, .time = {}};
  made.policy = policy(0.9, 0.8, 10);
  return made;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Summary, SaysWhatAPersonAsksFirst) {
  std::ostringstream out;
  print_summary(out, *session::run_on_sim(hour("guarded")));
  for (const char* part : {"PAPER BTCUSDT on sim, profile guarded: ACTIVE", "hedge ratio", "disaster stop", "fees",
                           "equity", "unexplained           0.00", "command hash"}) {
    EXPECT_NE(out.str().find(part), std::string::npos) << part << out.str();
  }
}

TEST(Report, AlignsThePoliciesInColumns) {
  session::BacktestReport made = report();
  made.unhedged = policy({}, {}, 0);
  made.static_hedge = policy(1, 1, 12345.67);
  made.classic = policy(-0.123456, 0, 3);
  std::ostringstream out;
  print_report(out, made);
  const auto lines = lines_of(out.str());
  const auto head =
      std::find_if(lines.begin(), lines.end(), [](const auto& line) { return line.starts_with("  policy "); });
  ASSERT_NE(head, lines.end());
  ASSERT_GE(lines.end() - head, 5);
  for (int row = 1; row <= 4; ++row) EXPECT_EQ(head[row].size(), head->size()) << head[row];
  EXPECT_TRUE(head[1].starts_with("  yours     "));
  EXPECT_TRUE(head[2].starts_with("  unhedged          -        -"));
  EXPECT_TRUE(head[3].starts_with("  static    "));
  EXPECT_TRUE(head[4].starts_with("  classic     -0.1235   0.0000"));
}

TEST(Report, WritesNoSignBeforeWhatRoundsToNothing) {
  session::BacktestReport made = report();
  made.policy.cvar95 = -0.0000004;
  made.policy.hedge_effectiveness.hourly = -0.0;
  made.policy.funding_bp_year = -0.001;
  std::ostringstream out;
  print_report(out, made);
  EXPECT_EQ(out.str().find("-0.00"), std::string::npos) << out.str();
}

TEST(Report, SaysWhenThePolicyIsNoBetterThanStatic) {
  const char* words = "no better than static";
  session::BacktestReport made = report();
  made.static_hedge = policy(0.9, 0.8, 10);
  std::ostringstream same;
  print_report(same, made);
  EXPECT_NE(same.str().find(words), std::string::npos);
  made.static_hedge = policy(0.9, 0.8, 11);
  std::ostringstream cheaper;
  print_report(cheaper, made);
  EXPECT_EQ(cheaper.str().find(words), std::string::npos);
}

TEST(NoBetterThan, GoesByEffectivenessThenCost) {
  EXPECT_EQ(no_better_than(policy(0.9, {}, 10), policy(0.9, {}, 10)), true);
  EXPECT_EQ(no_better_than(policy(0.8, {}, 11), policy(0.9, {}, 10)), true);
  EXPECT_EQ(no_better_than(policy(0.91, {}, 11), policy(0.9, {}, 10)), false);
  EXPECT_EQ(no_better_than(policy(0.8, {}, 9), policy(0.9, {}, 10)), false);
  EXPECT_EQ(no_better_than(policy({}, 0.8, 11), policy({}, 0.9, 10)), true);
  EXPECT_EQ(no_better_than(policy({}, 0.95, 11), policy({}, 0.9, 10)), false);
  EXPECT_EQ(no_better_than(policy({}, {}, 11), policy({}, {}, 10)), std::nullopt);
}

}  // namespace
}  // namespace alpha_pulse::app
