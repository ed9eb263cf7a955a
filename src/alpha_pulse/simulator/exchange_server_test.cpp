#include "alpha_pulse/simulator/exchange_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <optional>

#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/tcp.hpp"
#include "alpha_pulse/net/web_socket.hpp"

/// Conversations over real sockets on loopback.
namespace alpha_pulse::simulator {
namespace {

namespace asio = net::asio;
namespace json = boost::json;

constexpr Duration kPatience = Duration::seconds(20);

ServerSettings quiet(const std::string& faults = "rules: []") {
  const Money wallet = *Money::parse("10000", Currency("USDT"));
  ServerSettings settings;
  settings.exchange.market.scenario = market::Scenario::CALM;
  settings.faults = *FaultPlan::parse(faults, "faults");
  settings.users.push_back({"key", SignatureCheck::shared_secret("secret"), wallet, {wallet}, false});
  return settings;
}

/// A server and a client of it.
struct Loopback {
  explicit Loopback(ServerSettings settings)
      : server(*SimExchangeServer::start(std::move(settings), clock)),
        client(*net::parse_url(server->urls().futures_rest, net::UrlKind::HTTP), *dialer, clock) {}

  template <class T>
  T run(asio::awaitable<T> work) {
    std::optional<T> result;  // kept connections wait on, so the context does not run dry
    asio::co_spawn(context, std::move(work), [&](const std::exception_ptr& error, T value) {
      if (!error) result = std::move(value);
      context.stop();
    });
    context.restart();
    context.run();
    return std::move(result).value();
  }
  net::HttpOutcome send(const std::string& method, const std::string& target) {
    net::HttpRequest request{.method = method, .target = target, .headers = {{"X-MBX-APIKEY", "key"}}, .body = {}};
    return run(client.send(std::move(request), Duration::seconds(3)));
  }
  net::HttpOutcome ask(const std::string& method, const std::string& path, const std::string& query) {
    const std::string payload = query + "&timestamp=" + std::to_string(clock.now().ms());
    return send(method, path + "?" + payload + "&signature=" + hmac_sha256_hex("secret", payload));
  }
  std::string order(const std::string& id) {
    return "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01&newClientOrderId=" + id;
  }

  net::WallClock clock;
  asio::io_context context{1};
  std::unique_ptr<net::TcpDialer> dialer = *net::TcpDialer::create(clock, {});
  std::unique_ptr<SimExchangeServer> server;
  net::HttpClient client;
};

/// Subscribes, places an order meanwhile, and reads until the event came.
asio::awaitable<std::string> event_named(Loopback* world, std::string target, std::string name,
                                         std::function<asio::awaitable<void>()> meanwhile) {
  net::Url base = *net::parse_url(world->server->urls().futures_private, net::UrlKind::WEB_SOCKET);
  net::HttpRequest upgrade{.method = "GET", .target = target, .headers = {}, .body = {}};
  net::WebSocketOptions options;
  auto socket = co_await net::connect_web_socket(*world->dialer, world->clock, base, upgrade, options, kPatience);
  if (!socket) co_return "no connection: " + socket.error().error.message;
  co_await meanwhile();
  for (int i = 0; i < 100; ++i) {
    const Result<std::string_view> message = co_await (*socket)->read();
    if (!message) co_return message.error().message;
    const std::string text(*message);
    if (text.find(name) != std::string::npos) {
      co_await (*socket)->close();
      co_return text;
    }
  }
  co_return "it did not come";
}

TEST(ExchangeServer, AnswersOverASocketWithItsHeaders) {
  Loopback world(quiet());
  const auto time = world.send("GET", "/fapi/v1/time");
  ASSERT_TRUE(time) << time.error().error.message;
  EXPECT_EQ(time->status, 200U);
  EXPECT_EQ(time->header("x-mbx-used-weight-1m"), "1");
  EXPECT_GT(json::parse(time->body).at("serverTime").as_int64(), 0);
  const auto placed = world.ask("POST", "/fapi/v1/order", world.order("a"));
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed->status, 200U) << placed->body;
}

TEST(ExchangeServer, TellsTheUserOfAFill) {
  Loopback world(quiet());
  const auto key = world.send("POST", "/fapi/v1/listenKey");
  ASSERT_TRUE(key);
  const std::string name(json::parse(key->body).at("listenKey").as_string());
  const auto sell = [](Loopback* in) -> asio::awaitable<void> {
    const std::string payload = in->order("b") + "&timestamp=" + std::to_string(in->clock.now().ms());
    const std::string target = "/fapi/v1/order?" + payload + "&signature=" + hmac_sha256_hex("secret", payload);
    net::HttpRequest request{.method = "POST", .target = target, .headers = {{"X-MBX-APIKEY", "key"}}, .body = {}};
    (void)co_await in->client.send(request, kPatience);
  };
  Loopback* in = &world;
  const std::string event = world.run(event_named(in, "/ws/" + name, R"("x":"TRADE")", [=] { return sell(in); }));
  const auto read = json::parse(event).as_object();
  EXPECT_EQ(read.at("e"), "ORDER_TRADE_UPDATE") << event;
  EXPECT_EQ(read.at("o").at("c"), "b");
}

TEST(ExchangeServer, CarriesOutWhatALateErrorHides) {
  std::vector<std::string> told;
  ServerSettings settings = quiet(
      "rules:\n  - match: {method: POST, path: /fapi/v1/order}\n    kind: 5xx_after\n    nth: 1\n"
      "  - match: {method: POST, path: /fapi/v1/order}\n    kind: 5xx_before\n    nth: 2\n");
  settings.on_fault = [&](const std::string& text) { told.push_back(text); };
  Loopback world(std::move(settings));
  EXPECT_EQ(world.ask("POST", "/fapi/v1/order", world.order("hidden"))->status, 503U);
  EXPECT_EQ(world.ask("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=hidden")->status, 200U);
  EXPECT_EQ(world.ask("POST", "/fapi/v1/order", world.order("refused"))->status, 503U);
  EXPECT_EQ(world.ask("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=refused")->status, 400U);
  world.server->stop();
  EXPECT_EQ(told.size(), 2U);
}

TEST(ExchangeServer, CutsAnAnswerAndKeepsSilent) {
  Loopback world(
      quiet("rules:\n  - match: {path: /fapi/v1/time}\n    kind: cut_after_bytes\n    bytes: 20\n"
            "  - match: {path: /fapi/v1/ping}\n    kind: drop\n"));
  const auto cut = world.send("GET", "/fapi/v1/time");
  ASSERT_FALSE(cut);
  EXPECT_TRUE(cut.error().may_have_been_sent);
  EXPECT_FALSE(world.send("GET", "/fapi/v1/ping"));
  EXPECT_TRUE(world.send("GET", "/fapi/v1/depth?symbol=BTCUSDT"));
}

TEST(ExchangeServer, DoesNotKnowYetWhatLags) {
  Loopback world(
      quiet("rules:\n  - match: {method: GET, path: /fapi/v1/order}\n    kind: lag_queries\n    delay: 1h\n"));
  EXPECT_EQ(world.ask("POST", "/fapi/v1/order", world.order("young"))->status, 200U);
  const auto asked = world.ask("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=young");
  EXPECT_EQ(json::parse(asked->body).at("code"), -2013);
}

TEST(ExchangeServer, WithdrawsTheKeyFromTheNamedRequestOn) {
  Loopback world(
      quiet("rules:\n  - match: {method: POST, path: /fapi/v1/order}\n    kind: key_withdrawn\n    nth: 2\n"));
  EXPECT_EQ(world.ask("POST", "/fapi/v1/order", world.order("first"))->status, 200U);
  const auto refused = world.ask("POST", "/fapi/v1/order", world.order("second"));
  EXPECT_EQ(refused->status, 401U);
  EXPECT_EQ(json::parse(refused->body).at("code"), -2015);
  EXPECT_EQ(world.ask("GET", "/fapi/v3/balance", "a=1")->status, 401U);
  EXPECT_EQ(world.send("GET", "/fapi/v1/time")->status, 200U);
}

TEST(ExchangeServer, TakesOnlyWhatReducesForAsLongAsTheFaultSays) {
  Loopback world(
      quiet("rules:\n  - match: {method: POST, path: /fapi/v1/order}\n    kind: only_reducing\n    nth: 1\n"
            "    code: -4192\n    delay: 1s\n"));
  EXPECT_EQ(json::parse(world.ask("POST", "/fapi/v1/order", world.order("a"))->body).at("code"), -4192);
  EXPECT_EQ(json::parse(world.ask("POST", "/fapi/v1/order", world.order("b"))->body).at("code"), -4192);
}

TEST(ExchangeServer, LetsATestReachTheVenueAndHearsOfIt) {
  Loopback world(quiet());
  world.server->perform([](Exchange& exchange) {
    const auto moved = exchange.futures.transfer(AccountId{0}, *Money::parse("500", Currency("USDT")));
    EXPECT_TRUE(moved.has_value());
  });
  const auto balance = world.ask("GET", "/fapi/v3/balance", "a=1");
  EXPECT_EQ(json::parse(balance->body).at(0).at("balance"), "10500.00000000");
  world.server->stop();
  EXPECT_FALSE(world.send("GET", "/fapi/v1/time"));
}

asio::awaitable<std::string> how_it_ends_for_one_who_pings(Loopback* world, int pings) {
  const net::Url base = *net::parse_url(world->server->urls().futures_public, net::UrlKind::WEB_SOCKET);
  net::HttpRequest upgrade{.method = "GET", .target = "/ws", .headers = {}, .body = {}};
  const net::WebSocketOptions options;
  auto socket = co_await net::connect_web_socket(*world->dialer, world->clock, base, upgrade, options, kPatience);
  if (!socket) co_return "no connection: " + socket.error().error.message;
  for (int i = 0; i < pings; ++i) {
    const Result<void> sent = co_await (*socket)->ping("x");
    if (!sent) break;
  }
  const Result<std::string_view> message = co_await (*socket)->read();
  co_return message ? std::string(*message) : message.error().message;
}

TEST(SimExchangeServer, CutsWhoPingsTooOften) {
  Loopback world(quiet());
  const std::string end = world.run(how_it_ends_for_one_who_pings(&world, 40));  // more than two seconds allow
  EXPECT_NE(end.find("1008"), std::string::npos) << end;
}

TEST(Exchange, ShowsTheFundingRateThatWillBePaid) {
  ExchangeSettings settings;
  settings.market.scenario = market::Scenario::CALM;
  settings.opens = settings.market.start_time;
  settings.speed = 100;
  Exchange exchange(settings);
  const Ticker before = exchange.futures.ticker(InstrumentId{0});
  EXPECT_GT(before.next_funding, exchange.now());
  EXPECT_LT(before.next_funding, exchange.now() + Duration::hours(8));
  exchange.advance(before.next_funding);
  ASSERT_EQ(exchange.paid_funding.size(), 1U);
  EXPECT_EQ(exchange.paid_funding[0].rate, before.funding_rate);
  EXPECT_EQ(exchange.futures.ticker(InstrumentId{0}).next_funding - before.next_funding, Duration::seconds(288));
}

TEST(Exchange, HasAHistoryWhenItOpensWarm) {
  ExchangeSettings settings;
  settings.opens = settings.market.start_time + Duration::hours(2);
  settings.warm_up = Duration::hours(2);
  Exchange exchange(settings);
  const auto hours = exchange.futures_prints.candles("1m", {}, {}, 500);
  EXPECT_GE(hours.size(), 120U);
  EXPECT_TRUE(exchange.futures.ticker(InstrumentId{0}).mark.known());
  EXPECT_TRUE(exchange.futures.ticker(InstrumentId{0}).index.known());
}

TEST(Exchange, NumbersThePrintsOfItsHistoryAndItsOwnTradesInOneRow) {
  ExchangeSettings settings;
  settings.warm_up = Duration::hours(9);
  settings.opens = settings.market.start_time + settings.warm_up;
  Exchange exchange(settings);
  exchange.advance(settings.opens + Duration::minutes(1));
  exchange.take_futures_events();
  exchange.take_spot_events();
  for (const PrintHistory* history : {&exchange.futures_prints, &exchange.spot_prints}) {
    const auto& prints = history->prints();
    ASSERT_GT(prints.size(), 1'000U);
    EXPECT_GT(prints.back().time, settings.opens);
    for (std::size_t i = 1; i < prints.size(); ++i) ASSERT_EQ(prints[i].id, prints[i - 1].id + 1) << i;
  }
  ASSERT_EQ(exchange.paid_funding.size(), 1U);  // of the history
  EXPECT_TRUE(exchange.paid_funding[0].mark.known());
}

TEST(Exchange, PrintsAndQuotesOnlyWhatAnOrderMayName) {
  ExchangeSettings settings;
  settings.warm_up = Duration::minutes(10);
  settings.opens = settings.market.start_time + settings.warm_up;
  Exchange exchange(settings);
  exchange.advance(settings.opens + Duration::minutes(10));
  exchange.take_futures_events();
  exchange.take_spot_events();
  const auto fit = [](const PrintHistory& history, const Ticker& ticker, const auto& symbol) {
    ASSERT_GT(history.prints().size(), 100U);
    for (const Print& print : history.prints()) {
      ASSERT_EQ((print.price - symbol.min_price).raw() % symbol.tick.raw(), 0) << print.price.to_string();
      ASSERT_EQ(print.quantity.raw() % symbol.lot.step.raw(), 0) << print.id;
      ASSERT_GE(print.quantity, symbol.lot.min) << print.id;
    }
    EXPECT_EQ((ticker.bid.price - symbol.min_price).raw() % symbol.tick.raw(), 0);
    EXPECT_EQ((ticker.ask.price - symbol.min_price).raw() % symbol.tick.raw(), 0);
  };
  fit(exchange.futures_prints, exchange.futures.ticker({}), exchange.futures.symbol({}));
  fit(exchange.spot_prints, exchange.spot.ticker({}), exchange.spot.symbol({}));
}

}  // namespace
}  // namespace alpha_pulse::simulator
