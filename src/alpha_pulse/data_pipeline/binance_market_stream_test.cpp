#include "alpha_pulse/data_pipeline/binance_market_stream.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/test_world.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

namespace asio = net::asio;
using net::testing::kStart;
using net::testing::World;

constexpr std::int64_t kMs = 1'790'000'000'000;  // kStart

/// Keeps what it is given.
struct Sink final : engine::EventSink {
  Outcome push(const Event& event) override {
    events.push_back(event);
    return outcome;
  }
  template <class T>
  std::vector<Event> of() const {
    std::vector<Event> out;
    std::ranges::copy_if(events, std::back_inserter(out), [](const Event& e) { return e.as<T>() != nullptr; });
    return out;
  }
  std::vector<Event> events;
  Outcome outcome = Outcome::ACCEPTED;
};

/// A venue with its three doors, and the stream of a bot to them.
struct Market {
  World world;
  Sink sink;
  std::map<std::string, std::shared_ptr<net::WebSocket>> doors;  // the latest socket, by "public", "market", "spot"
  std::vector<std::string> targets;
  std::unique_ptr<net::HttpServer> server;
  std::unique_ptr<BinanceMarketStream> stream;

  explicit Market(Duration bar_step = Duration::minutes(5)) {
    net::ServerHandlers handlers;
    handlers.http = [](net::HttpRequest, net::Peer) { return nothing(); };
    handlers.web_socket = [this](std::shared_ptr<net::WebSocket> socket, net::HttpRequest request, net::Peer) {
      return listen(this, std::move(socket), std::move(request));
    };
    server = std::make_unique<net::HttpServer>(std::move(*world.network.listen(80)), world.io.get_executor(),
                                               world.clock, std::move(handlers));
    server->start();
    BinanceMarketSettings settings;
    settings.futures_public = door("/public");
    settings.futures_market = door("/market");
    settings.spot = door("/spot");
    settings.symbol = "BTCUSDT";
    settings.bar_step = bar_step;
    stream = std::make_unique<BinanceMarketStream>(world.network, world.clock, settings, sink);
    stream->start(world.io.get_executor());
    world.settle();
  }
  ~Market() {
    if (stream) stream->stop();
    later(Duration::minutes(2));
    world.run(server->stop(Duration::seconds(1)));
  }
  static net::Url door(const std::string& path) {
    net::Url url = net::testing::url(80);
    url.path = path;
    return url;
  }
  static asio::awaitable<net::ServerReply> nothing() { co_return net::ServerReply{}; }
  static asio::awaitable<void> listen(Market* self, std::shared_ptr<net::WebSocket> socket, net::HttpRequest request) {
    self->targets.push_back(request.target);
    self->doors[request.target.substr(1, request.target.find('/', 1) - 1)] = socket;
    while (true) {
      const auto frame = co_await socket->read();
      if (!frame) co_return;
    }
  }
  void say(const std::string& at, const std::string& frame) {
    ASSERT_TRUE(world.run(doors.at(at)->write(frame)));
    world.settle();
  }
  void cut(const std::string& at) {
    doors.at(at)->cut();
    later(Duration::seconds(5));
  }
  void later(Duration d) {
    const Timestamp until = world.clock.now() + d;
    world.settle();
    while (world.clock.next() && *world.clock.next() <= until) {
      world.clock.advance_to(*world.clock.next());
      world.settle();
    }
    world.clock.advance_to(until);
    world.settle();
  }
  std::string told() {
    std::string text;
    for (const Event& event : sink.events) text += (text.empty() ? "" : " ") + std::string(event_name(event));
    sink.events.clear();
    return text;
  }
};

std::string futures_trade(std::int64_t id, std::int64_t ms, const std::string& price = "100",
                          const std::string& quantity = "1", const std::string& symbol = "BTCUSDT") {
  const std::string time = std::to_string(ms);
  return R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":)" + time + R"(,"s":")" + symbol + R"(","a":)" +
         std::to_string(id) + R"(,"p":")" + price + R"(","q":")" + quantity + R"(","f":1,"l":1,"T":)" + time +
         R"(,"m":true}})";
}
std::string spot_trade(std::int64_t id, std::int64_t ms, const std::string& price = "99") {
  return futures_trade(id, ms, price);
}
std::string quote(std::int64_t id, std::int64_t ms, const std::string& bid = "99.5") {
  const std::string time = std::to_string(ms);
  return R"({"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":)" + std::to_string(id) + R"(,"E":)" + time +
         R"(,"T":)" + time + R"(,"s":"BTCUSDT","b":")" + bid + R"(","B":"2","a":"100.5","A":"3"}})";
}
std::string mark(std::int64_t ms, const std::string& price = "100.25") {
  return R"({"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":)" + std::to_string(ms) +
         R"(,"s":"BTCUSDT","p":")" + price + R"(","i":"100","P":"100","r":"0.0001","T":1790006400000}})";
}

TEST(BinanceMarketStream, OpensEachStreamAtTheDoorItComesThrough) {
  Market market;
  EXPECT_TRUE(market.stream->open());
  std::ranges::sort(market.targets);
  EXPECT_EQ(market.targets, (std::vector<std::string>{"/market/stream?streams=btcusdt@aggTrade/btcusdt@markPrice@1s",
                                                      "/public/stream?streams=btcusdt@bookTicker",
                                                      "/spot/stream?streams=btcusdt@aggTrade"}));
}

TEST(BinanceMarketStream, MakesEventsOfWhatTheVenueSays) {
  Market market;
  market.later(Duration::seconds(1));
  market.say("public", quote(1, kMs + 1));
  market.say("market", mark(kMs + 2));
  market.say("market", futures_trade(1, kMs + 3));
  market.say("spot", spot_trade(1, kMs + 4));
  ASSERT_EQ(market.sink.events.size(), 4U);
  const auto& events = market.sink.events;
  ASSERT_NE(events[0].as<QuoteTick>(), nullptr);
  EXPECT_EQ(events[0].as<QuoteTick>()->bid, *Price::parse("99.5"));
  EXPECT_EQ(events[0].as<QuoteTick>()->ask, *Price::parse("100.5"));
  ASSERT_NE(events[1].as<MarkPrice>(), nullptr);
  EXPECT_EQ(events[1].as<MarkPrice>()->price, *Price::parse("100.25"));
  ASSERT_NE(events[2].as<TradeTick>(), nullptr);
  EXPECT_EQ(events[2].as<TradeTick>()->price, *Price::parse("100"));
  EXPECT_EQ(events[2].as<TradeTick>()->roles, PrintRoles{}) << "the perpetual's trade is no mark and no quote";
  ASSERT_NE(events[3].as<TradeTick>(), nullptr);
  EXPECT_EQ(events[3].as<TradeTick>()->roles, PrintRoles{.spot = true});
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(events[i].instrument, i == 3 ? kSpotLeg : kHedgeLeg);
    EXPECT_EQ(events[i].ts_event, kStart + Duration::milliseconds(static_cast<std::int64_t>(i) + 1));
    EXPECT_EQ(events[i].ts_receive, kStart + Duration::seconds(1));
  }
}

TEST(BinanceMarketStream, NeverLetsTimeGoBack) {
  Market market;
  market.say("public", quote(1, kMs + 50));
  market.say("market", futures_trade(1, kMs + 20));
  market.say("spot", spot_trade(1, kMs + 60));
  ASSERT_EQ(market.sink.events.size(), 3U);
  EXPECT_EQ(market.sink.events[1].ts_event, kStart + Duration::milliseconds(50));
  EXPECT_EQ(market.sink.events[2].ts_event, kStart + Duration::milliseconds(60));
}

TEST(BinanceMarketStream, TakesATimeFarAheadForAMinuteAheadSoThatTimeIsNotStuckThere) {
  Market market(Duration::seconds(10));
  market.say("spot", spot_trade(1, kMs + 100LL * 365 * 86'400'000));
  EXPECT_EQ(market.sink.events.back().ts_event, kStart + Duration::minutes(1));
  market.later(Duration::minutes(2));
  market.say("public", quote(1, kMs + 119'000));
  EXPECT_EQ(market.sink.events.back().ts_event, kStart + Duration::seconds(119));
  market.say("spot", spot_trade(2, kMs + 119'000));
  market.say("spot", spot_trade(3, kMs + 130'000));
  EXPECT_EQ(market.sink.events.back().ts_event, kStart + Duration::seconds(130));
  EXPECT_EQ(market.told(), "TradeTick QuoteTick BarClosed TradeTick BarClosed TradeTick");
}

TEST(BinanceMarketStream, LeavesOutWhatItHasHadWhenAStreamComesBack) {
  Market market;
  market.say("market", futures_trade(10, kMs));
  market.say("market", futures_trade(11, kMs + 1));
  market.say("spot", spot_trade(3, kMs + 2));
  market.say("public", quote(7, kMs + 3));
  EXPECT_EQ(market.told(), "TradeTick TradeTick TradeTick QuoteTick") << "each stream counts by itself";
  for (const char* door : {"market", "spot", "public"}) market.cut(door);
  ASSERT_TRUE(market.stream->open());
  market.say("market", futures_trade(10, kMs));
  market.say("market", futures_trade(11, kMs + 1));
  market.say("spot", spot_trade(3, kMs + 2));
  market.say("public", quote(7, kMs + 3));
  market.say("public", quote(6, kMs + 3));
  EXPECT_EQ(market.told(), "");
  market.say("market", futures_trade(12, kMs + 4));
  market.say("spot", spot_trade(4, kMs + 5));
  market.say("public", quote(8, kMs + 6));
  EXPECT_EQ(market.told(), "TradeTick TradeTick QuoteTick");
}

TEST(BinanceMarketStream, CountsWhatItCannotReadAndGoesOn) {
  Market market;
  market.say("market", "{");
  market.say("market", "<html>");
  market.say("market", R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","s":"BTCUSDT","a":1,"p":null}})");
  market.say("market", R"({"stream":"x","data":{"e":"somethingNew"}})");
  EXPECT_EQ(market.stream->unreadable(), 3U) << "a kind that is not known is no fault";
  EXPECT_EQ(market.told(), "");
  market.say("market", futures_trade(1, kMs));
  EXPECT_EQ(market.told(), "TradeTick");
  EXPECT_TRUE(market.stream->open());
}

TEST(BinanceMarketStream, LeavesAnotherSymbolOutAndPricesThatAreNone) {
  Market market;
  market.say("market", futures_trade(1, kMs, "100", "1", "ETHUSDT"));
  market.say("market", futures_trade(2, kMs, "0"));
  market.say("market", futures_trade(3, kMs, "100", "0"));
  EXPECT_EQ(market.told(), "");
}

TEST(BinanceMarketStream, OpensTheStreamOfMarksAnewWhenItIsSilentAndLetsTheOthersBeQuiet) {
  Market market;
  const auto spoke = market.doors;
  market.later(Duration::seconds(15));
  EXPECT_NE(market.doors.at("market"), spoke.at("market"));
  EXPECT_EQ(market.doors.at("spot"), spoke.at("spot"));
  EXPECT_EQ(market.doors.at("public"), spoke.at("public"));
  EXPECT_EQ(market.targets.size(), 4U);
}

TEST(BinanceMarketStream, LeavesAServerThatGoesDownBeforeItDoes) {
  Market market;
  const auto spoke = market.doors;
  market.say("spot", R"({"e":"serverShutdown","E":1790000000000})");
  market.later(Duration::seconds(5));
  EXPECT_NE(market.doors.at("spot"), spoke.at("spot"));
  EXPECT_EQ(market.doors.at("public"), spoke.at("public"));
  EXPECT_TRUE(market.stream->open());
  EXPECT_EQ(market.told(), "");
}

// ---- bars -----------------------------------------------------------------------------------------------------------

/// A trade, and the bar that it must close by BarBuilder.
struct Step {
  std::int64_t ms;
  std::int64_t cents;
  std::optional<ClosedBar> closes;
};

RC_GTEST_PROP(BinanceMarketStream, ClosesTheBarsOfABarBuilderBeforeTheTradesThatCloseThem, ()) {
  constexpr Duration kStep = Duration::seconds(10);
  Market market(kStep);
  BarBuilder oracle(kStep);
  const bool spot = *rc::gen::arbitrary<bool>();
  const auto count = *rc::gen::inRange<std::int64_t>(1, 30);
  std::int64_t ms = kMs;
  std::vector<Step> steps;
  for (std::int64_t i = 1; i <= count; ++i) {
    ms += *rc::gen::inRange<std::int64_t>(0, 9'000);
    const auto cents = *rc::gen::inRange<std::int64_t>(1, 20'000);
    const Price price = Price::from_raw(cents * 1'000'000);
    steps.push_back(
        {.ms = ms, .cents = cents, .closes = oracle.add(price, Quantity::from_raw(kOne), Timestamp::from_ms(ms))});
    market.later(Timestamp::from_ms(ms) - market.world.clock.now());
    market.say(spot ? "spot" : "market", futures_trade(i, ms, price.to_string()));
  }
  std::size_t at = 0;
  const auto& events = market.sink.events;
  for (const Step& step : steps) {
    if (step.closes) {
      RC_ASSERT(at < events.size());
      const auto* bar = events[at].as<BarClosed>();
      RC_ASSERT(bar != nullptr);
      RC_ASSERT(events[at].instrument == (spot ? kSpotLeg : kHedgeLeg));
      const BarClosed& due = step.closes->bar;
      RC_ASSERT((bar->open == due.open && bar->high == due.high && bar->low == due.low && bar->close == due.close));
      RC_ASSERT((bar->volume == due.volume && bar->step == due.step));
      RC_ASSERT(events[at].ts_event == step.closes->end);
      ++at;
    }
    RC_ASSERT(at < events.size());
    RC_ASSERT(events[at].as<TradeTick>() != nullptr);
    ++at;
  }
  RC_ASSERT(at == events.size());
}

// ---- the end --------------------------------------------------------------------------------------------------------

TEST(BinanceMarketStream, PushesNothingAndOpensNothingAfterStop) {
  Market market;
  market.say("market", futures_trade(1, kMs));
  market.stream->stop();
  const auto dials = market.world.network.dials();
  market.later(Duration::minutes(5));
  EXPECT_FALSE(market.stream->open());
  EXPECT_EQ(market.world.network.dials(), dials);
  EXPECT_EQ(market.told(), "TradeTick");
}

TEST(BinanceMarketStream, StopsWhenItsSinkIsClosed) {
  Market market;
  market.sink.outcome = engine::EventSink::Outcome::CLOSED;
  market.say("market", futures_trade(1, kMs));
  market.later(Duration::minutes(5));
  EXPECT_EQ(market.told(), "TradeTick");
  EXPECT_FALSE(market.stream->open());
}

TEST(BinanceMarketStream, TouchesNothingOnceItHasGone) {
  Market market;
  market.stream.reset();
  market.later(Duration::minutes(5));
  EXPECT_EQ(market.told(), "");
  EXPECT_EQ(market.server->connections(), 0U);
}

TEST(BinanceMarketStream, PushesNoFrameThatWasOnItsWayWhenItWasStopped) {
  int pushed_before = 0;
  for (int steps = 0; steps < 40; ++steps) {
    Market market;
    auto said = market.world.start(market.doors.at("market")->write(futures_trade(1, kMs)));
    market.world.io.restart();
    for (int i = 0; i < steps; ++i) market.world.io.poll_one();
    const std::size_t before = market.sink.events.size();
    pushed_before += before > 0 ? 1 : 0;
    market.stream->stop();
    market.world.settle();
    EXPECT_EQ(market.sink.events.size(), before) << "stopped after " << steps << " steps";
  }
  EXPECT_GT(pushed_before, 0) << "some are stopped after the frame has come";
  EXPECT_LT(pushed_before, 40) << "and some before";
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
