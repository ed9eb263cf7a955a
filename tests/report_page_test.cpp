#include <cstdlib>
#include <fstream>

#include "support/command_line.hpp"

/// `--report` as people use it: files beside a run, and the page as a browser shows it from the disk without a network.
namespace alpha_pulse::tests {
namespace {

constexpr auto kPatience = std::chrono::seconds(120);
const fs::path kSources = fs::path(ALPHA_PULSE_SOURCE_DIR) / "tests" / "report";
const fs::path kFolder = fs::path(GRIDHEDGE_BINARY).parent_path().parent_path() / "report_reader";

class Report : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    const Done made = run({"data", "synth", "--events", "80000", "--step", "60s", "--seed", "5", "--out", "T.csv"});
    ASSERT_EQ(made.code, 0) << made.err;
  }
  Done backtest(Words more) const {
    Words words{"backtest", "--data", "T.csv", "--set", "profile=guarded"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, surroundings(), kPatience);
  }
  Done sweep(Words more) const {
    Words words{"sweep",
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
    words.insert(words.end(), more.begin(), more.end());
    return run(words, surroundings(), kPatience);
  }
  std::string file(const std::string& name) const { return contents_of(folder_ / name); }
};

std::string first_there(const Words& programs) {
  for (const std::string& program : programs) {
    if (std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0) return program;
  }
  return {};
}

/// Installs the pinned reader where it is missing; false when that cannot be done here.
bool reader_is_there() {
  fs::create_directories(kFolder);
  for (const char* name : {"package.json", "package-lock.json", ".npmrc", "look.mjs"}) {
    fs::copy_file(kSources / name, kFolder / name, fs::copy_options::overwrite_existing);
  }
  const std::string install = "cd '" + kFolder.string() +
                              "' && flock .lock sh -c 'test -e .installed || { npm ci --ignore-scripts "
                              "--loglevel=error && touch .installed; }' 1>&2";
  return !first_there({"npm"}).empty() && std::system(install.c_str()) == 0;
}

TEST_F(Report, WritesTheFormThatTheNameEndsIn) {
  const Done done = backtest({"--report", "r.html", "--report", "r.json", "--report", "r.csv", "--json"});
  ASSERT_EQ(done.code, 0) << done.err;
  const json::object figures = json::parse(done.out).as_object();
  const json::object report = json::parse(file("r.json")).as_object();
  EXPECT_EQ(text_of(report, "kind"), "backtest");
  EXPECT_EQ(report.at("policies").as_array().size(), 4U);
  EXPECT_EQ(report.at("fills").at("count").as_int64(), figures.at("fills").as_int64());
  const double wanted = figures.at("hedge_effectiveness").at("hourly").to_number<double>();
  EXPECT_NEAR(report.at("policies").at(0).at("effectiveness_hourly").to_number<double>(), wanted, 1e-6);
  const std::string page = file("r.html");
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
  const std::string table = file("r.csv");
  EXPECT_EQ(static_cast<std::size_t>(std::count(table.begin(), table.end(), '\n')) - 1,
            report.at("hours").at("at").as_array().size());
}

TEST_F(Report, ChangesNothingOfTheRun) {
  const json::object without = json::parse(backtest({"--json"}).out).as_object();
  const json::object with = json::parse(backtest({"--json", "--report", "r.json"}).out).as_object();
  for (const char* key : {"command_hash", "timed_hash", "equity", "fills", "pnl", "baselines"}) {
    EXPECT_EQ(with.at(key), without.at(key)) << key;
  }
}

TEST_F(Report, TheTermsOfTheLastHourAddUpToItsProfit) {
  ASSERT_EQ(backtest({"--report", "r.json"}).code, 0);
  const json::object hours = json::parse(file("r.json")).at("hours").as_object();
  const auto last = [&](const char* name) { return hours.at(name).as_array().back().to_number<double>(); };
  const double terms = last("spot") + last("reference") + last("overlay") + last("funding") - last("fees");
  EXPECT_NEAR(last("profit_yours"), terms - last("liquidation"), 0.05);
  EXPECT_NEAR(last("cost"), last("fees") + last("slippage") - last("funding"), 0.02);
  EXPECT_GT(last("fees"), 0);
  EXPECT_GT(last("slippage"), 0);
}

TEST_F(Report, RefusesANameBeforeItRuns) {
  const auto refused = [&](const Words& reports, const std::string& part) {
    Words words{"backtest", "--data", "T.csv"};
    for (const std::string& report : reports) words.insert(words.end(), {"--report", report});
    expect_error(words, 2, part);
  };
  refused({"r.txt"}, "ends in .html, .json or .csv, e.g. report.html");
  refused({"gone/r.html"}, "there is no folder 'gone'; r.html would pass");
  refused({"r.html", "r.html"}, "given twice");
  fs::create_directory(folder_ / "d.html");
  refused({"d.html"}, "is a folder");
}

TEST_F(Report, IsReadInABrowserWithoutANetwork) {
  const std::string browser = first_there({"chromium", "chromium-browser", "google-chrome"});
  if (browser.empty()) GTEST_SKIP() << "there is no chromium; ./dev test installs it";
  if (first_there({"node"}).empty()) GTEST_SKIP() << "there is no node; ./dev setup installs it";
  if (!reader_is_there()) GTEST_SKIP() << "the reader in tests/report could not be installed by npm";
  const Done made = backtest({"--report", "run.html"});
  ASSERT_EQ(made.code, 0) << made.err;
  const Done swept = sweep({"--report", "sweep.html", "--walk-forward", "2"});
  ASSERT_EQ(swept.code, 0) << swept.err;
  const std::string command = "timeout 400 node '" + (kFolder / "look.mjs").string() + "' \"$(command -v " + browser +
                              ")\" '" + (folder_ / "run.html").string() + "' '" + (folder_ / "sweep.html").string() +
                              "' >'" + (folder_ / "look.log").string() + "' 2>&1";
  const int code = std::system(command.c_str());
  const std::string text = file("look.log");
  if (WIFEXITED(code) && WEXITSTATUS(code) == 77) GTEST_SKIP() << text;
  EXPECT_EQ(code, 0) << text;
  EXPECT_NE(text.find(", 0 failed"), std::string::npos) << text;
}

}  // namespace
}  // namespace alpha_pulse::tests
