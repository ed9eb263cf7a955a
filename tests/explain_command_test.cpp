#include "support/command_line.hpp"

/// `gridhedge explain`, asked of the program as it is delivered: of finished runs, running ones, and broken journals.
namespace alpha_pulse::tests {
namespace {

using ExplainCommand = CommandLine;

Words paper(Words more = {}) {
  Words words{"run", "--speed", "max", "--duration", "12h", "--json"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

void expect_part(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text << "\nwanted: " << part;
}

TEST_F(ExplainCommand, TellsTheReasonForTheLastOrderAndForEveryOther) {
  ASSERT_EQ(run(paper()).code, 0);
  const Done last = run({"explain", "last"});
  EXPECT_EQ(last.code, 0) << last.err;
  EXPECT_EQ(last.err, "");
  expect_part(last.out, "Order ");
  expect_part(last.out, "What led to it: ");
  const json::object steps = ask({"explain", "last", "--count", "1000"});
  EXPECT_EQ(steps.at("identical").as_bool(), true);
  const auto& list = steps.at("steps").as_array();
  ASSERT_GE(list.size(), 6U);
  for (const auto& step : list) {
    const std::string id = std::to_string(step.at("order").at("id").to_number<int>());
    const json::object one = ask({"explain", "order", id});
    EXPECT_EQ(one.at("order").at("cause"), step.at("order").at("cause"));
  }
  expect_part(run({"explain", "order", "3"}).out, "rung 2 of 5, sell 0.200 BTC at ");
}

TEST_F(ExplainCommand, TellsWhyTheHedgeIsWhatItIsAndWhereTheStopStands) {
  ASSERT_EQ(run(paper()).code, 0);
  expect_part(run({"explain", "unhedged"}).out, "of 1.00 wanted");
  expect_part(run({"explain", "stop"}).out, "Stop loss at ");
  const json::object unhedged = ask({"explain", "unhedged"});
  EXPECT_FALSE(unhedged.at("gaps").as_array().empty());

  ASSERT_EQ(run(paper({"--set", "profile=guarded", "--symbol", "ETHUSDT"})).code, 0);
  const json::object other = ask({"explain", "stop", "--symbol", "ETHUSDT"});
  EXPECT_EQ(text_of(other, "symbol"), "ETHUSDT");
  EXPECT_EQ(other.at("exits").as_array().at(2).at("kind").as_string(), "disaster_stop");
}

TEST_F(ExplainCommand, TellsOfABacktestsJournal) {
  ASSERT_EQ(run({"data", "synth", "--events", "20000", "--step", "10s", "--out", "BTCUSDT_t.csv"}).code, 0);
  ASSERT_EQ(run({"backtest", "--data", "BTCUSDT_t.csv", "--set", "profile=guarded", "--journal", "b.apj"}).code, 0);
  expect_part(run({"explain", "order", "2", "--journal", "b.apj"}).out, "first slice");
  expect_part(run({"explain", "unhedged", "--journal", "b.apj"}).out, "Hedged ");
}

TEST_F(ExplainCommand, ReadsTheJournalOfARunThatGoesOn) {
  const auto bot = start({"run", "--speed", "600", "--duration", "24h"});
  ASSERT_TRUE(eventually([&] { return journal_size() > 4096; }));
  const Done told = run({"explain", "unhedged"});
  EXPECT_EQ(told.code, 0) << told.err;
  expect_part(told.out, "Hedged 0.");
  EXPECT_FALSE(bot->ended().has_value());
  bot->signal(SIGINT);
  EXPECT_EQ(bot->wait(), 130);
}

TEST_F(ExplainCommand, SaysWhatIsWrongWithAJournal) {
  expect_error({"explain", "last"}, 1, "journal.apj: there is no journal; gridhedge run writes it there");
  expect_error({"explain", "stop", "--journal", "none.apj"}, 1, "none.apj: there is no journal");
  expect_error({"explain", "order", "x"}, 2, "'x' is not an order's number");
  expect_error({"explain", "last", "--count", "-1"}, 2, "--count: '-1'");
  expect_error({"explain", "last", "--symbol", "NOPE"}, 2, "--instrument FILE");
  write("empty.apj", "");
  expect_error({"explain", "last", "--journal", "empty.apj"}, 1, "empty.apj: does not begin with a run's header");
  expect_error({"explain", "last", "--journal", "."}, 1, "not a regular file");

  ASSERT_EQ(run(paper()).code, 0);
  expect_error({"explain", "order", "0"}, 1, "order 0: the journal does not have it; it has orders 1 to ");
  expect_error({"explain", "order", "4000"}, 1, "order 4000: ");
  std::string bytes = contents_of(journal());
  write("torn.apj", bytes.substr(0, bytes.size() - 3));
  const Done torn = run({"explain", "stop", "--journal", "torn.apj"});
  EXPECT_EQ(torn.code, 0);
  expect_part(torn.err, "bytes are an unfinished record");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write("damaged.apj", bytes);
  expect_error({"explain", "last", "--journal", "damaged.apj"}, 1, "damaged.apj: byte ");
}

}  // namespace
}  // namespace alpha_pulse::tests
