#include "alpha_pulse/simulator/fault_plan.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::simulator {
namespace {

constexpr Timestamp kNow = Timestamp::from_ms(1'700'000'000'000);

TEST(FaultPlan, FiresTheNthMatchAndCounts) {
  auto plan = *FaultPlan::parse(R"(
seed: 3
rules:
  - match: {method: POST, path: /fapi/v1/order}
    kind: 5xx_after
    nth: 2
)",
                                "f.yaml");
  EXPECT_FALSE(plan.on_request("GET", "/fapi/v1/order", kNow));
  EXPECT_FALSE(plan.on_request("POST", "/fapi/v1/order", kNow));
  const auto firing = plan.on_request("POST", "/fapi/v1/order", kNow);
  ASSERT_TRUE(firing);
  EXPECT_EQ(firing->kind, FaultKind::ERROR_AFTER);
  EXPECT_EQ(firing->text, "fault 1 (5xx_after) #1: POST /fapi/v1/order");
  EXPECT_FALSE(plan.on_request("POST", "/fapi/v1/order", kNow));
  EXPECT_EQ(plan.rules()[0].fired, 1U);
}

TEST(FaultPlan, IsTheSameForEqualSeeds) {
  const std::string text = "seed: 9\nrules:\n  - match: {event: aggTrade}\n    kind: drop\n    probability: 0.3\n";
  auto one = *FaultPlan::parse(text, "a"), other = *FaultPlan::parse(text, "b");
  int fired = 0;
  for (int i = 0; i < 1000; ++i) {
    const bool hit = one.on_message("s", "aggTrade", kNow).has_value();
    EXPECT_EQ(hit, other.on_message("s", "aggTrade", kNow).has_value());
    fired += hit ? 1 : 0;
  }
  EXPECT_GT(fired, 200);
  EXPECT_LT(fired, 400);
}

TEST(FaultPlan, KeepsMaintenanceUpForItsTime) {
  auto plan =
      *FaultPlan::parse("rules:\n  - match: {path: /a}\n    kind: maintenance\n    nth: 1\n    delay: 5s\n", "f");
  EXPECT_TRUE(plan.on_request("GET", "/a", kNow));
  EXPECT_TRUE(plan.on_request("GET", "/a", kNow + Duration::seconds(4)));
  EXPECT_FALSE(plan.on_request("GET", "/a", kNow + Duration::seconds(5)));
}

TEST(FaultPlan, SaysWhereAndWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"rules: 3", "'rules' must be a list"},
      {"rulez: []", "unknown key 'rulez'"},
      {"rules:\n  - {kind: drop}", "needs 'match' and 'kind'"},
      {"rules:\n  - match: {path: /a}\n    kind: explode", "f:3:11: unknown kind 'explode'"},
      {"rules:\n  - match: {path: /a, event: x}\n    kind: drop", "names either requests"},
      {"rules:\n  - match: {path: /a}\n    kind: duplicate", "is for messages"},
      {"rules:\n  - match: {event: a}\n    kind: html", "is for requests"},
      {"rules:\n  - match: {path: /a}\n    kind: delay", "needs 'delay'"},
      {"rules:\n  - match: {path: /a}\n    kind: delay\n    delay: soon", "not a duration"},
      {"rules:\n  - match: {path: /a}\n    kind: drop\n    probability: 2", "from 0 to 1"},
      {"rules:\n  - match: {path: /a}\n    kind: drop\n    nth: 0", "whole number from 1"},
      {"rules:\n  - match: {path: /a}\n    kind: only_reducing", "needs one; e.g. code: -4400"},
      {"rules:\n  - match: {path: /a}\n    kind: only_reducing\n    code: -1", "would pass: -4087, -4192, -4400"},
      {"rules:\n  - match: {path: /a}\n    kind: drop\n    code: -4087", "'code' is for the kind only_reducing"},
      {"rules:\n  - match: {event: a}\n    kind: key_withdrawn", "is for requests"},
      {"rules: [", "f:"},
  };
  for (const auto& [text, expected] : cases) {
    const auto plan = FaultPlan::parse(text, "f");
    ASSERT_FALSE(plan) << text;
    EXPECT_NE(plan.error().message.find(expected), std::string::npos) << plan.error().message;
  }
}

}  // namespace
}  // namespace alpha_pulse::simulator
