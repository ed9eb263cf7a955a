#include "alpha_pulse/hedging/protective_exit.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/hedging/test_orders.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

Position entered(const Instrument& instrument, Side side, std::initializer_list<const char*> fills,
                 const std::string& each = "0.2") {
  Position position;
  for (const char* fill : fills) position.apply(instrument, side, qty(each), price(fill));
  return position;
}

// ---- triggers ------------------------------------------------------------------------------------------------------

TEST(ExitTriggers, FollowTheAverageEntryOfEachFill) {
  const Instrument i = linear();
  const char* fills[] = {"101", "102", "103", "104", "105"};
  const char* entries[] = {"101", "101.5", "102", "102.5", "103"};
  const char* stops[] = {"105.04", "105.56", "106.08", "106.60", "107.12"};
  const char* profits[] = {"94.94", "95.41", "95.88", "96.35", "96.82"};
  Position position;
  for (int k = 0; k < 5; ++k) {
    position.apply(i, Side::SELL, qty("0.2"), price(fills[k]));
    EXPECT_EQ(position.entry(i), price(entries[k]));
    const ExitTriggers triggers = exit_triggers(i, ExitSettings{}, position, true);
    EXPECT_EQ(triggers.stop_loss, price(stops[k]));
    EXPECT_EQ(triggers.take_profit, price(profits[k]));
  }
  position.apply(i, Side::BUY, qty("0.4"), price("90"));
  EXPECT_EQ(exit_triggers(i, ExitSettings{}, position, true).stop_loss, price("107.12")) << "a buy leaves the entry";
}

TEST(ExitTriggers, RoundTowardsTheEntry) {
  const Instrument i = linear();  // E 100.003: 104.00312 down, 94.00282 up
  const ExitTriggers triggers = exit_triggers(i, ExitSettings{}, entered(i, Side::SELL, {"100.003"}), true);
  EXPECT_EQ(triggers.stop_loss, price("104.00"));
  EXPECT_EQ(triggers.take_profit, price("94.01"));
}

TEST(ExitTriggers, OfALongHedgeAreTheMirrorImage) {
  const Instrument i = linear();
  const ExitTriggers triggers =
      exit_triggers(i, ExitSettings{}, entered(i, Side::BUY, {"99", "98", "97", "96", "95"}), false);
  EXPECT_EQ(triggers.stop_loss, price("93.12"));     // 97 x 0.96
  EXPECT_EQ(triggers.take_profit, price("102.82"));  // 97 x 1.06
  const ExitTriggers rounded = exit_triggers(i, ExitSettings{}, entered(i, Side::BUY, {"99.997"}), false);
  EXPECT_EQ(rounded.stop_loss, price("96.00"));     // 95.99712 up
  EXPECT_EQ(rounded.take_profit, price("105.99"));  // 105.99682 down
}

TEST(ExitTriggers, UseTheExactAverageNotARoundedOne) {
  const Instrument i = linear({.tick = "0.00000001", .lot = "0.001", .min_notional = "0"});
  Position position;  // 0.1 at 1, 0.2 at 2: E = 5/3
  position.apply(i, Side::SELL, qty("0.1"), price("1"));
  position.apply(i, Side::SELL, qty("0.2"), price("2"));
  const ExitTriggers triggers = exit_triggers(i, ExitSettings{}, position, true);
  EXPECT_EQ(triggers.stop_loss, price("1.73333333"));
  EXPECT_EQ(triggers.take_profit, price("1.56666667"));
}

TEST(StagedStop, StandsWhereTheFirstFillWouldPutIt) {
  const Instrument i = linear();
  EXPECT_EQ(staged_stop(i, ExitSettings{}, price("101"), true), price("105.04"));
  EXPECT_EQ(staged_stop(i, ExitSettings{}, price("99"), false), price("95.04"));
  EXPECT_EQ(staged_stop(i, ExitSettings{}, price("100.003"), true), price("104.00"));
  EXPECT_EQ(staged_stop(i, ExitSettings{}, price("99.997"), false), price("96.00"));
}

TEST(DisasterTrigger, LiesAShareOfTheWayFromEntryToLiquidationRoundedTowardsTheEntry) {
  const Instrument i = linear();
  EXPECT_EQ(disaster_trigger(i, ratio("0.8"), price("100"), price("150")), price("140"));
  EXPECT_EQ(disaster_trigger(i, ratio("0.8"), price("100"), price("150.007")), price("140.00"));
  EXPECT_EQ(disaster_trigger(i, ratio("0.8"), price("100"), price("50")), price("60"));
  EXPECT_EQ(disaster_trigger(i, ratio("0.8"), price("100"), price("49.993")), price("60.00"));
  EXPECT_EQ(disaster_trigger(i, ratio("0.8"), price("100"), Price{}), Price{}) << "nothing liquidates: no such stop";
  EXPECT_EQ(disaster_trigger(i, ratio("0.8"), Price{}, price("150")), Price{});
}

TEST(Triggers, CountATouch) {
  EXPECT_TRUE(stop_touched(price("104"), price("104"), true));
  EXPECT_FALSE(stop_touched(price("103.99"), price("104"), true));
  EXPECT_TRUE(stop_touched(price("96"), price("96"), false));
  EXPECT_FALSE(stop_touched(price("96.01"), price("96"), false));
  EXPECT_TRUE(take_profit_touched(price("94"), price("94"), true));
  EXPECT_FALSE(take_profit_touched(price("94.01"), price("94"), true));
  EXPECT_TRUE(take_profit_touched(price("106"), price("106"), false));
  EXPECT_FALSE(take_profit_touched(price("105.99"), price("106"), false));
}

// ---- keeping an order at the venue ---------------------------------------------------------------------------------

class Keeper : public testing::Test {
 protected:
  OrderSpec pattern() const {
    OrderSpec spec;
    spec.instrument = kHedgeLeg;
    spec.side = Side::BUY;
    spec.type = OrderType::STOP_MARKET;
    spec.reduce_only = true;
    return spec;
  }
  static WantedExit stop_at(const std::string& trigger, const std::string& quantity = "1") {
    return {.trigger = price(trigger), .quantity = qty(quantity), .exact_quantity = false};
  }
  /// One look at time `ms`; what was sent becomes live.
  Lines keep(const std::optional<WantedExit>& wanted, std::int64_t ms = 0) {
    Commands out;
    const Timestamp now = Timestamp::from_ms(ms);
    confirmed_ = keeper_.keep(wanted, pattern(), orders_.live(), now, out);
    return orders_.take(out, now);
  }
  bool protected_now() const {
    return std::any_of(orders_.live().begin(), orders_.live().end(),
                       [](const Order& order) { return order.live() && order.state != OrderState::SUBMITTED; });
  }

  ExitKeeper keeper_{SlotKind::STOP_LOSS};
  LiveOrders orders_;
  bool confirmed_ = false;
};

TEST_F(Keeper, PlacesWhatIsMissingOnceAndReportsItWhenConfirmed) {
  EXPECT_EQ(keep(stop_at("104")), Lines{"stop_loss 0 BUY 1.000 @ 104.00 reduce-only"});
  EXPECT_FALSE(confirmed_);
  EXPECT_EQ(keep(stop_at("104")), Lines{}) << "sent, not yet answered: no second one";
  EXPECT_FALSE(confirmed_);
  orders_.accept_all();
  EXPECT_EQ(keep(stop_at("104")), Lines{});
  EXPECT_TRUE(confirmed_);
  EXPECT_FALSE(keeper_.missing_since());
}

TEST_F(Keeper, ConfirmsTheNewOneBeforeTheOldOneGoesAndAlternatesSlots) {
  keep(stop_at("104"));
  orders_.settle();
  keep(stop_at("104"));
  int placed = 0;
  for (const char* trigger : {"105", "106", "107", "108"}) {
    const std::string slot = placed++ % 2 == 0 ? "1" : "0";
    EXPECT_EQ(keep(stop_at(trigger)), Lines{"stop_loss " + slot + " BUY 1.000 @ " + trigger + ".00 reduce-only"});
    EXPECT_TRUE(protected_now()) << "the old one stands while the new one travels";
    EXPECT_EQ(keep(stop_at(trigger)), Lines{});
    orders_.accept_all();
    const Lines sent = keep(stop_at(trigger));
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_TRUE(sent.front().starts_with("cancel stop_loss ")) << sent.front();
    EXPECT_TRUE(confirmed_);
    EXPECT_EQ(keep(stop_at(trigger)), Lines{}) << "cancelled once";
    orders_.confirm_cancels();
    EXPECT_EQ(orders_.count(SlotKind::STOP_LOSS), 1u);
    EXPECT_TRUE(protected_now());
  }
}

TEST_F(Keeper, KeepsTheOldOneWhenTheNewOneIsRejected) {
  keep(stop_at("104"));
  orders_.settle();
  keep(stop_at("105"), 1000);
  orders_.remove(SlotKind::STOP_LOSS, 1);
  EXPECT_EQ(keep(stop_at("105"), 1500), Lines{});
  EXPECT_TRUE(protected_now());
  EXPECT_EQ(orders_.find(SlotKind::STOP_LOSS, 0)->cancel_requested, false);
}

TEST_F(Keeper, TriesALostOrderAgainAfterASecondAndSaysWhen) {
  keep(stop_at("104"), 1000);
  orders_.remove(SlotKind::STOP_LOSS, 0);
  EXPECT_EQ(keep(stop_at("104"), 1999), Lines{});
  EXPECT_EQ(keeper_.retry_at(), Timestamp::from_ms(2000));
  EXPECT_EQ(*keeper_.missing_since(), Timestamp::from_ms(1000));
  EXPECT_EQ(keep(stop_at("104"), 2000), Lines{"stop_loss 0 BUY 1.000 @ 104.00 reduce-only"});
  EXPECT_EQ(*keeper_.missing_since(), Timestamp::from_ms(1000)) << "missing since the first look, not since the retry";
}

TEST_F(Keeper, SendsADifferentOrderWithoutWaiting) {
  keep(stop_at("104"), 1000);
  orders_.remove(SlotKind::STOP_LOSS, 0);
  EXPECT_EQ(keep(stop_at("105"), 1001), Lines{"stop_loss 0 BUY 1.000 @ 105.00 reduce-only"});
}

TEST_F(Keeper, TakesAwayWhatIsNoLongerWanted) {
  keep(stop_at("104"));
  orders_.settle();
  EXPECT_EQ(keep(std::nullopt), Lines{"cancel stop_loss 0 BUY 1.000 @ 104.00 reduce-only"});
  EXPECT_TRUE(confirmed_);
  EXPECT_EQ(keep(std::nullopt), Lines{}) << "asked once";
}

TEST_F(Keeper, AcceptsALargerQuantityUnlessItMustBeExact) {
  keep(stop_at("104", "1"));
  orders_.settle();
  EXPECT_EQ(keep(stop_at("104", "0.4")), Lines{}) << "reduce-only: more than is held does no harm";
  WantedExit exact = stop_at("104", "0.4");
  exact.exact_quantity = true;
  EXPECT_EQ(keep(exact), Lines{"stop_loss 1 BUY 0.400 @ 104.00 reduce-only"});
}

TEST_F(Keeper, ReplacesAnOrderThatNoLongerCovers) {
  keep(stop_at("104", "1"));
  orders_.settle();
  EXPECT_EQ(keep(stop_at("104", "1.5")), Lines{"stop_loss 1 BUY 1.500 @ 104.00 reduce-only"});
}

TEST_F(Keeper, DoesNotTrustAnOrderWhoseOutcomeIsUnknown) {
  keep(stop_at("104"));
  orders_.settle();
  keep(stop_at("104"));
  orders_.find(SlotKind::STOP_LOSS, 0)->unresolved = true;
  EXPECT_EQ(keep(stop_at("104")), Lines{"stop_loss 1 BUY 1.000 @ 104.00 reduce-only"});
  EXPECT_FALSE(confirmed_);
}

TEST_F(Keeper, MakesRoomWhenWhatIsWantedMovesAgainWhileTheLastOneTravels) {
  keep(stop_at("104"));
  orders_.settle();
  keep(stop_at("105"));                      // travels in slot 1
  EXPECT_EQ(keep(stop_at("106")), Lines{});  // both slots taken, one of them not confirmed
  EXPECT_FALSE(confirmed_);
  orders_.accept_all();
  EXPECT_EQ(keep(stop_at("106")), Lines{"cancel stop_loss 0 BUY 1.000 @ 104.00 reduce-only"});
  EXPECT_EQ(keep(stop_at("106")), Lines{}) << "one at a time";
  EXPECT_TRUE(orders_.find(SlotKind::STOP_LOSS, 1)->working());
  orders_.confirm_cancels();
  EXPECT_EQ(keep(stop_at("106")), Lines{"stop_loss 0 BUY 1.000 @ 106.00 reduce-only"});
  orders_.accept_all();
  EXPECT_EQ(keep(stop_at("106")), Lines{"cancel stop_loss 1 BUY 1.000 @ 105.00 reduce-only"});
  EXPECT_TRUE(confirmed_);
}

TEST_F(Keeper, LooksOnlyAtItsOwnKindAndInstrument) {
  keep(stop_at("104"));
  orders_.settle();
  Order elsewhere = *orders_.find(SlotKind::STOP_LOSS, 0);
  elsewhere.spec.instrument = kSpotLeg;
  Order profit = elsewhere;
  profit.spec.instrument = kHedgeLeg;
  profit.spec.slot.kind = SlotKind::TAKE_PROFIT;
  orders_.orders() = {elsewhere, profit};
  EXPECT_EQ(keep(std::nullopt), Lines{});
  EXPECT_EQ(keep(stop_at("104")), Lines{"stop_loss 0 BUY 1.000 @ 104.00 reduce-only"});
}

}  // namespace
}  // namespace alpha_pulse::hedging
