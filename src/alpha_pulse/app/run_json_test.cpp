#include "alpha_pulse/app/run_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "alpha_pulse/app/test_runs.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

session::SimRunResult ran(const std::string& profile) {
  return session::run_on_sim(run_of({"profile=" + profile}, Duration::hours(2))).value();
}

enum class Type { TEXT, TEXT_OR_NULL, NUMBER, NUMBER_OR_NULL, COUNT, BOOL, OBJECT };

bool is(const json::value& value, Type type) {
  switch (type) {
    case Type::TEXT:
      return value.is_string();
    case Type::TEXT_OR_NULL:
      return value.is_string() || value.is_null();
    case Type::NUMBER:
      return value.is_number();
    case Type::NUMBER_OR_NULL:
      return value.is_number() || value.is_null();
    case Type::COUNT:
      return value.is_uint64() || (value.is_int64() && value.get_int64() >= 0);
    case Type::BOOL:
      return value.is_bool();
    case Type::OBJECT:
      return value.is_object();
  }
  return false;
}

using Shape = std::vector<std::pair<const char*, Type>>;

void expect_shape(const json::object& object, const Shape& shape, const std::string& where) {
  for (const auto& [key, type] : shape) {
    ASSERT_TRUE(object.contains(key)) << where << key;
    EXPECT_TRUE(is(object.at(key), type)) << where << key << " is " << json::serialize(object.at(key));
  }
}

void expect_run_keys(const json::object& run) {
  expect_shape(run,
               {{"mode", Type::TEXT},
                {"exchange", Type::TEXT},
                {"symbol", Type::TEXT},
                {"profile", Type::TEXT},
                {"state", Type::TEXT},
                {"reason", Type::TEXT},
                {"events", Type::COUNT},
                {"orders_placed", Type::COUNT},
                {"orders_canceled", Type::COUNT},
                {"fills", Type::COUNT},
                {"hedge_ratio", Type::NUMBER_OR_NULL},
                {"spot_quantity", Type::TEXT},
                {"hedge_quantity", Type::TEXT},
                {"entry_price", Type::TEXT_OR_NULL},
                {"stop_price", Type::TEXT_OR_NULL},
                {"take_profit_price", Type::TEXT_OR_NULL},
                {"equity", Type::TEXT},
                {"seconds_to_hedged", Type::NUMBER_OR_NULL},
                {"pnl", Type::OBJECT},
                {"command_hash", Type::TEXT}},
               "");
  Shape terms;
  for (const char* term :
       {"spot", "reference", "overlay", "hedge", "funding", "fees", "transfers", "liquidation", "residual"})
    terms.emplace_back(term, Type::TEXT);
  expect_shape(run.at("pnl").as_object(), terms, "pnl.");
  EXPECT_EQ(run.at("command_hash").as_string().size(), 64U);
}

void expect_policy_keys(const json::object& policy, const std::string& where) {
  expect_shape(policy,
               {{"equity", Type::TEXT},
                {"hedge_effectiveness", Type::OBJECT},
                {"cvar95", Type::NUMBER_OR_NULL},
                {"max_drawdown_pct", Type::NUMBER},
                {"turnover", Type::NUMBER},
                {"cost_bp_year", Type::NUMBER},
                {"funding_bp_year", Type::NUMBER}},
               where);
  expect_shape(policy.at("hedge_effectiveness").as_object(),
               {{"daily", Type::NUMBER_OR_NULL}, {"hourly", Type::NUMBER_OR_NULL}}, where);
}

TEST(RunJson, HasEveryKeyOfTheContractForBothProfiles) {
  for (const char* profile : {"classic", "guarded"}) {
    const std::string text = to_json(ran(profile));
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const json::object run = json::parse(text).as_object();
    expect_run_keys(run);
    EXPECT_EQ(run.at("profile").as_string(), profile);
    EXPECT_EQ(run.at("pnl").at("residual").as_string(), "0.00");
  }
}

TEST(RunJson, WritesNumbersAsPeopleDo) {
  session::SimRunResult result = ran("classic");
  result.summary.hedge_ratio = Ratio::parse("0.6").value();
  result.time.active_pct = 0.00001;
  result.time.outside_limits_pct = -0.0;
  const std::string text = to_json(result);
  EXPECT_NE(text.find(R"("hedge_ratio":0.6,)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("active_pct":0.00001,)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("time_outside_limits_pct":0,)"), std::string::npos) << text;
}

TEST(RunJson, SaysNullForAPriceThatIsNone) {
  session::SimRunResult result = ran("guarded");
  result.summary.entry_price = {};
  result.summary.hedge_ratio.reset();
  const json::value run = json::parse(to_json(result));
  EXPECT_TRUE(run.at("entry_price").is_null());
  EXPECT_TRUE(run.at("hedge_ratio").is_null());
}

TEST(BacktestJson, HasEveryKeyOfTheContract) {
  session::BacktestReport report{.summary = ran("guarded").summary, .policy = {}, .time = {}};
  report.policy.cvar95 = 0.05;
  report.unhedged = report.static_hedge = report.classic = report.policy;
  const json::object out = json::parse(to_json(report)).as_object();
  expect_run_keys(out);
  expect_policy_keys(out, "");
  expect_shape(out,
               {{"time_outside_limits_pct", Type::NUMBER_OR_NULL},
                {"active_pct", Type::NUMBER},
                {"events_per_second", Type::NUMBER},
                {"ns_per_fill", Type::NUMBER_OR_NULL},
                {"wakeups", Type::COUNT},
                {"wall_ms", Type::OBJECT},
                {"simd", Type::TEXT},
                {"baselines", Type::OBJECT}},
               "");
  expect_shape(out.at("wall_ms").as_object(),
               {{"load", Type::NUMBER}, {"run", Type::NUMBER}, {"baselines", Type::NUMBER}}, "wall_ms.");
  for (const char* name : {"unhedged", "static", "classic"})
    expect_policy_keys(out.at("baselines").at(name).as_object(), std::string(name) + ".");
}

TEST(ReplayJson, HasEveryKeyOfTheContract) {
  engine::ReplayResult result;
  result.identical = true;
  const json::object out = json::parse(to_json(result)).as_object();
  expect_shape(
      out,
      {{"events", Type::COUNT}, {"commands", Type::COUNT}, {"command_hash", Type::TEXT}, {"identical", Type::BOOL}},
      "");
}

}  // namespace
}  // namespace alpha_pulse::app
