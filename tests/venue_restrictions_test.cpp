#include <csignal>
#include <set>

#include "support/between.hpp"
#include "support/served_exchange.hpp"
#include "support/virtual_run.hpp"

/// An exchange that takes away what it had granted, in the middle of a run: the right to open, and the key.
namespace alpha_pulse::tests {
namespace {

using market::Scenario;
using session::test::coins;

bool raises(const Asked& asked) {
  return asked.what() == "POST /fapi/v1/order" && asked.parameter("reduceOnly") != "true";
}

/// Says one word at a moment of its own.
struct OneWord final : session::IOperatorDesk {
  std::optional<OperatorAction> next() override {
    if (said || clock->now() < at) return std::nullopt;
    said = true;
    return OperatorAction::REARM;
  }
  void on_done(OperatorAction, ProgramState, const session::BotStatus&) override {}
  void publish(const session::BotStatus&) override {}

  const net::Clock* clock = nullptr;
  Timestamp at = Timestamp::never();
  bool said = false;
};

/// From the third order on the account may not open, as `rule` says.
struct Restricted {
  explicit Restricted(const std::string& rule)
      : run(moving(Scenario::RANGE, 2),
            "\n - {match: {method: POST, path: /fapi/v1/order}, kind: only_reducing, nth: 3, " + rule + "}"),
        begin(run.exchange.world.clock.now()) {
    word.clock = &run.exchange.world.clock;
    run.desk = &word;
  }
  session::SimRunResult play(Duration duration) {
    auto result = run.play({"profile=guarded"}, duration);
    if (result) return *result;
    ADD_FAILURE() << result.error().message;
    return {.summary = session::RunSummary(engine::AccountTerms(Currency("USDT"))), .time = {}};
  }
  /// When the raising orders were sent, from the first refused one on, in minutes since the beginning.
  std::vector<std::int64_t> tried() const {
    std::vector<std::int64_t> minutes;
    std::size_t orders = 0;
    for (const Asked& asked : run.exchange.asked) {
      if (asked.what() == "POST /fapi/v1/order") ++orders;
      if (orders >= 3 && raises(asked)) minutes.push_back((asked.at - begin).ns() / Duration::minutes(1).ns());
    }
    return minutes;
  }

  VirtualRun run;
  OneWord word;
  Timestamp begin;
};

TEST(VenueRestrictions, MakeARunReduceAndOpenNothingMoreAndLeaveItsStopInPlace) {
  for (const char* code : {"-4087", "-4400"}) {
    Restricted restricted(std::string("code: ") + code);
    const auto result = restricted.play(Duration::minutes(30));
    EXPECT_EQ(result.summary.state, ProgramState::REDUCING) << code;
    EXPECT_EQ(result.summary.reason, Reason::VENUE_REFUSED) << code;
    EXPECT_EQ(restricted.run.exchange.faults.size(), 1U);
    const auto tried = restricted.tried();
    ASSERT_FALSE(tried.empty());
    EXPECT_EQ(tried.front(), tried.back()) << "what was under way in that minute, and none later";
    EXPECT_LT(restricted.run.exchange.position(), Quantity{});
    EXPECT_GT(restricted.run.exchange.position(), coins("-1")) << "the hedge was not whole yet";
    EXPECT_FALSE(restricted.run.exchange.open_stops().empty());
    EXPECT_TRUE(result.books && result.books->equal());
    const auto told = std::ranges::count_if(restricted.run.heard, [&](const std::string& words) {
      return words.find(code) != std::string::npos && words.find("gridhedge rearm") != std::string::npos;
    });
    EXPECT_EQ(told, 1) << "people hear of it once";
  }
}

TEST(VenueRestrictions, EndWithAWordOfAPersonAndComeAgainWhereTheExchangeStaysWithThem) {
  Restricted lifted("code: -4400, delay: 10m");
  lifted.word.at = lifted.begin + Duration::minutes(15);
  const auto result = lifted.play(Duration::minutes(25));
  EXPECT_EQ(result.summary.state, ProgramState::ACTIVE);
  EXPECT_LE(lifted.run.exchange.position(), coins("-0.99"));
  EXPECT_TRUE(result.books && result.books->equal());

  Restricted kept("code: -4400");
  kept.word.at = kept.begin + Duration::minutes(15);
  EXPECT_EQ(kept.play(Duration::minutes(25)).summary.state, ProgramState::REDUCING);
  EXPECT_TRUE(kept.word.said);
  const std::set<std::int64_t> minutes = [&] {
    const auto tried = kept.tried();
    return std::set<std::int64_t>(tried.begin(), tried.end());
  }();
  EXPECT_EQ(minutes.size(), 2U) << "at first, and once after the word";
}

TEST(VenueRestrictions, OfACoolingOffPeriodAreTriedAgainAfterAnHour) {
  Restricted cooling("code: -4192, delay: 90m");
  const auto result = cooling.play(Duration::minutes(130));
  EXPECT_EQ(result.summary.state, ProgramState::ACTIVE);
  EXPECT_LE(cooling.run.exchange.position(), coins("-0.99"));
  const auto tried = cooling.tried();
  ASSERT_FALSE(tried.empty());
  for (const std::int64_t minute : tried) {
    const std::int64_t since = minute - tried.front();
    EXPECT_TRUE(since == 0 || since == 60 || since >= 120) << minute;
  }
}

/// A key that is withdrawn, at a served exchange, from the program as it is delivered.
class WithdrawnKey : public CommandLine {};

TEST_F(WithdrawnKey, HaltsTheRunLeavesItsStopAtTheExchangeAndSendsNothingTwice) {
  write(
      "faults.yaml",
      "seed: 7\nrules:\n  - {match: {method: POST, path: /fapi/v1/order}, kind: key_withdrawn, nth: 3, delay: 12s}\n");
  const ServedExchange exchange(surroundings(), {"--port", "0", "--scenario", "range", "--seed", "5", "--speed", "60",
                                                 "--faults", (folder_ / "faults.yaml").string()});
  const Between between(exchange.at("futures_rest"),
                        [](const net::HttpRequest&, net::ServerReply reply) { return reply; });
  write("live.yaml", exchange.config(between.url()));
  Surroundings customer = surroundings();
  customer.environment.merge(exchange.credentials());
  const Done done = run({"run", "--trading-mode", "REAL", "--config", (folder_ / "live.yaml").string(), "--duration",
                         "20s", "--set", "profile=guarded", "--json"},
                        customer, std::chrono::seconds(120));
  EXPECT_EQ(done.code, 0) << done.err;
  json::error_code bad;
  const json::value result = json::parse(done.out, bad);
  ASSERT_TRUE(!bad && result.is_object()) << done.out << done.err;
  EXPECT_EQ(result.at("state").as_string(), "HALTED") << done.out;
  EXPECT_EQ(result.at("reason").as_string(), "venue_refused") << done.out;
  EXPECT_NE(done.err.find("-2015"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("gridhedge rearm"), std::string::npos) << done.err;
  EXPECT_NE(exchange.faults_told().find("key_withdrawn"), std::string::npos);

  std::set<std::string> ids;
  std::size_t orders = 0, after = 0;
  for (const std::string& asked : between.asked()) {
    if (!asked.starts_with("POST /fapi/v1/order") && !asked.starts_with("POST /fapi/v1/algoOrder")) continue;
    const std::size_t begin = std::min(asked.find("newClientOrderId="), asked.find("clientAlgoId="));
    ASSERT_NE(begin, std::string::npos) << asked;
    EXPECT_TRUE(ids.insert(asked.substr(begin, asked.find('&', begin) - begin)).second) << "sent twice: " << asked;
    const bool plain = asked.starts_with("POST /fapi/v1/order");
    orders += plain ? 1U : 0U;
    if (plain && orders > 3 && asked.find("reduceOnly=true") == std::string::npos) ++after;
  }
  EXPECT_GE(orders, 3U);
  EXPECT_LE(after, 2U) << "what was under way when the key went, and nothing later";

  // The key is good again: the books can be compared, and what stands there be looked at.
  EXPECT_TRUE(result.at("books").at("equal").as_bool()) << done.out;
  EXPECT_FALSE(exchange.ask("GET", "/fapi/v1/openAlgoOrders", "symbol=BTCUSDT").as_array().empty());
}

}  // namespace
}  // namespace alpha_pulse::tests
