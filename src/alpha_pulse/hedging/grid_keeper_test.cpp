#include "alpha_pulse/hedging/grid_keeper.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/hedging/test_orders.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

HedgeSettings settings(GridDirection direction = GridDirection::SHORT, int levels = 5) {
  HedgeSettings s = HedgeSettings::classic();
  s.grid.direction = direction;
  s.grid.num_levels = levels;
  return s;
}
Ladder ladder(const HedgeSettings& s) {  // P0 100, spacing 1
  return {linear(),
          s,
          {.spacing = {.reference = price("100"), .sigma = 0.02, .half_spread = {}},
           .spot = qty("1"),
           .target = qty("1"),
           .equity = {},
           .room = qty("1")}};
}

/// A ladder of five rungs of 0.2, everything allowed. Time in seconds.
class Grid : public testing::Test {
 protected:
  explicit Grid(const HedgeSettings& s = settings()) : ladder_(ladder(s)) {}

  Lines keep(std::int64_t seconds) {
    Commands out;
    keeper_.keep(ladder_, permission_,
                 {.now = at(seconds),
                  .instrument = instrument_,
                  .live = orders_.live(),
                  .held = held_,
                  .raising_other = raising_other_,
                  .retry_after = Duration::seconds(60),
                  .order_timeout = order_timeout_},
                 out);
    return orders_.take(out, at(seconds));
  }
  Lines keep_settled(std::int64_t seconds) {
    Lines lines = keep(seconds);
    orders_.settle();
    return lines;
  }
  void fill(SlotKind kind, int index, bool rearm = false) {
    const Order order = *orders_.find(kind, index);
    const Quantity quantity = order.remaining();
    const auto k = static_cast<std::size_t>(index);
    if (kind == SlotKind::GRID_OPEN) {
      ladder_.on_open_fill(k, quantity, rearm);
      keeper_.on_completed(LiveOrders::slot(SlotKind::GRID_CLOSE, index));
      held_ += quantity;
    } else {
      ladder_.on_close_fill(k, quantity);
      keeper_.on_completed(LiveOrders::slot(SlotKind::GRID_OPEN, index));
      held_ -= quantity;
    }
    orders_.remove(kind, index);
  }

  Instrument instrument_ = linear();
  Ladder ladder_;
  GridPermission permission_{.rungs = 5, .limit = qty("1"), .may_place = true, .may_close = true, .stop = {}};
  LiveOrders orders_;
  Quantity held_, raising_other_;
  std::optional<Duration> order_timeout_;
  GridKeeper keeper_;
};
class BothGrid : public Grid {
 protected:
  BothGrid() : Grid(settings(GridDirection::BOTH)) {}
};
class LongGrid : public Grid {
 protected:
  LongGrid() : Grid(settings(GridDirection::LONG)) {}
};

const Lines kAllFive = {"grid_open 0 SELL 0.200 @ 101.00", "grid_open 1 SELL 0.200 @ 102.00",
                        "grid_open 2 SELL 0.200 @ 103.00", "grid_open 3 SELL 0.200 @ 104.00",
                        "grid_open 4 SELL 0.200 @ 105.00"};

TEST_F(Grid, SendsWhatIsMissingAndThenNothing) {
  EXPECT_EQ(keep(0), kAllFive);
  EXPECT_EQ(keep(1), Lines{}) << "sent, not yet answered";
  orders_.accept_all();
  for (int s = 2; s < 1000; ++s) ASSERT_EQ(keep(s), Lines{});
}

TEST_F(Grid, SendsOnlyTheDifferenceWhenMoreRungsMayRest) {
  permission_.rungs = 1;
  EXPECT_EQ(keep_settled(0), Lines{kAllFive[0]}) << "the nearest first";
  permission_.rungs = 5;
  EXPECT_EQ(keep_settled(1), Lines(kAllFive.begin() + 1, kAllFive.end()));
  permission_.rungs = 3;
  EXPECT_EQ(keep_settled(2), (Lines{"cancel " + kAllFive[3], "cancel " + kAllFive[4]})) << "the outermost go first";
}

TEST_F(Grid, CountsWhatIsHeldAndWhatOthersMayStillSellAgainstTheLimit) {
  held_ = qty("0.3");
  raising_other_ = qty("0.2");
  EXPECT_EQ(keep(0), (Lines{kAllFive[0], kAllFive[1]})) << "0.3 + 0.2 + 2 x 0.2 <= 1 < 3 x 0.2 more";
}

TEST_F(Grid, DoesNotPlaceWhileItMayNotRaiseButLeavesWhatRests) {
  permission_.rungs = 2;
  keep_settled(0);
  permission_.rungs = 5;
  permission_.may_place = false;
  EXPECT_EQ(keep(1), Lines{});
  EXPECT_EQ(orders_.count(SlotKind::GRID_OPEN), 2u);
}

TEST_F(Grid, CancelsEverythingThatOpensWhenNothingMayRest) {
  keep_settled(0);
  permission_.rungs = 0;
  EXPECT_EQ(keep(1).size(), 5u);
  EXPECT_EQ(keep(1), Lines{}) << "asked once";
}

TEST_F(Grid, KeepsOneSpacingBetweenItsOutermostRungAndTheStop) {
  permission_.stop = price("105.04");  // 104 + 1 lies inside it, 105 + 1 does not
  EXPECT_EQ(keep_settled(0), Lines(kAllFive.begin(), kAllFive.begin() + 4));
  permission_.stop = price("107.12");
  EXPECT_EQ(keep_settled(1), Lines{kAllFive[4]});
  permission_.stop = price("102");
  EXPECT_EQ(keep_settled(2).size(), 4u) << "only the first is far enough inside";
}

TEST_F(Grid, TriesARejectedRungAgainAfterTheInterval) {
  keep_settled(0);
  orders_.remove(SlotKind::GRID_OPEN, 2);
  EXPECT_EQ(keep(59), Lines{});
  EXPECT_EQ(keeper_.next_at(), at(60));
  EXPECT_EQ(keep(60), Lines{kAllFive[2]});
}

TEST_F(Grid, ReplacesARungOnlyOnceItsOldOrderIsProvenGone) {
  keep_settled(0);
  ladder_.respace(instrument_, settings(),
                  {.reference = ladder_.geometry().reference, .sigma = 0.04, .half_spread = {}}, price("100"));
  EXPECT_EQ(keep(10).size(), 5u) << "five cancels";
  EXPECT_EQ(keep(11), Lines{}) << "asked to cancel, may still fill";
  orders_.confirm_cancels();
  EXPECT_EQ(keep(12), (Lines{"grid_open 0 SELL 0.200 @ 102.00", "grid_open 1 SELL 0.200 @ 104.00",
                             "grid_open 2 SELL 0.200 @ 106.00", "grid_open 3 SELL 0.200 @ 108.00",
                             "grid_open 4 SELL 0.200 @ 110.00"}))
      << "at once: a moved rung is not a lost one";
}

TEST_F(Grid, LeavesAPartiallyFilledRungAlone) {
  keep_settled(0);
  Order& order = *orders_.find(SlotKind::GRID_OPEN, 0);
  order.filled = qty("0.05");
  order.state = OrderState::PARTIALLY_FILLED;
  ladder_.on_open_fill(0, qty("0.05"), false);
  held_ = qty("0.05");
  EXPECT_EQ(keep(1), Lines{});
}

TEST_F(Grid, ReplacesAnOrderThatHasWaitedTooLong) {
  order_timeout_ = Duration::seconds(60);
  keep_settled(0);
  EXPECT_EQ(keep(59), Lines{});
  EXPECT_EQ(keeper_.next_at(), at(60));
  EXPECT_EQ(keep_settled(60).size(), 5u);
  EXPECT_EQ(keep_settled(60), kAllFive);
}

TEST_F(Grid, CancelsTheOrdersOfAnEarlierLongerLadder) {
  keep_settled(0);
  ladder_ = ladder(settings(GridDirection::SHORT, 2));  // two rungs of 0.5
  EXPECT_EQ(keep(1), (Lines{"cancel " + kAllFive[2], "cancel " + kAllFive[3], "cancel " + kAllFive[4],
                            "cancel " + kAllFive[0], "cancel " + kAllFive[1]}));
}

TEST_F(Grid, IgnoresOrdersThatAreNotTheGrids) {
  keep_settled(0);
  Order stop = *orders_.find(SlotKind::GRID_OPEN, 0);
  stop.spec.slot.kind = SlotKind::STOP_LOSS;
  Order elsewhere = *orders_.find(SlotKind::GRID_OPEN, 0);
  elsewhere.spec.instrument = kSpotLeg;
  elsewhere.spec.slot.index = 40;
  orders_.orders().push_back(stop);
  orders_.orders().push_back(elsewhere);
  EXPECT_EQ(keep(1), Lines{});
}

// ---- re-armed levels -----------------------------------------------------------------------------------------------

TEST_F(Grid, TakesAFilledRungBackOneRungLowerAtOnceAndThenSellsItAgain) {
  keep_settled(0);
  fill(SlotKind::GRID_OPEN, 0, true);
  EXPECT_EQ(keep_settled(1), Lines{"grid_close 0 BUY 0.200 @ 100.00 reduce-only"});
  fill(SlotKind::GRID_CLOSE, 0);
  EXPECT_EQ(keep_settled(2), Lines{kAllFive[0]}) << "no waiting for the interval: it was filled, not lost";
  fill(SlotKind::GRID_OPEN, 0, true);
  EXPECT_EQ(keep_settled(3), Lines{"grid_close 0 BUY 0.200 @ 100.00 reduce-only"});
}

TEST_F(Grid, ClosesTheHighestRungFirstWhenLessIsHeldThanTheRungsOpened) {
  keep_settled(0);
  fill(SlotKind::GRID_OPEN, 0, true);
  fill(SlotKind::GRID_OPEN, 1, true);
  held_ = qty("0.3");  // something else reduced it
  EXPECT_EQ(keep_settled(1),
            (Lines{"grid_close 1 BUY 0.200 @ 101.00 reduce-only", "grid_close 0 BUY 0.100 @ 100.00 reduce-only"}));
}

TEST_F(Grid, RestsNoClosingOrderWhenItMayNot) {
  keep_settled(0);
  fill(SlotKind::GRID_OPEN, 0, true);
  permission_.may_close = false;
  EXPECT_EQ(keep(1), Lines{});
}

// ---- both directions, long -----------------------------------------------------------------------------------------

TEST_F(BothGrid, RestsBuyBacksOnlyAsFarAsTheHedgeCoversThem) {
  EXPECT_EQ(keep_settled(0), kAllFive) << "nothing held: nothing to buy back";
  fill(SlotKind::GRID_OPEN, 0);
  EXPECT_EQ(keep_settled(1), Lines{"grid_close 5 BUY 0.200 @ 99.00 reduce-only"});
  fill(SlotKind::GRID_OPEN, 1);
  EXPECT_EQ(keep_settled(2), Lines{"grid_close 6 BUY 0.200 @ 98.00 reduce-only"});
  fill(SlotKind::GRID_CLOSE, 5);
  EXPECT_EQ(keep_settled(3), Lines{}) << "0.2 left and one buy-back of 0.2 resting";
  fill(SlotKind::GRID_CLOSE, 6);
  EXPECT_TRUE(held_.is_zero());
  EXPECT_EQ(keep_settled(4), Lines{}) << "one shot each, and never below zero";
}

TEST_F(BothGrid, SharesWhatIsHeldBetweenTakingBackAndBuyingBack) {
  keep_settled(0);
  fill(SlotKind::GRID_OPEN, 0, true);
  EXPECT_EQ(keep_settled(1), Lines{"grid_close 0 BUY 0.200 @ 100.00 reduce-only"})
      << "the rung's own order uses up all that is held";
}

TEST_F(LongGrid, BuysBelowAndTakesBackAbove) {
  EXPECT_EQ(keep_settled(0),
            (Lines{"grid_open 0 BUY 0.200 @ 99.00", "grid_open 1 BUY 0.200 @ 98.00", "grid_open 2 BUY 0.200 @ 97.00",
                   "grid_open 3 BUY 0.200 @ 96.00", "grid_open 4 BUY 0.200 @ 95.00"}));
  fill(SlotKind::GRID_OPEN, 0, true);
  EXPECT_EQ(keep_settled(1), Lines{"grid_close 0 SELL 0.200 @ 100.00 reduce-only"});
  permission_.stop = price("94.96");
  permission_.rungs = 5;
  EXPECT_EQ(keep_settled(2), Lines{"cancel grid_open 4 BUY 0.200 @ 95.00"}) << "one spacing beyond lies the stop";
}

}  // namespace
}  // namespace alpha_pulse::hedging
