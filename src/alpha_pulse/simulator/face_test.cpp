#include "alpha_pulse/simulator/face.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/simulator/test_face.hpp"

namespace alpha_pulse::simulator {
namespace {

using testing::FaceDesk;

std::string header(const HttpAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) return value;
  }
  return "none";
}

const std::string kLimit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=93000";

TEST(Face, AnswersAnUnknownPathInJson) {
  FaceDesk desk;
  for (const char* path : {"/", "/fapi/v1/nothing", "/fapi/v1/order/", "/sapi/v1/x"}) {
    const auto answer = desk.get(path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(FaceDesk::code(answer), -5000);
  }
  EXPECT_EQ(desk.face.handle(Product::SPOT, {"GET", "/fapi/v1/time", "", "", {}, "p"}, desk.now).status, 404);
  EXPECT_EQ(desk.get("/fapi/v1/listenKey").status, 404);
}

TEST(Face, TellsWhatIsWrongWithAKey) {
  FaceDesk desk;
  const auto none = desk.get("/fapi/v3/balance");
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(FaceDesk::code(none), -2014);
  const auto unknown = desk.raw("GET", "/fapi/v3/balance", "", "", "nobody");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(FaceDesk::code(unknown), -2015);
  EXPECT_EQ(FaceDesk::code(desk.raw("GET", "/fapi/v3/balance", "", "")), -1102);
  const std::string time = "timestamp=" + std::to_string(desk.now.ms());
  EXPECT_EQ(FaceDesk::code(desk.raw("GET", "/fapi/v3/balance", time, "")), -1102);
  EXPECT_EQ(FaceDesk::code(desk.raw("GET", "/fapi/v3/balance", time + "&signature=00", "")), -1022);
}

TEST(Face, KnowsBothWaysAClockCanBeWrong) {
  FaceDesk desk;
  const auto at = [&](std::int64_t offset, const std::string& more = "") {
    const std::string payload = "timestamp=" + std::to_string(desk.now.ms() + offset) + more;
    return desk.raw("GET", "/fapi/v3/balance", payload + "&signature=" + hmac_sha256_hex("secret", payload), "");
  };
  EXPECT_EQ(at(0).status, 200);
  EXPECT_EQ(at(-5000).status, 200);
  EXPECT_EQ(at(999).status, 200);
  EXPECT_NE(at(-5001).body.find("outside of the recvWindow"), std::string::npos);
  EXPECT_NE(at(1000).body.find("1000ms ahead"), std::string::npos);
  EXPECT_EQ(at(-50, "&recvWindow=40").status, 400);
  EXPECT_EQ(at(-30'000, "&recvWindow=60000").status, 200);
  EXPECT_EQ(FaceDesk::code(at(0, "&recvWindow=60001")), -1131);
}

TEST(Face, ChecksSignaturesOverTheBytesAsTheyCame) {
  FaceDesk desk;
  const std::string time = "timestamp=" + std::to_string(desk.now.ms());
  const std::string orders = R"(batchOrders=[{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC",)"
                             R"("quantity":"0.01","price":"93000"}])";
  const std::string open = orders + "&" + time;  // unencoded, in the body
  const auto body =
      desk.raw("POST", "/fapi/v1/batchOrders", "", open + "&signature=" + hmac_sha256_hex("secret", open));
  EXPECT_EQ(body.status, 200) << body.body;
  const std::string encoded =
      "batchOrders=%5B%7B%22symbol%22%3A%22BTCUSDT%22%2C%22side%22%3A%22BUY%22%2C%22type%22%3A%22LIMIT"
      "%22%2C%22timeInForce%22%3A%22GTC%22%2C%22quantity%22%3A%220.01%22%2C%22price%22%3A%2293001%22%7D%5D&" +
      time;
  const auto query =
      desk.raw("POST", "/fapi/v1/batchOrders", encoded + "&signature=" + hmac_sha256_hex("secret", encoded), "");
  EXPECT_EQ(query.status, 200) << query.body;
  const auto split = desk.raw("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY",
                              "type=LIMIT&timeInForce=GTC&quantity=0.01&price=93002&" + time + "&signature=" +
                                  hmac_sha256_hex("secret",
                                                  "symbol=BTCUSDT&side=BUYtype=LIMIT&timeInForce=GTC&quantity="
                                                  "0.01&price=93002&" +
                                                      time));
  EXPECT_EQ(split.status, 200) << split.body;
}

TEST(Face, NamesWhatIsMissingOrMalformedInAnOrder) {
  FaceDesk desk;
  const auto code = [&](const std::string& query) { return FaceDesk::code(desk.ask("POST", "/fapi/v1/order", query)); };
  EXPECT_EQ(code("side=BUY&type=LIMIT"), -1102);
  EXPECT_EQ(code("symbol=NOPE&side=BUY&type=MARKET&quantity=1"), -1121);
  EXPECT_EQ(code("symbol=BTCUSDT&side=HOLD&type=MARKET&quantity=1"), -1117);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=MAYBE&quantity=1"), -1116);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=ABC&quantity=1&price=1"), -1115);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1e-8"), -1100);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=.01"), -1100);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1."), -1100);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=-1"), -4003);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=STOP_MARKET&stopPrice=1"), -4120);
  EXPECT_EQ(code("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01&reduceOnly=true"), -2022);
  EXPECT_EQ(code("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=100&price=93000"), -2019);
}

TEST(Face, AcknowledgesWithoutWhatTheVenueNoLongerSends) {
  FaceDesk desk;
  const auto answer = FaceDesk::body(desk.ask("POST", "/fapi/v1/order", kLimit + "&x-unknown=1"));
  const json::object& ack = answer.as_object();
  EXPECT_TRUE(ack.at("orderId").is_int64());
  EXPECT_TRUE(ack.at("price").is_string());
  EXPECT_TRUE(ack.at("reduceOnly").is_bool());
  EXPECT_EQ(ack.at("status"), "NEW");
  EXPECT_FALSE(ack.contains("avgPrice"));
  EXPECT_FALSE(ack.contains("cumQuote"));
  FaceDesk old({.old_ack_fields = true});
  EXPECT_TRUE(FaceDesk::body(old.ask("POST", "/fapi/v1/order", kLimit)).as_object().contains("avgPrice"));
}

TEST(Face, ShowsAMarketOrdersEndOnlyWhenAskedTo) {
  FaceDesk desk;
  const std::string sell = "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01";
  EXPECT_EQ(FaceDesk::body(desk.ask("POST", "/fapi/v1/order", sell)).at("status"), "NEW");
  const auto result = FaceDesk::body(desk.ask("POST", "/fapi/v1/order", sell + "&newOrderRespType=RESULT"));
  EXPECT_EQ(result.at("status"), "FILLED");
  EXPECT_EQ(result.at("executedQty"), "0.010");
}

TEST(Face, CountsWeightsAndOrdersOnEveryAnswer) {
  FaceDesk desk;
  EXPECT_EQ(header(desk.get("/fapi/v1/depth", "symbol=BTCUSDT&limit=1000"), "X-MBX-USED-WEIGHT-1M"), "20");
  const auto placed = desk.ask("POST", "/fapi/v1/order", kLimit);
  EXPECT_EQ(header(placed, "X-MBX-USED-WEIGHT-1M"), "20");
  EXPECT_EQ(header(placed, "X-MBX-ORDER-COUNT-10S"), "1");
  EXPECT_EQ(header(placed, "X-MBX-ORDER-COUNT-1M"), "1");
  EXPECT_EQ(header(desk.get("/nothing"), "X-MBX-USED-WEIGHT-1M"), "20");
  FaceDesk narrow({.futures = {.weight_a_minute = 1}});
  (void)narrow.get("/fapi/v1/time");
  const auto refused = narrow.get("/fapi/v1/time");
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(header(refused, "Retry-After"), "none");
}

TEST(Face, TellsWhenOrdersMayBeSentAgain) {
  FaceDesk desk({.futures = {.orders_ten_seconds = 1}});
  desk.now = desk.now.floor_to(Duration::seconds(10)) + Duration::seconds(3);
  EXPECT_EQ(desk.ask("POST", "/fapi/v1/order", kLimit).status, 200);
  const auto refused = desk.ask("POST", "/fapi/v1/order", kLimit);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(FaceDesk::code(refused), -1015);
  EXPECT_EQ(header(refused, "Retry-After"), "8") << "the ten seconds end, and not the minute";
}

TEST(Face, SaysWhenItAnswered) {
  FaceDesk desk;
  desk.now = Timestamp::from_ms(1'709'164'799'999);
  EXPECT_EQ(header(desk.get("/fapi/v1/time"), "Date"), "Wed, 28 Feb 2024 23:59:59 GMT");
  desk.now = desk.now + Duration::milliseconds(1);
  EXPECT_EQ(header(desk.get("/nothing"), "Date"), "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST(Face, RefusesEveryKeyWhileKeysAreWithdrawn) {
  FaceDesk desk;
  desk.exchange.advance(desk.now);
  desk.face.state().restrictions.no_key_until = desk.exchange.now() + Duration::seconds(1);
  EXPECT_EQ(FaceDesk::code(desk.ask("GET", "/fapi/v3/balance")), -2015);
  EXPECT_EQ(FaceDesk::code(desk.raw("POST", "/fapi/v1/listenKey", "", "")), -2015);
  EXPECT_EQ(desk.get("/fapi/v1/time").status, 200);
  desk.now = desk.now + Duration::seconds(1);
  desk.exchange.advance(desk.now);
  EXPECT_EQ(desk.ask("GET", "/fapi/v3/balance").status, 200);
}

TEST(Face, TakesOnlyWhatReducesWhereAnAccountMayNotOpen) {
  FaceDesk desk;
  const std::string sell = "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01";
  EXPECT_EQ(desk.ask("POST", "/fapi/v1/order", sell).status, 200);
  for (const int code : {-4087, -4192, -4400}) {
    desk.face.state().restrictions = {.no_open_until = Timestamp::never(), .no_open_code = code};
    EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/order", sell)), code);
    EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/order", kLimit)), code);
  }
  EXPECT_EQ(desk.ask("POST", "/fapi/v1/order", kLimit + "&reduceOnly=true").status, 200);
  EXPECT_EQ(desk.ask("POST", "/fapi/v1/algoOrder",
                     "algoType=CONDITIONAL&symbol=BTCUSDT&side=BUY&type=STOP_MARKET&triggerPrice=120000"
                     "&closePosition=true")
                .status,
            200);
}

TEST(Face, AnswersABatchInOrderWithRefusalsInTheirPlaces) {
  FaceDesk desk;
  const std::string good =
      "%7B%22symbol%22%3A%22BTCUSDT%22%2C%22side%22%3A%22BUY%22%2C%22type%22%3A%22LIMIT%22%2C%22"
      "timeInForce%22%3A%22GTC%22%2C%22quantity%22%3A0.01%2C%22price%22%3A93000%7D";
  const std::string bad = "%7B%22symbol%22%3A%22BTCUSDT%22%2C%22side%22%3A%22BUY%22%7D";
  const auto answer = desk.ask("POST", "/fapi/v1/batchOrders", "batchOrders=%5B" + bad + "%2C" + good + "%5D");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto rows = FaceDesk::body(answer).as_array();
  EXPECT_EQ(rows[0].at("code"), -1102);
  EXPECT_EQ(rows[1].at("origQty"), "0.010");
  std::string six = good;
  for (int i = 0; i < 5; ++i) six += "%2C" + good;
  EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/batchOrders", "batchOrders=%5B" + six + "%5D")), -4082);
  const auto canceled =
      desk.ask("DELETE", "/fapi/v1/batchOrders",
               "symbol=BTCUSDT&orderidlist=%5B" + std::to_string(rows[1].at("orderId").as_int64()) + "%2C%221%22%5D");
  const auto gone = FaceDesk::body(canceled).as_array();
  EXPECT_EQ(gone[0].at("status"), "CANCELED");
  EXPECT_EQ(gone[1].at("code"), -2011);
}

TEST(Face, KeepsTheTypesOfEachEndpoint) {
  FaceDesk desk;
  (void)desk.ask("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01");
  const auto old = FaceDesk::body(desk.ask("GET", "/fapi/v2/positionRisk", "symbol=BTCUSDT")).as_array();
  EXPECT_EQ(old.at(0).at("isAutoAddMargin"), "false");
  EXPECT_TRUE(old.at(0).at("leverage").is_string());
  const auto fresh = FaceDesk::body(desk.ask("GET", "/fapi/v3/positionRisk")).as_array();
  EXPECT_FALSE(fresh.at(0).as_object().contains("leverage"));
  EXPECT_EQ(fresh.at(0).at("positionAmt"), "-0.010");
  EXPECT_TRUE(FaceDesk::body(desk.ask("GET", "/fapi/v1/leverageBracket"))
                  .at(0)
                  .at("brackets")
                  .at(0)
                  .at("notionalCap")
                  .is_int64());
  EXPECT_EQ(FaceDesk::body(desk.ask("POST", "/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=5000"))
                .at("countdownTime"),
            "5000");
  const auto algo =
      FaceDesk::body(desk.ask("POST", "/fapi/v1/algoOrder",
                              "algoType=CONDITIONAL&symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=0.01&"
                              "triggerPrice=99000&reduceOnly=TRUE"));
  ASSERT_TRUE(algo.at("algoId").is_int64()) << algo;
  const auto canceled = FaceDesk::body(
      desk.ask("DELETE", "/fapi/v1/algoOrder", "algoId=" + std::to_string(algo.at("algoId").as_int64())));
  EXPECT_EQ(canceled.at("code"), "200");
}

TEST(Face, KeepsOneListenKeyAnAccount) {
  FaceDesk desk;
  const auto key = FaceDesk::body(desk.raw("POST", "/fapi/v1/listenKey", "", "")).at("listenKey");
  EXPECT_EQ(key.as_string().size(), 64U);
  EXPECT_EQ(FaceDesk::body(desk.raw("POST", "/fapi/v1/listenKey", "", "")).at("listenKey"), key);
  EXPECT_EQ(FaceDesk::body(desk.raw("PUT", "/fapi/v1/listenKey", "", "")).at("listenKey"), key);
  desk.now = desk.now + ListenKeys::kValid;
  EXPECT_EQ(FaceDesk::code(desk.raw("PUT", "/fapi/v1/listenKey", "", "")), -1125);
  EXPECT_NE(FaceDesk::body(desk.raw("POST", "/fapi/v1/listenKey", "", "")).at("listenKey"), key);
  EXPECT_EQ(desk.raw("DELETE", "/fapi/v1/listenKey", "", "").body, "{}");
}

TEST(Face, SpotAnswersInItsOwnShapes) {
  FaceDesk desk;
  const auto depth = FaceDesk::body(desk.get("/api/v3/depth", "symbol=BTCUSDT&limit=5")).as_object();
  EXPECT_FALSE(depth.contains("E"));
  const auto bought =
      FaceDesk::body(desk.ask("POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01"));
  EXPECT_EQ(bought.at("status"), "FILLED") << bought;
  EXPECT_EQ(bought.at("fills").at(0).at("commissionAsset"), "BTC");
  EXPECT_TRUE(bought.as_object().contains("cummulativeQuoteQty"));
  const auto order = FaceDesk::body(
      desk.ask("POST", "/api/v3/order",
               "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=93000&newClientOrderId=a1"));
  const auto canceled =
      FaceDesk::body(desk.ask("DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=a1&newClientOrderId=c1"));
  EXPECT_EQ(canceled.at("origClientOrderId"), "a1") << canceled << order;
  EXPECT_EQ(canceled.at("clientOrderId"), "c1");
  EXPECT_EQ(FaceDesk::code(desk.ask("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT")), -2011);
  EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/api/v3/order", "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=5")),
            -2010);
}

TEST(Face, EveryPublicPathAnswers) {
  FaceDesk desk;
  for (const char* call : {"/fapi/v1/ping?",
                           "/fapi/v1/time?",
                           "/fapi/v1/exchangeInfo?",
                           "/fapi/v1/klines?symbol=BTCUSDT&interval=1m",
                           "/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=5m",
                           "/fapi/v1/trades?symbol=BTCUSDT",
                           "/fapi/v1/aggTrades?symbol=BTCUSDT",
                           "/fapi/v1/ticker/price?",
                           "/fapi/v2/ticker/price?symbol=BTCUSDT",
                           "/fapi/v1/ticker/bookTicker?",
                           "/fapi/v1/ticker/24hr?symbol=BTCUSDT",
                           "/fapi/v1/premiumIndex?",
                           "/fapi/v1/fundingRate?symbol=BTCUSDT",
                           "/fapi/v1/fundingInfo?",
                           "/fapi/v1/openInterest?symbol=BTCUSDT",
                           "/api/v3/ping?",
                           "/api/v3/time?",
                           "/api/v3/exchangeInfo?symbol=BTCUSDT",
                           "/api/v3/trades?symbol=BTCUSDT",
                           "/api/v3/klines?symbol=BTCUSDT&interval=1M",
                           "/api/v3/aggTrades?symbol=BTCUSDT",
                           "/api/v3/ticker/price?",
                           "/api/v3/ticker/bookTicker?",
                           "/api/v3/ticker/24hr?symbol=BTCUSDT",
                           "/api/v3/avgPrice?symbol=BTCUSDT"}) {
    const std::string text(call);
    const auto answer = desk.get(text.substr(0, text.find('?')), text.substr(text.find('?') + 1));
    EXPECT_EQ(answer.status, 200) << call << answer.body;
    EXPECT_NO_THROW(FaceDesk::body(answer));
  }
  EXPECT_EQ(FaceDesk::code(desk.get("/fapi/v1/klines", "symbol=BTCUSDT&interval=7m")), -1120);
  EXPECT_EQ(FaceDesk::code(desk.get("/fapi/v1/depth", "symbol=BTCUSDT&limit=7")), -4021);
}

TEST(Face, EveryReadOfTheAccountAnswers) {
  FaceDesk desk;
  for (const char* path :
       {"/fapi/v3/account", "/fapi/v2/account", "/fapi/v3/balance", "/fapi/v2/balance", "/fapi/v1/symbolConfig",
        "/fapi/v1/accountConfig", "/fapi/v1/positionSide/dual", "/fapi/v1/multiAssetsMargin", "/fapi/v1/openOrders",
        "/fapi/v1/allOrders", "/fapi/v1/openAlgoOrders", "/fapi/v1/income", "/fapi/v1/rateLimit/order",
        "/fapi/v1/forceOrders", "/fapi/v1/adlQuantile", "/api/v3/account", "/api/v3/openOrders",
        "/api/v3/rateLimit/order"}) {
    EXPECT_EQ(desk.ask("GET", path).status, 200) << path;
  }
  for (const char* path : {"/fapi/v1/userTrades", "/fapi/v1/commissionRate", "/fapi/v1/allAlgoOrders",
                           "/api/v3/allOrders", "/api/v3/myTrades", "/api/v3/account/commission"}) {
    EXPECT_EQ(desk.ask("GET", path, "symbol=BTCUSDT").status, 200) << path;
    EXPECT_EQ(FaceDesk::code(desk.ask("GET", path)), -1102) << path;
  }
}

TEST(Face, ShowsHowAnOrderWasChanged) {
  FaceDesk desk;
  const auto placed = FaceDesk::body(desk.ask(
      "POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=93000"));
  const std::string order = "symbol=BTCUSDT&orderId=" + std::to_string(placed.at("orderId").as_int64());
  (void)desk.ask("PUT", "/fapi/v1/order", order + "&side=BUY&quantity=0.02&price=93000.5");
  (void)desk.ask("PUT", "/fapi/v1/order", order + "&side=BUY&quantity=0.02&price=92000");
  const auto rows = FaceDesk::body(desk.ask("GET", "/fapi/v1/orderAmendment", order)).as_array();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("amendment").at("price").at("before"), "93000.00");
  EXPECT_EQ(rows[0].at("amendment").at("price").at("after"), "93000.50");
  EXPECT_EQ(rows[0].at("amendment").at("origQty").at("after"), "0.020");
  EXPECT_EQ(rows[1].at("amendment").at("count"), 2);
  EXPECT_EQ(FaceDesk::code(desk.ask("GET", "/fapi/v1/orderAmendment", "symbol=BTCUSDT&orderId=7")), -2013);
}

TEST(Face, ReadsAPriceOfTheBookAndSaysSo) {
  FaceDesk desk;
  const auto ticker = FaceDesk::body(desk.get("/fapi/v1/ticker/bookTicker", "symbol=BTCUSDT"));
  const std::string order = "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.01&timeInForce=";
  for (const char* tif : {"GTX", "RPI"}) {
    const auto queued = FaceDesk::body(desk.ask("POST", "/fapi/v1/order", order + tif + "&priceMatch=QUEUE"));
    EXPECT_EQ(queued.at("price"), ticker.at("bidPrice")) << tif;
    EXPECT_EQ(queued.at("priceMatch"), "QUEUE");
    EXPECT_EQ(queued.at("timeInForce"), tif);
    EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/order", order + tif + "&priceMatch=OPPONENT")), -5022) << tif;
  }
  EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/order", order + "GTC&priceMatch=BEST")), -5037);
  EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/order", order + "GTC&priceMatch=QUEUE&price=93000")), -5038);
  const std::string algo = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&quantity=0.01&triggerPrice=90000&type=";
  const auto stop = FaceDesk::body(desk.ask("POST", "/fapi/v1/algoOrder", algo + "STOP&priceMatch=OPPONENT_5"));
  EXPECT_EQ(stop.at("priceMatch"), "OPPONENT_5");
  EXPECT_EQ(stop.at("price"), "0");
  EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/algoOrder", algo + "STOP_MARKET&priceMatch=QUEUE")), -5038);
}

TEST(Face, TellsTheWholeOrderAndNothingThatWasNotAskedFor) {
  FaceDesk desk;
  const std::string order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=93000";
  (void)desk.ask("POST", "/fapi/v1/order", order + "&newClientOrderId=a");
  const auto whole = FaceDesk::body(desk.ask("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=a"));
  for (const char* field : {"avgPrice", "cumQuote", "activatePrice", "priceRate", "priceMatch", "time"}) {
    EXPECT_TRUE(whole.as_object().contains(field)) << field;
  }
  EXPECT_EQ(FaceDesk::code(desk.ask("POST", "/fapi/v1/order", order + "&newOrderRespType=FULL")), -1130);
  EXPECT_EQ(FaceDesk::code(desk.ask("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT&fromId=1&startTime=1")), -1128);
  EXPECT_EQ(FaceDesk::body(desk.ask("GET", "/fapi/v1/income", "incomeType=WELCOME_BONUS")).as_array().size(), 0U);
  EXPECT_EQ(FaceDesk::code(desk.ask("GET", "/fapi/v1/income", "incomeType=LUCK")), -4063);
}

TEST(Face, TurnsThePagesOfIncome) {
  FaceDesk desk;
  for (int i = 0; i < 5; ++i) {
    (void)desk.ask("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
  }
  const auto page = [&](const std::string& number) {
    return FaceDesk::body(desk.ask("GET", "/fapi/v1/income", "incomeType=COMMISSION&limit=2&page=" + number))
        .as_array();
  };
  ASSERT_EQ(page("1").size(), 2U);
  ASSERT_EQ(page("3").size(), 1U);
  EXPECT_LT(page("1")[1].at("tranId").as_int64(), page("2")[0].at("tranId").as_int64());
  EXPECT_TRUE(page("4").empty());
  EXPECT_EQ(FaceDesk::code(desk.ask("GET", "/fapi/v1/income", "page=0")), -1130);
}

TEST(Face, HasTradesAndCandlesByTheirOtherNames) {
  FaceDesk desk;
  (void)desk.exchange.take_futures_events();  // trades enter the history as they are told
  const auto first = FaceDesk::body(desk.raw("GET", "/fapi/v1/historicalTrades", "symbol=BTCUSDT&limit=1", ""));
  const std::int64_t id = first.at(0).at("id").as_int64();
  const auto same =
      FaceDesk::body(desk.raw("GET", "/fapi/v1/historicalTrades", "symbol=BTCUSDT&fromId=" + std::to_string(id), ""));
  EXPECT_EQ(same.at(0).at("id"), id);
  EXPECT_EQ(FaceDesk::code(desk.raw("GET", "/fapi/v1/historicalTrades", "symbol=BTCUSDT", "", "")), -2014);
  const std::string candles = "interval=1m&pair=BTCUSDT&contractType=";
  EXPECT_FALSE(FaceDesk::body(desk.get("/fapi/v1/continuousKlines", candles + "PERPETUAL")).as_array().empty());
  EXPECT_TRUE(FaceDesk::body(desk.get("/fapi/v1/continuousKlines", candles + "NEXT_QUARTER")).as_array().empty());
  EXPECT_EQ(FaceDesk::code(desk.get("/fapi/v1/continuousKlines", candles + "FOREVER")), -1130);
  EXPECT_FALSE(FaceDesk::body(desk.get("/fapi/v1/rpiDepth", "symbol=BTCUSDT")).at("bids").as_array().empty());
}

TEST(Face, ReplacesASpotOrderAndTellsBothOutcomes) {
  FaceDesk desk;
  const std::string fresh = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=";
  const std::string path = "/api/v3/order/cancelReplace";
  (void)desk.ask("POST", "/api/v3/order", fresh + "90000&newClientOrderId=a");
  const auto done = desk.ask("POST", path, fresh + "90001&cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=a");
  EXPECT_EQ(done.status, 200);
  EXPECT_EQ(FaceDesk::body(done).at("cancelResponse").at("status"), "CANCELED");
  EXPECT_EQ(FaceDesk::body(done).at("newOrderResponse").at("price"), "90001.00000000");
  const auto stopped =
      desk.ask("POST", path, fresh + "90002&cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=a");
  EXPECT_EQ(stopped.status, 400);
  EXPECT_EQ(FaceDesk::code(stopped), -2022);
  EXPECT_EQ(FaceDesk::body(stopped).at("data").at("newOrderResult"), "NOT_ATTEMPTED");
  EXPECT_EQ(FaceDesk::body(stopped).at("data").at("cancelResponse").at("code"), -2011);
  const auto half = desk.ask("POST", path, fresh + "90003&cancelReplaceMode=ALLOW_FAILURE&cancelOrigClientOrderId=a");
  EXPECT_EQ(half.status, 409);
  EXPECT_EQ(FaceDesk::code(half), -2021);
  EXPECT_EQ(FaceDesk::body(half).at("data").at("newOrderResult"), "SUCCESS");
  EXPECT_EQ(FaceDesk::code(desk.ask("POST", path, fresh + "90004&cancelReplaceMode=ALLOW_FAILURE")), -1102);
  EXPECT_EQ(FaceDesk::body(desk.ask("GET", "/api/v3/openOrders", "symbol=BTCUSDT")).as_array().size(), 2U);
}

TEST(Face, RefusesTheSpotOrdersThatNoSymbolHasInTheVenuesWords) {
  FaceDesk desk;
  const auto refusal = [&](const std::string& query) {
    const auto answer = FaceDesk::body(desk.ask("POST", "/api/v3/order", "symbol=BTCUSDT&side=SELL&" + query));
    return std::to_string(answer.at("code").as_int64()) + " " + std::string(answer.at("msg").as_string());
  };
  EXPECT_EQ(refusal("type=STOP_LOSS&quantity=0.01&stopPrice=90000"),
            "-1013 Stop loss orders are not supported for this symbol.");
  EXPECT_EQ(refusal("type=STOP_LOSS_LIMIT&quantity=0.01&stopPrice=90000&price=89900&timeInForce=GTC"),
            "-1013 Stop loss limit orders are not supported for this symbol.");
  EXPECT_EQ(refusal("type=TAKE_PROFIT&quantity=0.01&stopPrice=99000"),
            "-1013 Take profit orders are not supported for this symbol.");
  EXPECT_EQ(refusal("type=TAKE_PROFIT_LIMIT&quantity=0.01&stopPrice=99000&price=99000&timeInForce=GTC"),
            "-1013 Take profit limit orders are not supported for this symbol.");
  const std::string limit = "type=LIMIT&timeInForce=GTC&quantity=0.01&price=97000&";
  EXPECT_EQ(refusal(limit + "icebergQty=0.001"), "-1013 Iceberg orders are not supported for this symbol.");
  EXPECT_EQ(refusal(limit + "stopPrice=97000"), "-1106 Parameter 'stopPrice' sent when not required.");
  for (const char* path : {"/api/v3/order/oco", "/api/v3/orderList/oco", "/api/v3/orderList/oto"}) {
    EXPECT_EQ(FaceDesk::code(desk.ask("POST", path, "symbol=BTCUSDT&side=SELL")), -1013) << path;
    EXPECT_EQ(FaceDesk::code(desk.ask("POST", path, "side=SELL")), -1102) << path;
  }
  EXPECT_EQ(FaceDesk::code(desk.ask("DELETE", "/api/v3/orderList", "symbol=BTCUSDT&orderListId=1")), -2011);
}

TEST(Face, TellsSpotsRefusalsOfParameters) {
  FaceDesk desk;
  EXPECT_EQ(FaceDesk::code(desk.get("/api/v3/depth", "symbol=btcusdt")), -1100);
  EXPECT_EQ(FaceDesk::code(desk.get("/api/v3/depth", "symbol=NOPE")), -1121);
  EXPECT_EQ(FaceDesk::code(desk.get("/api/v3/exchangeInfo", "symbol=BTCUSDT&symbols=%5B%22BTCUSDT%22%5D")), -1128);
  EXPECT_EQ(FaceDesk::code(desk.ask("GET", "/api/v3/myTrades", "symbol=BTCUSDT&fromId=1&startTime=1")), -1128);
  (void)desk.exchange.take_spot_events();  // what was printed is history now
  const auto mini = FaceDesk::body(desk.get("/api/v3/ticker/24hr", "symbol=BTCUSDT&type=MINI")).as_object();
  EXPECT_TRUE(mini.contains("lastPrice"));
  EXPECT_FALSE(mini.contains("priceChange"));
  const std::string order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=93000";
  EXPECT_EQ(desk.ask("POST", "/api/v3/order/test", order).body, "{}");
  const auto rates = FaceDesk::body(desk.ask("POST", "/api/v3/order/test", order + "&computeCommissionRates=true"));
  EXPECT_EQ(rates.at("standardCommissionForOrder").at("taker"), "0.00100000") << rates;
}

TEST(Face, AnswersWhatSpotDoesNotHaveInItsForms) {
  FaceDesk desk;
  for (const char* path : {"/api/v3/openOrderList", "/api/v3/allOrderList", "/api/v3/myPreventedMatches"}) {
    EXPECT_TRUE(FaceDesk::body(desk.ask("GET", path)).as_array().empty()) << path;
  }
  EXPECT_EQ(FaceDesk::code(desk.get("/api/v3/referencePrice", "symbol=BTCUSDT")), -2043);
  EXPECT_EQ(FaceDesk::code(desk.ask("PUT", "/api/v3/order/amend/keepPriority", "symbol=BTCUSDT&orderId=1&newQty=1")),
            -2038);
}

}  // namespace
}  // namespace alpha_pulse::simulator
