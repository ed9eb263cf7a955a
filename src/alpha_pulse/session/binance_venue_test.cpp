#include "alpha_pulse/session/binance_venue.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "alpha_pulse/session/test_venue.hpp"

namespace alpha_pulse::session {
namespace {

using execution::Verdict;
using test::VenueOnSim;

TEST(BinanceVenue, SendsOrdersOverTheWebSocketApiAndTheExchangeHasThem) {
  VenueOnSim world;
  world.start();
  const PlaceOrder order = world.resting(1);
  EXPECT_EQ(world.run(world.venue->link().place(order)).verdict, Verdict::ACCEPTED);
  EXPECT_EQ(world.run(world.venue->link().snapshot())->orders.size(), 1U);
  const auto asked = world.run(world.venue->link().ask(order.id, order.spec));
  ASSERT_TRUE(asked && *asked);
  EXPECT_EQ((*asked)->order, order.id);
  EXPECT_EQ(world.cancel(order).verdict, Verdict::ACCEPTED);
  EXPECT_EQ(world.venue->session_calls(), 3U);
  EXPECT_TRUE(world.run(world.venue->link().snapshot())->orders.empty());
}

TEST(BinanceVenue, SendsOrdersByRestBeforeTheSessionOpens) {
  VenueOnSim world;
  const PlaceOrder order = world.resting(1);
  EXPECT_EQ(world.run(world.venue->link().place(order)).verdict, Verdict::ACCEPTED);
  EXPECT_EQ(world.venue->session_calls(), 0U);
}

TEST(BinanceVenue, PlacesNothingTwiceWhereTheAnswerOrTheSessionIsLost) {
  for (const char* fault : {"event_without_ack", "cut_after_bytes, bytes: 1"}) {
    VenueOnSim world(std::string("[{match: {path: order.place}, nth: 1, kind: ") + fault + "}]");
    world.start();
    const PlaceOrder order = world.resting(1);
    const auto lost = world.run(world.venue->link().place(order));
    EXPECT_EQ(lost.verdict, Verdict::UNKNOWN) << fault;
    EXPECT_GT(lost.may_enter_until, test::kMidnight) << fault;
    world.wait(Duration::seconds(20));  // opened anew, where it was lost
    const auto account = world.run(world.venue->link().snapshot());
    ASSERT_TRUE(account) << fault;
    EXPECT_EQ(account->orders.size(), 1U) << fault;
    const std::uint64_t before = world.venue->session_calls();
    EXPECT_EQ(world.cancel(order).verdict, Verdict::ACCEPTED) << fault;
    EXPECT_EQ(world.venue->session_calls(), before + 1) << fault;
  }
}

TEST(BinanceVenue, FindsOutThatStopsAreTakenAndLeavesNone) {
  VenueOnSim world;
  const CanaryOutcome canary = world.run(world.venue->try_stop(new_epoch()));
  EXPECT_EQ(canary.what, CanaryOutcome::What::TAKEN) << canary.words;
  const auto account = world.run(world.venue->link().snapshot());
  ASSERT_TRUE(account);
  EXPECT_TRUE(account->orders.empty());
  EXPECT_EQ(account->foreign_orders, 0U);
}

TEST(BinanceVenue, HearsOfCoinsThatComeToTheSpotAccountAndGoAsSoonAsTheyDo) {
  VenueOnSim world;
  world.start();
  EXPECT_EQ(*world.facts->holding, test::coins("1"));
  for (const auto& [moved, held] : {std::pair("0.5", "holding 1.5"), std::pair("-1", "holding 0.5")}) {
    world.heard.words.clear();
    world.server->perform([&moved](simulator::Exchange& exchange) {
      EXPECT_TRUE(exchange.spot.transfer(simulator::AccountId{0}, *Money::parse(moved, Currency("BTC"))));
    });
    world.wait(Duration::seconds(10));
    EXPECT_NE(std::ranges::find(world.heard.words, held), world.heard.words.end()) << held;
  }
}

}  // namespace
}  // namespace alpha_pulse::session
