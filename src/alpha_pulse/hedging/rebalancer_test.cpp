#include "alpha_pulse/hedging/rebalancer.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/hedging/test_orders.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;
using Urgency = Rebalancer::Urgency;

/// A short hedge of some coins; bid 100.00, ask 100.02. Time is in milliseconds.
class Rebalancing : public testing::Test {
 protected:
  Rebalancing() {
    market_.last = market_.mark = price("100.01");
    quote("100.00", "100.02");
  }
  void quote(const std::string& bid, const std::string& ask) {
    market_.bid = price(bid);
    market_.ask = price(ask);
  }
  Rebalancer::Inputs inputs(std::int64_t ms) const {
    return {.now = Timestamp::from_ms(ms),
            .instrument = instrument_,
            .market = market_,
            .live = orders_.live(),
            .held = held_,
            .raise_side = raise_side_,
            .may_raise = may_raise_,
            .raise_may_rest = raise_may_rest_,
            .room = room_,
            .no_room_within = no_room_within_};
  }
  void aim(const std::string& goal, Urgency urgency, std::int64_t ms) {
    rebalancer_.aim(qty(goal), urgency, Timestamp::from_ms(ms));
  }
  /// One look; what was sent is live and confirmed, what was cancelled is gone.
  Lines step(std::int64_t ms) {
    Commands out;
    rebalancer_.step(inputs(ms), out);
    Lines lines = orders_.take(out, Timestamp::from_ms(ms));
    orders_.settle();
    return lines;
  }
  void fill_all() {
    const Order order = *orders_.find(SlotKind::REBALANCE);
    held_ += order.spec.side == raise_side_ ? order.remaining() : -order.remaining();
    orders_.remove(SlotKind::REBALANCE);
  }
  Wakeup promise(std::int64_t ms) {
    Wakeup wakeup;
    rebalancer_.wake(inputs(ms), wakeup);
    return wakeup;
  }

  Instrument instrument_ = linear();
  MarketState market_;
  LiveOrders orders_;
  Quantity held_;
  Side raise_side_ = Side::SELL;
  bool may_raise_ = true;
  bool raise_may_rest_ = true;
  std::function<Quantity()> room_;
  std::function<std::optional<PriceBand>()> no_room_within_;
  Rebalancer rebalancer_;
};

TEST_F(Rebalancing, DoesNothingWithoutAGoal) {
  EXPECT_EQ(step(0), Lines{});
  EXPECT_EQ(promise(0).at, Timestamp::never());
}

TEST_F(Rebalancing, QuotesPatientlyAtTheNearTouch) {
  aim("0.5", Urgency::PATIENT, 1000);
  EXPECT_EQ(step(1000), Lines{"rebalance 0 SELL 0.500 @ 100.02 GTX"});
  EXPECT_EQ(step(2000), Lines{}) << "one order in flight";
}

TEST_F(Rebalancing, RestsOnTheTickAwayFromTheMarket) {
  quote("99.994", "100.026");  // prices of a market may lie between our ticks
  aim("0.5", Urgency::PATIENT, 1000);
  EXPECT_EQ(step(1000), Lines{"rebalance 0 SELL 0.500 @ 100.03 GTX"});
  fill_all();
  aim("0.1", Urgency::PATIENT, 2000);
  EXPECT_EQ(step(2000), Lines{"rebalance 0 BUY 0.400 @ 99.99 GTX reduce-only"});
}

TEST_F(Rebalancing, QuotesAgainNotBeforeFiveSecondsAndOnlyWhenATickOff) {
  aim("0.5", Urgency::PATIENT, 1000);
  step(1000);
  EXPECT_EQ(step(7000), Lines{}) << "still at the touch";
  quote("100.01", "100.03");
  EXPECT_EQ(step(7001), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
  EXPECT_EQ(step(7002), Lines{"rebalance 0 SELL 0.500 @ 100.03 GTX"});
  quote("100.02", "100.04");
  EXPECT_EQ(step(12'001), Lines{}) << "4.999 s after the last quote";
  EXPECT_EQ(step(12'002), Lines{"cancel rebalance 0 SELL 0.500 @ 100.03 GTX"});
}

TEST_F(Rebalancing, CountsTheFiveSecondsFromTheOrderThatRestsWhenItsGoalIsTakenUpAnew) {
  aim("0.5", Urgency::PATIENT, 1000);
  step(1000);
  quote("100.01", "100.03");
  rebalancer_.give_up();  // the holding changed, and the same is wanted again
  aim("0.5", Urgency::PATIENT, 4000);
  EXPECT_EQ(step(5999), Lines{});
  EXPECT_EQ(promise(4000).at, Timestamp::from_ms(6000));
  EXPECT_EQ(promise(5999).at, Timestamp::from_ms(6000)) << "whenever it is asked";
  EXPECT_EQ(step(6000), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
}

TEST_F(Rebalancing, QuotesAnExpiredPostOnlyOrderAgainAfterFiveSeconds) {
  aim("0.5", Urgency::PATIENT, 1000);
  step(1000);
  orders_.remove(SlotKind::REBALANCE);  // it would have crossed
  EXPECT_EQ(step(5999), Lines{});
  EXPECT_EQ(promise(5999).at, Timestamp::from_ms(6000));
  EXPECT_EQ(step(6000), Lines{"rebalance 0 SELL 0.500 @ 100.02 GTX"});
}

TEST_F(Rebalancing, LosesPatienceAfterAMinuteAndTakesWithinTenBasisPoints) {
  aim("0.5", Urgency::PATIENT, 1000);
  step(1000);
  EXPECT_EQ(step(60'999), Lines{});
  EXPECT_EQ(step(61'000), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
  EXPECT_EQ(step(61'001), Lines{"rebalance 0 SELL 0.500 @ 99.90 IOC"});
}

TEST_F(Rebalancing, TakesAtOnceWhenUrgent) {
  aim("0.5", Urgency::URGENT, 1000);
  EXPECT_EQ(step(1000), Lines{"rebalance 0 SELL 0.500 @ 99.90 IOC"});
  orders_.remove(SlotKind::REBALANCE);  // expired unfilled
  EXPECT_EQ(step(1999), Lines{});
  EXPECT_EQ(step(2000), Lines{"rebalance 0 SELL 0.500 @ 99.90 IOC"});
}

TEST_F(Rebalancing, RoundsTheCapOfATakerTowardsTheMarket) {
  quote("100.004", "100.009");
  aim("0.5", Urgency::URGENT, 1000);
  EXPECT_EQ(step(1000), Lines{"rebalance 0 SELL 0.500 @ 99.91 IOC"});  // 99.903996 up: never beyond ten points
  fill_all();
  aim("0.2", Urgency::URGENT, 1000);
  EXPECT_EQ(step(1000), Lines{"rebalance 0 BUY 0.300 @ 100.10 IOC reduce-only"});  // 100.109009 down
}

TEST_F(Rebalancing, GoesOnWithWhatAPartialFillLeft) {
  aim("0.5", Urgency::URGENT, 1000);
  step(1000);
  held_ = qty("0.2");
  orders_.remove(SlotKind::REBALANCE);
  EXPECT_EQ(step(2000), Lines{"rebalance 0 SELL 0.300 @ 99.90 IOC"});
}

TEST_F(Rebalancing, ReducesOnlyWheneverTheHedgeFalls) {
  held_ = qty("1");
  aim("0.4", Urgency::URGENT, 0);
  EXPECT_EQ(step(0), Lines{"rebalance 0 BUY 0.600 @ 100.12 IOC reduce-only"});
}

TEST_F(Rebalancing, OfALongHedgeBuysToRaiseAndSellsToReduce) {
  raise_side_ = Side::BUY;
  aim("0.5", Urgency::PATIENT, 0);
  EXPECT_EQ(step(0), Lines{"rebalance 0 BUY 0.500 @ 100.00 GTX"});
  fill_all();
  aim("0.2", Urgency::URGENT, 0);
  EXPECT_EQ(step(0), Lines{"rebalance 0 SELL 0.300 @ 99.90 IOC reduce-only"});
}

TEST_F(Rebalancing, SendsNothingThatRaisesWhenItMayNot) {
  may_raise_ = false;
  aim("0.5", Urgency::URGENT, 0);
  EXPECT_EQ(step(0), Lines{});
  EXPECT_EQ(rebalancer_.goal(), qty("0.5")) << "the goal stays for the moment it may";
}

TEST_F(Rebalancing, ReducesWhetherItMayRaiseOrNot) {
  may_raise_ = false;
  held_ = qty("1");
  aim("0.5", Urgency::URGENT, 0);
  EXPECT_EQ(step(0), Lines{"rebalance 0 BUY 0.500 @ 100.12 IOC reduce-only"}) << "reducing is always allowed";
}

TEST_F(Rebalancing, TakesARestingRaiseAwayWhenTheStateAllowsNoneAnyMore) {
  aim("0.5", Urgency::PATIENT, 0);
  step(0);
  may_raise_ = raise_may_rest_ = false;
  EXPECT_EQ(step(1), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
  EXPECT_EQ(step(10'000), Lines{});
}

TEST_F(Rebalancing, LeavesARestingRaiseWhereItIsWhilePricesAreDoubtedOrCrossed) {
  aim("0.5", Urgency::PATIENT, 0);
  step(0);
  may_raise_ = false;
  EXPECT_EQ(step(1), Lines{});
  quote("100.02", "100.01");
  EXPECT_EQ(step(5'000), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"}) << "off by a tick, as ever";
  EXPECT_EQ(step(10'000), Lines{}) << "but no new one";
}

TEST_F(Rebalancing, DefersWhatIsTooSmallToTradeInsteadOfRoundingItUp) {
  aim("0.04", Urgency::URGENT, 0);  // 4 quote, below the minimum of 5
  EXPECT_EQ(step(0), Lines{});
  EXPECT_FALSE(rebalancer_.goal());
  aim("0.0009", Urgency::URGENT, 0);  // below the lot
  EXPECT_EQ(step(0), Lines{});
}

TEST_F(Rebalancing, PromisesToLookAgainWhenThePriceLiftsADeferredTradeToTheMinimum) {
  aim("0.04", Urgency::URGENT, 0);
  step(0);
  const Wakeup wakeup = promise(0);
  EXPECT_EQ(wakeup.at, Timestamp::never());
  ASSERT_EQ(wakeup.bands.size(), 2u);
  for (const PriceBand& band : wakeup.bands) {
    EXPECT_EQ(band.at_or_above, price("125"));  // 5 / 0.04
    EXPECT_FALSE(band.at_or_below.known());
  }
  aim("0.04", Urgency::URGENT, 1);
  market_.mark = price("124.99");
  EXPECT_EQ(step(1), Lines{});
  aim("0.04", Urgency::URGENT, 2);
  market_.mark = price("125");
  EXPECT_EQ(step(2).size(), 1u);
}

TEST_F(Rebalancing, TakesAnOrderAwayThatWouldOvershootBecauseSomethingElseHasFilled) {
  aim("0.5", Urgency::PATIENT, 0);
  step(0);
  held_ = qty("0.2");  // a rung
  EXPECT_EQ(step(1), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
  EXPECT_EQ(step(6000), Lines{"rebalance 0 SELL 0.300 @ 100.02 GTX"});
  held_ = qty("0.5");
  EXPECT_EQ(step(6001), Lines{"cancel rebalance 0 SELL 0.300 @ 100.02 GTX"}) << "reached without it";
  EXPECT_EQ(step(6002), Lines{});
  EXPECT_FALSE(rebalancer_.goal());
}

TEST_F(Rebalancing, LeavesAPartiallyFilledQuoteAlone) {
  aim("0.5", Urgency::PATIENT, 0);
  step(0);
  orders_.find(SlotKind::REBALANCE)->filled = qty("0.1");
  held_ = qty("0.1");
  EXPECT_EQ(step(1), Lines{});
}

TEST_F(Rebalancing, FreesItselfForTheNextGoalInTheSameMoment) {
  aim("0.5", Urgency::URGENT, 0);
  step(0);
  fill_all();
  rebalancer_.settle(inputs(1));
  EXPECT_FALSE(rebalancer_.goal());
}

TEST_F(Rebalancing, ReducesByLessThanTheMinimum) {
  held_ = qty("0.04");
  aim("0.01", Urgency::URGENT, 0);
  EXPECT_EQ(step(0), Lines{"rebalance 0 BUY 0.030 @ 100.12 IOC reduce-only"}) << "reduce-only orders have no minimum";
}

TEST_F(Rebalancing, DropsAGoalThatSomethingElseHasPassedInsteadOfTurningRound) {
  held_ = qty("1");
  aim("0.9", Urgency::PATIENT, 0);
  EXPECT_EQ(step(0), Lines{"rebalance 0 BUY 0.100 @ 100.00 GTX reduce-only"});
  held_ = qty("0.8");  // a stop closed the ladder's part
  EXPECT_EQ(step(1), Lines{"cancel rebalance 0 BUY 0.100 @ 100.00 GTX reduce-only"});
  EXPECT_EQ(step(10'000), Lines{}) << "what the stop closed is not sold again";
  EXPECT_FALSE(rebalancer_.goal());
}

TEST_F(Rebalancing, KeepsItsClockWhenTheSameGoalIsTakenUpAgain) {
  aim("0.5", Urgency::PATIENT, 0);
  step(0);
  aim("0.5", Urgency::PATIENT, 30'000);
  EXPECT_EQ(step(60'000), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
}

TEST_F(Rebalancing, BecomesUrgentAtOnceAndNotPatientAgainForTheSameGoal) {
  aim("0.5", Urgency::PATIENT, 0);
  step(0);
  aim("0.5", Urgency::URGENT, 10);
  EXPECT_EQ(step(10), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
  aim("0.5", Urgency::PATIENT, 20);
  EXPECT_EQ(step(20), Lines{"rebalance 0 SELL 0.500 @ 99.90 IOC"});
}

TEST_F(Rebalancing, TakesItsOrderAwayWhenItGivesUp) {
  aim("0.5", Urgency::PATIENT, 0);
  step(0);
  rebalancer_.give_up();
  EXPECT_EQ(step(1), Lines{"cancel rebalance 0 SELL 0.500 @ 100.02 GTX"});
  EXPECT_EQ(step(10'000), Lines{});
}

TEST_F(Rebalancing, PromisesToLookAgainWhenARequoteIsAllowedAndThenWhenTheTouchMoves) {
  aim("0.5", Urgency::PATIENT, 1000);
  step(1000);
  EXPECT_EQ(promise(1001).at, Timestamp::from_ms(6000));
  EXPECT_TRUE(promise(1001).bands.empty());
  const Wakeup later = promise(6000);
  EXPECT_EQ(later.at, Timestamp::from_ms(61'000)) << "the end of patience";
  ASSERT_EQ(later.bands.size(), 1u);
  EXPECT_EQ(later.bands[0].kind, PriceKind::ASK);
  EXPECT_EQ(later.bands[0].at_or_below, Price::from_raw(price("100.02").raw() - 1));
  EXPECT_EQ(later.bands[0].at_or_above, Price::from_raw(price("100.02").raw() + 1));
}

TEST_F(Rebalancing, AfterALostQuoteTheNextMayFollowSoonerWhenPatienceEnds) {
  aim("0.5", Urgency::PATIENT, 0);
  step(58'000);
  orders_.remove(SlotKind::REBALANCE);  // the venue would not take it
  EXPECT_EQ(promise(58'100).at, Timestamp::from_ms(60'000)) << "and not five seconds after the last";
  EXPECT_EQ(step(59'999), Lines{});
  EXPECT_EQ(step(60'000), Lines{"rebalance 0 SELL 0.500 @ 99.90 IOC"});
}

// ---- no room -------------------------------------------------------------------------------------------------------

/// The cap leaves less than the smallest order, as long as the price is above 90. Whether that is known can be set.
struct WithoutRoom : Rebalancing {
  WithoutRoom() {
    room_ = [this] {
      ++asked_;
      return market_.mark > price("90") ? qty("0.01") : qty("0.2");
    };
    no_room_within_ = [this]() -> std::optional<PriceBand> {
      if (!known_ || market_.mark <= price("90")) return std::nullopt;
      return PriceBand{.instrument = kHedgeLeg, .kind = PriceKind::MARK, .at_or_below = price("90"), .at_or_above = {}};
    };
    begin();
  }
  void begin() {
    rebalancer_ = Rebalancer{};
    market_.mark = market_.last = price("100.01");
    aim("0.5", Urgency::URGENT, 1000);
    EXPECT_EQ(step(1000), Lines{});
    promise(1000);
  }
  void fall() { market_.mark = market_.last = price("89"); }
  bool known_ = true;
  int asked_ = 0;
};

TEST_F(WithoutRoom, AsksAgainEveryMinuteWhereNoPriceSaysWhen) {
  known_ = false;
  EXPECT_EQ(promise(1000).at, Timestamp::from_ms(61'000));
  EXPECT_EQ(promise(60'500).at, Timestamp::from_ms(61'000));
  EXPECT_EQ(step(61'000), Lines{});
  EXPECT_EQ(promise(61'000).at, Timestamp::from_ms(121'000));
  EXPECT_EQ(promise(200'000).at, Timestamp::from_ms(241'000)) << "minutes have gone by unseen";
}

TEST_F(WithoutRoom, AsksOnlyOnFullMinutesAndOnceInEach) {
  known_ = false;
  for (const std::int64_t ms : {60'999, 61'000, 61'000, 61'001, 150'000, 181'000}) step(ms);
  EXPECT_EQ(asked_, 3) << "at 1, 61 and 181 seconds";
}

TEST_F(WithoutRoom, LetsTheMinuteStandAtAPriceThatIsKnownToLeaveTooLittle) {
  step(61'000);
  EXPECT_EQ(asked_, 1);
  fall();
  EXPECT_EQ(step(61'000), Lines{"rebalance 0 SELL 0.200 @ 99.90 IOC"})
      << "of the same moment, and seen first by others";
}

TEST_F(WithoutRoom, PromisesPricesInsteadOfAMinuteWhereTheyAreKnown) {
  const Wakeup wakeup = promise(1000);
  EXPECT_EQ(wakeup.at, Timestamp::never());
  ASSERT_EQ(wakeup.bands.size(), 2u) << "where there is room, and where the smallest order is another";
  EXPECT_EQ(wakeup.bands[1].at_or_below, price("90"));
}

TEST_F(WithoutRoom, GoesToTheSameMinuteWhetherItWasAskedInBetweenOrNot) {
  for (const bool asked : {false, true}) {
    begin();
    for (std::int64_t ms = 20'000; asked && ms < 200'000; ms += 17'000) {
      EXPECT_EQ(step(ms), Lines{});
      promise(ms);
    }
    fall();
    EXPECT_EQ(step(200'000), Lines{}) << "between two full minutes of asking";
    EXPECT_EQ(promise(200'000).at, Timestamp::from_ms(241'000));
    EXPECT_EQ(step(241'000), Lines{"rebalance 0 SELL 0.200 @ 99.90 IOC"});
    orders_.remove(SlotKind::REBALANCE);
  }
}

TEST_F(WithoutRoom, KeepsItsMinutesThroughQuotesThatCrossWhetherItSawThemOrNot) {
  for (const bool asked : {false, true}) {
    begin();
    for (const bool crossed : {true, false}) {
      may_raise_ = !crossed;
      if (asked) step(150'000), promise(150'000);
    }
    fall();
    EXPECT_EQ(step(200'000), Lines{}) << (asked ? "asked" : "not asked");
    EXPECT_EQ(promise(200'000).at, Timestamp::from_ms(241'000));
  }
}

TEST_F(WithoutRoom, TakesUpItsMinutesAfterATimeInWhichNothingMayRise) {
  for (const bool asked : {false, true}) {
    begin();
    if (asked) step(150'000), promise(150'000);
    may_raise_ = false;
    step(200'000);
    promise(200'000);
    may_raise_ = true;
    fall();
    EXPECT_EQ(step(210'000), Lines{}) << (asked ? "asked" : "not asked");
    EXPECT_EQ(step(241'000).size(), 1u);
    orders_.remove(SlotKind::REBALANCE);
  }
}

}  // namespace
}  // namespace alpha_pulse::hedging
