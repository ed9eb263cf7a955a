#include "alpha_pulse/exchanges/binance/market_decoder.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/engine/testing/allocation_count.hpp"
#include "alpha_pulse/exchanges/binance/test_frames.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

Price price(std::string_view text) {
  return *Price::parse(text);
}
Quantity quantity(std::string_view text) {
  return *Quantity::parse(text);
}

/// The message of a frame, which must be of this kind.
template <class T>
T decoded(std::string_view frame, Product product = Product::FUTURES) {
  MarketDecoder decoder(product);
  const auto message = decoder.decode(frame);
  if (!message) {
    ADD_FAILURE() << message.error().message;
    return {};
  }
  const T* found = std::get_if<T>(*message);
  EXPECT_NE(found, nullptr) << "of another kind: " << (*message)->index();
  return found == nullptr ? T{} : *found;
}

std::string replaced(std::string_view frame, std::string_view from, std::string_view to) {
  std::string text(frame);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST(MarketDecoder, ReadsTrades) {
  const auto m = decoded<AggTrade>(frames::kAggTrade);
  EXPECT_EQ(m.symbol, "ETHUSDT");
  EXPECT_EQ(m.id, 88001);
  EXPECT_EQ(m.price, price("2501.37"));
  EXPECT_EQ(m.quantity, quantity("0.75"));
  EXPECT_TRUE(m.buyer_is_maker);
  EXPECT_EQ(m.trade_time, Timestamp::from_ms(1'730'000'000'120));
  const auto one = decoded<SingleTrade>(frames::kTrade);
  EXPECT_EQ(one.id, 4411);
  EXPECT_FALSE(one.buyer_is_maker);
}

TEST(MarketDecoder, ReadsQuotesOfBothProducts) {
  const auto futures = decoded<BookTicker>(frames::kBookTicker);
  EXPECT_EQ(futures.bid.price, price("2501.36"));
  EXPECT_EQ(futures.ask.quantity, quantity("3.25"));
  EXPECT_EQ(futures.transaction_time, Timestamp::from_ms(1'730'000'000'200));
  const auto spot = decoded<BookTicker>(frames::kSpotBookTicker, Product::SPOT);
  EXPECT_EQ(spot.bid.price, price("2501.1"));
  EXPECT_EQ(spot.event_time, Timestamp{});
}

TEST(MarketDecoder, ReadsMarkAndFunding) {
  const auto m = decoded<MarkUpdate>(frames::kMark);
  EXPECT_EQ(m.mark, price("2501.41234567"));
  EXPECT_EQ(m.funding_rate, *Ratio::parse("-0.000125"));
  EXPECT_EQ(m.next_funding, Timestamp::from_ms(1'730'016'000'000));
}

TEST(MarketDecoder, ReadsCandles) {
  const auto m = decoded<Kline>(frames::kKline);
  EXPECT_TRUE(m.closed);
  EXPECT_EQ(m.interval, "1m");
  EXPECT_EQ(m.low, price("2499.4"));
  EXPECT_EQ(m.volume, quantity("321.125"));
  const auto huge = decoded<Kline>(replaced(frames::kKline, "321.125", "99999999999999.5"));
  EXPECT_EQ(huge.volume.raw(), std::numeric_limits<std::int64_t>::max());
}

TEST(MarketDecoder, ReadsChangesOfTheBook) {
  const auto m = decoded<DepthUpdate>(frames::kDepth);
  EXPECT_EQ(m.first_id, 1001);
  EXPECT_EQ(m.last_id, 1009);
  EXPECT_EQ(m.previous_last, 1000);
  ASSERT_EQ(m.bids.size(), 2U);
  EXPECT_TRUE(m.bids[1].quantity.is_zero());
  EXPECT_FALSE(decoded<DepthUpdate>(frames::kSpotDepth, Product::SPOT).previous_last.has_value());
  const auto top = decoded<PartialDepth>(frames::kSpotPartialDepth, Product::SPOT);
  EXPECT_EQ(top.symbol, "ETHUSDT");
  EXPECT_EQ(top.asks.size(), 1U);
}

TEST(MarketDecoder, ReadsCombinedFrames) {
  const auto m = decoded<AggTrade>(R"({"stream":"ethusdt@aggTrade","data":)" + std::string(frames::kAggTrade) + "}");
  EXPECT_EQ(m.id, 88001);
}

TEST(MarketDecoder, ReadsAnswersToSubscriptionsAndLeavesOtherMessages) {
  EXPECT_EQ(decoded<SubscriptionReply>(frames::kSubscribed).id, 7);
  EXPECT_EQ(decoded<SubscriptionReply>(R"({"code":2,"msg":"Invalid request: x","id":3})").error_code, 2);
  EXPECT_EQ(decoded<SubscriptionReply>(R"({"error":{"code":2,"msg":"x"},"id":3})").error_code, 2);
  EXPECT_EQ(decoded<OtherMessage>(R"({"e":"invented","E":1})").kind, "invented");
  EXPECT_EQ(decoded<ServerShutdown>(R"({"e":"serverShutdown","E":1730000000000})").event_time,
            Timestamp::from_ms(1'730'000'000'000));
  decoded<OtherMessage>("[]");
}

TEST(MarketDecoder, NamesTheFieldThatIsWrong) {
  MarketDecoder decoder(Product::FUTURES);
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {R"("p":"2501.37")", R"("p":"NaN")"},
           {R"("p":"2501.37")", R"("p":null)"},
           {R"("p":"2501.37")", R"("p":2501.37)"},
           {R"("p":"2501.37")", R"("p":"1e308")"},
           {R"("p":"2501.37",)", ""},
           {R"("T":1730000000120)", R"("T":1730000000120000)"},
           {R"("m":true)", R"("m":"true")"},
           {R"("a":88001)", R"("a":-1)"}}) {
    const auto message = decoder.decode(replaced(frames::kAggTrade, from, to));
    ASSERT_FALSE(message) << to;
    EXPECT_EQ(message.error().code, base::ErrorCode::kBadData);
    EXPECT_NE(message.error().message.find("'" + std::string(from.substr(1, 1)) + "'"), std::string::npos);
  }
  EXPECT_FALSE(decoder.decode(replaced(frames::kDepth, R"(["2501.30","7.5"])", R"(["2501.30"])")));
  EXPECT_FALSE(decoder.decode(replaced(frames::kDepth, R"("2501.50")", R"("-2501.50")")));
}

TEST(MarketDecoder, AllocatesNothingOnceWarm) {
  MarketDecoder decoder(Product::FUTURES);
  const auto read_all = [&decoder] {
    for (const std::string_view frame :
         {frames::kAggTrade, frames::kBookTicker, frames::kMark, frames::kKline, frames::kDepth}) {
      EXPECT_TRUE(decoder.decode(frame));
    }
  };
  read_all();
  const auto before = engine::testing::allocations();
  for (int i = 0; i < 100; ++i) read_all();
  EXPECT_EQ(engine::testing::allocations(), before);
}

RC_GTEST_PROP(MarketDecoder, SurvivesDamagedFrames, ()) {
  std::string text(*rc::gen::elementOf(std::vector(frames::kMarketFrames.begin(), frames::kMarketFrames.end())));
  const auto changes = *rc::gen::container<std::vector<std::pair<std::uint16_t, char>>>(
      rc::gen::pair(rc::gen::arbitrary<std::uint16_t>(), rc::gen::elementOf(std::string("09-.\"{}[],:eEnxa "))));
  for (const auto& [at, byte] : changes) text[at % text.size()] = byte;
  for (const Product product : {Product::SPOT, Product::FUTURES}) {
    MarketDecoder decoder(product);
    const auto message = decoder.decode(text);
    if (message) {
      (void)to_event(**message, InstrumentId{1}, Timestamp{});
    } else {
      RC_ASSERT((!message.error().message.empty()));
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
