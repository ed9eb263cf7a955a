#include "alpha_pulse/config/former_keys.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/load_config.hpp"

namespace alpha_pulse::config {
namespace {

std::string error(const std::string& text, const ConfigInputs& inputs = {}) {
  const auto loaded = load_text(text, "f.yaml", inputs);
  return loaded ? "accepted" : loaded.error().message;
}

TEST(FormerKeys, AreReadAsWhatTheyAreCalledNow) {
  const auto loaded = load_text(
      "grid: {symbol: ETHUSDT, max_position_size: 0.01}\nrisk: {max_orders: 10}\n"
      "execution: {rebalance_interval: 90, order_timeout: 600}\n",
      "f.yaml", {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->config.symbol, "ETHUSDT");
  EXPECT_EQ(loaded->config.risk.max_position_size, *Quantity::parse("0.01"));
  EXPECT_EQ(loaded->config.hedge.grid.max_orders, 10);
  EXPECT_EQ(loaded->config.hedge.grid.rebalance_interval, Duration::seconds(90));
  EXPECT_EQ(loaded->config.hedge.grid.order_timeout, Duration::minutes(10));
  ASSERT_EQ(loaded->warnings.size(), 5u);
  EXPECT_EQ(loaded->warnings.front(), "f.yaml:1:16: grid.symbol is called symbol now");
  EXPECT_NE(loaded->effective_text.find("\ngrid.max_orders: 10\n"), std::string::npos);
  EXPECT_EQ(loaded->effective_text.find("risk.max_orders"), std::string::npos);
}

TEST(FormerKeys, KeepTheirNameInErrors) {
  EXPECT_EQ(error("risk:\n  max_orders: 0\n"),
            "f.yaml:2:15: risk.max_orders: '0' is out of range; must be 1 <= x <= 500 or all, e.g. 5");
  EXPECT_EQ(error("risk:\n  max_orders:\n").find("f.yaml:2:3: risk.max_orders: '' has no value"), 0u);
}

TEST(FormerKeys, AreTheSameKeyGivenTwice) {
  EXPECT_EQ(error("symbol: BTCUSDT\ngrid: {symbol: ETHUSDT}\n"),
            "f.yaml:2:16: grid.symbol: 'ETHUSDT' means symbol, given at f.yaml:1:9; keep one");
  ConfigInputs inputs;
  inputs.sets = {"grid.symbol=ETHUSDT", "symbol=BTCUSDT"};
  EXPECT_NE(error("", inputs).find("given twice on the command line"), std::string::npos);
}

TEST(FormerKeys, ThatMeanNothingNowSayWhatStandsInTheirPlace) {
  EXPECT_EQ(error("grid:\n  center_price: 40000\n"),
            "f.yaml:2:3: 'grid.center_price' is not needed: the grid begins at the price it meets; see it with plan "
            "--price");
  ConfigInputs inputs;
  inputs.sets = {"execution.max_slippage_pct=0.001"};
  EXPECT_EQ(error("", inputs).find("--set: 'execution.max_slippage_pct' limits nothing here"), 0u);
}

TEST(FormerKeys, AreNoKeysOfTodayAndSayOneOfTwoThings) {
  for (const FormerKey& former : former_keys()) {
    EXPECT_EQ(find_key(former.name), nullptr) << former.name;
    EXPECT_EQ(former.now.empty(), !former.why.empty()) << former.name;
    EXPECT_EQ(find_key(former.now) == nullptr, former.now.empty()) << former.name;
  }
  EXPECT_EQ(find_former_key("symbol"), nullptr);
}

}  // namespace
}  // namespace alpha_pulse::config
