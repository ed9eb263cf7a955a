#include "alpha_pulse/exchanges/local_book.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <map>

namespace alpha_pulse::exchanges {
namespace {

BookLevel level(std::int64_t price, std::int64_t quantity) {
  return {.price = Price::from_raw(price), .quantity = Quantity::from_raw(quantity)};
}

TEST(LocalBook, KeepsTheBestFirst) {
  LocalBook book;
  const std::vector bids{level(99, 1), level(100, 2)};
  const std::vector asks{level(103, 1), level(102, 2)};
  book.assign(bids, asks);
  EXPECT_EQ(book.best_bid(), level(100, 2));
  EXPECT_EQ(book.best_ask(), level(102, 2));
  EXPECT_FALSE(book.crossed());
  const std::vector gone{level(100, 0), level(77, 0)};
  book.apply(gone, {});
  EXPECT_EQ(book.best_bid(), level(99, 1));
  const std::vector through{level(102, 5)};
  book.apply(through, {});
  EXPECT_TRUE(book.crossed());
  book.clear();
  EXPECT_FALSE(book.best_bid().has_value());
}

RC_GTEST_PROP(LocalBook, IsASortedMapOfTheLastQuantities, ()) {
  const auto changes = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(1, 30), rc::gen::inRange(0, 4)));
  LocalBook book;
  std::map<int, int> oracle;
  for (const auto& [price, quantity] : changes) {
    const std::vector one{level(price, quantity)};
    book.apply(one, one);
    if (quantity == 0) {
      oracle.erase(price);
    } else {
      oracle[price] = quantity;
    }
  }
  std::vector<BookLevel> ascending;
  for (const auto& [price, quantity] : oracle) ascending.push_back(level(price, quantity));
  RC_ASSERT((std::vector(book.asks().begin(), book.asks().end()) == ascending));
  std::reverse(ascending.begin(), ascending.end());
  RC_ASSERT((std::vector(book.bids().begin(), book.bids().end()) == ascending));
}

}  // namespace
}  // namespace alpha_pulse::exchanges
