#include <gtest/gtest.h>

#include <csignal>

#include "support/between.hpp"
#include "support/served_exchange.hpp"

/// A bot with real orders at an exchange that outlives it: killed, it goes on from its journal; with faults on the way,
/// its books are the exchange's all the same. The exchange is another process, reached by the configured addresses.
namespace alpha_pulse::tests {
namespace {

class RealRestart : public CommandLine {
 protected:
  void open_exchange(const std::string& faults = {}) {
    Words words{"--port", "0", "--scenario", "range", "--seed", "5", "--speed", "60"};
    if (!faults.empty()) {
      write("faults.yaml", faults);
      words.insert(words.end(), {"--faults", (folder_ / "faults.yaml").string()});
    }
    exchange_.emplace(surroundings(), words);
    write("live.yaml", exchange_->config());
  }
  Surroundings as_customer() const {
    Surroundings in = surroundings();
    in.environment.merge(exchange_->credentials());
    return in;
  }
  Words bot(const std::string& duration, const Words& more = {}) const {
    Words words{"run",        "--trading-mode", "REAL",  "--config",       (folder_ / "live.yaml").string(),
                "--duration", duration,         "--set", "profile=guarded"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  void kill_once_hedged() const {
    const auto first = start(bot("10m"), as_customer());
    ASSERT_TRUE(eventually([&] { return first->err().find("Hedge of BTCUSDT at") != std::string::npos; }))
        << first->err();
    first->signal(SIGKILL);
    first->wait();
  }
  json::object figures(const Done& done) const {
    EXPECT_EQ(done.code, 0) << done.err;
    json::error_code bad;
    const json::value value = json::parse(done.out, bad);
    EXPECT_TRUE(!bad && value.is_object()) << done.out;
    return value.is_object() ? value.as_object() : json::object{};
  }

  std::optional<ServedExchange> exchange_;
};

bool books_equal(const json::object& figures) {
  const auto* books = figures.if_contains("books");
  return books != nullptr && books->at("equal").as_bool();
}

TEST_F(RealRestart, GoesOnFromItsJournalAfterAKillAndItsBooksAreTheExchangesAndReplayIdentically) {
  open_exchange();
  kill_once_hedged();
  const Done done = run(bot("5s", {"--json"}), as_customer());
  const json::object result = figures(done);
  EXPECT_TRUE(books_equal(result)) << done.out << done.err;
  EXPECT_NE(text_of(result, "hedge_quantity"), "0.00000000");
  EXPECT_NE(done.err.find("did not end properly"), std::string::npos) << done.err;
  const fs::path journal = folder_ / "state/alpha_pulse/real-binance-testnet-paper-BTCUSDT/journal.apj";
  const Done replayed = run({"replay", journal.string()});
  EXPECT_EQ(replayed.code, 0) << replayed.out << replayed.err;
}

/// The row of other programs' complaints that needs a process to be killed; the others are in peer_rows_*_test.cpp.
class PeerRowOfAProcess : public RealRestart {};

TEST_F(PeerRowOfAProcess, R19_AStartThatFindsAHedgeWithoutItsStopPlacesThatFirst) {
  open_exchange();
  const Between between(exchange_->at("futures_rest"),
                        [](const net::HttpRequest&, net::ServerReply reply) { return reply; });
  write("live.yaml", exchange_->config(between.url()));
  kill_once_hedged();
  exchange_->ask("DELETE", "/fapi/v1/algoOpenOrders", "symbol=BTCUSDT");
  ASSERT_TRUE(exchange_->ask("GET", "/fapi/v1/openAlgoOrders", "symbol=BTCUSDT").as_array().empty());
  const std::size_t before = between.asked().size();
  const Done done = run(bot("6s", {"--json"}), as_customer());
  EXPECT_TRUE(books_equal(figures(done))) << done.out << done.err;
  EXPECT_FALSE(exchange_->ask("GET", "/fapi/v1/openAlgoOrders", "symbol=BTCUSDT").as_array().empty());
  const std::vector<std::string> all = between.asked();
  const auto first = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(before), all.end(), [](const auto& asked) {
    return asked.starts_with("POST /fapi/v1/order") || asked.starts_with("POST /fapi/v1/algoOrder");
  });
  ASSERT_NE(first, all.end()) << done.err;
  EXPECT_TRUE(first->starts_with("POST /fapi/v1/algoOrder")) << *first;
}

TEST_F(RealRestart, RefusesAPositionOfUnknownOriginAndLeavesItAlone) {
  open_exchange();
  kill_once_hedged();
  Surroundings elsewhere = as_customer();
  elsewhere.environment["XDG_STATE_HOME"] = (folder_ / "other").string();
  const Done done = run(bot("5s"), elsewhere);
  EXPECT_EQ(done.code, 3) << done.err;
  EXPECT_NE(done.err.find("already, of which this run knows nothing"), std::string::npos) << done.err;
}

TEST_F(RealRestart, RefusesAnAccountWithoutTheCoin) {
  Words words{"--port", "0", "--holding", "0"};
  exchange_.emplace(surroundings(), words);
  write("live.yaml", exchange_->config());
  const Done done = run(bot("5s"), as_customer());
  EXPECT_EQ(done.code, 3) << done.err;
  EXPECT_NE(done.err.find("holds no BTC"), std::string::npos) << done.err;
}

/// Faults on the way of the first orders of a hedge, and whether the books come out even all the same.
struct Trouble {
  const char* name;
  const char* rules;
};

class RealInTrouble : public RealRestart, public testing::WithParamInterface<Trouble> {};

TEST_P(RealInTrouble, BuildsTheHedgeOnceAndOnceOnlyAndItsBooksAreTheExchanges) {
  open_exchange(std::string("seed: 7\nrules:\n") + GetParam().rules);
  const Done done = run(bot("40s", {"--json"}), as_customer(), std::chrono::seconds(120));
  const json::object result = figures(done);
  EXPECT_TRUE(books_equal(result)) << done.out << done.err;
  EXPECT_EQ(text_of(result, "hedge_quantity"), "-1.00000000") << done.out << done.err;
  EXPECT_NE(text_of(result, "disaster_stop_price"), "") << done.out;
  EXPECT_FALSE(exchange_->faults_told().empty());
}

INSTANTIATE_TEST_SUITE_P(Faults, RealInTrouble,
                         testing::Values(Trouble{"AnswersThatDoNotTellWhatBecameOfAnOrder", R"(
  - {match: {method: POST, path: /fapi/v1/order}, kind: 5xx_after, nth: 1}
  - {match: {method: POST, path: /fapi/v1/order}, kind: 5xx_before, nth: 2}
  - {match: {method: POST, path: /fapi/v1/algoOrder}, kind: cut_after_bytes, bytes: 20, nth: 1}
)"},
                                         Trouble{"OrdersThatAreLostLateOrRefused", R"(
  - {match: {method: POST, path: /fapi/v1/algoOrder}, kind: timeout_code, nth: 1}
  - {match: {method: POST, path: /fapi/v1/order}, kind: event_without_ack, nth: 1}
  - {match: {method: POST, path: /fapi/v1/order}, kind: "-1021", nth: 2}
  - {match: {method: POST, path: /fapi/v1/order}, kind: html, nth: 3}
)"},
                                         Trouble{"EventsThatAreLostDoubledAndOutOfOrder", R"(
  - {match: {event: ORDER_TRADE_UPDATE}, kind: drop, nth: 2}
  - {match: {event: ORDER_TRADE_UPDATE}, kind: duplicate, nth: 3}
  - {match: {event: ORDER_TRADE_UPDATE}, kind: reorder, nth: 4}
  - {match: {event: ACCOUNT_UPDATE}, kind: drop, nth: 1}
  - {match: {method: POST, path: /fapi/v1/order}, kind: ack_without_event, nth: 2}
)"}),
                         [](const auto& trouble) { return trouble.param.name; });

}  // namespace
}  // namespace alpha_pulse::tests
