#include "alpha_pulse/domain/event.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace alpha_pulse::domain {
namespace {

template <std::size_t I>
using Body = std::variant_alternative_t<I, EventBody>;
static_assert(std::is_same_v<Body<0>, TradeTick> && std::is_same_v<Body<1>, QuoteTick> &&
                  std::is_same_v<Body<2>, MarkPrice>,
              "is_price_event counts on the first three");
static_assert(std::is_trivially_copyable_v<Event>, "an event is a value that may be copied byte by byte");

template <std::size_t... I>
std::vector<Event> one_of_each(std::index_sequence<I...>) {
  return {Event{.body = Body<I>{}}...};
}
std::vector<Event> one_of_each() {
  return one_of_each(std::make_index_sequence<std::variant_size_v<EventBody>>{});
}

TEST(Event, OnlyTradesQuotesAndMarksArePriceEvents) {
  int price_events = 0;
  for (const Event& event : one_of_each()) {
    const bool expected =
        event.as<TradeTick>() != nullptr || event.as<QuoteTick>() != nullptr || event.as<MarkPrice>() != nullptr;
    EXPECT_EQ(is_price_event(event), expected) << event_name(event);
    price_events += is_price_event(event) ? 1 : 0;
  }
  EXPECT_EQ(price_events, 3);
}

TEST(Event, EveryKindHasItsOwnName) {
  std::set<std::string_view> names;
  for (const Event& event : one_of_each()) names.insert(event_name(event));
  EXPECT_EQ(names.size(), std::variant_size_v<EventBody>);
  EXPECT_FALSE(names.contains(""));
}

TEST(Event, TheNameIsTheNameOfTheType) {
  const auto name = [](const EventBody& body) { return event_name(Event{.body = body}); };
  EXPECT_EQ(name(TradeTick{}), "TradeTick");
  EXPECT_EQ(name(QuoteTick{}), "QuoteTick");
  EXPECT_EQ(name(MarkPrice{}), "MarkPrice");
  EXPECT_EQ(name(BarClosed{}), "BarClosed");
  EXPECT_EQ(name(FundingRateDue{}), "FundingRateDue");
  EXPECT_EQ(name(OrderAccepted{}), "OrderAccepted");
  EXPECT_EQ(name(OrderRejected{}), "OrderRejected");
  EXPECT_EQ(name(OrderTriggered{}), "OrderTriggered");
  EXPECT_EQ(name(OrderFilled{}), "OrderFilled");
  EXPECT_EQ(name(OrderCanceled{}), "OrderCanceled");
  EXPECT_EQ(name(OrderExpired{}), "OrderExpired");
  EXPECT_EQ(name(OrderUnresolved{}), "OrderUnresolved");
  EXPECT_EQ(name(CancelRejected{}), "CancelRejected");
  EXPECT_EQ(name(PositionReported{}), "PositionReported");
  EXPECT_EQ(name(FundingSettled{}), "FundingSettled");
  EXPECT_EQ(name(PositionLiquidated{}), "PositionLiquidated");
  EXPECT_EQ(name(SpotBalanceChanged{}), "SpotBalanceChanged");
  EXPECT_EQ(name(WalletTransferred{}), "WalletTransferred");
  EXPECT_EQ(name(TimerElapsed{}), "TimerElapsed");
  EXPECT_EQ(name(OperatorRequested{}), "OperatorRequested");
}

TEST(Event, GivesItsBodyOnlyAsWhatItIs) {
  const Event event{.body = MarkPrice{.price = Price::from_raw(5)}};
  ASSERT_NE(event.as<MarkPrice>(), nullptr);
  EXPECT_EQ(event.as<MarkPrice>()->price, Price::from_raw(5));
  EXPECT_EQ(event.as<TradeTick>(), nullptr);
}

}  // namespace
}  // namespace alpha_pulse::domain
