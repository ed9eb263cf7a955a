#include "alpha_pulse/matching/tick_account.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::matching {
namespace {

TEST(TickAccount, CashFeesAndEquityAreExact) {
  TickAccount account;
  account.fill(Side::BUY, 950'001, 10, 200);
  EXPECT_EQ(account.position(), 10);
  EXPECT_EQ(account.cash(), -9'500'010);
  EXPECT_EQ(account.fees(), 9'500'010 * 200);
  EXPECT_EQ(account.equity_at(2 * 950'001 + 1), 10 * 500'000 - 9'500'010 * 200);  // half a tick of gain, less the fee
  account.fill(Side::SELL, 950'003, 10, 500);
  EXPECT_EQ(account.position(), 0);
  EXPECT_EQ(account.cash(), 20);
  EXPECT_EQ(account.fills(), 2);
}

TEST(TickAccount, TheDrawdownIsTheLargestFallFromTheHighestPointSoFar) {
  TickAccount account;
  account.fill(Side::BUY, 100, 1, 0);
  for (const int price : {110, 105, 120, 112, 119}) account.mark(2 * price);
  EXPECT_EQ(account.drawdown(), 8 * TickAccount::kMillionths);
  account.mark(2 * 90);
  EXPECT_EQ(account.drawdown(), 30 * TickAccount::kMillionths);
}

TEST(TickAccount, ALossBeforeAnyGainIsAFallFromNothing) {
  TickAccount account;
  account.fill(Side::SELL, 100, 2, 0);
  account.mark(2 * 103);
  EXPECT_EQ(account.drawdown(), 6 * TickAccount::kMillionths);
}

TEST(TickAccount, MarksAtOnceOnlyWhenTheOrderCannotMatter) {
  TickAccount account;
  account.fill(Side::BUY, 100, 1, 0);
  account.mark(2 * 100);
  EXPECT_FALSE(account.mark_all(2 * 98, 2 * 101));  // a fall of up to 3 after a rise, or of 2 before it
  account.mark(2 * 95);
  EXPECT_TRUE(account.mark_all(2 * 97, 2 * 102));  // no more than the 5 there were
  account.mark(2 * 98);
  EXPECT_EQ(account.drawdown(), 5 * TickAccount::kMillionths);
  account.mark(2 * 96);
  EXPECT_EQ(account.drawdown(), 6 * TickAccount::kMillionths);  // from 102
}

}  // namespace
}  // namespace alpha_pulse::matching
