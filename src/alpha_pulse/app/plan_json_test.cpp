#include "alpha_pulse/app/plan_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/plan_figures.hpp"
#include "alpha_pulse/config/instrument_table.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

session::Plan plan_at(const char* price, const char* symbol = "BTCUSDT") {
  session::PlanRequest request;
  request.hedge = *config::InstrumentTable::bundled().find(symbol);
  request.config.spot.equity = Money::from_raw(Money::kUnit * 100'000, Currency{});
  request.config.trading_mode = execution::TradingMode::PAPER;
  request.reference_price = *Price::parse(price);
  const auto plan = session::make_plan(request);
  if (!plan) ADD_FAILURE() << plan.error().message;
  return plan ? *plan : session::Plan{};
}

TEST(PlanJson, HasEveryKeyOfTheContractWithNumbersAsPeopleWriteThem) {
  const std::string text = to_json(plan_at("95203.05"));
  for (const char* part : {R"("symbol":"BTCUSDT")",
                           R"("profile":"classic")",
                           R"("reference_price":"95203.05")",
                           R"("grid_spacing":"952.03")",
                           R"("position_step":"0.20000000")",
                           R"("stop_loss_pct":0.04,)",
                           R"("take_profit_pct":0.06,)",
                           R"({"side":"SELL","price":"96155.10","quantity":"0.20000000"})",
                           R"({"fills":1,"entry":"96155.10","stop":"100001.30","take_profit":"90385.80"})",
                           R"("max_hedge_quantity":"1.00000000")",
                           R"("cash_required":"43393.56")",
                           R"("margin_required":"4902.96")",
                           R"("liquidation_price":"197270.11952191")",
                           R"("unprotected_note":"no short is held until the price rises 1.00 %)",
                           R"({"move_pct":-10,"net_pnl":"-9520.31","margin_ratio":0})",
                           R"("warnings":[])",
                           R"("plan_hash":")",
                           R"("mode":"PAPER")",
                           R"("price_source":"given")",
                           R"("filters":{"tick":"0.10","lot":"0.00100000","min_notional":"100.00"})",
                           R"("costs":{"fees":"19.62","base_fees":"0.00","rung_fees":"19.62","funding_year":"0.00"})",
                           R"("orders":{"raising":5,"protective":2,"minute_budget":480})"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(json::parse(text).as_object().at("shocks").as_array().size(), 6U);
}

TEST(PlanJson, WritesTheSpacingWithTheDecimalsOfTheTickButAtLeastTwo) {
  session::Plan plan = plan_at("95203.05");
  plan.grid_spacing = PriceDelta::from_raw(95'203'050'000);
  EXPECT_EQ(spacing_text(plan), "952.03");
  plan.instrument.tick = Price::from_raw(10'000);  // 0.0001
  EXPECT_EQ(spacing_text(plan), "952.0305");
  plan.grid_spacing = PriceDelta::from_raw(95'203'055'000);  // 952.03055
  EXPECT_EQ(spacing_text(plan), "952.0306");
  plan.instrument.tick = Price::from_raw(kOne);
  EXPECT_EQ(spacing_text(plan), "952.03");
}

TEST(PlanJson, SaysNullWhereThereIsNothing) {
  session::Plan plan = plan_at("95203.05");
  plan.liquidation_price = Price{};
  const json::value value = json::parse(to_json(plan));
  EXPECT_TRUE(value.at("liquidation_price").is_null());
  EXPECT_TRUE(value.at("disaster_stop_price").is_null());
}

TEST(JsonText, WritesShortPlainNumbersThatReadBackTheSame) {
  for (const double number : {0.04, 1e-8, 123456789.125, -0.1, 1e21, 2.2250738585072014e-308}) {
    const std::string text = json_text(json::value(number));
    EXPECT_EQ(text.find_first_of("eE"), std::string::npos) << text;
    EXPECT_EQ(std::stod(text), number) << text;
  }
  EXPECT_EQ(json_text(json::value(0.04)), "0.04");
  EXPECT_EQ(json_text(json::value(std::numeric_limits<double>::infinity())), "null");
}

TEST(JsonText, WritesEverythingElseAsTheLibraryDoes) {
  const json::value value = json::parse(R"({"a":[1,-2,true,null,"line\n\"x\""],"b":{},"c":[]})");
  EXPECT_EQ(json_text(value), json::serialize(value));
}

}  // namespace
}  // namespace alpha_pulse::app
