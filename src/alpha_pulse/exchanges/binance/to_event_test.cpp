#include <gtest/gtest.h>

#include "alpha_pulse/exchanges/binance/market_decoder.hpp"
#include "alpha_pulse/exchanges/binance/test_frames.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr Timestamp kReceived = Timestamp::from_ms(1'730'000'009'000);

std::optional<Event> event_of(std::string_view frame, Product product = Product::FUTURES) {
  MarketDecoder decoder(product);
  const auto message = decoder.decode(frame);
  EXPECT_TRUE(message);
  return to_event(**message, InstrumentId{4}, kReceived);
}

TEST(ToEvent, TurnsATradeOfASellingTakerIntoATick) {
  const auto event = event_of(frames::kAggTrade);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->instrument, InstrumentId{4});
  EXPECT_EQ(event->ts_event, Timestamp::from_ms(1'730'000'000'120));
  EXPECT_EQ(event->ts_receive, kReceived);
  ASSERT_NE(event->as<TradeTick>(), nullptr);
  EXPECT_EQ(event->as<TradeTick>()->aggressor, Side::SELL);
  EXPECT_EQ(event->as<TradeTick>()->price, *Price::parse("2501.37"));
}

TEST(ToEvent, GivesAQuoteWithoutATimeTheMomentItCame) {
  const auto event = event_of(frames::kSpotBookTicker, Product::SPOT);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->ts_event, kReceived);
  EXPECT_EQ(event->as<QuoteTick>()->ask_quantity, *Quantity::parse("5.5"));
}

TEST(ToEvent, TurnsAMarkIntoAMark) {
  EXPECT_EQ(event_of(frames::kMark)->as<MarkPrice>()->price, *Price::parse("2501.41234567"));
}

TEST(ToEvent, TurnsAClosedCandleIntoABarThatEndsWhereTheNextBegins) {
  const auto event = event_of(frames::kKline);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->ts_event, Timestamp::from_ms(1'730'000'040'000));
  EXPECT_EQ(event->as<BarClosed>()->step, Duration::minutes(1));
  std::string growing(frames::kKline);
  growing.replace(growing.find(R"("x":true)"), 8, R"("x":null)");
  MarketDecoder decoder(Product::FUTURES);
  EXPECT_FALSE(decoder.decode(growing));
  growing.replace(growing.find(R"("x":null)"), 8, R"("x":false)");
  EXPECT_FALSE(event_of(growing));
}

TEST(ToEvent, MakesNothingOfAPriceOfZero) {
  std::string zero(frames::kAggTrade);
  zero.replace(zero.find("2501.37"), 7, "0.00000");
  EXPECT_FALSE(event_of(zero));
  EXPECT_FALSE(event_of(frames::kDepth));
  EXPECT_FALSE(event_of(frames::kSubscribed));
}

TEST(ToEvent, KnowsTheLengthsOfCandles) {
  EXPECT_EQ(interval_length("4h"), Duration::hours(4));
  EXPECT_EQ(interval_length("1w"), Duration::days(7));
  EXPECT_FALSE(interval_length("1M"));
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
