#include "alpha_pulse/risk/order_filters.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "alpha_pulse/risk/testing/test_world.hpp"

namespace alpha_pulse::risk {
namespace {

using testing::dollars;
using testing::TestWorld;
using testing::thousandths;

std::string_view why(const OrderSpec& spec, GridDirection direction = GridDirection::SHORT,
                     Price reference = dollars(100)) {
  const TestWorld world;
  const Verdict verdict = check_form(spec, world.hedge, reference, direction);
  return verdict ? "passes" : verdict.error().detail;
}

TEST(OrderFilters, PassWhatAStrategyNormallyAsksFor) {
  const TestWorld world;
  EXPECT_EQ(why(world.sell(thousandths(100), dollars(101))), "passes");
  EXPECT_EQ(why(world.buy_back(thousandths(1), dollars(99))), "passes");  // reduce-only: no minimum notional
  EXPECT_EQ(why(world.stop(thousandths(100), dollars(104))), "passes");
  OrderSpec market = world.sell(thousandths(100), Price{});
  market.type = OrderType::MARKET;
  EXPECT_EQ(why(market), "passes");
  EXPECT_EQ(why(world.sell(thousandths(100), dollars(900))), "passes");  // an outer rung may be far
}

TEST(OrderFilters, NameEveryWrongForm) {
  const TestWorld world;
  const OrderSpec good = world.sell(thousandths(100), dollars(101));
  const auto wrong = [&](const std::function<void(OrderSpec&)>& change) {
    OrderSpec spec = good;
    change(spec);
    return why(spec);
  };
  EXPECT_EQ(wrong([](OrderSpec& s) { s.quantity = Quantity{}; }), "quantity not positive");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.quantity = -s.quantity; }), "quantity not positive");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.quantity += Quantity::from_raw(1); }), "quantity not on the lot");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.price = s.price + PriceDelta::from_raw(1); }), "price not on the tick");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.price = Price::from_raw(-kOne); }), "price not on the tick");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.price = Price{}; }), "a limit order has a price, no other order has one");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.trigger = s.price; }), "a conditional order has a trigger, no other has one");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.price = dollars(49); }), "limit price far from the market");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.price = dollars(10'001); }), "limit price far from the market");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.side = Side::BUY; }), "the closing side must be reduce-only");
  EXPECT_EQ(wrong([](OrderSpec& s) { s.quantity = thousandths(49); }), "below the minimum notional");
  OrderSpec stop = world.stop(thousandths(100), dollars(104));
  stop.reduce_only = false;
  EXPECT_EQ(why(stop), "a conditional order must be reduce-only");
  EXPECT_EQ(why(world.buy_back(thousandths(10), dollars(151))), "limit price far from the market");
}

TEST(OrderFilters, LetOnlyTheRaisingSideOfTheDirectionRaise) {
  const TestWorld world;
  OrderSpec buy = world.sell(thousandths(100), dollars(99));
  buy.side = Side::BUY;
  EXPECT_EQ(why(buy, GridDirection::LONG), "passes");
  EXPECT_EQ(why(buy, GridDirection::BOTH), "the closing side must be reduce-only");
  EXPECT_EQ(why(world.sell(thousandths(100), dollars(101)), GridDirection::LONG),
            "the closing side must be reduce-only");
}

TEST(OrderFilters, PassOnlyReduceOnlyOrdersWithoutAPrice) {
  const TestWorld world;
  EXPECT_EQ(why(world.sell(thousandths(100), dollars(101)), GridDirection::SHORT, Price{}),
            "no price of the hedge leg yet");
  EXPECT_EQ(why(world.stop(thousandths(100), dollars(101)), GridDirection::SHORT, Price{}), "passes");
}

}  // namespace
}  // namespace alpha_pulse::risk
