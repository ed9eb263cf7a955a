#include "alpha_pulse/exchanges/binance/ws_api.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr Timestamp kNow = Timestamp::from_ms(1'730'000'000'000);

TEST(WsApi, SignsTheSortedRawParameters) {
  const Signer signer = *Signer::hmac("s");
  const Parameters parameters{{"symbol", "X"}, {"note", "a b"}};
  const WsCall call{.method = "order.place", .parameters = &parameters, .security = Security::SIGNED};
  const std::string frame = ws_frame(12, call, {.api_key = "K", .signer = &signer}, kNow, Duration::seconds(2));
  JsonDocument document;
  const auto root = document.read(frame);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->member("id").text(), "12");
  EXPECT_EQ(root->member("method").text(), "order.place");
  const JsonValue params = root->member("params");
  EXPECT_EQ(params.member("timestamp").kind(), JsonKind::NUMBER);
  EXPECT_EQ(params.member("signature").text(),
            signer.sign("apiKey=K&note=a b&recvWindow=2000&symbol=X&timestamp=1730000000000"));
}

TEST(WsApi, SortsNamesThatBeginAlikeByTheirEnds) {
  const Signer signer = *Signer::hmac("s");
  const Parameters parameters{{"newOrderRespType", "1"}, {"newOrderListId", "2"}, {"newOrder", "3"}, {"a", ""}};
  const WsCall call{.method = "m", .parameters = &parameters, .security = Security::SIGNED};
  const std::string frame = ws_frame(1, call, {.api_key = "K", .signer = &signer}, kNow, Duration::seconds(2));
  EXPECT_NE(frame.find(signer.sign("a=&apiKey=K&newOrder=3&newOrderListId=2&newOrderRespType=1&recvWindow=2000&"
                                   "timestamp=1730000000000")),
            std::string::npos)
      << frame;
}

TEST(WsApi, SignsWhateverNamesSortedAndRaw) {
  const Signer signer = *Signer::hmac("s");
  std::map<std::string, std::string> sorted{{"apiKey", "K\"y"}, {"recvWindow", "2000"}, {"timestamp", "1730000000000"}};
  Parameters parameters;
  for (int i = 0; i < 20; ++i) {
    const std::string name =
        std::string("newOrde").substr(0, static_cast<std::size_t>(i * 5 % 8)) + "n" + std::to_string(i);
    sorted[name] = "v " + std::to_string(i);
    parameters.emplace_back(name, sorted[name]);
  }
  std::string text;
  for (const auto& [name, value] : sorted) text += (text.empty() ? "" : "&") + name + "=" + value;
  const WsCall call{.method = "m", .parameters = &parameters, .security = Security::SIGNED};
  const std::string frame = ws_frame(1, call, {.api_key = "K\"y", .signer = &signer}, kNow, Duration::seconds(2));
  EXPECT_NE(frame.find(signer.sign(text)), std::string::npos) << frame;
}

TEST(WsApi, WritesALongFrameOverAShortOne) {
  std::string text = "short";
  const Parameters parameters{{"note", std::string(5000, '"')}};
  const WsCall call{.method = "m", .parameters = &parameters};
  write_ws_frame(text, -7, call, {}, kNow, Duration::seconds(2));
  EXPECT_EQ(text.size(), std::string_view(R"({"id":-7,"method":"m","params":{"note":""}})").size() + 10'000);
  write_ws_frame(text, 8, ws_time(), {}, kNow, Duration::seconds(2));
  EXPECT_EQ(text, R"({"id":8,"method":"time","params":{}})");
}

TEST(WsApi, LeavesKeyAndSignatureOutOfALoggedOnSession) {
  const std::string frame =
      ws_frame(1, {.method = "order.cancel", .security = Security::SIGNED}, {}, kNow, Duration::seconds(2));
  EXPECT_EQ(frame, R"({"id":1,"method":"order.cancel","params":{"recvWindow":2000,"timestamp":1730000000000}})");
}

TEST(WsApi, SubscribesToSpotEventsWithoutAWindow) {
  const Signer signer = *Signer::hmac("s");
  const std::string frame =
      ws_frame(1, subscribe_spot_user_data_signed(), {.api_key = "K", .signer = &signer}, kNow, Duration::seconds(2));
  EXPECT_EQ(
      frame,
      R"({"id":1,"method":"userDataStream.subscribe.signature","params":{"timestamp":1730000000000,"apiKey":"K","signature":")" +
          signer.sign("apiKey=K&timestamp=1730000000000") + R"("}})");
}

TEST(WsApi, HasAFormForOrderCallsOnly) {
  const auto method_of = [](const Request& request) {
    const auto call = to_ws_call(request);
    return call ? std::string(call->method) : "none";
  };
  EXPECT_EQ(method_of(cancel_order("X", "h")), "order.cancel");
  EXPECT_EQ(method_of(query_order("X", "h")), "order.status");
  EXPECT_EQ(method_of(cancel_algo_order("h")), "algoOrder.cancel");
  EXPECT_EQ(method_of(cancel_all("X")), "none");
  EXPECT_EQ(method_of(account()), "none");
}

TEST(WsApi, SubscribesToStreams) {
  const std::vector<std::string> streams{agg_trade_stream("ETHUSDT"), kline_stream("ETHUSDT", "1m")};
  EXPECT_EQ(subscribe_frame(3, streams),
            R"({"method":"SUBSCRIBE","params":["ethusdt@aggTrade","ethusdt@kline_1m"],"id":3})");
  EXPECT_EQ(unsubscribe_frame(4, {}), R"({"method":"UNSUBSCRIBE","params":[],"id":4})");
}

TEST(WsApi, KnowsTheDoorOfEveryStream) {
  for (const std::string& stream : {book_ticker_stream("X"), depth_stream("X"), partial_depth_stream("X", 5),
                                    trade_stream("X"), std::string("!bookTicker")}) {
    EXPECT_EQ(route_of(stream), StreamRoute::PUBLIC) << stream;
  }
  for (const std::string& stream :
       {agg_trade_stream("X"), mark_price_stream("X"), kline_stream("X", "1m"), std::string("!forceOrder@arr"),
        std::string("x@ticker"), std::string("x@miniTicker")}) {
    EXPECT_EQ(route_of(stream), StreamRoute::MARKET) << stream;
  }
  EXPECT_EQ(route_of("pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1"), StreamRoute::PRIVATE);
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
