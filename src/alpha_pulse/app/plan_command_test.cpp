#include "alpha_pulse/app/plan_command.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
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

TEST(PlanCommand, ChecksAFile) {
  namespace fs = std::filesystem;
  PlanOptions options;
  options.check = true;
  options.common.config_file = fs::path(ALPHA_PULSE_SOURCE_DIR) / "configs/guarded.yaml";
  EXPECT_EQ(ask(options).out, "configuration is valid\n");

  const fs::path bad = fs::path(testing::TempDir()) / "plan_command_test_bad.yaml";
  std::ofstream(bad) << "grid:\n  volatility: 2\n";
  options.common.config_file = bad;
  options.common.json = true;
  const Answer answer = ask(options);
  EXPECT_EQ(answer.code, kExitUsage);
  EXPECT_EQ(answer.out, "");
  EXPECT_TRUE(is_one_line(answer.err));
  EXPECT_NE(answer.err.find("bad.yaml:2:15: grid.volatility: '2'"), std::string::npos) << answer.err;
  fs::remove(bad);
}

TEST(PlanCommand, SaysWhatEachModeWouldDo) {
  for (const auto& [mode, words] : {std::pair{"PAPER", "mode                   PAPER: orders go to the built-in venue"},
                                    {"RECOMMENDATION", "RECOMMENDATION: orders are told to a person as advice"},
                                    {"REAL", "REAL: orders would go to an exchange, with money"}}) {
    PlanOptions options;
    options.common.trading_mode = mode;
    const Answer answer = ask(options);
    EXPECT_EQ(answer.code, kExitDone) << answer.err;
    EXPECT_NE(answer.out.find(words), std::string::npos) << answer.out;
    options.common.json = true;
    EXPECT_NE(ask(options).out.find("\"mode\":\"" + std::string(mode) + "\""), std::string::npos);
  }
}

TEST(PlanCommand, SaysWhereThePriceComesFromInJsonToo) {
  PlanOptions options;
  options.common.json = true;
  EXPECT_NE(ask(options).out.find(R"("price_source":"built-in market")"), std::string::npos);
  options.price = "95203.05";
  EXPECT_NE(ask(options).out.find(R"("price_source":"given")"), std::string::npos);
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
