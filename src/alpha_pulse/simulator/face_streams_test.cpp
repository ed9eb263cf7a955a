#include "alpha_pulse/simulator/face_streams.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/simulator/face_ws_api.hpp"
#include "alpha_pulse/simulator/test_face.hpp"

namespace alpha_pulse::simulator {
namespace {

/// A face with its streams; what happens is published when asked for.
struct StreamDesk : testing::FaceDesk {
  explicit StreamDesk(bool shuffled = false, const FaceSettings& settings = {})
      : FaceDesk(settings), hub(face.state(), shuffled) {
    (void)heard();
  }

  void open(ConnectionId id, const std::string& path, const std::string& query = "",
            Product product = Product::FUTURES) {
    auto address = parse_stream_address(product, path, query);
    ASSERT_TRUE(address) << path;
    hub.open(id, product, std::move(*address));
  }
  std::vector<Frame> heard(Duration after = {}) {
    now = now + after;
    exchange.advance(now);
    hub.publish(exchange.take_futures_events(), now);
    hub.publish(exchange.take_spot_events());
    hub.tick(now);
    return hub.take_frames();
  }
  std::string listen_key() {
    return std::string(body(raw("POST", "/fapi/v1/listenKey", "", "")).at("listenKey").as_string());
  }
  std::vector<std::string> names(const std::vector<Frame>& frames, ConnectionId id) {
    std::vector<std::string> result;
    for (const Frame& frame : frames) {
      if (frame.connection == id) result.push_back(frame.event);
    }
    return result;
  }

  StreamHub hub;
};

TEST(StreamAddress, HasTheFormsOfTheSheet) {
  const auto raw = *parse_stream_address(Product::FUTURES, "/market/ws/a@aggTrade/b@trade", "");
  EXPECT_FALSE(raw.combined);
  EXPECT_EQ(raw.category, StreamCategory::MARKET);
  EXPECT_EQ(raw.streams, (std::vector<std::string>{"a@aggTrade", "b@trade"}));
  const auto combined = *parse_stream_address(Product::FUTURES, "/stream", "streams=a/b/c");
  EXPECT_TRUE(combined.combined);
  EXPECT_EQ(combined.category, StreamCategory::UNROUTED);
  EXPECT_EQ(combined.streams.size(), 3U);
  for (const auto& [path, query] : {std::pair{"/private/ws/K", ""},
                                    {"/private/ws", "listenKey=K"},
                                    {"/private/stream", "listenKey=K"},
                                    {"/private/stream", "streams=K"}}) {
    const auto user = *parse_stream_address(Product::FUTURES, path, query);
    EXPECT_EQ(user.category, StreamCategory::PRIVATE);
    EXPECT_EQ(user.streams, (std::vector<std::string>{"K"})) << path;
  }
  EXPECT_EQ(parse_stream_address(Product::FUTURES, "/private/ws", "listenKey=K&events=A/B")->events.size(), 2U);
  EXPECT_TRUE(parse_stream_address(Product::FUTURES, "/stream", "streams=")->streams.empty());
  EXPECT_TRUE(parse_stream_address(Product::SPOT, "/ws/0", ""));
  EXPECT_FALSE(parse_stream_address(Product::SPOT, "/public/ws", ""));
  EXPECT_FALSE(parse_stream_address(Product::FUTURES, "/wss", ""));
}

TEST(StreamHub, FramesByPathAndDeliversByCategory) {
  StreamDesk desk;
  desk.open(1, "/market/ws/btcusdt@aggTrade");
  desk.open(2, "/market/stream", "streams=btcusdt@aggTrade");
  desk.open(3, "/ws/btcusdt@aggTrade");         // the old address: silently nothing
  desk.open(4, "/public/ws/btcusdt@aggTrade");  // the wrong category: silently nothing
  desk.open(5, "/ws/btcusdt@depth");            // public data is still there
  const auto frames = desk.heard(Duration::seconds(3));
  ASSERT_FALSE(desk.names(frames, 1).empty());
  EXPECT_EQ(desk.names(frames, 1)[0], "aggTrade");
  EXPECT_TRUE(desk.names(frames, 3).empty());
  EXPECT_TRUE(desk.names(frames, 4).empty());
  EXPECT_FALSE(desk.names(frames, 5).empty());
  for (const Frame& frame : frames) {
    const auto text = json::parse(frame.text).as_object();
    EXPECT_EQ(text.contains("stream"), frame.connection == 2);
    EXPECT_EQ(text.contains("e"), frame.connection != 2);
  }
}

TEST(StreamHub, LinksEachDepthUpdateToTheLast) {
  StreamDesk desk;
  desk.open(1, "/public/ws/btcusdt@depth@100ms");
  std::int64_t last = -1;
  int updates = 0;
  for (const Frame& frame : desk.heard(Duration::seconds(20))) {
    const auto update = json::parse(frame.text).as_object();
    if (last >= 0) {
      EXPECT_EQ(update.at("pu").as_int64(), last);
    }
    EXPECT_LE(update.at("U").as_int64(), update.at("u").as_int64());
    last = update.at("u").as_int64();
    ++updates;
  }
  EXPECT_GT(updates, 5);
}

TEST(StreamHub, TellsABookAtTheSpeedThatWasAskedFor) {
  StreamDesk desk;
  desk.open(1, "/public/ws/btcusdt@depth@100ms");
  desk.open(2, "/public/ws/btcusdt@depth@500ms");
  desk.open(3, "/public/ws/btcusdt@rpiDepth@500ms");
  desk.open(4, "/public/ws/btcusdt@depth5");
  desk.open(5, "/ws/btcusdt@depth", "", Product::SPOT);
  std::map<ConnectionId, std::int64_t> last, told;
  const auto order = [&](const char* way) {
    (void)desk.ask("POST", "/fapi/v1/order", std::string("symbol=BTCUSDT&type=MARKET&quantity=0.01&side=") + way);
  };
  for (int i = 0; i < 60; ++i) {  // something happens each 50 ms
    order(i % 2 == 0 ? "BUY" : "SELL");
    for (const Frame& frame : desk.heard(Duration::milliseconds(50))) {
      ++told[frame.connection];
      const auto update = json::parse(frame.text).as_object();
      if (frame.connection == 5) continue;
      EXPECT_EQ(update.at("E").as_int64() % (frame.connection == 1 ? 100 : frame.connection == 4 ? 250 : 500), 0);
      if (last.contains(frame.connection) && frame.connection != 4) {
        EXPECT_EQ(update.at("pu").as_int64(), last[frame.connection]) << frame.text;
      }
      last[frame.connection] = update.at("u").as_int64();
    }
  }
  EXPECT_EQ(told[1], 30);
  EXPECT_EQ(told[2], 6);
  EXPECT_EQ(told[3], 6);
  EXPECT_EQ(told[4], 12);
  EXPECT_GE(told[5], 1);
  EXPECT_LE(told[5], 3);
}

TEST(StreamHub, ClosesEachCandleOnceAndInOrder) {
  StreamDesk desk;
  desk.open(1, "/market/ws/btcusdt@kline_1m");
  desk.open(2, "/ws/btcusdt@kline_1m", "", Product::SPOT);
  desk.open(3, "/market/ws/btcusdt_perpetual@continuousKline_1m");
  std::map<ConnectionId, std::vector<std::int64_t>> closed;
  std::map<ConnectionId, std::int64_t> open;
  for (int i = 0; i < 4 * 200; ++i) {
    for (const Frame& frame : desk.heard(Duration::milliseconds(250))) {
      const auto candle = json::parse(frame.text).at("k").as_object();
      const std::int64_t at = candle.at("t").as_int64();
      EXPECT_GE(at, open[frame.connection]) << "no candle comes back";
      open[frame.connection] = at;
      if (!candle.at("x").as_bool()) continue;
      EXPECT_GE(desk.now.ms(), candle.at("T").as_int64());
      closed[frame.connection].push_back(at);
    }
  }
  for (const ConnectionId id : {1U, 2U, 3U}) {
    ASSERT_EQ(closed[id].size(), 3U) << "200 s of minutes, connection " << id;
    EXPECT_EQ(closed[id][1] - closed[id][0], 60'000);
    EXPECT_EQ(closed[id][2] - closed[id][1], 60'000);
  }
}

TEST(StreamHub, TellsTheBestOfAllSymbolsEachFiveSecondsAndSpotAverages) {
  StreamDesk desk;
  desk.open(1, "/public/ws/!bookTicker");
  desk.open(2, "/ws/btcusdt@avgPrice", "", Product::SPOT);
  std::map<ConnectionId, int> told;
  for (int i = 0; i < 40; ++i) {
    for (const Frame& frame : desk.heard(Duration::milliseconds(500))) ++told[frame.connection];
  }
  EXPECT_EQ(told[1], 4);
  EXPECT_EQ(told[2], 20);
}

TEST(StreamHub, TakesSubscriptionsByMessageAndEchoesIds) {
  StreamDesk desk;
  desk.open(1, "/market/ws");
  const auto said = [&](const std::string& text) {
    EXPECT_TRUE(desk.hub.on_message(1, text, desk.now));
    desk.now = desk.now + Duration::seconds(1);
    return desk.hub.take_frames().at(0).text;
  };
  EXPECT_EQ(said(R"({"method":"SUBSCRIBE","params":["btcusdt@markPrice@1s"],"id":1})"), R"({"result":null,"id":1})");
  EXPECT_EQ(said(R"({"method":"LIST_SUBSCRIPTIONS","id":"ab"})"), R"({"result":["btcusdt@markPrice@1s"],"id":"ab"})");
  EXPECT_EQ(said(R"({"method":"GET_PROPERTY","params":["combined"],"id":null})"), R"({"result":false,"id":null})");
  EXPECT_EQ(said(R"({"method":"SET_PROPERTY","params":["combined",true],"id":2})"), R"({"result":null,"id":2})");
  EXPECT_NE(said("nonsense").find(R"("code":3)"), std::string::npos);
  EXPECT_NE(said(R"({"method":"SUBSCRIBE","params":"btcusdt@depth","id":5})").find(R"("code":2)"), std::string::npos);
  EXPECT_NE(said(R"({"method":"SUBSCRIBE","params":[7],"id":6})").find(R"("code":2)"), std::string::npos);
  EXPECT_EQ(said(R"({"method":"SUBSCRIBE","id":7})"), R"({"result":null,"id":7})") << "absent is empty";
  EXPECT_NE(said(R"({"method":"DANCE","id":3})").find(R"("id":3)"), std::string::npos);
  EXPECT_EQ(desk.names(desk.heard(Duration::seconds(1)), 1), (std::vector<std::string>{"markPriceUpdate"}));
  EXPECT_EQ(said(R"({"method":"UNSUBSCRIBE","params":["btcusdt@markPrice@1s"],"id":4})"), R"({"result":null,"id":4})");
  EXPECT_TRUE(desk.heard(Duration::seconds(1)).empty());
}

TEST(StreamHub, CutsWhoSaysTooMuch) {
  StreamDesk desk;
  desk.open(1, "/ws");
  desk.open(2, "/ws", "", Product::SPOT);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(desk.hub.on_control(1, desk.now));
  EXPECT_FALSE(desk.hub.on_control(1, desk.now));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(desk.hub.on_control(2, desk.now));
  EXPECT_FALSE(desk.hub.on_control(2, desk.now));
}

TEST(StreamHub, ListensToWhoeverSaysMoreThanTheLimitWhereLimitsAreOnlyCounted) {
  FaceSettings settings;
  settings.futures.enforced = settings.spot.enforced = false;
  StreamDesk desk(false, settings);
  desk.open(1, "/ws", "", Product::SPOT);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(desk.hub.on_control(1, desk.now)) << i;
}

TEST(StreamHub, TellsAFillInThreeEventsOfOneMoment) {
  StreamDesk desk;
  desk.open(1, "/private/ws/" + desk.listen_key());
  (void)desk.ask("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01");
  const auto frames = desk.heard();
  EXPECT_EQ(desk.names(frames, 1),
            (std::vector<std::string>{"ORDER_TRADE_UPDATE", "TRADE_LITE", "ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE"}));
  const auto fill = json::parse(frames[2].text).at("o");
  EXPECT_EQ(fill.at("x"), "TRADE");
  EXPECT_EQ(fill.at("X"), "FILLED");
  EXPECT_EQ(fill.at("er"), "0");
  EXPECT_EQ(json::parse(frames[3].text).at("T"), json::parse(frames[2].text).at("T"));
}

TEST(StreamHub, KeepsTheOrderWithinAKindWhenShuffled) {
  bool moved = false;
  StreamDesk desk(true);
  desk.open(1, "/private/ws/" + desk.listen_key());
  for (int i = 0; i < 20; ++i) {
    (void)desk.ask("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01");
    const auto frames = desk.heard(Duration::milliseconds(10));
    moved = moved || frames.front().event != "ORDER_TRADE_UPDATE";
    std::vector<std::string> executions;
    for (const Frame& frame : frames) {
      if (frame.event == "ORDER_TRADE_UPDATE") {
        executions.emplace_back(json::parse(frame.text).at("o").at("x").as_string());
      }
    }
    EXPECT_EQ(executions, (std::vector<std::string>{"NEW", "TRADE"}));
  }
  EXPECT_TRUE(moved);
}

TEST(StreamHub, FiltersUserEventsAndEndsWithTheListenKey) {
  StreamDesk desk;
  const std::string key = desk.listen_key();
  desk.open(1, "/private/ws", "listenKey=" + key + "&events=ACCOUNT_UPDATE");
  (void)desk.ask("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01");
  EXPECT_EQ(desk.names(desk.heard(), 1), (std::vector<std::string>{"ACCOUNT_UPDATE"}));
  const auto ended = desk.heard(ListenKeys::kValid);
  EXPECT_NE(std::ranges::find(ended, "listenKeyExpired", &Frame::event), ended.end());
}

TEST(StreamHub, EndsTheConnectionsOfAListenKeyThatIsClosedAndOnlyThose) {
  StreamDesk desk;
  const std::string key = desk.listen_key();
  desk.open(1, "/private/ws/" + key);
  desk.open(2, "/private/stream", "streams=" + key + "/another");
  desk.open(3, "/public/ws/btcusdt@bookTicker");
  (void)desk.heard();
  (void)desk.raw("DELETE", "/fapi/v1/listenKey", "", "");
  EXPECT_TRUE(desk.names(desk.heard(), 1).empty()) << "it did not run out";
  EXPECT_EQ(desk.hub.take_ended(), (std::vector<ConnectionId>{1}));
  (void)desk.heard();
  EXPECT_TRUE(desk.hub.take_ended().empty());
}

TEST(StreamHub, TellsTheNotionalOfOpenOrdersWithTheReportedOneInIt) {
  StreamDesk desk;
  desk.open(1, "/private/ws/" + desk.listen_key());
  const auto report = [&](const std::string& method, const std::string& query) {
    (void)desk.ask(method, "/fapi/v1/order", "symbol=BTCUSDT&" + query);
    const auto frames = desk.heard();
    const json::value order = frames.empty() ? json::value() : json::parse(frames.at(0).text).at("o");
    return std::string(order.at("b").as_string()) + " " + std::string(order.at("a").as_string());
  };
  const std::string limit = "type=LIMIT&timeInForce=GTC&quantity=0.01&newClientOrderId=";
  EXPECT_EQ(report("POST", limit + "a&side=BUY&price=93000"), "930.00000000 0.00000000");
  EXPECT_EQ(report("POST", limit + "b&side=SELL&price=97000"), "930.00000000 970.00000000");
  EXPECT_EQ(report("DELETE", "origClientOrderId=a"), "0.00000000 970.00000000");
}

TEST(StreamHub, TellsTheBestPricesInSpotsDayTickerAlone) {
  StreamDesk desk;
  desk.open(1, "/ws/btcusdt@ticker", "", Product::SPOT);
  desk.open(2, "/market/ws/btcusdt@ticker");
  std::map<ConnectionId, json::object> told;
  for (const Frame& frame : desk.heard(Duration::seconds(2)))
    told[frame.connection] = json::parse(frame.text).as_object();
  for (const char* letter : {"x", "b", "B", "a", "A"}) {
    EXPECT_TRUE(told[1].contains(letter)) << letter;
    EXPECT_FALSE(told[2].contains(letter)) << letter;
  }
}

TEST(WsApi, RefusesAnIdOfATypeThatIsNone) {
  StreamDesk desk;
  WsApi api(desk.face.state(), desk.hub);
  ApiSession session{.connection = 9, .product = Product::SPOT, .peer = "p", .connected = desk.now};
  for (const char* id : {"true", "1.5", "{}", "[1]"}) {
    const json::value answer =
        json::parse(api.handle(session, R"({"method":"ping","id":)" + std::string(id) + "}", desk.now));
    EXPECT_EQ(answer.at("error").at("code"), -1100) << id;
    EXPECT_TRUE(answer.at("id").is_null()) << id;
  }
}

TEST(WsApi, EchoesIdsAndRefusesInTheVenuesForm) {
  StreamDesk desk;
  WsApi api(desk.face.state(), desk.hub);
  ApiSession session{.connection = 9, .product = Product::FUTURES, .peer = "p", .connected = desk.now};
  const auto ask = [&](const std::string& text) { return json::parse(api.handle(session, text, desk.now)); };
  EXPECT_EQ(ask(R"({"id":7,"method":"ping"})").at("id"), 7);
  EXPECT_EQ(ask(R"({"id":"a","method":"time"})").at("result").at("serverTime"), desk.now.ms());
  EXPECT_TRUE(ask(R"({"method":"ping"})").at("id").is_null());
  EXPECT_EQ(ask("{").at("status"), 400);
  EXPECT_EQ(ask(R"({"id":1,"method":"dance"})").at("status"), 404);
  EXPECT_EQ(ask(R"({"id":1,"method":"order.place","params":{}})").at("error").at("code"), -2014);
  EXPECT_EQ(ask(R"({"id":1,"method":"ping"})").at("rateLimits").at(0).at("rateLimitType"), "REQUEST_WEIGHT");
}

TEST(WsApi, PlacesWithASignatureOverSortedParameters) {
  StreamDesk desk;
  WsApi api(desk.face.state(), desk.hub);
  ApiSession session{.connection = 9, .product = Product::FUTURES, .peer = "p", .connected = desk.now};
  json::object params{{"symbol", "BTCUSDT"}, {"side", "BUY"},      {"type", "LIMIT"}, {"timeInForce", "GTC"},
                      {"price", "93000"},    {"quantity", "0.01"}, {"apiKey", "key"}, {"timestamp", desk.now.ms()}};
  const std::string payload = signed_params(*Params::from_json(params));
  EXPECT_TRUE(payload.starts_with("apiKey=key&price=93000"));
  params["signature"] = hmac_sha256_hex("secret", payload);
  const auto placed = json::parse(api.handle(
      session, json::serialize(json::object{{"id", 1}, {"method", "order.place"}, {"params", params}}), desk.now));
  EXPECT_EQ(placed.at("status"), 200) << placed;
  EXPECT_EQ(placed.at("result").at("status"), "NEW");
  params["price"] = "93001";
  const auto forged = json::parse(api.handle(
      session, json::serialize(json::object{{"id", 1}, {"method", "order.place"}, {"params", params}}), desk.now));
  EXPECT_EQ(forged.at("error").at("code"), -1022);
}

TEST(WsApi, VerifiesNumbersAsTheyWereWritten) {
  StreamDesk desk;
  WsApi api(desk.face.state(), desk.hub);
  ApiSession session{.connection = 9, .product = Product::FUTURES, .peer = "p", .connected = desk.now};
  const std::string time = std::to_string(desk.now.ms());
  const std::string signature = hmac_sha256_hex(
      "secret",
      "apiKey=key&newClientOrderId=a-1\"{2&price=93000.0&quantity=0.010&side=BUY&symbol=BTCUSDT&timeInForce="
      "GTC&timestamp=" +
          time + "&type=LIMIT");
  const auto answer = json::parse(api.handle(
      session,
      R"({"id":12,"method":"order.place","params":{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","price":93000.0,)"
      R"("timeInForce":"GTC","quantity": 0.010,"newClientOrderId":"a-1\"{2","apiKey":"key","timestamp":)" +
          time + R"(,"signature":")" + signature + R"("}})",
      desk.now));
  EXPECT_EQ(answer.at("id"), 12);
  EXPECT_EQ(answer.at("error").at("code"), -4015) << answer;  // the signature was right, the id is not
  EXPECT_EQ(answer.at("rateLimits").at(1).at("count"), 1) << "of the account that signed";
}

TEST(WsApi, TellsSpotUserEventsInAnEnvelope) {
  StreamDesk desk;
  WsApi api(desk.face.state(), desk.hub);
  ApiSession session{.connection = 9, .product = Product::SPOT, .peer = "p", .connected = desk.now};
  json::object params{{"apiKey", "key"}, {"timestamp", desk.now.ms()}};
  params["signature"] = hmac_sha256_hex("secret", signed_params(*Params::from_json(params)));
  const std::string request =
      json::serialize(json::object{{"id", "u"}, {"method", "userDataStream.subscribe.signature"}, {"params", params}});
  EXPECT_EQ(json::parse(api.handle(session, request, desk.now)).at("result").at("subscriptionId"), 0);
  EXPECT_EQ(json::parse(api.handle(session, request, desk.now)).at("error").at("code"), -2035);
  (void)desk.ask("POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
  const auto frames = desk.heard();
  ASSERT_FALSE(frames.empty());
  const auto first = json::parse(frames[0].text);
  EXPECT_EQ(first.at("subscriptionId"), 0);
  EXPECT_EQ(first.at("event").at("e"), "executionReport");
}

}  // namespace
}  // namespace alpha_pulse::simulator
