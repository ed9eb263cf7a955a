#include "alpha_pulse/matching/arrival_check.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::matching {
namespace {

using namespace test;

class ArrivalCheck : public testing::Test {
 protected:
  ArrivalCheck() {
    market_.last = price("100");
    market_.mark = price("100");
  }
  Reason check(const OrderSpec& spec) const { return check_arrival(linear(), market_, position_, settings_, spec); }

  Venue words_;
  MarketState market_;
  Position position_;
  FillSettings settings_;
};

TEST_F(ArrivalCheck, PassesAnOrdinaryOrder) {
  EXPECT_EQ(check(words_.limit(Side::SELL, "1", "101")), Reason::NONE);
  EXPECT_EQ(check(words_.market(Side::BUY, "0.05")), Reason::NONE);
}

TEST_F(ArrivalCheck, RefusesPricesAndQuantitiesOffTheGrid) {
  EXPECT_EQ(check(words_.limit(Side::SELL, "1.0005", "101")), Reason::BAD_FILTER);
  EXPECT_EQ(check(words_.limit(Side::SELL, "0", "101")), Reason::BAD_FILTER);
  EXPECT_EQ(check(words_.limit(Side::SELL, "1", "101.005")), Reason::BAD_FILTER);
  EXPECT_EQ(check(words_.limit(Side::SELL, "1", "0")), Reason::BAD_FILTER);
  EXPECT_EQ(check(words_.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104.001")), Reason::BAD_FILTER);
  OrderSpec by_bid = words_.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104");
  by_bid.trigger_by = PriceKind::BID;
  EXPECT_EQ(check(by_bid), Reason::BAD_FILTER);
  EXPECT_EQ(check_arrival(spot(), market_, position_, settings_, words_.limit(Side::SELL, "1", "101")),
            Reason::BAD_FILTER);
}

TEST_F(ArrivalCheck, AsksForTheMinimumNotionalUnlessTheOrderOnlyReduces) {
  EXPECT_EQ(check(words_.limit(Side::SELL, "0.05", "100")), Reason::NONE);  // exactly 5
  EXPECT_EQ(check(words_.limit(Side::SELL, "0.049", "102")), Reason::BAD_FILTER);
  position_.apply(linear(), Side::SELL, qty("0.01"), price("100"));
  OrderSpec rest = words_.limit(Side::BUY, "0.01", "100");
  rest.reduce_only = true;
  EXPECT_EQ(check(rest), Reason::NONE);
}

TEST_F(ArrivalCheck, RefusesToTradeBeforeAnyPrice) {
  market_ = MarketState{};
  EXPECT_EQ(check(words_.limit(Side::SELL, "1", "101")), Reason::NO_PRICE);
  EXPECT_EQ(check(words_.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104")), Reason::NO_PRICE);
  market_.bid = price("99");
  market_.ask = price("101");
  EXPECT_EQ(check(words_.market(Side::SELL, "1")), Reason::NO_PRICE);  // quotes alone value no position
}

TEST_F(ArrivalCheck, RefusesATriggerThatHasBeenPassed) {
  EXPECT_EQ(check(words_.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "100")),
            Reason::WOULD_TRIGGER_IMMEDIATELY);
  EXPECT_EQ(check(words_.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "100.01")), Reason::NONE);
  EXPECT_EQ(check(words_.conditional(OrderType::TAKE_PROFIT_MARKET, Side::BUY, "1", "100")),
            Reason::WOULD_TRIGGER_IMMEDIATELY);
}

TEST_F(ArrivalCheck, ReduceOnlyNeedsSomethingToReduce) {
  OrderSpec buy_back = words_.limit(Side::BUY, "1", "99");
  buy_back.reduce_only = true;
  EXPECT_EQ(check(buy_back), Reason::REDUCE_ONLY_REJECTED);
  position_.apply(linear(), Side::SELL, qty("1"), price("100"));
  EXPECT_EQ(check(buy_back), Reason::NONE);
  buy_back.side = Side::SELL;
  buy_back.price = price("101");
  EXPECT_EQ(check(buy_back), Reason::REDUCE_ONLY_REJECTED);
}

TEST_F(ArrivalCheck, AStopMayWaitForAPositionOnlyWhereTheVenueAllowsIt) {
  const OrderSpec stop = words_.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104");
  EXPECT_EQ(check(stop), Reason::NONE);
  settings_.stop_while_flat = false;
  EXPECT_EQ(check(stop), Reason::REDUCE_ONLY_REJECTED);
  position_.apply(linear(), Side::SELL, qty("1"), price("100"));
  EXPECT_EQ(check(stop), Reason::NONE);
}

}  // namespace
}  // namespace alpha_pulse::matching
