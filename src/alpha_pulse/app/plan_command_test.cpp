#include "alpha_pulse/app/plan_command.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "alpha_pulse/app/exit_code.hpp"

namespace alpha_pulse::app {
namespace {

struct Answer {
  int code;
  std::string out, err;
};

Answer ask(const PlanOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_plan(options, out, err);
  return {.code = code, .out = out.str(), .err = err.str()};
}

bool is_one_line(const std::string& text) {
  return !text.empty() && text.find('\n') == text.size() - 1;
}

TEST(PlanCommand, PlansAtTheFirstPriceOfTheBuiltInMarketAndSaysSo) {
  const Answer answer = ask({});
  EXPECT_EQ(answer.code, kExitDone);
  EXPECT_NE(answer.out.find("95203.05 USDT (first price of the built-in market"), std::string::npos) << answer.out;
  EXPECT_TRUE(answer.err.empty());
}

TEST(PlanCommand, PrintsOneJsonObjectAndNothingElse) {
  PlanOptions options;
  options.common.json = true;
  options.common.sets = {"spot.equity=100000"};
  options.common.spot_quantity = std::string("1");
  options.price = "95203.05";
  const Answer answer = ask(options);
  EXPECT_EQ(answer.code, kExitDone);
  EXPECT_TRUE(is_one_line(answer.out));
  EXPECT_EQ(answer.out.front(), '{');
  EXPECT_NE(answer.out.find(R"("grid_spacing":"952.03","position_step":"0.20000000")"), std::string::npos);
  EXPECT_TRUE(answer.err.empty());
}

TEST(PlanCommand, ChecksTheConfigurationAlone) {
  PlanOptions options;
  options.check = true;
  options.common.sets = {"risk.stop_loss_pct=0.3", "spot.quantity=0.0001"};  // a plan of it would be refused
  const Answer valid = ask(options);
  EXPECT_EQ(valid.code, kExitDone);
  EXPECT_TRUE(valid.out.starts_with("configuration is valid\n"));
  EXPECT_NE(valid.out.find("warning: risk.stop_loss_pct"), std::string::npos) << valid.out;

  options.common.json = true;
  EXPECT_TRUE(ask(options).out.starts_with(R"({"ok":true,"warnings":[")"));

  options.common.sets = {"grid.volatility=0.5"};
  const Answer invalid = ask(options);
  EXPECT_EQ(invalid.code, kExitUsage);
  EXPECT_TRUE(is_one_line(invalid.err)) << invalid.err;
}

TEST(PlanCommand, EndsWithThreeWhenTheHedgeCannotBeMet) {
  PlanOptions options;
  options.common.sets = {"spot.quantity=0.0005"};
  const Answer answer = ask(options);
  EXPECT_EQ(answer.code, kExitRefused);
  EXPECT_TRUE(is_one_line(answer.err));
  EXPECT_NE(answer.err.find("spot.quantity 0.002 would pass"), std::string::npos) << answer.err;
  EXPECT_TRUE(answer.out.empty());
}

TEST(PlanCommand, EndsWithTwoForAPriceThatIsNoneAndForAVenueItCannotAsk) {
  for (const char* price : {"", "abc", "-1", "0", "1e5"}) {
    PlanOptions options;
    options.price = price;
    const Answer answer = ask(options);
    EXPECT_EQ(answer.code, kExitUsage) << price;
    EXPECT_NE(answer.err.find("--price"), std::string::npos) << answer.err;
  }
  PlanOptions live;
  live.exchange = "binance";
  EXPECT_EQ(ask(live).code, kExitUsage);
  EXPECT_NE(ask(live).err.find("--price"), std::string::npos);
  live.price = "95203.05";
  EXPECT_EQ(ask(live).code, kExitDone);
}

}  // namespace
}  // namespace alpha_pulse::app
