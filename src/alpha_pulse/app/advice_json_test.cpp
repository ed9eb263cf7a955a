#include "alpha_pulse/app/advice_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "alpha_pulse/app/options.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;
using engine::Advice;
using engine::AdviceCause;

Instrument btc() {
  return load({}).value().hedge;
}

Advice stop() {
  Advice advice;
  advice.id = 4;
  advice.when = Timestamp::from_ms(1'738'581'085'000);
  advice.valid_until = Timestamp::from_ms(1'738'581'985'000);
  advice.symbol = "BTCUSDT";
  advice.order = ClientOrderId{8};
  advice.spec.slot.kind = SlotKind::STOP_LOSS;
  advice.spec.side = Side::BUY;
  advice.spec.type = OrderType::STOP_MARKET;
  advice.spec.reduce_only = true;
  advice.spec.quantity = Quantity::parse("1").value();
  advice.spec.trigger = Price::parse("100496.3").value();
  advice.why = {.cause = AdviceCause::STOP_LOSS, .entry = Price::parse("96631.15").value()};
  advice.replaces = {.order = ClientOrderId{1}, .spec = advice.spec};
  advice.ratio_before = Ratio::parse("0.4").value();
  advice.ratio_after = Ratio{};
  advice.fee = Money::parse("50.25", Currency("USDT")).value();
  return advice;
}

TEST(AdviceJson, IsOneLineWithAmountsAsText) {
  EXPECT_EQ(advice_line(stop(), btc()),
            R"({"id":4,"time":"2025-02-03 11:11:25.000","valid_until":"2025-02-03 11:26:25.000","action":"place",)"
            R"("order":8,"symbol":"BTCUSDT","purpose":"stop_loss","side":"BUY","quantity":"1.00000000",)"
            R"("type":"STOP_MARKET","time_in_force":"GTC","reduce_only":true,"price":null,"trigger":"100496.30",)"
            R"("trigger_by":"mark","why":{"cause":"stop_loss","entry_price":"96631.15","text":"stop loss of the hedge )"
            R"(entered at 96631.15"},"replaces":{"order":1,"quantity":"1.00000000","price":null,)"
            R"("trigger":"100496.30"},"hedge_ratio":{"before":0.4,"after":0},"fee":"50.25","fee_currency":"USDT"})");
}

TEST(AdviceJson, NamesWhatBelongsToTheCauseAndNothingElse) {
  Advice advice = stop();
  advice.spec.type = OrderType::LIMIT;
  advice.spec.price = Price::parse("96155.1").value();
  advice.spec.trigger = {};
  advice.why = {.cause = AdviceCause::RUNG, .rung = 1, .rungs = 5};
  advice.replaces.reset();
  const json::object one = advice_object(advice, btc());
  EXPECT_EQ(json::serialize(one.at("why")), R"({"cause":"rung","rung":1,"rungs":5,"text":"rung 1 of 5"})");
  EXPECT_EQ(one.at("price"), "96155.10");
  EXPECT_TRUE(one.at("trigger").is_null());
  EXPECT_TRUE(one.at("trigger_by").is_null());
  EXPECT_TRUE(one.at("replaces").is_null());
}

TEST(AdviceJson, SaysHowMuchIsLeftOut) {
  session::RunSummary summary{engine::AccountTerms(Currency("USDT"))};
  json::object out;
  add_advice(out, summary);
  EXPECT_EQ(json::serialize(out), R"({"advice_given":0,"advice_left_out":0,"advice":[]})");
  summary.advice = session::AdviceSummary{.placed = 1200, .canceled = 34, .instrument = btc(), .newest = {stop()}};
  out.clear();
  add_advice(out, summary);
  EXPECT_EQ(out.at("advice_given"), 1234);
  EXPECT_EQ(out.at("advice_left_out"), 1233);
  EXPECT_EQ(out.at("advice").as_array().size(), 1U);
}

}  // namespace
}  // namespace alpha_pulse::app
