#include "alpha_pulse/matching/matching_engine.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/test_venue.hpp"

namespace alpha_pulse::matching {
namespace {

using namespace test;

TEST(MatchingEngine, FillsARestingSellOnlyWhenThePriceGoesThroughIt) {
  FillSettings settings = plain();
  settings.maker_fee = ratio("0.0002");
  Venue venue(settings);
  venue.print("100");
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "101"))), "OrderAccepted");
  EXPECT_EQ(names(venue.print("101")), "");
  EXPECT_EQ(names(venue.print("101.005")), "");
  const auto events = venue.print("105");
  ASSERT_EQ(names(events), "OrderFilled PositionReported");
  const Fill fill = events[0].as<OrderFilled>()->fill;
  EXPECT_EQ(fill.price, price("101"));
  EXPECT_EQ(fill.quantity, qty("1"));
  EXPECT_EQ(fill.fee, usdt("0.0202"));
  EXPECT_EQ(fill.liquidity, Liquidity::MAKER);
  EXPECT_TRUE(events[0].more_follow);
  EXPECT_FALSE(events[1].more_follow);
  EXPECT_EQ(events[1].as<PositionReported>()->quantity, qty("-1"));
  EXPECT_EQ(events[0].ts_event, at(venue.now_ms));
  EXPECT_EQ(venue.wallet(), usdt("99999.9798"));
  EXPECT_EQ(venue.engine.order(ClientOrderId{1})->state, OrderState::FILLED);
}

TEST(MatchingEngine, FillsARestingBuyOneTickBelowItsLimit) {
  Venue venue;
  venue.print("100");
  venue.place(venue.limit(Side::BUY, "1", "99"));
  EXPECT_EQ(names(venue.print("99")), "");
  EXPECT_EQ(names(venue.print("98.99")), "OrderFilled PositionReported");
  EXPECT_EQ(venue.held(), qty("1"));
}

TEST(MatchingEngine, FillsAtTheTouchWhenAskedTo) {
  FillSettings settings = plain();
  settings.model = FillModel::TOUCH;
  Venue venue(settings);
  venue.print("100");
  venue.place(venue.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(names(venue.print("100.99")), "");
  EXPECT_EQ(names(venue.print("101")), "OrderFilled PositionReported");
}

TEST(MatchingEngine, GoesThroughFiveRungsAndTheStagedStopInOneStep) {
  Venue venue;
  venue.print("100");
  for (const char* rung : {"101", "102", "103", "104", "105"}) venue.place(venue.limit(Side::SELL, "0.2", rung));
  EXPECT_EQ(names(venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "105.04"))), "OrderAccepted");
  const auto events = venue.print("107");
  ASSERT_EQ(names(events),
            "OrderFilled OrderFilled OrderFilled OrderFilled OrderFilled OrderTriggered OrderFilled PositionReported");
  const auto fills = all<OrderFilled>(events);
  EXPECT_EQ(fills[0].fill.price, price("101"));
  EXPECT_EQ(fills[4].fill.price, price("105"));
  EXPECT_EQ(fills[5].fill.price, price("107.01"));  // the ask of a print at 107
  EXPECT_EQ(fills[5].fill.quantity, qty("1"));
  EXPECT_EQ(all<PositionReported>(events)[0].quantity, Quantity{});
  for (const Event& e : events) EXPECT_EQ(e.more_follow, &e != &events.back());
  // 0.2 x (101 + 102 + 103 + 104 + 105) - 107.01
  EXPECT_EQ(venue.wallet(), usdt("99995.99"));
  EXPECT_TRUE(venue.engine.live_orders(kHedgeLeg).empty());
}

}  // namespace
}  // namespace alpha_pulse::matching
