#include "alpha_pulse/data_pipeline/exchange_data_provider.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace alpha_pulse::data_pipeline {
namespace {

class Collector : public engine::EventSink {
 public:
  explicit Collector(std::size_t limit) : limit_(limit) {}
  Outcome push(const Event& event) override {
    events.push_back(event);
    if (stop_at == events.size()) provider->stop();
    return events.size() >= limit_ ? Outcome::CLOSED : Outcome::ACCEPTED;
  }
  std::vector<Event> events;
  ExchangeDataProvider* provider = nullptr;
  std::size_t stop_at = 0;

 private:
  std::size_t limit_;
};

TEST(ExchangeDataProvider, GivesThePricesOfTheBuiltInMarketByTheSeedsCalls) {
  ExchangeDataProvider provider({});
  EXPECT_EQ(provider.get_current_price("BTCUSDT").error().code, ErrorCode::kInvalidArgument);
  ASSERT_TRUE(provider.initialize());
  EXPECT_EQ(provider.get_current_price("BTCUSDT").value().to_string(), "95203.05");
  EXPECT_EQ(provider.get_price("BTCUSDT"), std::nullopt);  // nothing delivered yet
  Collector sink(1000);
  ASSERT_TRUE(provider.start(sink));
  Price last;
  for (const Event& event : sink.events) {
    if (event.instrument == kHedgeLeg && event.as<TradeTick>() != nullptr) last = event.as<TradeTick>()->price;
  }
  EXPECT_EQ(provider.get_price("BTCUSDT"), last);
  EXPECT_EQ(provider.get_current_price("BTCUSDT").value(), last);
  EXPECT_EQ(provider.get_price("ETHUSDT"), std::nullopt);
  EXPECT_EQ(provider.get_current_price("ETHUSDT").error().message, "no price of ETHUSDT here; BTCUSDT would pass");
  provider.close();
  provider.close();
  EXPECT_EQ(provider.start(sink).error().code, ErrorCode::kInvalidArgument);
}

TEST(ExchangeDataProvider, IsMadeAsTheSeedMakesIt) {
  ExchangeDataProvider binance(ExchangeType::BINANCE, true);
  EXPECT_EQ(binance.initialize().error().code, ErrorCode::kUnsupported);
  ExchangeDataProvider sim(ExchangeType::SIM);
  EXPECT_EQ(sim.exchange_type(), ExchangeType::SIM);
  EXPECT_TRUE(sim.initialize());
}

TEST(ExchangeDataProvider, TellsTheTimeOfTheMarketAndNotOfAWall) {
  ExchangeDataProvider provider(ExchangeType::SIM);
  ASSERT_TRUE(provider.initialize());
  EXPECT_EQ(provider.now(), market::kSimStart);
  Collector sink(1000);
  ASSERT_TRUE(provider.start(sink));
  EXPECT_EQ(provider.now(), sink.events.back().ts_event);
  EXPECT_GT(provider.now(), market::kSimStart);
}

TEST(ExchangeDataProvider, EndsWithItsDuration) {
  ExchangeDataProvider provider({.duration = Duration::minutes(10)});
  ASSERT_TRUE(provider.initialize());
  Collector sink(1'000'000);
  ASSERT_TRUE(provider.start(sink));
  ASSERT_GT(sink.events.size(), 1200U);
  EXPECT_LE(sink.events.back().ts_event, market::kSimStart + Duration::minutes(10));
  EXPECT_GE(sink.events.back().ts_event, market::kSimStart + Duration::minutes(10) - Duration::seconds(2));
  const std::size_t count = sink.events.size();
  ASSERT_TRUE(provider.start(sink));
  EXPECT_EQ(sink.events.size(), count);
}

TEST(ExchangeDataProvider, GoesOnWhereItWasStopped) {
  ExchangeDataProvider whole({});
  ExchangeDataProvider parts({});
  ASSERT_TRUE(whole.initialize());
  ASSERT_TRUE(parts.initialize());
  Collector all(100);
  ASSERT_TRUE(whole.start(all));
  Collector some(100);
  some.provider = &parts;
  some.stop_at = 40;
  ASSERT_TRUE(parts.start(some));
  EXPECT_EQ(some.events.size(), 40U);
  ASSERT_TRUE(parts.start(some));
  ASSERT_EQ(some.events.size(), 100U);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(some.events[i].ts_event, all.events[i].ts_event);
}

TEST(ExchangeDataProvider, SaysWhichExchangeIsBuilt) {
  for (const auto type : {ExchangeType::BINANCE, ExchangeType::BYBIT, ExchangeType::OKX}) {
    ExchangeDataProvider provider({.exchange_type = type});
    const auto result = provider.initialize();
    EXPECT_EQ(result.error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(result.error().message,
              "market data of exchange '" + std::string(to_string(type)) + "' is not built yet; sim would pass");
    EXPECT_EQ(parse_exchange_type(to_string(type)).value(), type);
  }
  EXPECT_EQ(parse_exchange_type("BINANCE").value(), ExchangeType::BINANCE);
  EXPECT_EQ(parse_exchange_type("kraken").error().message,
            "exchange 'kraken' does not exist; sim, binance, bybit or okx would pass");
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
