#include <gtest/gtest.h>

#include "alpha_pulse/simulator/face_exchange.hpp"

namespace alpha_pulse::simulator {
namespace {

TEST(VenueListing, GivesEachKnownPairFiltersThatItsPricesPass) {
  for (const char* code : {"ETH", "BNB", "SOL", "XRP", "ADA", "DOGE", "LTC", "LINK", "AVAX"}) {
    const Currency base(code);
    const std::string name = std::string(code) + "USDT";
    ExchangeSettings settings;
    settings.market.start_price = usual_price(base, settings.market.start_price);
    settings.perpetual = perpetual_of(name, base, settings.market.start_price);
    settings.spot = spot_of(name, base, settings.market.start_price);
    settings.market.spot_tick = settings.spot.tick;
    settings.market.hedge_tick = settings.perpetual.tick;
    settings.opens = settings.market.start_time;
    Exchange exchange(settings);
    exchange.advance(settings.opens + Duration::minutes(5));
    const AccountId account = exchange.futures.add_account(*Money::parse("100000", Currency("USDT")));
    const Ticker ticker = exchange.futures.ticker(InstrumentId{0});
    ASSERT_TRUE(ticker.bid.price.known()) << name;
    const Quantity some = settings.perpetual.depth.per_level;
    const Quantity quantity = std::min(some, settings.perpetual.market_lot.max);
    OrderRequest order{.side = Side::BUY, .kind = OrderKind::LIMIT, .tif = Tif::GTX, .quantity = quantity};
    order.price = ticker.bid.price;
    const auto placed = exchange.futures.place(account, order);
    EXPECT_TRUE(placed) << name << ' ' << placed.error().message;
    const auto bought = exchange.futures.place(
        account, {.side = Side::BUY, .kind = OrderKind::MARKET, .quantity = settings.perpetual.depth.per_level});
    EXPECT_TRUE(bought) << name << ' ' << bought.error().message;
    const AccountId saver = exchange.spot.add_account({*Money::parse("10000000", Currency("USDT"))});
    const auto coins = exchange.spot.place(
        saver, {.side = Side::BUY, .kind = OrderKind::MARKET, .quantity = settings.spot.depth.per_level});
    EXPECT_TRUE(coins) << name << ' ' << coins.error().message;
  }
}

TEST(VenueListing, LeavesBtcAsTheSheetHasItAndOthersLikeIt) {
  const Price last = *Price::parse("95000");
  EXPECT_EQ(perpetual_of("BTCUSDT", Currency("BTC"), last).min_price, btcusdt_perpetual().min_price);
  EXPECT_EQ(perpetual_of("HYPEUSDT", Currency("HYPE"), last).tick, btcusdt_perpetual().tick);
  EXPECT_EQ(usual_price(Currency("HYPE"), last), last);
}

}  // namespace
}  // namespace alpha_pulse::simulator
