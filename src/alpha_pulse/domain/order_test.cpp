#include "alpha_pulse/domain/order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <set>
#include <vector>

#include "alpha_pulse/domain/command.hpp"

namespace alpha_pulse::domain {
namespace {

constexpr std::array kStates = {OrderState::SUBMITTED, OrderState::ACCEPTED, OrderState::PARTIALLY_FILLED,
                                OrderState::FILLED,    OrderState::CANCELED, OrderState::EXPIRED,
                                OrderState::REJECTED};

TEST(OrderState, OnEveryPairTheLatticeOnlyClimbs) {
  for (const OrderState current : kStates) {
    for (const OrderState reported : kStates) {
      const OrderState next = advance(current, reported);
      EXPECT_GE(next, current);
      EXPECT_EQ(advance(next, reported), next) << "hearing it twice changes nothing";
      EXPECT_TRUE(next == current || next == reported) << "no state is invented";
      if (is_terminal(current)) {
        EXPECT_EQ(next, current) << "a terminal state absorbs";
      }
      if (!is_terminal(current)) {
        EXPECT_GE(next, reported) << "news are not lost";
      }
    }
  }
}

RC_GTEST_PROP(OrderState, ReportsInAnyOrderAndAnyNumberEndInTheSameTerminalState, ()) {
  auto reports = *rc::gen::container<std::vector<OrderState>>(
      rc::gen::element(OrderState::SUBMITTED, OrderState::ACCEPTED, OrderState::PARTIALLY_FILLED));
  const OrderState last =
      *rc::gen::element(OrderState::FILLED, OrderState::CANCELED, OrderState::EXPIRED, OrderState::REJECTED);
  reports.insert(
      reports.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(reports.size()) + 1), last);
  OrderState state = OrderState::SUBMITTED;
  for (const OrderState report : reports) {
    const OrderState next = advance(state, report);
    RC_ASSERT(next >= state);
    state = next;
  }
  RC_ASSERT(state == last);
}

TEST(Order, IsLiveUntilATerminalStateIsProvenAndWorksOnlyWhenNothingIsInDoubt) {
  Order order{.spec = {.quantity = Quantity::from_raw(10)}, .filled = Quantity::from_raw(4)};
  EXPECT_EQ(order.remaining(), Quantity::from_raw(6));
  EXPECT_TRUE(order.live());
  EXPECT_FALSE(order.working());
  order.state = OrderState::ACCEPTED;
  EXPECT_TRUE(order.working());
  order.cancel_requested = true;
  EXPECT_TRUE(order.live());
  EXPECT_FALSE(order.working());
  order.cancel_requested = false;
  order.unresolved = true;
  EXPECT_TRUE(order.live());
  EXPECT_FALSE(order.working());
  for (const OrderState state : kStates) {
    order.state = state;
    EXPECT_EQ(order.live(), !is_terminal(state));
  }
}

TEST(Order, ProtectiveSlotsAreTheThreeStops) {
  EXPECT_TRUE(is_protective(SlotKind::STOP_LOSS) && is_protective(SlotKind::TAKE_PROFIT));
  EXPECT_TRUE(is_protective(SlotKind::DISASTER_STOP));
  EXPECT_FALSE(is_protective(SlotKind::GRID_OPEN) || is_protective(SlotKind::GRID_CLOSE));
  EXPECT_FALSE(is_protective(SlotKind::REBALANCE) || is_protective(SlotKind::FLATTEN));
}

TEST(Order, EveryStateAndSlotHasItsOwnName) {
  std::set<std::string_view> names;
  for (const OrderState state : kStates) names.insert(to_string(state));
  EXPECT_EQ(names.size(), kStates.size());
  std::set<std::string_view> slots;
  for (int kind = 0; kind <= static_cast<int>(SlotKind::FLATTEN); ++kind)
    slots.insert(to_string(static_cast<SlotKind>(kind)));
  EXPECT_EQ(slots.size(), 7U);
}

TEST(Order, SignedQuantityIsNegativeForASell) {
  EXPECT_EQ(signed_quantity(Side::BUY, Quantity::from_raw(3)), Quantity::from_raw(3));
  EXPECT_EQ(signed_quantity(Side::SELL, Quantity::from_raw(3)), Quantity::from_raw(-3));
  EXPECT_EQ(opposite(Side::BUY), Side::SELL);
  EXPECT_EQ(opposite(Side::SELL), Side::BUY);
}

TEST(Commands, KeepTheOrderDecidedAndCarryTheSpecOfWhatTheyCancel) {
  Commands commands;
  EXPECT_TRUE(commands.empty());
  const OrderSpec spec{.instrument = kHedgeLeg, .quantity = Quantity::from_raw(7)};
  commands.place(spec);
  commands.cancel(Order{.id = {.value = 9}, .spec = spec});
  commands.notify(Warned{});
  ASSERT_EQ(commands.orders().size(), 2U);
  EXPECT_EQ(std::get<PlaceOrder>(commands.orders()[0]).id, ClientOrderId{});
  EXPECT_EQ(std::get<CancelOrder>(commands.orders()[1]).id, ClientOrderId{.value = 9});
  EXPECT_EQ(spec_of(commands.orders()[0]), spec);
  EXPECT_EQ(spec_of(commands.orders()[1]), spec);
  EXPECT_EQ(commands.notices().size(), 1U);
  commands.clear();
  EXPECT_TRUE(commands.empty());
}

}  // namespace
}  // namespace alpha_pulse::domain
