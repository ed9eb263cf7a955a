#include "alpha_pulse/exchanges/binance/ws_api.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr Timestamp kNow = Timestamp::from_ms(1'730'000'000'000);

TEST(WsApi, SignsTheSortedRawParameters) {
  const Signer signer = *Signer::hmac("s");
  WsCall call{.method = "order.place", .parameters = {{"symbol", "X"}, {"note", "a b"}}, .security = Security::SIGNED};
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
  EXPECT_EQ(to_ws_call(cancel_order("X", "h"))->method, "order.cancel");
  EXPECT_EQ(to_ws_call(query_order("X", "h"))->method, "order.status");
  EXPECT_EQ(to_ws_call(cancel_algo_order("h"))->method, "algoOrder.cancel");
  EXPECT_FALSE(to_ws_call(cancel_all("X")));
  EXPECT_FALSE(to_ws_call(account()));
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
