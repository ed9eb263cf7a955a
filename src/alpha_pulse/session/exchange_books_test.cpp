#include "alpha_pulse/session/exchange_books.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::session {
namespace {

constexpr Currency kUsdt{"USDT"};

Books some_books() {
  return {.position = *Quantity::parse("-0.5"),
          .open_orders = 3,
          .fees = *Money::parse("1.25", kUsdt),
          .funding = *Money::parse("-0.5", kUsdt)};
}

TEST(BooksCompared, HaveNothingToSayWhereBothAgree) {
  const BooksCompared both{.exchange = some_books(), .bot = some_books(), .foreign_orders = 4};
  EXPECT_TRUE(both.equal());
  EXPECT_TRUE(both.differences().empty()) << "the orders of others are no difference";
}

TEST(BooksCompared, SayWhatEachOfTheTwoHoldsWhereTheyDiffer) {
  BooksCompared both{.exchange = some_books(), .bot = some_books()};
  both.exchange.position = *Quantity::parse("-0.7");
  EXPECT_FALSE(both.equal());
  ASSERT_EQ(both.differences().size(), 1U);
  EXPECT_EQ(both.differences()[0], "position: -0.70000000 at the exchange, -0.50000000 here");
  both.bot.open_orders = 2;
  both.bot.fees = *Money::parse("1.26", kUsdt);
  both.bot.funding = Money(kUsdt);
  const std::vector<std::string> lines = both.differences();
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[1], "open orders: 3 at the exchange, 2 here");
  EXPECT_TRUE(lines[2].starts_with("fees: "));
  EXPECT_TRUE(lines[3].starts_with("funding: "));
}

}  // namespace
}  // namespace alpha_pulse::session
