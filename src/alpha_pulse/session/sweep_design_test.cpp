#include "alpha_pulse/session/sweep_design.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace alpha_pulse::session {
namespace {

SweepPlan plan_of(std::initializer_list<const char*> params, SweepSearch search = SweepSearch::GRID,
                  std::uint64_t samples = 0, std::uint64_t seed = 1) {
  SweepPlan plan{.params = {}, .search = search, .samples = samples, .seed = seed};
  for (const char* param : params) plan.params.push_back(*parse_sweep_param(param));
  return plan;
}

SweepDesign design_of(SweepPlan plan) {
  auto design = SweepDesign::make(std::move(plan));
  if (!design) ADD_FAILURE() << design.error().message;
  return design ? std::move(*design) : *SweepDesign::make(plan_of({"k=1"}));
}

std::set<std::vector<std::string>> all_of(const SweepDesign& design) {
  std::set<std::vector<std::string>> all;
  for (std::size_t i = 0; i < design.size(); ++i) all.insert(design.settings(i));
  return all;
}

std::string error_of(SweepPlan plan) {
  const auto design = SweepDesign::make(std::move(plan));
  return design ? "made" : design.error().message;
}

TEST(SweepDesign, TriesEveryCombinationOnceTheLastKeyFastest) {
  const SweepDesign design = design_of(plan_of({"a=1,2", "b=x,y,z"}));
  ASSERT_EQ(design.size(), 6U);
  EXPECT_EQ(design.settings(0), (std::vector<std::string>{"a=1", "b=x"}));
  EXPECT_EQ(design.settings(1), (std::vector<std::string>{"a=1", "b=y"}));
  EXPECT_EQ(design.values(5), (std::vector<std::string>{"2", "z"}));
  EXPECT_EQ(all_of(design).size(), 6U);
}

TEST(SweepDesign, TakesDifferentConfigurationsByChanceTheSameForTheSameSeed) {
  const auto plan = [](std::uint64_t seed) {
    return plan_of({"a=0:99:1", "b=0:99:1"}, SweepSearch::RANDOM, 200, seed);
  };
  const SweepDesign design = design_of(plan(7));
  EXPECT_EQ(design.size(), 200U);
  EXPECT_EQ(all_of(design).size(), 200U);
  EXPECT_EQ(all_of(design), all_of(design_of(plan(7))));
  EXPECT_NE(all_of(design), all_of(design_of(plan(8))));
  EXPECT_EQ(design_of(plan_of({"a=1,2", "b=1,2"}, SweepSearch::RANDOM, 50)).size(), 4U);
}

TEST(SweepDesign, SpreadsALatinHypercubeOverEveryKeysWholeRange) {
  const SweepDesign design = design_of(plan_of({"a=0:99:1", "b=0:9:1"}, SweepSearch::LHS, 20));
  ASSERT_EQ(design.size(), 20U);
  std::map<int, int> parts;  // of twenty: one sample each
  std::map<std::string, int> values;
  for (std::size_t i = 0; i < design.size(); ++i) {
    ++parts[std::stoi(design.values(i)[0]) / 5];
    ++values[design.values(i)[1]];
  }
  EXPECT_EQ(parts.size(), 20U);
  ASSERT_EQ(values.size(), 10U);
  for (const auto& [value, times] : values) EXPECT_EQ(times, 2) << value;
}

TEST(SweepDesign, DropsWhatALatinHypercubeWouldTryTwice) {
  const SweepDesign design = design_of(plan_of({"a=1,2"}, SweepSearch::LHS, 10));
  EXPECT_EQ(design.size(), 2U);
}

TEST(SweepDesign, RefusesWhatIsNoSearch) {
  EXPECT_NE(error_of({}).find("--param: none given"), std::string::npos);
  EXPECT_NE(error_of(plan_of({"a=1", "a=2"})).find("--param a: given twice"), std::string::npos);
  EXPECT_NE(error_of(plan_of({"a=1"}, SweepSearch::GRID, 5)).find("--samples: a grid tries all"), std::string::npos);
  EXPECT_NE(error_of(plan_of({"a=1"}, SweepSearch::LHS)).find("--search lhs needs how many"), std::string::npos);
  EXPECT_NE(error_of(plan_of({"a=0:1999:1", "b=0:999:1"})).find("2000000 configurations, at most a million"),
            std::string::npos);
  EXPECT_EQ(design_of(plan_of({"a=0:1999:1", "b=0:999:1"}, SweepSearch::RANDOM, 9)).size(), 9U);
  EXPECT_NE(error_of(plan_of({"a=1,2"}, SweepSearch::RANDOM, 1'000'001)).find("more than a million"),
            std::string::npos);
  EXPECT_FALSE(parse_sweep_search("all"));
  EXPECT_EQ(*parse_sweep_search("lhs"), SweepSearch::LHS);
}

}  // namespace
}  // namespace alpha_pulse::session
