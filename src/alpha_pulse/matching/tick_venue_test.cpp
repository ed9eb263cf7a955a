#include "alpha_pulse/matching/tick_venue.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace alpha_pulse::matching {
namespace {

/// A venue at 100 / 102, ten standing on each side.
class TickVenueTest : public testing::Test {
 protected:
  TickVenueTest() { quote(100, 10, 102, 10); }

  void quote(int bid, int bid_quantity, int ask, int ask_quantity) {
    bid_ = bid;
    ask_ = ask;
    venue_.observe(TickEvent::quote(++now_, bid, bid_quantity, ask, ask_quantity));
  }
  void trade(TickKind aggressor, int price, int quantity) {
    venue_.observe(TickEvent::trade(++now_, aggressor, price, quantity, bid_, ask_));
  }
  void place(Side side, int price, bool takes = false) {
    venue_.arrive({.due = now_, .order = {.id = ++id_, .side = side, .takes = takes, .price = price, .quantity = 3}});
  }
  /// The oldest report not read yet.
  std::optional<TickOutcome> outcome() {
    if (venue_.reports().empty()) return std::nullopt;
    return venue_.reports().pop().outcome;
  }

  TickVenue venue_{{.response = Duration::nanoseconds(7), .maker = 200, .taker = 500}};
  std::int64_t now_ = 0;
  std::uint64_t id_ = 0;
  int bid_ = 0, ask_ = 0;
};

TEST_F(TickVenueTest, AnOrderAtTheBestPriceWaitsForEverythingInFrontOfIt) {
  place(Side::SELL, 102);
  EXPECT_EQ(outcome(), TickOutcome::RESTS);
  trade(TickKind::BUY, 102, 10);
  EXPECT_EQ(outcome(), std::nullopt);  // served all that stood in front, and nothing is left for us
  trade(TickKind::BUY, 102, 1);
  EXPECT_EQ(outcome(), TickOutcome::FILLED);
  EXPECT_EQ(venue_.account().position(), -3);
  EXPECT_EQ(venue_.account().cash(), 3 * 102);
  EXPECT_EQ(venue_.account().fees(), 3 * 102 * 200);
}

TEST_F(TickVenueTest, ASmallerDisplayedSizeCapsWhatStandsInFront) {
  place(Side::BUY, 100);
  quote(100, 4, 102, 10);
  quote(100, 50, 102, 10);  // new orders stand behind
  trade(TickKind::SELL, 100, 5);
  EXPECT_EQ(outcome(), TickOutcome::RESTS);
  EXPECT_EQ(outcome(), TickOutcome::FILLED);
}

TEST_F(TickVenueTest, ALevelThatDisappearsLeavesNothingInFront) {
  place(Side::SELL, 102);
  quote(100, 10, 103, 10);
  quote(100, 10, 102, 10);
  trade(TickKind::BUY, 102, 1);
  EXPECT_EQ(outcome(), TickOutcome::RESTS);
  EXPECT_EQ(outcome(), TickOutcome::FILLED);
}

TEST_F(TickVenueTest, ATradeBeyondThePriceOrTheOppositeQuoteFillsAtThePrice) {
  place(Side::SELL, 103);
  place(Side::SELL, 105);
  trade(TickKind::BUY, 104, 1);
  quote(105, 1, 106, 1);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(outcome(), TickOutcome::RESTS);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(outcome(), TickOutcome::FILLED);
  EXPECT_EQ(venue_.account().cash(), 3 * (103 + 105));
}

TEST_F(TickVenueTest, ATradeOfTheSameSideServesNobody) {
  place(Side::SELL, 102);
  trade(TickKind::SELL, 103, 100);
  EXPECT_EQ(outcome(), TickOutcome::RESTS);
  EXPECT_EQ(outcome(), std::nullopt);
}

TEST_F(TickVenueTest, APostOnlyOrderThatWouldTakeExpires) {
  place(Side::SELL, 100);
  place(Side::BUY, 102);
  EXPECT_EQ(outcome(), TickOutcome::EXPIRED);
  EXPECT_EQ(outcome(), TickOutcome::EXPIRED);
  EXPECT_EQ(venue_.account().fills(), 0);
}

TEST_F(TickVenueTest, ATakerGetsTheOppositeQuoteAndPaysMore) {
  place(Side::BUY, 0, true);
  EXPECT_EQ(outcome(), TickOutcome::FILLED);
  EXPECT_EQ(venue_.account().cash(), -3 * 102);
  EXPECT_EQ(venue_.account().fees(), 3 * 102 * 500);
}

TEST_F(TickVenueTest, ACancelIsAnsweredAndOneThatComesTooLateSaysSo) {
  place(Side::SELL, 110);
  const TickRequest cancel{.due = now_, .cancel = true, .order = {.id = id_, .side = Side::SELL, .price = 110}};
  venue_.arrive(cancel);
  venue_.arrive(cancel);
  EXPECT_EQ(outcome(), TickOutcome::RESTS);
  EXPECT_EQ(outcome(), TickOutcome::CANCELED);
  EXPECT_EQ(outcome(), TickOutcome::UNKNOWN);
}

TEST_F(TickVenueTest, ReportsComeAfterTheResponseTime) {
  place(Side::SELL, 110);
  EXPECT_EQ(venue_.reports().due(), now_ + 7);
}

TEST_F(TickVenueTest, IsCalmOnlyOnceAnEventHasStayedInsideTheCorridor) {
  place(Side::SELL, 102);
  EXPECT_FALSE(venue_.calm());
  quote(98, 10, 101, 10);
  EXPECT_TRUE(venue_.calm());
  EXPECT_EQ(venue_.corridor().above, 102);
}

}  // namespace
}  // namespace alpha_pulse::matching
