#include "alpha_pulse/exchanges/binance/order_requests.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::exchanges::binance {
namespace {

Instrument eth() {
  Instrument instrument;
  instrument.symbol = "ETHUSDT";
  instrument.base = Currency("ETH");
  instrument.quote = Currency("USDT");
  instrument.tick = *Price::parse("0.01");
  instrument.lot = *Quantity::parse("0.001");
  instrument.multiplier = Quantity::from_raw(domain::kOne);
  return instrument;
}

PlaceOrder limit_sell() {
  OrderSpec spec;
  spec.side = Side::SELL;
  spec.type = OrderType::LIMIT;
  spec.time_in_force = TimeInForce::GTX;
  spec.quantity = *Quantity::parse("1.5");
  spec.price = *Price::parse("2510.10");
  return {.id = {1}, .spec = spec};
}

PlaceOrder stop_buy() {
  PlaceOrder order = limit_sell();
  order.spec.side = Side::BUY;
  order.spec.type = OrderType::STOP_MARKET;
  order.spec.trigger = *Price::parse("2600.5");
  order.spec.reduce_only = true;
  return order;
}

std::string query_of(const Result<Request>& request) {
  return request ? std::string(request->parameters.query()) : request.error().message;
}

TEST(OrderRequests, PlacesALimitOrder) {
  const auto request = place_order(limit_sell(), eth(), "hid", {});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->path, "/fapi/v1/order");
  EXPECT_EQ(request->method, HttpMethod::POST);
  EXPECT_EQ(request->security, Security::SIGNED);
  EXPECT_EQ(request->cost.weight, 0);
  EXPECT_EQ(request->cost.orders_10s, 1);
  EXPECT_EQ(request->cost.orders_1m, 1);
  EXPECT_EQ(query_of(request),
            "positionSide=BOTH&selfTradePreventionMode=EXPIRE_MAKER&newOrderRespType=ACK&type=LIMIT&timeInForce=GTX&"
            "side=SELL&symbol=ETHUSDT&quantity=1.5&price=2510.1&newClientOrderId=hid");
}

TEST(OrderRequests, SaysOfEachLimitOrderWhatItIs) {
  for (const TimeInForce time : {TimeInForce::GTC, TimeInForce::IOC, TimeInForce::GTX}) {
    for (const Side side : {Side::BUY, Side::SELL}) {
      for (const bool reduce_only : {false, true}) {
        for (const bool want_result : {false, true}) {
          PlaceOrder order = limit_sell();
          order.spec.time_in_force = time;
          order.spec.side = side;
          order.spec.reduce_only = reduce_only;
          const auto request = place_order(order, eth(), "hid", {.want_result = want_result});
          const std::string query = "&" + query_of(request) + "&";
          const auto says = [&query](const std::string& entry) { return query.find("&" + entry + "&") != query.npos; };
          EXPECT_TRUE(says("timeInForce=" + std::string(to_string(time)))) << query;
          EXPECT_TRUE(says("side=" + std::string(to_string(side)))) << query;
          EXPECT_EQ(says("reduceOnly=true"), reduce_only) << query;
          EXPECT_TRUE(says(want_result ? "newOrderRespType=RESULT" : "newOrderRespType=ACK")) << query;
        }
      }
    }
  }
}

TEST(OrderRequests, PlacesAMarketOrderWithoutPriceAndTimeInForce) {
  PlaceOrder order = limit_sell();
  order.spec.type = OrderType::MARKET;
  order.spec.reduce_only = true;
  const std::string query = query_of(place_order(order, eth(), "hid", {.want_result = true}));
  EXPECT_EQ(query.find("price="), std::string::npos);
  EXPECT_EQ(query.find("timeInForce"), std::string::npos);
  EXPECT_NE(query.find("reduceOnly=true"), std::string::npos);
  EXPECT_NE(query.find("newOrderRespType=RESULT"), std::string::npos);
}

TEST(OrderRequests, SendsStopsToTheAlgoService) {
  const auto request = place_order(stop_buy(), eth(), "hstop", {});
  ASSERT_TRUE(request);
  EXPECT_EQ(book_of(stop_buy().spec), OrderBook::CONDITIONAL);
  EXPECT_EQ(request->path, "/fapi/v1/algoOrder");
  EXPECT_EQ(query_of(request),
            "positionSide=BOTH&selfTradePreventionMode=EXPIRE_MAKER&newOrderRespType=ACK&type=STOP_MARKET&side=BUY&"
            "reduceOnly=true&symbol=ETHUSDT&quantity=1.5&algoType=CONDITIONAL&triggerPrice=2600.5&"
            "workingType=MARK_PRICE&priceProtect=false&clientAlgoId=hstop");
}

TEST(OrderRequests, NamesTheSideInHedgeModeAndNeverReduceOnly) {
  const std::string query = query_of(place_order(stop_buy(), eth(), "h", {.hedge_mode = true}));
  EXPECT_NE(query.find("positionSide=SHORT"), std::string::npos);
  EXPECT_EQ(query.find("reduceOnly"), std::string::npos);
}

TEST(OrderRequests, RefusesWhatTheVenueWouldRefuse) {
  const auto refused = [](auto change) {
    PlaceOrder order = limit_sell();
    change(order.spec);
    const auto request = place_order(order, eth(), "h", {});
    EXPECT_FALSE(request);
    return request ? "" : request.error().message;
  };
  EXPECT_NE(refused([](OrderSpec& s) { s.price = *Price::parse("2510.101"); }).find("price is 2510.101"),
            std::string::npos);
  EXPECT_NE(refused([](OrderSpec& s) { s.quantity = *Quantity::parse("0.0005"); }).find("quantity"), std::string::npos);
  refused([](OrderSpec& s) { s.quantity = Quantity{}; });
  refused([](OrderSpec& s) { s.price = Price{}; });
  refused([](OrderSpec& s) { s.type = OrderType::STOP_MARKET; });
  refused([](OrderSpec& s) {
    s.type = OrderType::STOP_MARKET;
    s.trigger = *Price::parse("2600");
    s.trigger_by = PriceKind::BID;
  });
}

TEST(OrderRequests, PutsPlainOrdersIntoABatch) {
  const std::vector<BatchEntry> two{{limit_sell(), "h1"}, {limit_sell(), "h2"}};
  const auto request = place_batch(two, eth(), {});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->cost.weight, 5);
  EXPECT_EQ(request->cost.orders_10s, 5);
  EXPECT_EQ(request->cost.orders_1m, 1);
  const std::string list = request->parameters.at(0).second;
  EXPECT_TRUE(list.starts_with(R"([{"positionSide":"BOTH")"));
  EXPECT_NE(list.find(R"("newClientOrderId":"h2")"), std::string::npos);
  const std::vector<BatchEntry> stop{{stop_buy(), "h1"}};
  EXPECT_FALSE(place_batch(stop, eth(), {}));
}

TEST(OrderRequests, ModifyAndCancelByOurIdOrTheVenues) {
  const auto modify = modify_order(
      {.wire_id = "h1", .quantity = *Quantity::parse("2"), .price = *Price::parse("2500"), .modify_id = 9}, eth());
  EXPECT_EQ(query_of(modify), "symbol=ETHUSDT&origClientOrderId=h1&side=SELL&quantity=2&price=2500&modifyId=9");
  EXPECT_EQ(modify->method, HttpMethod::PUT);
  EXPECT_EQ(cancel_order("ETHUSDT", "h1").parameters.query(), "symbol=ETHUSDT&origClientOrderId=h1");
  EXPECT_EQ(cancel_order("ETHUSDT", VenueOrderId{7}).parameters.query(), "symbol=ETHUSDT&orderId=7");
  EXPECT_EQ(cancel_algo_order("h1").parameters.query(), "clientAlgoId=h1");
  EXPECT_EQ(query_algo_order(VenueOrderId{8}).parameters.query(), "algoId=8");
  EXPECT_EQ(cancel_order("ETHUSDT", "h1").method, HttpMethod::DELETE_);
  EXPECT_EQ(cancel_order("ETHUSDT", "h1").cost.orders_1m, 0);
  const std::vector<std::string> ids{"a", "b"};
  EXPECT_EQ(cancel_batch("ETHUSDT", ids).parameters.at(1).second, R"(["a","b"])");
  EXPECT_EQ(countdown_cancel_all("ETHUSDT", Duration::seconds(120)).parameters.query(),
            "symbol=ETHUSDT&countdownTime=120000");
  EXPECT_EQ(countdown_cancel_all("ETHUSDT", {}).cost.weight, 10);
  EXPECT_EQ(open_orders("").cost.weight, 40);
  EXPECT_EQ(open_algo_orders("ETHUSDT").cost.weight, 1);
  EXPECT_EQ(all_orders("ETHUSDT", {.from = Timestamp::from_ms(5)}, 10).parameters.query(),
            "symbol=ETHUSDT&startTime=5&limit=10");
}

RC_GTEST_PROP(OrderRequests, WriteEveryNumberExactly, ()) {
  PlaceOrder order = limit_sell();
  order.spec.quantity = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000) * eth().lot.raw());
  order.spec.price = Price::from_raw(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000) * eth().tick.raw());
  const auto request = place_order(order, eth(), "h", {});
  RC_ASSERT((request.has_value()));
  for (const auto& [name, value] : request->parameters) {
    if (name == "quantity") RC_ASSERT((*Quantity::parse(value) == order.spec.quantity));
    if (name == "price") RC_ASSERT((*Price::parse(value) == order.spec.price));
  }
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
