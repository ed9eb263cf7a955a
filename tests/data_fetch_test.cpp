#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "support/served_exchange.hpp"

/// `data fetch` as people meet it, from the simulated exchange on loopback: cut, slowed, interrupted, killed.
namespace alpha_pulse::tests {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

class DataFetch : public CommandLine {
 protected:
  /// So many minutes ago, on the minute: the past of a market does not change while it is served.
  static std::string ago(std::int64_t minutes) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    return std::to_string((ms / kMinuteMs - minutes) * kMinuteMs);
  }
  Words words(const ServedExchange& exchange, const Words& more) const {
    write("fetch.yaml", exchange.config());
    Words all{"data", "fetch", "--config", "fetch.yaml", "--symbol", "BTCUSDT"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  json::object fetch(const ServedExchange& exchange, const Words& more, int code = 0) const {
    return ask(words(exchange, more), code);
  }
  std::string bytes(const std::string& name) const { return contents_of(folder_ / name); }
  std::int64_t rows_of(const std::string& name) const {
    const std::string text = bytes(name);
    return std::count(text.begin(), text.end(), '\n');
  }
  /// The same faults at the same requests.
  ServedExchange with_faults(const std::string& rules) const {
    write("faults.yaml", "seed: 5\nrules:\n" + rules);
    return ServedExchange(surroundings(), {"--faults", "faults.yaml", "--no-limits"});
  }
};

TEST_F(DataFetch, GivesFilesOfEveryKindThatBacktestsRead) {
  const ServedExchange exchange(surroundings(), {"--no-limits"});
  const std::string from = ago(600), to = ago(60);
  const json::object candles =
      fetch(exchange, {"--kind", "candles", "--from", from, "--to", to, "--out", "BTCUSDT_1m.csv.zst"});
  EXPECT_EQ(candles.at("rows").as_int64(), 540);
  EXPECT_EQ(text_of(candles, "symbol"), "BTCUSDT");
  EXPECT_TRUE(candles.at("gaps").as_array().empty());
  const json::object info = ask({"data", "info", "BTCUSDT_1m.csv.zst"});
  for (const char* key : {"rows", "from", "to", "sha256", "symbol"}) EXPECT_EQ(info.at(key), candles.at(key)) << key;

  fetch(exchange, {"--kind", "mark", "--from", from, "--to", to, "--out", "BTCUSDT_1m_mark.csv"});
  const json::object funding =
      fetch(exchange, {"--kind", "funding", "--from", ago(24 * 60), "--out", "BTCUSDT_funding.csv"});
  EXPECT_GE(funding.at("rows").as_int64(), 2);
  const json::object trades =
      fetch(exchange, {"--kind", "trades", "--from", ago(30), "--to", ago(20), "--out", "BTCUSDT_trades.csv"});
  EXPECT_GT(trades.at("rows").as_int64(), 0);
  EXPECT_EQ(trades.at("missing").as_int64(), 0);
  fetch(exchange, {"--kind", "candles", "--interval", "1h", "--market", "spot", "--from", ago(1200), "--to", to,
                   "--out", "BTCUSDT_spot_1h.csv"});

  const json::object played = ask({"backtest", "--data", "BTCUSDT_1m.csv.zst", "--mark", "BTCUSDT_1m_mark.csv",
                                   "--funding", "BTCUSDT_funding.csv", "--set", "profile=guarded"});
  EXPECT_GT(played.at("events").as_int64(), 540);
  ask({"backtest", "--data", "BTCUSDT_trades.csv", "--set", "profile=guarded"});
}

TEST_F(DataFetch, IsByteForByteTheSameOverAConnectionThatIsCutAndAServerThatFails) {
  const std::string from = ago(700), to = ago(400);
  const ServedExchange exchange = with_faults(
      "  - match: {path: /fapi/v1/aggTrades}\n    kind: cut_after_bytes\n    bytes: 5000\n    nth: 2\n"
      "  - match: {path: /fapi/v1/aggTrades}\n    kind: 5xx_before\n    nth: 3\n"
      "  - match: {path: /fapi/v1/aggTrades}\n    kind: 5xx_after\n    nth: 5\n"
      "  - match: {path: /fapi/v1/time}\n    kind: timeout_code\n    nth: 1\n");
  const auto into = [&](const std::string& name) {
    return Words{"--kind", "trades", "--from", from, "--to", to, "--out", name};
  };
  const json::object through = fetch(exchange, into("a.csv"));
  const json::object plain = fetch(exchange, into("b.csv"));
  EXPECT_GT(plain.at("rows").as_int64(), 4'000);
  EXPECT_EQ(plain.at("missing").as_int64(), 0);
  EXPECT_TRUE(bytes("a.csv") == bytes("b.csv"));
  EXPECT_EQ(text_of(through, "sha256"), text_of(plain, "sha256"));
  EXPECT_NE(exchange.faults_told().find("cut_after_bytes"), std::string::npos) << exchange.faults_told();
}

TEST_F(DataFetch, GoesOnAfterCtrlCAndAfterAKillWithNoRowTwiceAndNoneMissing) {
  const std::string from = ago(700), to = ago(400);
  const ServedExchange exchange = with_faults(
      "  - match: {path: /fapi/v1/aggTrades}\n    kind: delay\n    delay: 60s\n    nth: 2\n"
      "  - match: {path: /fapi/v1/aggTrades}\n    kind: delay\n    delay: 60s\n    nth: 4\n");
  const Words job{"--kind", "trades", "--from", from, "--to", to, "--out", "a.csv.zst"};
  const fs::path growing = folder_ / "a.csv.zst.fetching";
  const auto rows_there = [&](std::int64_t least) { return rows_of("a.csv.zst.fetching") > least; };

  const auto first = start(words(exchange, job));
  ASSERT_TRUE(eventually([&] { return rows_there(900); })) << first->err();
  first->signal(SIGINT);
  EXPECT_EQ(first->wait(), 130) << first->err();
  EXPECT_NE(first->err().find("--resume goes on"), std::string::npos) << first->err();
  EXPECT_FALSE(fs::exists(folder_ / "a.csv.zst"));
  expect_error(words(exchange, job), 3, "--resume goes on with it");

  Words again = job;
  again.emplace_back("--resume");
  const std::int64_t before = rows_of("a.csv.zst.fetching");
  const auto second = start(words(exchange, again));
  ASSERT_TRUE(eventually([&] { return rows_there(before); })) << second->err();
  expect_error(words(exchange, again), 3, "another fetch writes it");
  second->signal(SIGKILL);
  second->wait();
  std::ofstream(growing, std::ios::app) << "1790000000000,950";  // a row half written

  Words other = again;
  other[5] = ago(61);
  expect_error(words(exchange, other), 2, "the same words would pass");
  const json::object whole = fetch(exchange, again);
  fetch(exchange, {"--kind", "trades", "--from", from, "--to", to, "--out", "b.csv.zst"});
  EXPECT_TRUE(bytes("a.csv.zst") == bytes("b.csv.zst"));
  EXPECT_EQ(whole.at("missing").as_int64(), 0);
  EXPECT_FALSE(fs::exists(growing) || fs::exists(folder_ / "a.csv.zst.fetching.job"));
  expect_error(words(exchange, again), 3, "exists, and is whole");
}

TEST_F(DataFetch, SaysThatTheDiskIsFullAndCanGoOnAfterwards) {
  const std::string from = ago(700), to = ago(400);
  const ServedExchange exchange(surroundings(), {"--no-limits"});
  Surroundings full = surroundings();
  full.largest_file = 100'000;
  const Words job{"--kind", "trades", "--from", from, "--to", to, "--out", "a.csv"};
  expect_error(words(exchange, job), 1, "a writable place with free space would pass", full);
  Words again = job;
  again.emplace_back("--resume");
  EXPECT_GT(rows_of("a.csv.fetching"), 1'000);
  fetch(exchange, again);
  fetch(exchange, {"--kind", "trades", "--from", from, "--to", to, "--out", "b.csv"});
  EXPECT_TRUE(bytes("a.csv") == bytes("b.csv"));
}

TEST_F(DataFetch, TellsWhatTheExchangeDoesNotHave) {
  const ServedExchange exchange(surroundings(), {"--no-limits"});
  const json::object early =
      fetch(exchange, {"--kind", "candles", "--from", ago(3'000), "--to", ago(60), "--out", "BTCUSDT_1m.csv"});
  ASSERT_EQ(early.at("gaps").as_array().size(), 1U);  // its past is a day long
  EXPECT_EQ(early.at("missing").as_int64() + early.at("rows").as_int64(), 2'940);
}

TEST_F(DataFetch, GivesUpSoonWhereNobodyEverAnswered) {
  write("dead.yaml", "exchange:\n  urls:\n    futures_rest: \"http://127.0.0.1:1\"\n");
  expect_error(
      {"data", "fetch", "--config", "dead.yaml", "--kind", "funding", "--from", "2025-01-01", "--out", "a.csv"}, 1,
      "cannot connect");
}

TEST_F(DataFetch, RefusesWhatMakesNoSenseInOneLine) {
  const ServedExchange exchange(surroundings(), {"--no-limits"});
  const std::string from = ago(100), to = ago(60);
  const auto refused = [&](Words more, int code, const std::string& part) {
    expect_error(words(exchange, more), code, part);
    EXPECT_FALSE(fs::exists(folder_ / "x.csv.fetching")) << part;
  };
  refused({"--kind", "quotes", "--from", from, "--out", "x.csv"}, 2, "candles, trades, funding or mark would pass");
  refused({"--kind", "candles", "--interval", "1M", "--from", from, "--out", "x.csv"}, 2, "1d would pass");
  refused({"--kind", "candles", "--from", to, "--to", from, "--out", "x.csv"}, 2, "is not after --from");
  refused({"--kind", "mark", "--market", "spot", "--from", from, "--out", "x.csv"}, 2, "futures would pass");
  refused({"--kind", "mark", "--from", from, "--out", "x.txt"}, 2, "neither .csv nor .csv.zst");
  refused({"--kind", "mark", "--from", from, "--out", "x.csv", "--resume"}, 1, "nothing to go on from");
  refused({"--kind", "candles", "--from", "2020-01-01", "--to", "2020-01-02", "--out", "x.csv"}, 1, "has no candles");
  refused({"--kind", "candles", "--exchange", "okx", "--from", from, "--out", "x.csv"}, 2, "binance would pass");
  Words unknown = words(exchange, {"--kind", "candles", "--from", from, "--to", to, "--out", "x.csv"});
  unknown[5] = "NOSUCHUSDT";
  expect_error(unknown, 1, "-1121");
}

}  // namespace
}  // namespace alpha_pulse::tests
