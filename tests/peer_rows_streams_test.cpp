#include "alpha_pulse/data_pipeline/binance_market_stream.hpp"
#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "support/customer.hpp"

/// Complaints of other programs' users, row by row: streams, clocks, rate limits.
namespace alpha_pulse::tests {
namespace {

const char* const kOrder = "POST /fapi/v1/order";
const char* const kKeyPath = " /fapi/v1/listenKey";

/// Another holder of the key lets the account's listen key go.
void let_the_key_go(ExchangeWorld& exchange) {
  net::HttpClient http(ExchangeWorld::url(kFuturesPort), exchange.world.network, exchange.world.clock);
  net::HttpRequest request{
      .method = "DELETE", .target = "/fapi/v1/listenKey", .headers = {{"X-MBX-APIKEY", kKey}}, .body = {}};
  EXPECT_TRUE(exchange.world.run(http.send(std::move(request), Duration::seconds(5))));
  http.close();
  exchange.world.settle();
}

TEST(PeerRow, R49_TheListenKeyIsKeptAliveForAsLongAsTheProgramRuns) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  exchange.later(Duration::hours(3));
  EXPECT_GE(exchange.count(std::string("PUT") + kKeyPath), 5U);
  customer.place(1, selling());
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled") << "told by the stream: nobody asks here";
}

TEST(PeerRow, R49_AKeyThatSomebodyElseLetGoCostsSecondsAndNoFill) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  Quantity sold;
  for (std::uint64_t minute = 1; minute <= 60; ++minute) {
    let_the_key_go(exchange);  // its socket lives, and hears nothing more
    customer.place(minute, selling("0.002"));
    sold += qty("0.002");
    exchange.later(Duration::minutes(1));
    ASSERT_EQ(customer.position(), -sold) << minute;
  }
  EXPECT_EQ(exchange.position(), -sold);
  EXPECT_EQ(customer.heard_of<OrderFilled>().size(), 60U) << "each once";
}

TEST(PeerRow, R50_AnAccountStreamThatIsLostIsOpenedAgainHoweverManyDialsFail) {
  ExchangeWorld exchange;
  exchange.world.network.set_plan([](const net::Endpoint&, std::uint64_t number) {
    net::PipeFaults faults;
    if (number == 2) faults.cut_down = 400;  // the stream, in its first frame
    faults.refuse = number > 2 && number < 7;
    return faults;
  });
  Customer customer(exchange);
  customer.place(1, selling());
  EXPECT_FALSE(customer.stream().open());
  exchange.later(Duration::seconds(50));
  EXPECT_EQ(exchange.world.network.dials(), 7U);
  EXPECT_TRUE(customer.stream().open());
  customer.told();
  customer.place(2, selling());
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled");
}

TEST(PeerRow, R51_AKeyThatExpiresEveryHourOfADayIsReplacedEachTime) {
  ExchangeWorld exchange("\n - {match: {method: PUT, path: /fapi/v1/listenKey}, kind: html}");
  Customer customer(exchange);
  for (std::uint64_t half_hour = 1; half_hour <= 48; ++half_hour) {
    exchange.later(Duration::minutes(30) + Duration::seconds(5));
    customer.place(half_hour, selling("0.002"));
    ASSERT_EQ(customer.heard_of<OrderFilled>().size(), 1U) << half_hour << ": by the stream, nobody asks here";
    customer.told();
  }
  EXPECT_GE(exchange.count(std::string("POST") + kKeyPath), 23U);
}

/// The market events of a run.
struct Market {
  explicit Market(ExchangeWorld& in)
      : exchange(in),
        stream(in.world.network, in.world.clock,
               {.futures_public = ExchangeWorld::url(kFuturesPort, "/public"),
                .futures_market = ExchangeWorld::url(kFuturesPort, "/market"),
                .spot = ExchangeWorld::url(kSpotPort),
                .symbol = "BTCUSDT"},
               sink) {
    stream.start(in.world.io.get_executor());
    in.later(Duration::seconds(2));
  }
  ~Market() {
    stream.stop();
    exchange.later(Duration::minutes(2));
  }
  ExchangeWorld& exchange;
  execution::test::Recorder sink;
  data_pipeline::BinanceMarketStream stream;
};

TEST(PeerRow, R52_AStreamOfMarksThatGoesQuietIsOpenedAnewThoughItsSocketLives) {
  ExchangeWorld exchange("\n - {match: {event: markPriceUpdate}, kind: silent_stream, nth: 5}");
  Market market(exchange);
  exchange.later(Duration::seconds(30));
  const auto before = market.sink.events.size();
  market.sink.events.clear();
  exchange.later(Duration::seconds(30));
  EXPECT_GT(before, 0U);
  EXPECT_GE(all<MarkPrice>(market.sink.events).size(), 20U) << "one a second again";
  EXPECT_EQ(exchange.faults.size(), 1U);
}

TEST(PeerRow, R54_ADeafAccountStreamHidesAFillForSecondsAndNotForHours) {
  ExchangeWorld exchange("\n - {match: {event: ORDER_TRADE_UPDATE}, kind: silent_stream, nth: 1}");
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting("0.002", "95210"));
  exchange.print("95210");
  EXPECT_TRUE(customer.position().is_zero());
  exchange.later(Duration::seconds(20));
  EXPECT_EQ(customer.position(), qty("-0.001"));
  EXPECT_TRUE(customer.stream().open()) << "its socket was never lost";
}

TEST(PeerRow, R55_WhatComesBehindAReconnectIsAPriceAndNothingElse) {
  ExchangeWorld exchange(
      "[]", [](simulator::ServerSettings& settings) { settings.exchange.market.step = Duration::seconds(1); });
  exchange.world.network.set_plan([](const net::Endpoint&, std::uint64_t number) {
    return net::PipeFaults{.cut_down = 2'000 + 137 * number};  // in the middle of frames
  });
  Market market(exchange);
  exchange.later(Duration::minutes(3));
  EXPECT_GT(exchange.world.network.dials(), 9U);
  for (const Event& event : market.sink.events) {
    if (const auto* quote = event.as<QuoteTick>()) {
      EXPECT_GT(quote->bid, Price{});
      EXPECT_LT(quote->bid, quote->ask);
    }
    if (const auto* mark = event.as<MarkPrice>()) {
      EXPECT_GT(mark->price, price("90000"));
    }
  }
  EXPECT_GT(all<QuoteTick>(market.sink.events).size(), 20U);
}

TEST(PeerRow, R56_FillsOfAGapInTheStreamAreFoundByTheirIds) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting("0.003", "95210"));
  exchange.print("95210");
  let_the_key_go(exchange);  // the stream ends; one fill happens meanwhile
  exchange.print("95210");
  exchange.later(Duration::seconds(30));
  exchange.print("95210");
  exchange.later(Duration::seconds(30));
  const auto fills = customer.heard_of<OrderFilled>();
  ASSERT_EQ(fills.size(), 3U);
  EXPECT_NE(fills[0].fill.trade, fills[1].fill.trade);
  EXPECT_NE(fills[1].fill.trade, fills[2].fill.trade);
  EXPECT_EQ(customer.position(), qty("-0.003"));
}

TEST(PeerRow, R57_AfterTooManyRequestsOnlyWhatProtectsIsSentAndABanIsKept) {
  ExchangeWorld exchange("\n - {match: {method: POST, path: /fapi/v1/order}, kind: \"429\", nth: 1}");
  Customer customer(exchange);
  customer.place(1, selling());
  EXPECT_EQ(customer.told(), "OrderRejected");
  customer.place(2, selling());
  EXPECT_EQ(exchange.count(kOrder), 1U) << "held back by itself";
  customer.place(3, stop());
  EXPECT_EQ(exchange.count("POST /fapi/v1/algoOrder"), 1U) << "what protects passes";
  exchange.later(Duration::seconds(6));
  EXPECT_EQ(exchange.count(kOrder), 2U) << "five seconds were worth waiting";
}

TEST(PeerRow, R57_ABanMeansSilenceUntilItsEnd) {
  ExchangeWorld exchange("\n - {match: {method: POST, path: /fapi/v1/order}, kind: \"418\", nth: 1}");
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling());
  const std::size_t asked = exchange.asked.size();
  customer.place(2, stop());
  exchange.later(Duration::seconds(110));
  EXPECT_EQ(exchange.asked.size(), asked) << "nothing at all, not even questions";
  exchange.later(Duration::seconds(60));
  EXPECT_GT(exchange.asked.size(), asked);
}

TEST(PeerRow, R58_WhatOthersUseOfTheSameAddressCountsToo) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  exchange.change = [](const Asked&, net::ServerReply& reply) {
    std::erase_if(reply.response.headers, [](const auto& header) { return header.first == "X-MBX-USED-WEIGHT-1M"; });
    reply.response.headers.emplace_back("X-MBX-USED-WEIGHT-1M", "2300");  // of 2400; we have hardly asked
  };
  exchange.later(Duration::seconds(1));
  EXPECT_TRUE(exchange.world.run(customer.link().snapshot()));
  const auto held = exchange.world.start(
      customer.caller().call(exchanges::binance::position_mode(), exchanges::binance::Purpose::ORDINARY));
  exchange.world.settle();
  EXPECT_EQ(exchange.count("GET /fapi/v1/positionSide/dual"), 0U) << "a fifth is kept for what protects";
  EXPECT_TRUE(exchange.world.run(customer.link().snapshot())) << "which passes";
  exchange.later(Duration::minutes(1));
  EXPECT_TRUE(held->done());
}

TEST(PeerRow, R59_ARefusalForWantOfMarginIsNeverTriedAgainByItself) {
  ExchangeWorld exchange("[]", [](simulator::ServerSettings& settings) {
    settings.users[0].wallet = *Money::parse("10", Currency("USDT"));
  });
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling("0.1"));
  exchange.later(Duration::minutes(30));
  EXPECT_EQ(exchange.count(kOrder), 1U);
  const auto refused = customer.heard_of<OrderRejected>();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].reason, Reason::INSUFFICIENT_MARGIN);
}

TEST(PeerRow, R60_AnHourOfWatchingCostsLittleOfTheRateLimit) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  for (std::uint64_t i = 1; i <= 20; ++i) customer.place(i, resting());
  exchange.asked.clear();
  std::int64_t most = 0;
  exchange.change = [&](const Asked&, net::ServerReply& reply) {
    for (const auto& [name, value] : reply.response.headers) {
      if (name == "X-MBX-USED-WEIGHT-1M") most = std::max<std::int64_t>(most, std::stoll(value));
    }
  };
  exchange.later(Duration::hours(1));
  EXPECT_LE(exchange.asked.size(), 1'100U) << "requests in an hour: an audit of four questions every 15 s";
  EXPECT_GT(most, 0);
  EXPECT_LE(most, 120) << "a twentieth of 2400 in the worst minute";
}

TEST(PeerRow, R61_AClockThatWasWrongIsMeasuredAnewAndTheOrderGoesOutOnce) {
  ExchangeWorld exchange("\n - {match: {method: POST, path: /fapi/v1/order}, kind: \"-1021\", nth: 1}");
  Customer customer(exchange);
  customer.place(1, selling());
  exchange.later(Duration::seconds(5));
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled");
  EXPECT_EQ(exchange.count("GET /fapi/v1/time"), 1U);
  EXPECT_EQ(exchange.count(kOrder), 2U) << "the first was certainly not carried out";
  EXPECT_EQ(exchange.position(), qty("-0.01"));
}

}  // namespace
}  // namespace alpha_pulse::tests
