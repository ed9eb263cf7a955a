// The rows of the seed's compatibility table that people meet from outside: modes, files, command line, logs, restart.
#include <regex>
#include <set>

#include "support/command_line.hpp"

namespace alpha_pulse::tests {
namespace {

class SeedRow : public CommandLine {
 protected:
  /// All that the run wrote into its log.
  std::string log() const {
    std::string text;
    for (const auto& entry : fs::directory_iterator(folder_ / "logs")) text += contents_of(entry.path());
    return text;
  }
};

Words short_run(Words more = {}) {
  Words words{"run", "--duration", "2h", "--speed", "max"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

class SeedRow_Real : public SeedRow {};
TEST_F(SeedRow_Real, IsRefusedWithANonZeroCodeRatherThanPretended) {
  const Done done = run(short_run({"--trading-mode", "REAL"}));
  EXPECT_EQ(done.code, 3);
  EXPECT_EQ(done.out, "");
}

class SeedRow_Recommendation : public SeedRow {};
TEST_F(SeedRow_Recommendation, AdvisesRealQuantitiesStopsIncludedEachOnceAndPlacesNothing) {
  const json::object advised = ask({"run", "--trading-mode", "RECOMMENDATION", "--exchange", "sim", "--scenario",
                                    "range", "--seed", "3", "--speed", "max", "--duration", "6h"});
  EXPECT_EQ(advised.at("orders_placed").to_number<int>(), 0);
  EXPECT_EQ(advised.at("orders_canceled").to_number<int>(), 0);
  bool stop = false;
  std::set<std::string> told;
  std::istringstream lines(log());
  for (std::string line; std::getline(lines, line);) {
    const auto place = line.find("[RECOMMENDATION] Would place order: Symbol=BTCUSDT, Side=");
    if (place == std::string::npos) continue;
    EXPECT_EQ(line.find("Quantity=0,"), std::string::npos) << line;
    EXPECT_EQ(line.find("Quantity=0.000,"), std::string::npos) << line;
    stop = stop || line.find("Type=stop") != std::string::npos;
    const std::string content = line.substr(place, line.find("Price=") - place) + line.substr(line.find("Price="), 16);
    EXPECT_TRUE(told.insert(content).second) << "told twice: " << content;
  }
  EXPECT_TRUE(stop);
  EXPECT_GE(told.size(), 6U);
  EXPECT_EQ(log().find("Placed "), std::string::npos);
}

class SeedRow_Yaml : public SeedRow {};
TEST_F(SeedRow_Yaml, ReadsTheWholeOriginalFileExpandsTheEnvironmentAndRefusesUnknownKeysWithTheirLine) {
  write("seed.yaml",
        "symbol: BTCUSDT\ntrading_mode: PAPER\n"
        "grid:\n  volatility: 0.02\n  num_levels: 5\n  direction: SHORT\n  rebalance_interval: 60\n"
        "risk:\n  stop_loss_pct: 0.04\n  take_profit_pct: 0.06\n  max_position_size: 1.0\n  max_drawdown_pct: 0.25\n"
        "position:\n  target_volatility: 0.01\n  max_size_pct: 0.20\n  volatility_lookback: 20\n"
        "risk_analysis:\n  rolling_window: 20\n  var_confidence: 0.95\n  mc_simulations: 10000\n"
        "exchange:\n  name: binance\n  testnet: true\n  credentials:\n    api_key: ${EXCHANGE_API_KEY}\n"
        "    api_secret: ${EXCHANGE_API_SECRET}\n"
        "logging:\n  level: INFO\n  rotation: \"1 day\"\n  format: \"{time} | {level} | {message}\"\n");
  const json::object plan = ask({"plan", "--price", "95203.05", "--config", "seed.yaml"});
  EXPECT_EQ(text_of(plan, "grid_spacing"), "952.03");
  EXPECT_EQ(ask({"run", "--config", "seed.yaml", "--duration", "1h", "--speed", "max"}).at("mode").as_string(),
            "PAPER");
  write("bad.yaml", "symbol: BTCUSDT\ngrid:\n  volatilty: 0.02\n");
  expect_error({"plan", "--check", "--config", "bad.yaml"}, 2, "bad.yaml:3:3");
  expect_error({"plan", "--check", "--config", "bad.yaml"}, 2, "grid.volatility");
}

class SeedRow_CommandLine : public SeedRow {};
TEST_F(SeedRow_CommandLine, HonoursTheModeOverTheEnvironmentOverTheFileAndEndsNonZeroOnFailure) {
  write("real.yaml", "trading_mode: REAL\n");
  Surroundings in = surroundings();
  in.environment["TRADING_MODE"] = "paper";
  EXPECT_EQ(run(short_run({"--config", "real.yaml"}), in).code, 0);  // environment over file
  EXPECT_EQ(run(short_run({"--config", "real.yaml"})).code, 3);
  EXPECT_EQ(run(short_run({"--trading-mode", "REAL"}), in).code, 3);  // command line over environment
  expect_error(short_run({"--trading-mode", "demo"}), 2, "RECOMMENDATION");
}

class SeedRow_Logs : public SeedRow {};
TEST_F(SeedRow_Logs, AreOneLineARecordInTheDocumentedFormWithTheDocumentedMessages) {
  ASSERT_EQ(run({"run", "--scenario", "range", "--duration", "12h", "--speed", "max"}).code, 0);
  const std::regex record(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \| (DEBUG|INFO|WARNING|ERROR) \| .+)");
  std::istringstream lines(log());
  for (std::string line; std::getline(lines, line);) EXPECT_TRUE(std::regex_match(line, record)) << line;
  EXPECT_NE(log().find("2025-02-03 11:11:25.000 | INFO | Creating hedge grid for BTCUSDT - Spot: 1.00000000, Price: "
                       "95203.05, Grid Spacing: 952.03, Position Step: 0.20000000, Stop Loss: 4.00%, Take Profit: "
                       "6.00%\n"),
            std::string::npos)
      << log().substr(0, 2000);
  for (const char* message : {"Starting grid hedge bot in PAPER mode", "Placed sell order at 96155.10 for 0.200",
                              "Placed stop loss order at", "Grid hedge bot stopped"})
    EXPECT_NE(log().find(message), std::string::npos) << message;
}

class SeedRow_Restart : public SeedRow {};
TEST_F(SeedRow_Restart, AfterAKillGoesOnWithTheSameGridAndOrdersNoneTwice) {
  const Words words = {"run", "--duration", "12h", "--speed", "max", "--set", "grid.rearm_levels=on"};
  const json::object whole = ask(words);
  const auto size = journal_size();
  const auto killed = start({"run", "--duration", "12h", "--speed", "86400", "--set", "grid.rearm_levels=on"});
  ASSERT_TRUE(eventually([&] { return journal_size() > size / 3 || killed->ended(); }));
  killed->signal(SIGKILL);
  EXPECT_EQ(killed->wait(), 128 + SIGKILL);
  Words resumed = words;
  resumed.emplace_back("--resume");
  const json::object after = ask(resumed);
  for (const char* key : {"command_hash", "orders_placed", "fills", "equity", "entry_price", "stop_price"})
    EXPECT_EQ(after.at(key), whole.at(key)) << key;
}

}  // namespace
}  // namespace alpha_pulse::tests
