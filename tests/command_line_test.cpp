#include "support/command_line.hpp"

#include <sstream>

/// The program as it is delivered: its command line, files, exit codes and signals.
namespace alpha_pulse::tests {
namespace {

Words quick(const std::string& profile, Words more = {}) {
  Words words{"run", "--duration", "2h", "--speed", "max", "--set", "profile=" + profile};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST_F(CommandLine, PlansTheSeedsExample) {
  const json::object plan = ask({"plan", "--price", "95203.05", "--spot-quantity", "1", "--set", "spot.equity=100000"});
  EXPECT_EQ(text_of(plan, "grid_spacing"), "952.03");
  EXPECT_EQ(text_of(plan, "position_step"), "0.20000000");
  EXPECT_EQ(plan.at("stop_loss_pct").as_double(), 0.04);
  EXPECT_EQ(plan.at("take_profit_pct").as_double(), 0.06);
  std::string levels;
  for (const auto& level : plan.at("levels").as_array()) levels += text_of(level.as_object(), "price") + " ";
  EXPECT_EQ(levels, "96155.10 97107.20 98059.20 99011.20 99963.30 ");
}

TEST_F(CommandLine, HedgesOnTheBuiltInMarketWithEitherProfile) {
  const json::object guarded = ask(quick("guarded"));
  EXPECT_EQ(text_of(guarded, "state"), "ACTIVE");
  EXPECT_NEAR(guarded.at("hedge_ratio").to_number<double>(), 1, 0.1);
  EXPECT_LE(guarded.at("seconds_to_hedged").to_number<double>(), 60);
  EXPECT_EQ(guarded.at("time_outside_limits_pct").to_number<double>(), 0);

  const json::object classic = ask(quick("classic"));
  EXPECT_EQ(text_of(classic, "profile"), "classic");
  EXPECT_GE(classic.at("orders_placed").to_number<int>(), 5);
  for (const json::object& run : {guarded, classic}) {
    EXPECT_EQ(text_of(run, "mode"), "PAPER");
    EXPECT_EQ(text_of(run, "exchange"), "sim");
    EXPECT_EQ(run.at("pnl").at("residual").as_string(), "0.00");
    EXPECT_GT(run.at("events").to_number<int>(), 10'000);
  }
}

TEST_F(CommandLine, PrintsASummaryOnStdoutAndLogLinesOnStderr) {
  const Done done = run(quick("classic"));
  EXPECT_EQ(done.code, 0);
  for (const char* part : {"hedge ratio", "equity", "unexplained", "command hash", "journal "})
    EXPECT_NE(done.out.find(part), std::string::npos) << part;
  EXPECT_EQ(done.out.find(" | INFO | "), std::string::npos);
  EXPECT_EQ(done.err.find('\r'), std::string::npos);
  EXPECT_NE(done.err.find("Starting grid hedge bot in PAPER mode"), std::string::npos);
  EXPECT_NE(done.err.find("Profile classic: no short is held until the price rises 1.00 %"), std::string::npos)
      << done.err;
  std::istringstream lines(done.err);
  for (std::string line; std::getline(lines, line);) EXPECT_NE(line.find(" | "), std::string::npos) << line;
}

TEST_F(CommandLine, ShowsALiveLineOnATerminalAndWhatHappensAboveItNeverInIt) {
  Surroundings in = surroundings();
  in.terminal = true;
  const Done done = run({"run", "--duration", "30m", "--speed", "3600"}, in);
  EXPECT_EQ(done.code, 0);
  EXPECT_NE(done.err.find("\r\x1b[K"), std::string::npos);
  EXPECT_NE(done.err.find("| P&L "), std::string::npos) << done.err;
  std::istringstream lines(done.err);
  int notices = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("| INFO |") == std::string::npos) continue;
    ++notices;
    const auto cleared = line.rfind("\x1b[K");  // what stood before it has been wiped
    const std::string shown = cleared == std::string::npos ? line : line.substr(cleared + 3);
    EXPECT_TRUE(shown.starts_with("2025-02-03 ")) << shown;
    EXPECT_EQ(shown.find("| P&L "), std::string::npos) << shown;
  }
  EXPECT_GE(notices, 7);  // the grid, its stop and five orders
  EXPECT_NE(contents_of(folder_ / "logs/grid_hedge_paper_BTCUSDT.log").find("| INFO | Placed sell order at"),
            std::string::npos);
}

TEST_F(CommandLine, RunsEqualSeedsEquallyAndOthersNot) {
  const json::object first = ask(quick("classic", {"--seed", "7"}));
  const json::object again = ask(quick("classic", {"--seed", "7"}));
  const json::object other = ask(quick("classic", {"--seed", "8"}));
  EXPECT_EQ(first, again);
  EXPECT_NE(text_of(first, "timed_hash"), text_of(other, "timed_hash"));
  EXPECT_NE(text_of(first, "equity"), text_of(other, "equity"));
}

TEST_F(CommandLine, GoesOnAfterAKillAsIfNothingHadHappened) {
  struct Case {
    std::string profile, duration, speed;  // the speed is slow enough to be killed long before the end
  };
  for (const Case& c : {Case{"classic", "2h", "1200"}, Case{"guarded", "24h", "28800"}}) {
    const Words run{"run", "--duration", c.duration, "--set", "profile=" + c.profile};
    const auto at_speed = [&](const std::string& speed, Words more = {}) {
      Words words = run;
      words.insert(words.end(), {"--speed", speed});
      words.insert(words.end(), more.begin(), more.end());
      return words;
    };
    const json::object whole = ask(at_speed("max"));
    const auto whole_size = journal_size();
    fs::remove(journal());
    const auto killed = start(at_speed(c.speed));
    ASSERT_TRUE(eventually([&] { return journal_size() > whole_size / 3 || killed->ended(); })) << c.profile;
    killed->signal(SIGKILL);
    ASSERT_EQ(killed->wait(), 128 + SIGKILL) << killed->err();
    ASSERT_LT(journal_size(), whole_size);

    const json::object resumed = ask(at_speed("max", {"--resume"}));
    EXPECT_GT(resumed.at("resumed_events").to_number<int>(), 0);
    for (const char* key : {"command_hash", "timed_hash", "equity", "hedge_quantity", "pnl", "events", "fills"}) {
      EXPECT_EQ(resumed.at(key), whole.at(key)) << c.profile << key;
    }
    EXPECT_EQ(ask({"replay", journal().string()}).at("command_hash"), whole.at("command_hash")) << c.profile;
  }
}

TEST_F(CommandLine, RefusesToResumeAnotherRun) {
  ask(quick("classic"));
  const Done done = run(quick("classic", {"--seed", "2", "--resume"}));
  EXPECT_EQ(done.code, 3);
  EXPECT_NE(done.err.find("gridhedge: --resume: the journal is of another market"), std::string::npos) << done.err;
}

TEST_F(CommandLine, LetsOneInstanceRunKeepsNoCoreFileAndSumsUpWhenInterrupted) {
  const auto first = start({"run", "--speed", "600"});
  ASSERT_TRUE(eventually([&] { return journal_size() > 0 || first->ended(); }));
  expect_error({"run", "--speed", "max"}, 3, "another instance (pid " + std::to_string(first->pid()) + ")");
  const std::string limits = contents_of("/proc/" + std::to_string(first->pid()) + "/limits");
  EXPECT_NE(limits.find("Max core file size        0                    0"), std::string::npos) << limits;
  first->signal(SIGINT);
  EXPECT_EQ(first->wait(), 130);
  EXPECT_NE(first->out().find("command hash"), std::string::npos);
  EXPECT_EQ(run(quick("classic")).code, 0);  // the lock went with it
}

TEST_F(CommandLine, ReplaysAJournalAndNamesTheByteThatIsDamaged) {
  const json::object ran = ask(quick("classic"));
  const json::object replayed = ask({"replay", journal().string()});
  EXPECT_TRUE(replayed.at("identical").as_bool());
  EXPECT_EQ(replayed.at("command_hash"), ran.at("command_hash"));
  EXPECT_NE(run({"replay", journal().string()}).out.find("identical"), std::string::npos);

  std::string bytes = contents_of(journal());
  write("torn.apj", bytes.substr(0, bytes.size() - 3));
  const Done torn = run({"replay", "torn.apj"});
  EXPECT_EQ(torn.code, 0) << torn.err;
  EXPECT_NE(torn.err.find("bytes are an unfinished record"), std::string::npos) << torn.err;

  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write("damaged.apj", bytes);
  expect_error({"replay", "damaged.apj"}, 1, "damaged.apj: ");
  expect_error({"replay", "damaged.apj"}, 1, "byte ");
  expect_error({"replay", "nothing.apj"}, 1, "nothing.apj");
  expect_error({"replay", "."}, 1, "not a regular file");
}

TEST_F(CommandLine, MakesATapeDescribesItAndPlaysItWithAndWithoutSkipping) {
  const json::object made = ask({"data", "synth", "--model", "garch", "--events", "200000", "--seed", "3", "--vol", "3",
                                 "--step", "1s", "--out", "ETHUSDT_tape.csv.zst", "--price", "2500"});
  const json::object info = ask({"data", "info", "ETHUSDT_tape.csv.zst"});
  for (const char* key : {"rows", "from", "to", "symbol", "gaps", "sha256"})
    EXPECT_EQ(made.at(key), info.at(key)) << key;
  EXPECT_EQ(info.at("rows").to_number<int>(), 200'000);
  EXPECT_EQ(text_of(info, "symbol"), "ETHUSDT");

  for (const std::string profile : {"classic", "guarded"}) {
    Words words{"backtest",  "--data", "ETHUSDT_tape.csv.zst", "--spot-quantity", "10", "--set", "profile=" + profile,
                "--journal", "run.apj"};
    const json::object skipping = ask(words);
    EXPECT_EQ(text_of(skipping, "symbol"), "ETHUSDT");  // from the file's name
    EXPECT_EQ(skipping.at("pnl").at("residual").as_string(), "0.00");
    EXPECT_TRUE(skipping.at("baselines").at("static").is_object());
    EXPECT_EQ(ask({"replay", "run.apj"}).at("command_hash"), skipping.at("command_hash"));
    words.emplace_back("--no-skip");
    const json::object asking = ask(words);
    for (const char* key : {"command_hash", "timed_hash", "equity", "events"})
      EXPECT_EQ(asking.at(key), skipping.at(key)) << profile << key;
    const Done said = run({"backtest", "--data", "ETHUSDT_tape.csv.zst", "--set", "profile=" + profile});
    EXPECT_EQ(said.err.find("Profile classic: ") != std::string::npos, profile == "classic") << said.err;
  }
  expect_error({"data", "synth", "--events", "10", "--out", "ETHUSDT_tape.csv.zst"}, 3, "exists");
}

TEST_F(CommandLine, TellsADiskThatIsFull) {
  Surroundings full = surroundings();
  full.largest_file = 20'000;
  const Done cut = run({"run", "--speed", "max", "--set", "profile=guarded", "--json"}, full);
  EXPECT_EQ(cut.code, 1);
  EXPECT_NE(cut.err.find("gridhedge: journal: "), std::string::npos) << cut.err;
  EXPECT_TRUE(cut.out.starts_with("{\"mode\":")) << cut.out;

  fs::remove_all(folder_ / "logs");
  fs::create_directories(folder_ / "logs");
  fs::create_symlink("/dev/full", folder_ / "logs/grid_hedge_paper_BTCUSDT.log");
  const Done unlogged = run(quick("classic"));
  EXPECT_EQ(unlogged.code, 0);
  EXPECT_NE(unlogged.err.find("warning: "), std::string::npos) << unlogged.err;

  Surroundings mute = surroundings();
  mute.out = "/dev/full";
  const Done unheard = run({"plan"}, mute);
  EXPECT_EQ(unheard.code, 1);
  EXPECT_NE(unheard.err.find("gridhedge: stdout: cannot be written"), std::string::npos) << unheard.err;

  expect_error({"run", "--set", "journal.path=/dev/full"}, 1, "not a regular file");
  expect_error({"data", "synth", "--events", "10", "--out", "nowhere/tape.csv"}, 1, "nowhere/tape.csv");
}

/// Where Binance would be asked, nobody listens.
Words at_nobody(Words words) {
  for (const char* key : {"futures_rest", "spot_rest"}) {
    words.insert(words.end(), {"--set", std::string("exchange.urls.") + key + "=http://127.0.0.1:1"});
  }
  return words;
}

TEST_F(CommandLine, RefusesWhatItCannotDoAndSaysWhy) {
  expect_error({"run", "--trading-mode", "REAL"}, 3, "REAL is refused");
  expect_error({"run", "--set", "trading_mode=REAL", "--exchange", "binance"}, 3, "REAL is refused");
  expect_error({"run", "--exchange", "bybit"}, 2, "--exchange: bybit is not built yet");
  expect_error({"run", "--trading-mode", "REAL", "--exchange", "sim", "--speed", "max"}, 2, "600 would pass");
  const Done nobody = run(at_nobody({"run", "--exchange", "binance"}));
  EXPECT_EQ(nobody.code, 1);
  EXPECT_NE(nobody.err.find("gridhedge: the exchange's clock: "), std::string::npos) << nobody.err;
  EXPECT_NE(nobody.err.find("127.0.0.1:1: cannot connect"), std::string::npos) << nobody.err;
  expect_error({"run", "--exchange", "nope"}, 2, "sim, binance, bybit or okx");
  expect_error({"run", "--scenario", "nope"}, 2, "calm, trend, range");
  expect_error({"run", "--spot-quantity", "0.0005"}, 3, "0.002 would pass");
  expect_error({"simulate"}, 2, "unknown command 'simulate'; known: run, plan, backtest, sweep, status, stop, ");
  expect_error({"sweep"}, 2, "sweep: no data; --data FILE, or --spot FILE with --perp FILE");
}

TEST_F(CommandLine, NamesTheOptionOrKeyThatIsWrong) {
  expect_error({"run", "--seed", "-1"}, 2, "--seed: '-1'");
  expect_error({"run", "--speed", "0"}, 2, "--speed: '0'");
  expect_error({"run", "--duration", "0"}, 2, "--duration: '0'");
  expect_error({"run", "--set", "nonsense"}, 2, "--set");
  expect_error({"run", "--set", "grid.volatilty=0.02"}, 2, "'grid.volatility'");
  expect_error({"run", "--config", "none.yaml"}, 2, "none.yaml");
  expect_error({"run", "--symbol", "NOPE"}, 2, "--instrument FILE");
  expect_error({"run", "--symbol", "a\nb"}, 2, "symbol");
  expect_error({"data", "synth", "--vol", "nan", "--out", "x.csv"}, 2, "--vol: 'nan'");
  expect_error({"data", "synth", "--step", "0.5ms", "--out", "x.csv"}, 2, "--step: '0.5ms'");
}

TEST_F(CommandLine, NamesTheFileAndLineThatIsWrong) {
  const std::string head = "open_time_ms,open,high,low,close,volume\n";
  const std::string row = "1748736000000,100,101,99,100,1\n";
  write("BTCUSDT_1m.csv", head + row + "1748736060000,100,101,99,x,1\n");
  write("DOGEUSDT_1m.csv", head + row);
  write("foreign.csv", "what,is,this\n1,2,3\n");
  expect_error({"backtest", "--data", "BTCUSDT_1m.csv"}, 1, "BTCUSDT_1m.csv:3: ");
  expect_error({"backtest", "--data", "foreign.csv"}, 1, "foreign.csv:1: ");
  expect_error({"backtest", "--data", "none.csv"}, 1, "none.csv");
  expect_error({"backtest", "--data", "."}, 1, "Is a directory");
  expect_error({"data", "info", "none.csv"}, 1, "none.csv");
  expect_error({"backtest", "--data", "DOGEUSDT_1m.csv"}, 2, "--instrument FILE");
  expect_error({"backtest", "--data", "BTCUSDT_1m.csv", "--from", "2025-06-02", "--to", "2025-06-01"}, 2, "is empty");
  expect_error({"backtest", "--data", "BTCUSDT_1m.csv", "--from", "yesterday"}, 2, "--from: 'yesterday'");
  expect_error({"backtest"}, 2, "--data FILE");
}

TEST_F(CommandLine, LeavesNoSecretAnywhere) {
  const std::string secret = "kT9vQ2xW7zL4";
  Surroundings in = surroundings();
  in.environment["EXCHANGE_API_KEY"] = secret;
  in.environment["EXCHANGE_API_SECRET"] = secret;
  std::string printed;
  for (const Words& words :
       {quick("classic"), quick("classic", {"--log-level", "DEBUG", "--json"}),
        at_nobody({"run", "--trading-mode", "REAL"}), Words{"plan"},
        Words{"run", "--set", "exchange.credentials.api_secret=" + secret, "--set", "nonsense=1"}}) {
    const Done done = run(words, in);
    printed += done.out + done.err;
  }
  EXPECT_EQ(printed.find(secret), std::string::npos);
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(contents_of(entry.path()).find(secret), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
