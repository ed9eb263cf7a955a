#include "alpha_pulse/domain/market_state.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::domain {
namespace {

Price price(const char* text) {
  return *Price::parse(text);
}
const Instrument kInstrument{.tick = price("0.10")};

MarketState after(MarketState state, EventBody body, std::int64_t ns = 1) {
  state.absorb(Event{.ts_event = Timestamp::from_ns(ns), .ts_receive = Timestamp::from_ns(ns + 1000), .body = body},
               kInstrument);
  return state;
}

TEST(MarketState, KnowsNothingAtFirst) {
  const MarketState state;
  EXPECT_FALSE(state.reference().known());
  EXPECT_FALSE(state.bid_or_last().known());
  EXPECT_FALSE(state.ask_or_last().known());
}

TEST(MarketState, ATradeIsTheLastPriceAndStandsInForTheRest) {
  const MarketState state = after({}, TradeTick{.price = price("100")});
  EXPECT_EQ(state.last, price("100"));
  EXPECT_FALSE(state.mark.known());
  EXPECT_EQ(state.reference(), price("100"));
  EXPECT_EQ(state.bid_or_last(), price("100"));
  EXPECT_EQ(state.ask_or_last(), price("100"));
}

TEST(MarketState, APrintWithRolesIsMarkAndBothQuotesOneTickApart) {
  const MarketState state = after({}, TradeTick{.price = price("100.05"), .roles = kAllRoles});
  EXPECT_EQ(state.mark, price("100.05"));
  EXPECT_EQ(state.bid, price("100.05"));
  EXPECT_EQ(state.ask, price("100.15"));
}

TEST(MarketState, QuotesAndMarksMoveOnlyThemselves) {
  MarketState state = after({}, TradeTick{.price = price("100")}, 1);
  state = after(state, QuoteTick{.bid = price("99.9"), .ask = price("100.2")}, 2);
  EXPECT_EQ(state.last, price("100"));
  EXPECT_EQ(state.bid_or_last(), price("99.9"));
  EXPECT_EQ(state.ask_or_last(), price("100.2"));
  EXPECT_EQ(state.reference(), price("100"));
  state = after(state, MarkPrice{.price = price("100.01")}, 3);
  EXPECT_EQ(state.reference(), price("100.01"));
  EXPECT_EQ(state.last, price("100"));
}

TEST(MarketState, RemembersTheTradeAndTheTimeBefore) {
  MarketState state = after({}, TradeTick{.price = price("100")}, 10);
  state = after(state, MarkPrice{.price = price("101")}, 20);
  state = after(state, TradeTick{.price = price("102")}, 30);
  EXPECT_EQ(state.previous_last, price("100"));
  EXPECT_EQ(state.last, price("102"));
  EXPECT_EQ(state.previous_at, Timestamp::from_ns(20));
  EXPECT_EQ(state.updated_at, Timestamp::from_ns(30));
  EXPECT_EQ(state.updates, 3U);
}

TEST(MarketState, EventsThatAreNoPricesChangeNothing) {
  const MarketState before = after({}, TradeTick{.price = price("100"), .roles = kAllRoles}, 10);
  for (const EventBody& body : {EventBody{BarClosed{.close = price("5")}}, EventBody{TimerElapsed{}},
                                EventBody{FundingRateDue{}}, EventBody{OrderFilled{}}}) {
    const MarketState now = after(before, body, 99);
    EXPECT_EQ(now.last, before.last);
    EXPECT_EQ(now.updated_at, before.updated_at);
    EXPECT_EQ(now.updates, before.updates);
  }
}

}  // namespace
}  // namespace alpha_pulse::domain
