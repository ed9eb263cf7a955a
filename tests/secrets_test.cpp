#include "support/command_line.hpp"

/// Canaries in every place a credential may come from; then every byte the program left behind is searched for them.
namespace alpha_pulse::tests {
namespace {

const std::string kKey = "cAnArYkEy7Qx2";
const std::string kSecret = "cAnArYsEcReT9Zw4";

class Secrets : public CommandLine {
 protected:
  static bool shows(const std::string& text) {
    return text.find(kKey) != std::string::npos || text.find(kSecret) != std::string::npos;
  }
  void expect_hidden(const Words& words, const Surroundings& in) {
    const Done done = run(words, in);
    std::string line;
    for (const auto& word : words) line += word + " ";
    EXPECT_NE(done.code, -1) << line;
    EXPECT_LT(done.code, 125) << line << done.err;
    EXPECT_FALSE(shows(done.out + done.err)) << line << "\n" << done.out << done.err;
    expect_clean_folder(line);
  }
  void expect_clean_folder(const std::string& line) const {
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file() || entry.path().extension() == ".yaml") continue;
      EXPECT_FALSE(shows(contents_of(entry.path()))) << line << entry.path();
    }
  }
};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<Words> commands() {
  return {{"run", "--duration", "5m", "--speed", "max", "--log-level", "TRACE"},
          {"run", "--duration", "5m", "--speed", "max", "--json"},
          {"run", "--trading-mode", "REAL", "--set", "exchange.urls.futures_rest=http://127.0.0.1:1"},
          {"run", "--trading-mode", "REAL", "--exchange", "binance", "--set", "exchange.testnet=off"},
          {"run", "--exchange", "bybit"},
          {"run", "--resume", "--duration", "5m", "--speed", "max"},
          {"run", "--spot-quantity", "0.00001"},
          {"plan"},
          {"plan", "--json"},
          {"plan", "--check"},
          {"plan", "--check", "--set", "trading_mode=REAL"},
          {"backtest", "--data", "tape.csv", "--journal", "run.apj"},
          {"backtest", "--data", "none.csv"},
          // A bad neighbour: the error must show its own value and no other.
          {"plan", "--set", "grid.num_levels=0"},
          {"plan", "--set", "exchange.urls.spot_rest=http://example.org"},
          {"plan", "--set", "logging.format={message} ${EXCHANGE_API_SECRET}"},
          {"plan", "--set", "journal.path=${EXCHANGE_API_KEY}"},
          {"plan", "--set", "symbol=${EXCHANGE_API_KEY}"},
          {"plan", "--set", "nonsense=1"}};
}

TEST_F(Secrets, InTheEnvironmentAreShownNowhere) {
  Surroundings in = surroundings();
  for (const char* name : {"EXCHANGE", "ALPHA_PULSE_BINANCE", "ALPHA_PULSE_BYBIT", "ALPHA_PULSE_SIM"}) {
    in.environment[std::string(name) + "_API_KEY"] = kKey;
    in.environment[std::string(name) + "_API_SECRET"] = kSecret;
  }
  ASSERT_EQ(run({"data", "synth", "--events", "2000", "--step", "1s", "--out", "tape.csv"}, in).code, 0);
  for (const Words& words : commands()) expect_hidden(words, in);
  expect_hidden({"replay", "run.apj"}, in);
  expect_hidden({"replay", "tape.csv"}, in);
  expect_hidden({"data", "info", "tape.csv"}, in);
}

TEST_F(Secrets, InAFileAreShownNowhere) {
  ASSERT_EQ(run({"data", "synth", "--events", "2000", "--step", "1s", "--out", "tape.csv"}).code, 0);
  write("literal.yaml", "exchange:\n  credentials:\n    api_key: " + kKey + "\n    api_secret: " + kSecret + "\n");
  write("reference.yaml",
        "exchange:\n  credentials:\n    api_key: ${EXCHANGE_API_KEY}\n    api_secret: ${OTHER_NAME}\n");
  write("twice.yaml", "exchange:\n  credentials:\n    api_key: " + kKey + "\n    api_key: " + kSecret + "\n");
  write("blank.yaml", "exchange:\n  credentials:\n    api_secret:" + kSecret + "\n");
  write("block.yaml", "exchange:\n  credentials: " + kSecret + "\n");
  write("list.yaml", "exchange:\n  credentials:\n    api_secret: [" + kSecret + "]\n");
  write("quote.yaml", "exchange:\n  credentials:\n    api_secret: \"" + kSecret + "\n");
  write("control.yaml", "exchange:\n  credentials:\n    api_secret: \"" + kSecret + "\\x1b\"\n");
  Surroundings in = surroundings();
  in.environment["EXCHANGE_API_KEY"] = kKey;
  in.environment["OTHER_NAME"] = kSecret;
  for (const char* file : {"literal.yaml", "reference.yaml"}) {
    for (const Words& words : commands()) expect_hidden(with(words, {"--config", file}), in);
  }
  for (const char* file : {"twice.yaml", "blank.yaml", "block.yaml", "list.yaml", "quote.yaml", "control.yaml"}) {
    const Done done = run({"plan", "--config", file}, in);
    EXPECT_EQ(done.code, 2) << file;
    EXPECT_FALSE(shows(done.out + done.err)) << file << "\n" << done.err;
  }
}

TEST_F(Secrets, OnTheCommandLineAreShownNowhere) {
  const std::string key = "exchange.credentials.api_key";
  const std::string secret = "exchange.credentials.api_secret";
  ASSERT_EQ(run({"data", "synth", "--events", "2000", "--step", "1s", "--out", "tape.csv"}).code, 0);
  for (const Words& words : commands()) {
    expect_hidden(with(words, {"--set", key + "=" + kKey, "--set", secret + "=" + kSecret}), surroundings());
  }
  for (const Words& slip :
       {Words{"--set", secret + "=" + kSecret, "--set", secret + "=" + kKey}, Words{"--set", secret, kSecret},
        Words{"--set", secret + ":" + kSecret}, Words{"--set", secret + " " + kSecret},
        Words{"--set", secret + "x=" + kSecret}, Words{"--set", "api_secret=" + kSecret},
        Words{"--set", secret + "=" + kSecret + "\n"}, Words{"--set", "exchange.credentials=" + kSecret}}) {
    const Done done = run(with({"plan"}, slip));
    EXPECT_EQ(done.code, 2) << slip[1];
    EXPECT_FALSE(shows(done.out + done.err)) << done.err;
  }
}

TEST_F(Secrets, LeaveTheEnvironmentThatTheSystemShows) {
  Surroundings in = surroundings();
  in.environment["EXCHANGE_API_KEY"] = kKey;
  in.environment["EXCHANGE_API_SECRET"] = kSecret;
  const auto running = start({"run", "--speed", "600"}, in);
  ASSERT_TRUE(eventually([&] { return journal_size() > 0 || running->ended(); }));
  const std::string shown = contents_of("/proc/" + std::to_string(running->pid()) + "/environ");
  if (shown.empty()) GTEST_SKIP() << "the system does not show a process's environment to this user";
  EXPECT_NE(shown.find("EXCHANGE_API_KEY="), std::string::npos);
  EXPECT_FALSE(shows(shown));
  running->signal(SIGINT);
  EXPECT_EQ(running->wait(), 130);
}

}  // namespace
}  // namespace alpha_pulse::tests
