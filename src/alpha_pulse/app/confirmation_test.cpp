#include "alpha_pulse/app/confirmation.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace alpha_pulse::app {
namespace {

constexpr const char* kProduction = R"({"mode":"REAL","production":true,"symbol":"BTCUSDT","hedge_quantity":"-1.5"})";

/// What became of asking, and what the person read.
struct Conversation {
  base::Result<void> outcome;
  std::string read;
};
Conversation ask(const std::string& status, const std::string& answer, bool at_a_terminal = true) {
  std::istringstream in(answer);
  std::ostringstream out;
  auto outcome = confirm_flatten(status, in, out, at_a_terminal);
  return {.outcome = std::move(outcome), .read = out.str()};
}

TEST(Confirmation, IsAskedForWhereRealMoneyStandsBehindTheHedge) {
  const Conversation said = ask(kProduction, "yes\n");
  EXPECT_TRUE(said.outcome);
  EXPECT_NE(said.read.find("-1.5 BTCUSDT"), std::string::npos) << said.read;
}

TEST(Confirmation, IsTheWholeWordAndNothingElse) {
  for (const char* answer : {"", "\n", "y\n", "YES\n", "no\n", "yes please\n", " yes\n"}) {
    const Conversation said = ask(kProduction, answer);
    ASSERT_FALSE(said.outcome) << answer;
    EXPECT_EQ(said.outcome.error().code, base::ErrorCode::kRefused);
  }
}

TEST(Confirmation, IsNotAskedForWhereNoMoneyIsAtStake) {
  const Conversation paper = ask(R"({"mode":"PAPER","production":false,"symbol":"BTCUSDT"})", "", false);
  EXPECT_TRUE(paper.outcome);
  EXPECT_EQ(paper.read, "");
}

TEST(Confirmation, IsRefusedWithTheFlagThatWouldPassWhereNobodyCanBeAsked) {
  const Conversation said = ask(kProduction, "yes\n", false);
  ASSERT_FALSE(said.outcome);
  EXPECT_NE(said.outcome.error().message.find("--yes"), std::string::npos);
  EXPECT_EQ(said.read, "");
}

TEST(Confirmation, TakesABotThatDoesNotSayAtItsWorst) {
  EXPECT_FALSE(ask(R"({"mode":"REAL"})", "no\n").outcome);
  EXPECT_FALSE(ask("<html>", "no\n").outcome);
}

}  // namespace
}  // namespace alpha_pulse::app
