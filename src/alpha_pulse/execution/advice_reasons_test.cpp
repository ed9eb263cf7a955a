#include "alpha_pulse/execution/advice_reasons.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace matching::test;
using engine::AdviceCause;

class AdviceReasons : public testing::Test {
 protected:
  AdviceReasons() {
    market_.last = price("100");
    settings_.rungs = 5;
    settings_.ratio_min = ratio("0.9");
    settings_.ratio_max = ratio("1.05");
  }
  AdviceMoment moment() const {
    return {.instrument = hedge_,
            .market = market_,
            .position = position_,
            .holding = holding_,
            .state = state_,
            .reason = reason_};
  }
  void hold(const std::string& quantity) { position_.apply(hedge_, Side::SELL, qty(quantity), price("100")); }
  static OrderSpec order(SlotKind kind, Side side, const std::string& quantity, bool reduce_only = false) {
    OrderSpec spec;
    spec.instrument = kHedgeLeg;
    spec.slot.kind = kind;
    spec.side = side;
    spec.quantity = qty(quantity);
    spec.price = price("101");
    spec.reduce_only = reduce_only;
    return spec;
  }
  AdviceCause cause(const OrderSpec& spec) const { return why_place(spec, settings_, moment()).cause; }

  Instrument hedge_ = linear();
  MarketState market_;
  Position position_;
  Quantity holding_ = qty("1");
  ProgramState state_ = ProgramState::ACTIVE;
  Reason reason_ = Reason::NONE;
  AdviceSettings settings_;
};

TEST_F(AdviceReasons, SaysWhatTheHedgeRatioBecomes) {
  hold("0.2");
  const RatioChange raised = ratio_change(order(SlotKind::GRID_OPEN, Side::SELL, "0.3"), moment());
  EXPECT_EQ(raised.before, ratio("0.2"));
  EXPECT_EQ(raised.after, ratio("0.5"));
  const RatioChange closed = ratio_change(order(SlotKind::STOP_LOSS, Side::BUY, "1.05", true), moment());
  EXPECT_EQ(closed.after, ratio("0")) << "reduce-only closes and does not turn round";
  const RatioChange cut = ratio_change(order(SlotKind::REBALANCE, Side::BUY, "0.05", true), moment());
  EXPECT_EQ(cut.after, ratio("0.15"));
  const RatioChange idle = ratio_change(order(SlotKind::STOP_LOSS, Side::SELL, "1", true), moment());
  EXPECT_EQ(idle.after, idle.before) << "nothing to reduce on that side";
}

TEST_F(AdviceReasons, HasNoRatioWithoutAHolding) {
  holding_ = {};
  EXPECT_FALSE(ratio_change(order(SlotKind::GRID_OPEN, Side::SELL, "0.3"), moment()).before);
}

TEST_F(AdviceReasons, NumbersTheRungsFromOne) {
  OrderSpec spec = order(SlotKind::GRID_OPEN, Side::SELL, "0.2");
  spec.slot.index = 4;
  const auto why = why_place(spec, settings_, moment());
  EXPECT_EQ(why.cause, AdviceCause::RUNG);
  EXPECT_EQ(why.rung, 5);
  EXPECT_EQ(why.rungs, 5);
  spec.slot.kind = SlotKind::GRID_CLOSE;
  EXPECT_EQ(why_place(spec, settings_, moment()).rung, 5);
  settings_.direction = GridDirection::BOTH;
  EXPECT_EQ(why_place(spec, settings_, moment()).rung, 0);
}

TEST_F(AdviceReasons, SaysWhichLimitTheRatioIsOutside) {
  const OrderSpec raise = order(SlotKind::REBALANCE, Side::SELL, "0.1");
  const OrderSpec reduce = order(SlotKind::REBALANCE, Side::BUY, "0.1", true);
  hold("0.8");
  EXPECT_EQ(cause(raise), AdviceCause::RATIO_BELOW_MIN);
  EXPECT_EQ(why_place(raise, settings_, moment()).limit, ratio("0.9"));
  reason_ = Reason::BUILDING_HEDGE;
  EXPECT_EQ(cause(raise), AdviceCause::BUILDING_HEDGE);
  reason_ = Reason::NONE;
  hold("0.15");
  EXPECT_EQ(cause(raise), AdviceCause::RATIO_OFF_TARGET);
  hold("0.15");
  EXPECT_EQ(cause(reduce), AdviceCause::RATIO_ABOVE_MAX);
  EXPECT_EQ(why_place(reduce, settings_, moment()).limit, ratio("1.05"));
  reason_ = Reason::MARGIN_GUARD;
  EXPECT_EQ(cause(reduce), AdviceCause::MARGIN_GUARD);
}

TEST_F(AdviceReasons, SaysWhichEntryAnExitGuards) {
  const OrderSpec stop = order(SlotKind::STOP_LOSS, Side::BUY, "1", true);
  EXPECT_FALSE(why_place(stop, settings_, moment()).entry.known());
  hold("0.2");
  EXPECT_EQ(why_place(stop, settings_, moment()).entry, price("100"));
  EXPECT_EQ(cause(stop), AdviceCause::STOP_LOSS);
  settings_.exits_guard_ladder = true;
  EXPECT_TRUE(why_place(stop, settings_, moment()).of_ladder);
  EXPECT_FALSE(why_place(stop, settings_, moment()).entry.known()) << "not the ladder's";
  EXPECT_EQ(cause(order(SlotKind::TAKE_PROFIT, Side::BUY, "1", true)), AdviceCause::TAKE_PROFIT);
  EXPECT_EQ(cause(order(SlotKind::DISASTER_STOP, Side::BUY, "1", true)), AdviceCause::DISASTER_STOP);
}

TEST_F(AdviceReasons, GivesAnEndingTheReasonOfTheState) {
  state_ = ProgramState::STOPPED;
  reason_ = Reason::STOP_LOSS;
  const auto why = why_place(order(SlotKind::FLATTEN, Side::BUY, "1", true), settings_, moment());
  EXPECT_EQ(why.cause, AdviceCause::FLATTEN);
  EXPECT_EQ(why.reason, Reason::STOP_LOSS);
  EXPECT_EQ(why_cancel(order(SlotKind::GRID_OPEN, Side::SELL, "1"), {}, moment()).reason, Reason::STOP_LOSS);
}

TEST_F(AdviceReasons, DoesNotBlameACancelOnAReasonThatIsNotItsOwn) {
  reason_ = Reason::BUILDING_HEDGE;
  EXPECT_EQ(why_cancel(order(SlotKind::REBALANCE, Side::SELL, "1"), {}, moment()).reason, Reason::NONE);
  reason_ = Reason::LADDER_STOPPED;
  EXPECT_EQ(why_cancel(order(SlotKind::REBALANCE, Side::SELL, "1"), {}, moment()).reason, Reason::NONE);
  EXPECT_EQ(why_cancel(order(SlotKind::GRID_OPEN, Side::SELL, "1"), {}, moment()).reason, Reason::LADDER_STOPPED);
  const auto moved = why_cancel(order(SlotKind::STOP_LOSS, Side::BUY, "1"), ClientOrderId{7}, moment());
  EXPECT_EQ(moved.cause, AdviceCause::MOVED);
  EXPECT_EQ(moved.successor, ClientOrderId{7});
}

TEST_F(AdviceReasons, ExpectsTheMakersFeeOfWhatCanRestAndTheTakersOfTheRest) {
  const matching::FillSettings fills;  // 2 and 5 basis points
  OrderSpec spec = order(SlotKind::GRID_OPEN, Side::SELL, "1");
  EXPECT_EQ(expected_fee(spec, fills, moment()), usdt("0.0202"));
  spec.time_in_force = TimeInForce::IOC;
  EXPECT_EQ(expected_fee(spec, fills, moment()), usdt("0.0505"));
  spec.type = OrderType::STOP_MARKET;
  spec.trigger = price("110");
  EXPECT_EQ(expected_fee(spec, fills, moment()), usdt("0.055"));
  spec.type = OrderType::MARKET;
  EXPECT_EQ(expected_fee(spec, fills, moment()), usdt("0.05")) << "at the bid, which is the last price";
  market_ = {};
  EXPECT_TRUE(expected_fee(spec, fills, moment()).is_zero());
}

}  // namespace
}  // namespace alpha_pulse::execution
