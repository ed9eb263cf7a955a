#include <set>
#include <sstream>

#include "support/command_line.hpp"

/// RECOMMENDATION as people meet it: advice instead of orders.
namespace alpha_pulse::tests {
namespace {

Words advising(Words more) {
  Words words{"run",        "--trading-mode", "RECOMMENDATION", "--exchange", "sim",
              "--scenario", "range",          "--seed",         "3",          "--speed",
              "max",        "--duration"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<json::object> lines_of(const fs::path& file) {
  std::vector<json::object> objects;
  std::istringstream lines(contents_of(file));
  for (std::string line; std::getline(lines, line);) objects.push_back(json::parse(line).as_object());
  return objects;
}

/// What a person would enter at a venue, as text.
std::string content_of(const json::object& advice) {
  std::string text;
  for (const char* key : {"symbol", "purpose", "side", "quantity", "type", "price", "trigger", "reduce_only"}) {
    text += json::serialize(advice.at(key)) + " ";
  }
  return text;
}

class AdviceCommand : public CommandLine {
 protected:
  fs::path state() const { return folder_ / "state/alpha_pulse/recommendation-sim-paper-BTCUSDT"; }
  fs::path advice() const { return state() / "advice.jsonl"; }
};

TEST_F(AdviceCommand, AdvisesAndSendsNothing) {
  for (const char* profile : {"classic", "guarded"}) {
    const json::object run = ask(advising({"6h", "--set", "profile=" + std::string(profile)}));
    EXPECT_EQ(text_of(run, "mode"), "RECOMMENDATION");
    EXPECT_EQ(run.at("orders_placed").to_number<int>(), 0);
    EXPECT_EQ(run.at("orders_canceled").to_number<int>(), 0);
    EXPECT_GT(run.at("fills").to_number<int>(), 0) << "virtual ones";
    EXPECT_EQ(run.at("advice_left_out").to_number<int>(), 0);
    const json::array& advice = run.at("advice").as_array();
    ASSERT_EQ(run.at("advice_given").to_number<std::size_t>(), advice.size()) << profile;
    bool stop = false;
    std::set<std::string> content;
    for (const json::value& value : advice) {
      const json::object& one = value.as_object();
      if (text_of(one, "action") == "cancel") continue;
      EXPECT_GT(std::stod(text_of(one, "quantity")), 0);
      EXPECT_TRUE(content.insert(content_of(one)).second) << "repeated: " << json::serialize(one);
      stop = stop || text_of(one, "type") == "STOP_MARKET";
    }
    EXPECT_FALSE(content.empty()) << profile;
    EXPECT_TRUE(stop) << profile;
    const auto lines = lines_of(this->advice());
    ASSERT_EQ(lines.size(), advice.size());
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i], advice[i].as_object());
  }
}

TEST_F(AdviceCommand, DecidesAsPaperDoes) {
  const json::object advised = ask(advising({"2h"}));
  Words words = advising({"2h"});
  words[2] = "PAPER";
  const json::object paper = ask(words);
  for (const char* key : {"command_hash", "timed_hash", "equity", "fills", "hedge_quantity", "state"}) {
    EXPECT_EQ(advised.at(key), paper.at(key)) << key;
  }
  EXPECT_GT(paper.at("orders_placed").to_number<int>(), 0);
  EXPECT_EQ(paper.at("advice_given").to_number<int>(), 0);
  EXPECT_TRUE(paper.at("advice").as_array().empty());
}

TEST_F(AdviceCommand, SpeaksAsTheSeedDidAndNeverOfPlacedOrders) {
  const Done done = run(advising({"2h"}));
  EXPECT_EQ(done.code, 0);
  EXPECT_NE(done.err.find(" | INFO | [RECOMMENDATION] Would place order: Symbol=BTCUSDT, Side=sell, Quantity=0.200, "
                          "Type=limit, Price="),
            std::string::npos)
      << done.err;
  EXPECT_NE(done.err.find("Type=stop, Price="), std::string::npos) << done.err;
  EXPECT_EQ(done.err.find("Placed "), std::string::npos) << done.err;
  EXPECT_EQ(done.err.find("Cancelling "), std::string::npos) << done.err;
  EXPECT_NE(done.out.find("; nothing was sent"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("advice " + advice().string()), std::string::npos) << done.out;
  EXPECT_EQ(contents_of(folder_ / "logs/grid_hedge_recommendation_BTCUSDT.log"), done.err);
}

TEST_F(AdviceCommand, HasNoFillsWhereNobodyFollows) {
  const json::object run = ask(advising({"2h", "--assume", "none", "--set", "profile=guarded"}));
  EXPECT_EQ(run.at("fills").to_number<int>(), 0);
  EXPECT_GT(run.at("advice_given").to_number<int>(), 2);
  EXPECT_EQ(text_of(run, "hedge_quantity"), "0.00000000");
  EXPECT_TRUE(ask({"replay", (state() / "journal.apj").string()}).at("identical").as_bool());
}

TEST_F(AdviceCommand, TellsWhatItWouldHaveToldOverAFile) {
  ask({"data", "synth", "--events", "40000", "--seed", "5", "--step", "1s", "--vol", "1.5", "--out", "tape.csv"});
  const Words words{"backtest", "--data",   "tape.csv",   "--trading-mode", "RECOMMENDATION", "--journal",
                    "run.apj",  "--advice", "told.jsonl", "--set",          "profile=guarded"};
  const json::object run = ask(words);
  EXPECT_EQ(run.at("orders_placed").to_number<int>(), 0);
  EXPECT_GT(run.at("advice_given").to_number<std::size_t>(), 0U);
  EXPECT_EQ(lines_of(folder_ / "told.jsonl").size(), run.at("advice_given").to_number<std::size_t>())
      << "the baselines advise nobody";
  EXPECT_TRUE(run.at("baselines").at("static").is_object());
  EXPECT_EQ(ask({"replay", "run.apj"}).at("command_hash"), run.at("command_hash"));
}

TEST_F(AdviceCommand, GivesEachPieceOnceOverallWhenItIsKilledAndGoesOn) {
  const auto with = [](const std::string& speed, const Words& more) {
    Words words{
        "run", "--trading-mode", "RECOMMENDATION", "--scenario", "range", "--seed", "3", "--duration", "2h", "--speed",
        speed};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  ask(with("max", {}));
  const std::string whole = contents_of(advice());
  fs::remove(advice());
  const auto killed = start(with("1200", {}));
  const fs::path journal = state() / "journal.apj";
  const auto some = [](const fs::path& file) { return fs::exists(file) && fs::file_size(file) > 1000; };
  const auto logged = [&] { return killed->err().find("[RECOMMENDATION]") != std::string::npos; };
  ASSERT_TRUE(eventually([&] { return some(advice()) && some(journal) && logged(); })) << killed->err();
  killed->signal(SIGKILL);
  killed->wait();
  const std::string before = contents_of(advice());
  ASSERT_LT(before.size(), whole.size());
  write(advice(), before.substr(0, before.size() - 10));  // in the middle of a line

  const Done resumed = run(with("max", {"--resume"}));
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(contents_of(advice()), whole);
  std::istringstream lines(resumed.err);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("[RECOMMENDATION]") == std::string::npos) continue;
    const std::size_t last_whole = killed->err().rfind("[RECOMMENDATION]");
    EXPECT_EQ(killed->err().substr(0, last_whole).find(line), std::string::npos) << "told twice: " << line;
  }
}

TEST_F(AdviceCommand, RefusesAFileThatCannotBeWritten) {
  write("plain", "");
  expect_error(advising({"2h", "--advice", "plain/advice.jsonl"}), 1, "plain/advice.jsonl: cannot be opened");
  expect_error(advising({"2h", "--advice", "."}), 1, "is not a regular file");
  expect_error(advising({"2h", "--assume", "maybe"}), 2, "followed");
}

TEST_F(AdviceCommand, GoesOnWhenTheDiskIsFullAndSaysWhatWasLost) {
  Surroundings in = surroundings();
  in.largest_file = 4096;
  const Done done = run(advising({"2h", "--advice", "told.jsonl", "--log-level", "ERROR"}), in);
  EXPECT_NE(done.err.find("told.jsonl: lines that could not be written: "), std::string::npos) << done.err;
  EXPECT_NE(done.out.find("nothing was sent"), std::string::npos) << done.out;
}

TEST_F(AdviceCommand, SaysThatAnAdviceFileHasNoEffectOnPaper) {
  const Done done = run({"run", "--speed", "max", "--duration", "10m", "--advice", "told.jsonl"});
  EXPECT_EQ(done.code, 0);
  EXPECT_NE(done.err.find("warning: --advice: no effect, only RECOMMENDATION advises"), std::string::npos) << done.err;
  EXPECT_FALSE(fs::exists(folder_ / "told.jsonl"));
}

}  // namespace
}  // namespace alpha_pulse::tests
