#include <gtest/gtest.h>

#include "support/between.hpp"
#include "support/served_exchange.hpp"

/// The doctor as people meet it, against the simulated exchange on loopback and against what is none.
namespace alpha_pulse::tests {
namespace {

class Doctor : public CommandLine {
 protected:
  /// What the doctor says with this configuration, check by check.
  json::object examine(const std::string& config, const std::map<std::string, std::string>& environment, int code,
                       const Words& more = {}) const {
    write("doctor.yaml", config);
    Words words{"doctor", "--config", "doctor.yaml", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    Surroundings in = surroundings();
    in.environment.insert(environment.begin(), environment.end());
    const Done done = run(words, std::move(in));
    EXPECT_EQ(done.code, code) << done.out << done.err;
    json::error_code bad;
    const json::value value = json::parse(done.out, bad);
    json::object checks;
    if (bad || !value.is_object()) return checks;
    for (const json::value& check : value.as_object().at("checks").as_array()) {
      checks[text_of(check.as_object(), "name")] = check;
    }
    return checks;
  }
  static std::string status(const json::object& checks, const char* name) {
    return checks.contains(name) ? text_of(checks.at(name).as_object(), "status") : "missing";
  }
  static std::string detail(const json::object& checks, const char* name) {
    return checks.contains(name) ? text_of(checks.at(name).as_object(), "detail") : "missing";
  }
  static void expect_detail(const json::object& checks, const char* name, const std::string& part) {
    EXPECT_NE(detail(checks, name).find(part), std::string::npos) << name << ": " << detail(checks, name);
  }
};

const Words kReal{"--trading-mode", "REAL", "--set", "profile=guarded", "--spot-quantity", "0.2"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST_F(Doctor, FindsTheSimulatedExchangeSound) {
  const Done done = run(with({"doctor", "--exchange", "sim", "--canary"}, kReal));
  EXPECT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_EQ(done.out.find("\nfail"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("stop_orders"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("and cancelled"), std::string::npos) << done.out;
}

TEST_F(Doctor, LooksAtEverythingARunRestsOn) {
  ServedExchange exchange(surroundings(), {"--holding", "0.1"});
  const json::object checks = examine(exchange.config(), exchange.credentials(), 0, kReal);
  for (const char* name :
       {"journal",     "futures_rest",  "spot_rest",     "futures_public", "futures_market", "futures_private",
        "spot_ws",     "futures_clock", "spot_clock",    "symbol",         "filters",        "key",
        "permissions", "fee_discount",  "position_mode", "assets_mode",    "margin_type",    "plan",
        "leverage",    "position",      "open_orders",   "stop_orders"}) {
    EXPECT_EQ(status(checks, name), "ok") << detail(checks, name);
  }
  expect_detail(checks, "spot_account", "0.10000000 BTC held, configured are 0.20000000");
  EXPECT_EQ(status(checks, "spot_account"), "warn");
}

TEST_F(Doctor, TriesTheWebSocketApisARunWouldUseAndWarnsWhereTheyDoNotOpen) {
  ServedExchange exchange(surroundings(), {});
  const std::string apis = "    futures_ws_api: \"" + exchange.at("futures_ws_api") + "\"\n    spot_ws_api: \"" +
                           exchange.at("spot_ws_api") + "\"\n";
  const json::object good = examine(exchange.config() + apis, {}, 0);
  EXPECT_EQ(detail(good, "futures_ws_api"), exchange.at("futures_ws_api"));
  EXPECT_EQ(status(good, "spot_ws_api"), "ok") << detail(good, "spot_ws_api");
  const json::object dead = examine(exchange.config() + "    futures_ws_api: \"ws://127.0.0.1:1/ws-fapi/v1\"\n", {}, 0);
  EXPECT_EQ(status(dead, "futures_ws_api"), "warn");
  expect_detail(dead, "futures_ws_api", "orders go by REST alone");
  EXPECT_FALSE(dead.contains("spot_ws_api")) << "the REST address is another, so there is none";
}

TEST_F(Doctor, ChangesLeverageAndMarginWhenToldToAndSaysWhatWas) {
  ServedExchange exchange(surroundings(), {});
  const json::object changed =
      examine(exchange.config(), exchange.credentials(), 0, with({"--apply", "leverage=10,margin=isolated"}, kReal));
  EXPECT_EQ(detail(changed, "apply"), "leverage 20 -> 10, margin cross -> isolated");
  EXPECT_EQ(status(changed, "margin_type"), "warn");
  EXPECT_EQ(status(changed, "leverage"), "warn");
  const json::object again = examine(exchange.config(), exchange.credentials(), 0, kReal);
  EXPECT_EQ(status(again, "apply"), "missing");
  EXPECT_EQ(status(again, "margin_type"), "warn");  // it stayed
  expect_error({"doctor", "--exchange", "sim", "--apply", "leverage=200"}, 2, "no leverage from 1 to 125");
  expect_error({"doctor", "--exchange", "sim", "--apply", "colour=red"}, 2, "leverage=20,margin=cross");
  expect_error({"doctor", "--exchange", "okx"}, 2, "not built yet");
}

TEST_F(Doctor, NamesAWrongKeyAndAWrongSecret) {
  ServedExchange exchange(surroundings(), {});
  auto credentials = exchange.credentials();
  const std::string key = std::exchange(credentials["EXCHANGE_API_KEY"], std::string(64, 'x'));
  expect_detail(examine(exchange.config(), credentials, 1, kReal), "key", "-2015");
  credentials["EXCHANGE_API_KEY"] = key;
  credentials["EXCHANGE_API_SECRET"] = "not the secret";
  expect_detail(examine(exchange.config(), credentials, 1, kReal), "key", "-1022");
  const json::object without = examine(exchange.config(), {}, 1, kReal);
  EXPECT_EQ(status(without, "key"), "fail");
  EXPECT_EQ(status(examine(exchange.config(), {}, 0), "key"), "skip");  // on paper none is needed
}

TEST_F(Doctor, WarnsOfAClockThatIsWrongAndFailsOneThatCannotBeMeasured) {
  ServedExchange exchange(surroundings(), {});
  const Between fast(exchange.at("futures_rest"), [](const net::HttpRequest& request, net::ServerReply reply) {
    if (request.path() == "/fapi/v1/time") {
      const std::int64_t time = json::parse(reply.response.body).at("serverTime").as_int64();
      reply.response.body = json::serialize(json::object{{"serverTime", time + 3'600'000}});
    }
    return reply;
  });
  const json::object skewed = examine(exchange.config(fast.url()), {}, 0);
  EXPECT_EQ(status(skewed, "futures_clock"), "warn");
  expect_detail(skewed, "futures_clock", "ms slow");
  write("slow.yaml", "seed: 1\nrules:\n  - match: {path: /fapi/v1/time}\n    kind: delay\n    delay: 2500ms\n");
  ServedExchange slow(surroundings(), {"--faults", "slow.yaml"});
  const json::object unknown = examine(slow.config(), {}, 1);
  EXPECT_EQ(status(unknown, "futures_clock"), "fail");
}

TEST_F(Doctor, TellsADeadPortAPageAndACertificateApart) {
  ServedExchange exchange(surroundings(), {});
  const json::object dead = examine(exchange.config("http://127.0.0.1:1"), {}, 1);
  expect_detail(dead, "futures_rest", "nobody listens there");
  EXPECT_EQ(status(dead, "account"), "skip");
  EXPECT_EQ(status(dead, "spot_rest"), "ok");
  const json::object nowhere = examine(exchange.config("https://no-such-host.invalid"), {}, 1);
  EXPECT_EQ(status(nowhere, "futures_rest"), "fail");

  write("html.yaml", "seed: 1\nrules:\n  - match: {path: /fapi/v1/ping}\n    kind: html\n");
  ServedExchange page(surroundings(), {"--faults", "html.yaml"});
  expect_detail(examine(page.config(), {}, 1), "futures_rest", "something else than JSON");

  ServedExchange tls(surroundings(), {"--tls"});
  const json::object untrusted = examine(tls.config(), {}, 1);
  expect_detail(untrusted, "futures_rest", "certificate refused");
  expect_detail(untrusted, "spot_ws", "certificate refused");
}

TEST_F(Doctor, RefusesAKeyThatMayWithdrawAndChangesNothingWithIt) {
  ServedExchange exchange(surroundings(), {});
  const Between spot(exchange.at("spot_rest"), [](const net::HttpRequest& request, net::ServerReply reply) {
    if (!request.path().ends_with("/apiRestrictions")) return reply;
    reply.response.status = 200;
    reply.response.body =
        R"({"ipRestrict":true,"enableReading":true,"enableFutures":true,"enableWithdrawals":true,"enableInternalTransfer":false,"permitsUniversalTransfer":false})";
    return reply;
  });
  const json::object checks = examine(exchange.config({}, spot.url()), exchange.credentials(), 3,
                                      with({"--apply", "leverage=10", "--canary"}, kReal));
  EXPECT_EQ(status(checks, "permissions"), "fail");
  EXPECT_EQ(status(checks, "apply"), "fail");
  EXPECT_EQ(status(checks, "leverage"), "ok");  // still 20
  EXPECT_EQ(status(checks, "stop_orders"), "skip");
}

TEST_F(Doctor, WarnsOfAnAccountThatMayWithdrawWhereTheKeyCannotBeAsked) {
  ServedExchange exchange(surroundings(), {});
  const Between futures(exchange.at("futures_rest"), [](const net::HttpRequest&, net::ServerReply reply) {
    for (const std::string no : {"\"canWithdraw\":false", "\"feeBurn\":false"}) {
      const std::size_t at = reply.response.body.find(no);
      if (at != std::string::npos) reply.response.body.replace(at + no.size() - 5, 5, "true");
    }
    return reply;
  });
  const json::object checks = examine(exchange.config(futures.url()), exchange.credentials(), 0, kReal);
  EXPECT_EQ(status(checks, "permissions"), "warn");  // no production; there it is refused
  EXPECT_EQ(status(checks, "fee_discount"), "warn");
}

TEST_F(Doctor, SeesThatTheJournalIsInUseOrCannotBeWritten) {
  const Words sim{"--exchange", "sim"};
  const auto bot = start({"run", "--speed", "1", "--duration", "1h"});
  ASSERT_TRUE(eventually([&] { return journal_size() > 0; })) << bot->err();
  expect_detail(examine("symbol: BTCUSDT\n", {}, 1, sim), "journal",
                "in use by the process " + std::to_string(bot->pid()));
  bot->signal(SIGKILL);
  bot->wait();
  const auto left = contents_of(journal().string() + ".lock");
  EXPECT_EQ(status(examine("symbol: BTCUSDT\n", {}, 0, sim), "journal"), "ok");
  EXPECT_EQ(contents_of(journal().string() + ".lock"), left);  // what a dead run left is for the next run to tell
  expect_detail(examine("symbol: BTCUSDT\n", {}, 1, with(sim, {"--set", "journal.path=/dev/null"})), "journal",
                "regular file");
}

}  // namespace
}  // namespace alpha_pulse::tests
