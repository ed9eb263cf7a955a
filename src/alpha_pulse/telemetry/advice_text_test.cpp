#include "alpha_pulse/telemetry/advice_text.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/telemetry/test_words.hpp"

namespace alpha_pulse::telemetry {
namespace {

using engine::Advice;
using engine::AdviceAction;
using engine::AdviceCause;

std::string said(const Advice& advice) {
  const LogLine line = render(advice, btc());
  EXPECT_EQ(line.level, Level::INFO);
  return line.message;
}

Advice seeds_order() {
  Advice advice;
  advice.id = 7;
  advice.valid_until = Timestamp::from_ms(1'738'581'985'000);
  advice.symbol = "BTCUSDT";
  advice.order = ClientOrderId{2};
  advice.spec.quantity = quantity("0.2");
  advice.spec.price = price("96155.1");
  advice.why = {.cause = AdviceCause::RUNG, .rung = 1, .rungs = 5};
  advice.ratio_before = ratio("0");
  advice.ratio_after = ratio("0.2");
  advice.fee = Money::parse("3.846204", Currency("USDT")).value();
  return advice;
}

Advice stop() {
  Advice advice = seeds_order();
  advice.spec.slot.kind = SlotKind::STOP_LOSS;
  advice.spec.side = Side::BUY;
  advice.spec.type = OrderType::STOP_MARKET;
  advice.spec.price = {};
  advice.spec.trigger = price("100001.3");
  advice.spec.reduce_only = true;
  advice.why = {.cause = AdviceCause::STOP_LOSS};
  return advice;
}

std::string why(const engine::AdviceWhy& of) {
  Advice advice = seeds_order();
  advice.why = of;
  return why_text(advice, btc());
}

TEST(AdviceText, BeginsAsTheSeedWroteIt) {
  EXPECT_EQ(said(seeds_order()),
            "[RECOMMENDATION] Would place order: Symbol=BTCUSDT, Side=sell, Quantity=0.200, Type=limit, "
            "Price=96155.10, Order=2, Why=rung 1 of 5, Hedge=0.00->0.20, Fee=3.85 USDT, Valid until=2025-02-03 "
            "11:26:25.000");
}

TEST(AdviceText, PricesAMarketOrderAsTheSeedDid) {
  Advice advice = seeds_order();
  advice.spec.type = OrderType::MARKET;
  EXPECT_NE(said(advice).find("Type=market, Price=MARKET, Order=2"), std::string::npos) << said(advice);
}

TEST(AdviceText, SaysThatTheTriggerIsThePriceOfAStop) {
  EXPECT_NE(said(stop()).find("Side=buy, Quantity=0.200, Type=stop, Price=100001.30 (trigger by mark price), Reduce "
                              "only, Order=2, Why=stop loss ahead of the first fill"),
            std::string::npos)
      << said(stop());
  Advice profit = stop();
  profit.spec.type = OrderType::TAKE_PROFIT_MARKET;
  EXPECT_NE(said(profit).find("Type=take_profit, Price=100001.30 (trigger by mark price)"), std::string::npos);
}

TEST(AdviceText, SaysHowLongALimitMayRest) {
  Advice advice = seeds_order();
  advice.spec.time_in_force = TimeInForce::IOC;
  EXPECT_NE(said(advice).find("Price=96155.10, Immediate or cancel, Order=2"), std::string::npos);
  advice.spec.time_in_force = TimeInForce::GTX;
  EXPECT_NE(said(advice).find("Price=96155.10, Post only, Order=2"), std::string::npos);
}

TEST(AdviceText, NamesWhatANewOrderReplaces) {
  Advice advice = stop();
  advice.replaces = {.order = ClientOrderId{1}, .spec = advice.spec};
  advice.replaces->spec.trigger = price("99000");
  EXPECT_NE(said(advice).find(", Replaces=1 (0.200 at 99000.00), Fee="), std::string::npos) << said(advice);
}

TEST(AdviceText, IsSilentAboutARatioThatDoesNotExist) {
  Advice advice = seeds_order();
  advice.ratio_before = advice.ratio_after = std::nullopt;
  EXPECT_EQ(said(advice).find("Hedge="), std::string::npos);
}

TEST(AdviceText, CancelsByTheNumberOfTheOrder) {
  Advice advice = stop();
  advice.action = AdviceAction::CANCEL;
  advice.why = {.cause = AdviceCause::MOVED, .successor = ClientOrderId{3}};
  EXPECT_EQ(said(advice),
            "[RECOMMENDATION] Would cancel order: 2, Symbol=BTCUSDT, Side=buy, Quantity=0.200, Type=stop, "
            "Price=100001.30 (trigger by mark price), Reduce only, Why=order 3 has taken its place");
}

TEST(AdviceText, SaysWhyInPlainWords) {
  EXPECT_EQ(why({.cause = AdviceCause::RUNG_BACK, .rung = 2, .rungs = 5}), "takes rung 2 of 5 back");
  EXPECT_EQ(why({.cause = AdviceCause::RUNG_BACK}), "takes a step back");
  EXPECT_EQ(why({.cause = AdviceCause::BUILDING_HEDGE, .limit = ratio("1")}), "builds the hedge of 1.00");
  EXPECT_EQ(why({.cause = AdviceCause::RATIO_BELOW_MIN, .limit = ratio("0.9")}),
            "hedge ratio 0.00 is below its limit 0.90");
  EXPECT_EQ(why({.cause = AdviceCause::RATIO_ABOVE_MAX, .limit = ratio("1.05")}),
            "hedge ratio 0.00 is above its limit 1.05");
  EXPECT_EQ(why({.cause = AdviceCause::RATIO_OFF_TARGET, .limit = ratio("1")}),
            "hedge ratio 0.00 is off its target 1.00");
  EXPECT_EQ(why({.cause = AdviceCause::MARGIN_GUARD}), "liquidation is too near");
  EXPECT_EQ(why({.cause = AdviceCause::STOP_LOSS, .entry = price("96155.1")}),
            "stop loss of the hedge entered at 96155.10");
  EXPECT_EQ(why({.cause = AdviceCause::TAKE_PROFIT, .entry = price("96155.1")}),
            "take profit of the hedge entered at 96155.10");
  EXPECT_EQ(why({.cause = AdviceCause::DISASTER_STOP}), "last stop before liquidation ahead of the first fill");
  EXPECT_EQ(why({.cause = AdviceCause::STOP_LOSS, .of_ladder = true}), "stop loss of the ladder");
  EXPECT_EQ(why({.cause = AdviceCause::FLATTEN, .reason = Reason::STOP_LOSS}), "closes what has ended (stop_loss)");
  EXPECT_EQ(why({.cause = AdviceCause::WITHDRAWN}), "not wanted any more");
  EXPECT_EQ(why({.cause = AdviceCause::WITHDRAWN, .reason = Reason::MAX_DRAWDOWN}),
            "not wanted any more (max_drawdown)");
}

}  // namespace
}  // namespace alpha_pulse::telemetry
