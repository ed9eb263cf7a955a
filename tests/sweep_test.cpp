#include <fstream>

#include "support/command_line.hpp"

/// `gridhedge sweep` as people start it: alone, under mpirun, killed, interrupted, on a full disk, with bad words.
namespace alpha_pulse::tests {
namespace {

constexpr auto kPatience = std::chrono::seconds(120);

class Sweep : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    const Done made = run({"data", "synth", "--events", "60000", "--step", "60s", "--seed", "3", "--out", "T.csv"});
    ASSERT_EQ(made.code, 0) << made.err;
  }

  /// Twelve configurations that hold something all the time.
  static Words words(const std::string& out, Words more = {}) {
    Words all{"sweep",
              "--data",
              "T.csv",
              "--set",
              "profile=classic",
              "--set",
              "grid.rearm_levels=on",
              "--set",
              "risk.rearm=timed",
              "--set",
              "risk.rearm_after=1h",
              "--param",
              "grid.spacing_sigma=0.4:1:0.2",
              "--param",
              "risk.stop_loss_pct=0.02,0.04,0.06"};
    if (!out.empty()) all.insert(all.end(), {"--out", out});
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// The same under mpirun.
  static Words over_ranks(int ranks, const Words& words) {
    Words all{"--allow-run-as-root", "--oversubscribe", "-n", std::to_string(ranks), GRIDHEDGE_BINARY};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  std::unique_ptr<Process> start_ranks(int ranks, const Words& words) const {
    return std::make_unique<Process>("/usr/bin/mpirun", over_ranks(ranks, words), surroundings());
  }
  Done run_ranks(int ranks, const Words& words) const {
    const auto process = start_ranks(ranks, words);
    const int code = process->wait(kPatience);
    return {.code = code, .out = process->out(), .err = process->err()};
  }
  Done sweep(const Words& words) const { return run(words, surroundings(), kPatience); }

  std::string file(const std::string& name) const { return contents_of(folder_ / name); }
  /// Lines of finished work that are on disk.
  std::size_t kept(const std::string& name) const {
    const std::string text = file(name + ".shares");
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    return lines == 0 ? 0 : lines - 1;
  }
  /// Of an object, what does not depend on the run.
  static json::object lasting(const std::string& text) {
    json::object object = json::parse(text).as_object();
    object.erase("computed");
    object.erase("configs_per_second");
    return object;
  }
  /// The ranks that mpirun has started, in their order.
  static std::vector<pid_t> ranks_of(pid_t mpirun) {
    std::vector<pid_t> pids;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const std::string name = entry.path().filename();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      const std::string stat = contents_of(entry.path() / "stat");  // number (name) state parent ...
      const std::size_t end = stat.rfind(')');
      if (end == std::string::npos || stat.find("(gridhedge)") == std::string::npos) continue;
      if (std::stoi(stat.substr(end + 4)) == mpirun) pids.push_back(std::stoi(name));
    }
    std::ranges::sort(pids);
    return pids;
  }
};

TEST_F(Sweep, ComesToTheSameBytesInOneThreadInTwoAndInTwoProcesses) {
  const Words walk{"--walk-forward", "2", "--json"};
  const auto with = [&](const std::string& out, const char* jobs) {
    Words more = walk;
    more.insert(more.end(), {"--jobs", jobs});
    return words(out, more);
  };
  const Done one = sweep(with("one.csv", "1"));
  const Done two = sweep(with("two.csv", "2"));
  const Done ranks = run_ranks(2, with("ranks.csv", "1"));
  ASSERT_EQ(one.code, 0) << one.err;
  ASSERT_EQ(two.code, 0) << two.err;
  ASSERT_EQ(ranks.code, 0) << ranks.err;
  EXPECT_EQ(std::count(ranks.out.begin(), ranks.out.end(), '\n'), 1) << "only rank 0 speaks: " << ranks.out;
  EXPECT_EQ(file("one.csv"), file("two.csv"));
  EXPECT_EQ(file("one.csv"), file("ranks.csv"));
  EXPECT_EQ(lasting(one.out), lasting(two.out));
  EXPECT_EQ(lasting(one.out), lasting(ranks.out));
  const json::object object = json::parse(one.out).as_object();
  EXPECT_EQ(object.at("configurations").as_int64(), 12);
  EXPECT_EQ(object.at("best").as_array().size(), 10U);
  EXPECT_GT(object.at("configs_per_second").to_number<double>(), 0);
  EXPECT_EQ(object.at("walk_forward").at("splits").as_array().size(), 2U);
  const std::string table = file("one.csv");
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 13);
}

TEST_F(Sweep, GivesEachConfigurationTheFiguresOfItsBacktest) {
  const Done all = sweep(words("", {"--json", "--top", "12"}));
  ASSERT_EQ(all.code, 0) << all.err;
  const json::object best = json::parse(all.out).at("best").at(3).as_object();
  Words alone{"backtest", "--data", "T.csv"};
  for (const char* set : {"profile=classic", "grid.rearm_levels=on", "risk.rearm=timed", "risk.rearm_after=1h"}) {
    alone.insert(alone.end(), {"--set", set});
  }
  for (const auto& param : best.at("params").as_object()) {
    alone.insert(alone.end(), {"--set", std::string(param.key()) + "=" + std::string(param.value().as_string())});
  }
  const json::object backtest = ask(alone);
  for (const auto& figure : best.at("metrics").as_object()) {
    EXPECT_EQ(figure.value(), backtest.at(figure.key())) << figure.key();
  }
}

/// Configurations of a sweep that is to be interrupted: some seconds of work, as what is finished is kept once a
/// second.
constexpr std::size_t kMany = 972;

TEST_F(Sweep, GoesOnAfterAnyRankWasKilled) {
  const Words many{"--param", "grid.volatility=0.01:0.03:0.00025"};
  const Done whole = sweep(words("whole.csv", many));
  ASSERT_EQ(whole.code, 0) << whole.err;
  for (const std::size_t victim : {0U, 1U}) {
    std::string out;
    std::size_t there = kMany;
    for (int attempt = 0; there == kMany && attempt < 10; ++attempt) {  // the blow may fall when all is done
      out = "cut" + std::to_string(victim) + "_" + std::to_string(attempt) + ".csv";
      const auto ranks = start_ranks(2, words(out, many));
      ASSERT_TRUE(eventually([&] { return kept(out) >= 1 || ranks->ended(); }, kPatience));
      const auto pids = ranks_of(ranks->pid());
      if (pids.size() != 2U) continue;
      ::kill(pids[victim], SIGKILL);
      if (ranks->wait(kPatience) == 0) continue;
      there = kept(out);
    }
    ASSERT_LT(there, kMany);
    EXPECT_FALSE(fs::exists(folder_ / out));

    Words more = many;
    more.insert(more.end(), {"--resume", "--json"});
    const Done resumed = run_ranks(2, words(out, more));
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_EQ(json::parse(resumed.out).at("computed").to_number<std::size_t>(), kMany - there);
    EXPECT_EQ(file(out), file("whole.csv"));
  }
}

TEST_F(Sweep, LeavesOffAtCtrlCAndGoesOnWithWhatIsMissing) {
  const Words many{"--param", "grid.volatility=0.01:0.03:0.00025"};
  const Done whole = sweep(words("whole.csv", many));
  ASSERT_EQ(whole.code, 0) << whole.err;
  const auto cut = start(words("cut.csv", many));
  ASSERT_TRUE(eventually([&] { return kept("cut.csv") >= 3 || cut->ended(); }, kPatience));
  cut->signal(SIGINT);
  EXPECT_EQ(cut->wait(kPatience), 130) << cut->err();
  EXPECT_NE(cut->err().find("--resume goes on with cut.csv"), std::string::npos) << cut->err();
  EXPECT_FALSE(fs::exists(folder_ / "cut.csv"));
  const std::size_t there = kept("cut.csv");
  ASSERT_LT(there, kMany);
  Words more = many;
  more.insert(more.end(), {"--resume", "--json"});
  const Done resumed = sweep(words("cut.csv", more));
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(json::parse(resumed.out).at("computed").to_number<std::size_t>(), kMany - there);
  EXPECT_EQ(file("cut.csv"), file("whole.csv"));
  const Done again = sweep(words("cut.csv", more));
  EXPECT_EQ(json::parse(again.out).at("computed").as_int64(), 0);
}

TEST_F(Sweep, EndsCleanlyWhenOneOfItsRanksIsInterrupted) {
  const Words many{"--param", "grid.volatility=0.01:0.03:0.00025"};
  const auto ranks = start_ranks(2, words("cut.csv", many));
  ASSERT_TRUE(eventually([&] { return kept("cut.csv") >= 3 || ranks->ended(); }, kPatience));
  const auto pids = ranks_of(ranks->pid());
  ASSERT_EQ(pids.size(), 2U) << ranks->err();
  ::kill(pids.back(), SIGINT);
  EXPECT_EQ(ranks->wait(kPatience), 130) << ranks->err();
  EXPECT_NE(ranks->err().find("gridhedge: interrupted after"), std::string::npos) << ranks->err();
}

TEST_F(Sweep, ComputesATornOrDamagedShareAgain) {
  ASSERT_EQ(sweep(words("a.csv")).code, 0);
  const std::string table = file("a.csv");
  std::string shares = file("a.csv.shares");
  shares.resize(shares.size() - 20);  // torn
  shares[shares.size() / 2] ^= 1;     // damaged
  write("a.csv.shares", shares);
  const Done done = sweep(words("a.csv", {"--resume", "--json"}));
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(json::parse(done.out).at("computed").as_int64(), 2);
  EXPECT_NE(done.err.find("2 damaged or torn lines are dropped"), std::string::npos) << done.err;
  EXPECT_EQ(file("a.csv"), table);
}

TEST_F(Sweep, RefusesTheSharesOfAnotherSweep) {
  ASSERT_EQ(sweep(words("a.csv")).code, 0);
  const std::string shares = file("a.csv.shares");
  expect_error(words("a.csv", {"--resume", "--spot-quantity", "2"}), 2, "a.csv.shares: belongs to another work");
  expect_error(words("a.csv", {"--resume", "--param", "grid.volatility=0.01,0.02"}), 2, "belongs to another work");
  EXPECT_EQ(file("a.csv.shares"), shares);
  const Done ranks = run_ranks(2, words("a.csv", {"--resume", "--spot-quantity", "2"}));
  EXPECT_EQ(ranks.code, 2) << ranks.err;
  EXPECT_EQ(ranks.err.find("belongs to another work"), ranks.err.rfind("belongs to another work")) << ranks.err;
  std::ofstream(folder_ / "T.csv", std::ios::app) << "";  // the same content: the same work
  EXPECT_EQ(sweep(words("a.csv", {"--resume"})).code, 0);
}

TEST_F(Sweep, SaysThatTheDiskIsFullAndGoesOnWhenThereIsRoom) {
  Surroundings full = surroundings();
  full.largest_file = 2000;
  const Done done = run(words("a.csv", {"--jobs", "1"}), full, kPatience);
  EXPECT_EQ(done.code, 1);
  EXPECT_NE(done.err.find("gridhedge: a.csv.shares: cannot be written"), std::string::npos) << done.err;
  EXPECT_FALSE(fs::exists(folder_ / "a.csv"));
  const Done resumed = sweep(words("a.csv", {"--resume"}));
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  ASSERT_EQ(sweep(words("b.csv")).code, 0);
  EXPECT_EQ(file("a.csv"), file("b.csv"));
}

TEST_F(Sweep, ChecksEveryKeyAndValueBeforeItBegins) {
  const auto with = [](const std::string& param) { return Words{"sweep", "--data", "T.csv", "--param", param}; };
  expect_error(with("grid.spacing_sigm=0.2:1:0.2"), 2,
               "--param: unknown key 'grid.spacing_sigm'; the nearest is 'grid.spacing_sigma'");
  expect_error(with("risk.stop_loss_pct=0.02,1.5"), 2, "--param risk.stop_loss_pct=1.5: is out of range; must be");
  expect_error(with("grid.volatility=0.01:0.6:0.01"), 2, "--param grid.volatility=");
  expect_error(with("symbol=BTCUSDT,ETHUSDT"), 2, "--param symbol: is the same for all configurations");
  expect_error({"sweep", "--data", "T.csv", "--set", "grid.volatility=0.02", "--param", "grid.volatility=0.01,0.03"}, 2,
               "--param grid.volatility: varies, and is set too");
  expect_error({"sweep", "--data", "T.csv", "--volatility", "0.02", "--param", "grid.volatility=0.01,0.03"}, 2,
               "--param grid.volatility: varies, and has a flag too");
  expect_error({"sweep", "--data", "T.csv"}, 2, "--param: none given");
  expect_error({"sweep", "--param", "grid.volatility=0.01"}, 2, "sweep: no data; --data FILE");
  expect_error({"sweep", "--data", "none.csv", "--param", "grid.volatility=0.01"}, 1, "none.csv");
  expect_error(words("", {"--resume"}), 2, "--resume: needs --out FILE");
  expect_error(words("", {"--rank-by", "luck"}), 2, "--rank-by: 'luck' is none; effectiveness, cost");
  expect_error(words("", {"--walk-forward", "100"}), 2, "or fewer would pass");
  expect_error(words("T.csv"), 1, "--out T.csv: is there already, and no sweep wrote it");
  const Done ranks = run_ranks(2, with("grid.spacing_sigm=0.2:1:0.2"));
  EXPECT_EQ(ranks.code, 2);
  EXPECT_EQ(ranks.err.find("unknown key"), ranks.err.rfind("unknown key")) << ranks.err;
}

TEST_F(Sweep, KeepsRefusedConfigurationsAsRowsAndSaysWhenNoneCanBeRun) {
  const Words mixed{"sweep", "--data",  "T.csv", "--set", "profile=guarded", "--param", "spot.quantity=1,1000",
                    "--out", "mix.csv", "--json"};
  const Done done = sweep(mixed);
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(json::parse(done.out).at("refused").as_int64(), 1);
  EXPECT_NE(file("mix.csv").find("\n1,1000,refused,"), std::string::npos) << file("mix.csv");
  expect_error({"sweep", "--data", "T.csv", "--set", "profile=guarded", "--json", "--param", "spot.quantity=1000,2000"},
               2, "sweep: none of the 2 configurations can be run; the first: ");
}

TEST_F(Sweep, ShowsAPersonTheBestTheFrontAndHowMuchToBelieve) {
  const Done plain = sweep(words("", {"--top", "3"}));
  ASSERT_EQ(plain.code, 0) << plain.err;
  for (const char* part : {"12 configurations of BTCUSDT (grid), 0 refused", "What effectiveness costs",
                           "grid.spacing_sigma=", "All figures are in-sample", "cost bp/yr"}) {
    EXPECT_NE(plain.out.find(part), std::string::npos) << part << "\n" << plain.out;
  }
  EXPECT_NE(plain.err.find("configurations a second"), std::string::npos) << plain.err;
  const Done walk = sweep(words("", {"--walk-forward", "3", "--search", "lhs", "--samples", "5"}));
  ASSERT_EQ(walk.code, 0) << walk.err;
  for (const char* part : {"(lhs)", "chosen on one part, judged on the next", "mean rank correlation"}) {
    EXPECT_NE(walk.out.find(part), std::string::npos) << part << "\n" << walk.out;
  }
}

TEST_F(Sweep, ShowsOnATerminalHowFarItIs) {
  Surroundings in = surroundings();
  in.terminal = true;
  const Done done = run(words(""), in, kPatience);
  EXPECT_EQ(done.code, 0);
  EXPECT_NE(done.err.find(" of 12 runs, "), std::string::npos) << done.err;
}

}  // namespace
}  // namespace alpha_pulse::tests
