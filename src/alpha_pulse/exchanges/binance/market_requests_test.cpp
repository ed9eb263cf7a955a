#include "alpha_pulse/exchanges/binance/market_requests.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::exchanges::binance {
namespace {

TEST(MarketRequests, HaveThePathsOfTheirProduct) {
  EXPECT_EQ(server_time(Product::SPOT).path, "/api/v3/time");
  EXPECT_EQ(server_time(Product::FUTURES).path, "/fapi/v1/time");
  EXPECT_EQ(price_ticker(Product::FUTURES, "ETHUSDT").path, "/fapi/v2/ticker/price");
  EXPECT_EQ(server_time(Product::SPOT).security, Security::NONE);
  EXPECT_EQ(spot_account(true).security, Security::SIGNED);
  EXPECT_EQ(spot_order("ETHBTC", "h1").path, "/api/v3/order");
}

TEST(MarketRequests, WeighWhatTheSheetSays) {
  const auto futures_depth = [](int limit) { return depth(Product::FUTURES, "X", limit).cost.weight; };
  EXPECT_EQ(futures_depth(5), 2);
  EXPECT_EQ(futures_depth(50), 2);
  EXPECT_EQ(futures_depth(100), 5);
  EXPECT_EQ(futures_depth(500), 10);
  EXPECT_EQ(futures_depth(1'000), 20);
  const auto spot_depth = [](int limit) { return depth(Product::SPOT, "X", limit).cost.weight; };
  EXPECT_EQ(spot_depth(100), 5);
  EXPECT_EQ(spot_depth(500), 25);
  EXPECT_EQ(spot_depth(1'000), 50);
  EXPECT_EQ(spot_depth(5'000), 250);
  const auto candles = [](int limit) { return klines(Product::FUTURES, "X", "1m", {}, limit).cost.weight; };
  EXPECT_EQ(candles(99), 1);
  EXPECT_EQ(candles(100), 2);
  EXPECT_EQ(candles(500), 5);
  EXPECT_EQ(candles(1'000), 5);
  EXPECT_EQ(candles(1'500), 10);
  EXPECT_EQ(klines(Product::SPOT, "X", "1m", {}, 1'000).cost.weight, 2);
  EXPECT_EQ(mark_klines("X", "1m", {}, 1'500).cost.weight, 10);
  EXPECT_EQ(agg_trades_since(Product::FUTURES, "X", {}, 1'000).cost.weight, 20);
  EXPECT_EQ(agg_trades_from(Product::SPOT, "X", TradeId{1}, 1'000).cost.weight, 4);
  EXPECT_EQ(premium_index("").cost.weight, 10);
  EXPECT_EQ(premium_index("X").cost.weight, 1);
  EXPECT_EQ(exchange_info(Product::SPOT).cost.weight, 20);
  EXPECT_EQ(book_ticker(Product::FUTURES, "X").cost.weight, 2);
  EXPECT_EQ(spot_open_orders("").cost.weight, 80);
  EXPECT_EQ(spot_open_orders("X").cost.weight, 6);
  EXPECT_EQ(spot_trades("X", {}).cost.weight, 20);
  EXPECT_EQ(spot_account(true).cost.weight, 20);
}

TEST(MarketRequests, AskForAStretchOfCandles) {
  const auto request = klines(Product::FUTURES, "ETHUSDT", "1h",
                              {.from = Timestamp::from_ms(1'000), .to = Timestamp::from_ms(2'000)}, 99);
  EXPECT_EQ(request.parameters.query(), "symbol=ETHUSDT&interval=1h&startTime=1000&endTime=2000&limit=99");
  EXPECT_EQ(mark_klines("X", "1m", {}, 99).path, "/fapi/v1/markPriceKlines");
}

TEST(MarketRequests, AskForTradesFromAMomentAndThenFromAnId) {
  const auto since = agg_trades_since(Product::FUTURES, "ETHUSDT", Timestamp::from_ms(1'000), 1'000);
  EXPECT_EQ(since.path, "/fapi/v1/aggTrades");
  EXPECT_EQ(since.parameters.query(), "symbol=ETHUSDT&startTime=1000&limit=1000");
  const auto from = agg_trades_from(Product::SPOT, "ETHUSDT", TradeId{7}, 500);
  EXPECT_EQ(from.path, "/api/v3/aggTrades");
  EXPECT_EQ(from.parameters.query(), "symbol=ETHUSDT&fromId=7&limit=500");
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
