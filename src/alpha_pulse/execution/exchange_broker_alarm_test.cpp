#include <gtest/gtest.h>

#include "alpha_pulse/execution/test_exchange_desk.hpp"

namespace alpha_pulse::execution::test {
namespace {

TEST(ExchangeBroker, TellsAnAlarmOfTheVenueToTheEngineAndToPeopleOnceAMinute) {
  ExchangeDesk desk;
  desk.broker->on_alarm(Reason::VENUE_REFUSED, "the key was refused");
  desk.broker->on_alarm(Reason::VENUE_REFUSED, "the key was refused");
  desk.world.settle();
  ASSERT_EQ(desk.sink.events.size(), 1U);
  const auto* told = desk.sink.events[0].as<OrderRejected>();
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->order, ClientOrderId{});
  EXPECT_EQ(told->reason, Reason::VENUE_REFUSED);
  EXPECT_EQ(desk.heard, (std::vector<std::string>{"the key was refused"}));
  desk.broker->on_alarm(Reason::MARGIN_GUARD, "a call for margin");
  EXPECT_EQ(desk.sink.events.size(), 2U);
  desk.later(Duration::seconds(61));
  desk.broker->on_alarm(Reason::VENUE_REFUSED, "the key was refused");
  EXPECT_EQ(desk.sink.events.size(), 3U) << "a person may have re-armed meanwhile";
  EXPECT_GT(desk.wakes, 0);
}

}  // namespace
}  // namespace alpha_pulse::execution::test
