#include "alpha_pulse/matching/limit_ladder.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::matching {
namespace {

using namespace test;

class Ladder : public testing::Test {
 protected:
  void add(LimitLadder& ladder, std::uint64_t id, const std::string& at_price, const std::string& quantity = "1",
           const DisplayedQuotes& displayed = {}) {
    Order order;
    order.id = ClientOrderId{id};
    order.spec = words_.limit(Side::SELL, quantity, at_price);
    ladder.add(order, displayed);
  }
  static TradeTick trade(const std::string& at_price, const std::string& quantity = "1") {
    return {.price = price(at_price), .quantity = qty(quantity), .aggressor = Side::BUY, .roles = {}};
  }
  static DisplayedQuotes shown(const std::string& ask, const std::string& size) {
    return {.known = true, .bid = price("90"), .ask = price(ask), .bid_quantity = qty("1"), .ask_quantity = qty(size)};
  }
  static std::string served(LimitLadder& ladder, const TradeTick& tick, FillModel model) {
    std::string text;
    for (const Allocation& a : ladder.serve(tick, model)) {
      text += std::to_string(a.order.value) + ":" + a.quantity.to_string(0) + " ";
    }
    return text;
  }

  Venue words_;
  LimitLadder sells_{Side::SELL, price("0.01")};
  LimitLadder buys_{Side::BUY, price("0.01")};
};

TEST_F(Ladder, ServesTheNearestFirstAndEqualPricesInOrderOfArrival) {
  add(sells_, 1, "103");
  add(sells_, 2, "101");
  add(sells_, 3, "102");
  add(sells_, 4, "101");
  EXPECT_EQ(served(sells_, trade("102.01"), FillModel::THROUGH), "2:1 4:1 3:1 ");
  EXPECT_EQ(served(sells_, trade("102"), FillModel::THROUGH), "2:1 4:1 ");
  EXPECT_EQ(served(sells_, trade("102"), FillModel::TOUCH), "2:1 4:1 3:1 ");
  add(buys_, 5, "98");
  add(buys_, 6, "99");
  EXPECT_EQ(served(buys_, trade("97"), FillModel::THROUGH), "6:1 5:1 ");
}

TEST_F(Ladder, StandsBehindTheDisplayedSizeAndCountsItDown) {
  add(sells_, 1, "101", "2", shown("101", "5"));
  EXPECT_EQ(served(sells_, trade("101", "3"), FillModel::QUEUE), "");
  EXPECT_EQ(served(sells_, trade("101", "2.5"), FillModel::QUEUE), "1:0.5 ");
  EXPECT_EQ(sells_.find(ClientOrderId{1})->ahead, Quantity{});
}

TEST_F(Ladder, MovesUpWhenTheDisplayedSizeShrinksButNotBackWhenItGrows) {
  add(sells_, 1, "101", "2", shown("101", "5"));
  sells_.requeue(shown("101", "1"));
  sells_.requeue(shown("101", "9"));
  EXPECT_EQ(sells_.find(ClientOrderId{1})->ahead, qty("1"));
  sells_.requeue(shown("101.01", "9"));  // nobody is shown at our price any more
  EXPECT_EQ(sells_.find(ClientOrderId{1})->ahead, Quantity{});
}

TEST_F(Ladder, AQueueNeverSeenIsAsLongAsTheFirstPrintAtTheLevel) {
  add(sells_, 1, "101", "2", shown("100", "5"));
  EXPECT_FALSE(sells_.find(ClientOrderId{1})->ahead_known);
  EXPECT_EQ(served(sells_, trade("101", "40"), FillModel::QUEUE), "");
  EXPECT_EQ(served(sells_, trade("101", "1.5"), FillModel::QUEUE), "1:1.5 ");
}

TEST_F(Ladder, IsFirstAtAPriceBetterThanTheBest) {
  add(sells_, 1, "100.99", "2", shown("101", "5"));
  EXPECT_EQ(served(sells_, trade("100.99", "0.5"), FillModel::QUEUE), "1:0.5 ");
}

TEST_F(Ladder, TwoOrdersAtOneLevelShareAPrint) {
  add(sells_, 1, "101", "1", shown("101", "2"));
  add(sells_, 2, "101", "1", shown("101", "2"));
  EXPECT_EQ(served(sells_, trade("101", "3.5"), FillModel::QUEUE), "1:1 2:0.5 ");
}

TEST_F(Ladder, APrintBeyondTheLevelServesEverybodyWhole) {
  add(sells_, 1, "101", "7", shown("101", "5"));
  add(sells_, 2, "101.01", "7", shown("101", "5"));
  EXPECT_EQ(served(sells_, trade("101.01", "0.1"), FillModel::QUEUE), "1:7 ");
}

TEST_F(Ladder, WatchesOneTickBeyondTheNearestLimit) {
  add(sells_, 1, "103");
  add(sells_, 2, "101");
  PriceWatch watch;
  sells_.watch_trades(FillModel::THROUGH, watch);
  EXPECT_FALSE(watch.touched(price("101")));
  EXPECT_TRUE(watch.touched(price("101.01")));
  EXPECT_FALSE(watch.touched(price("1")));
  add(buys_, 3, "99");
  buys_.watch_trades(FillModel::TOUCH, watch);
  EXPECT_TRUE(watch.touched(price("99")));
  EXPECT_FALSE(watch.touched(price("99.01")));
}

}  // namespace
}  // namespace alpha_pulse::matching
