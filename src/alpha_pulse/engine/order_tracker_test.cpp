#include "alpha_pulse/engine/order_tracker.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "alpha_pulse/engine/testing/toy_world.hpp"

namespace alpha_pulse::engine {
namespace {

using testing::event_at;

constexpr Quantity units(std::int64_t n) {
  return Quantity::from_raw(n * kOne);
}

OrderSpec sell(std::int64_t quantity) {
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.quantity = units(quantity);
  spec.price = Price::from_raw(100 * kOne);
  return spec;
}

Event told(EventBody body) {
  return event_at(Timestamp::from_ms(1), body);
}

Event filled(std::uint64_t order, std::uint64_t trade, std::int64_t quantity) {
  return told(OrderFilled{{.order = ClientOrderId{order},
                           .trade = TradeId{trade},
                           .side = Side::SELL,
                           .quantity = units(quantity),
                           .price = Price::from_raw(100 * kOne),
                           .fee = Money(Currency{"USDT"})}});
}

TEST(OrderTracker, NumbersOrdersFromOneAndKeepsThemInOrder) {
  OrderTracker tracker;
  EXPECT_EQ(tracker.submit(sell(1), {}).id, ClientOrderId{1});
  EXPECT_EQ(tracker.refuse(sell(1), {}).state, OrderState::REJECTED);
  EXPECT_EQ(tracker.submit(sell(2), {}).id, ClientOrderId{3});
  ASSERT_EQ(tracker.live().size(), 2U);
  EXPECT_EQ(tracker.live()[1].id, ClientOrderId{3});
  ASSERT_NE(tracker.find(ClientOrderId{2}), nullptr);
  EXPECT_EQ(tracker.find(ClientOrderId{2})->state, OrderState::REJECTED);
}

TEST(OrderTracker, BooksATradeOnceHoweverOftenItIsTold) {
  OrderTracker tracker;
  tracker.submit(sell(3), {});
  EXPECT_TRUE(tracker.absorb(filled(1, 7, 1)).fill.has_value());
  const OrderOutcome again = tracker.absorb(filled(1, 7, 1));
  EXPECT_FALSE(again.fill.has_value());
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(tracker.find(ClientOrderId{1})->filled, units(1));
  EXPECT_EQ(tracker.find(ClientOrderId{1})->state, OrderState::PARTIALLY_FILLED);
}

TEST(OrderTracker, BooksALateFillOnACanceledOrderAndRaisesAFlag) {
  OrderTracker tracker;
  tracker.submit(sell(3), {});
  tracker.absorb(told(OrderCanceled{ClientOrderId{1}}));
  EXPECT_TRUE(tracker.live().empty());
  const OrderOutcome late = tracker.absorb(filled(1, 7, 2));
  EXPECT_TRUE(late.fill.has_value());
  EXPECT_TRUE(late.late);
  ASSERT_NE(late.order, nullptr);
  EXPECT_EQ(late.order->state, OrderState::CANCELED);
  EXPECT_EQ(late.order->filled, units(2));
  EXPECT_TRUE(tracker.absorb(filled(1, 7, 2)).duplicate);
}

TEST(OrderTracker, FlagsAFillBeyondTheOrderAndAFillOfNoOrder) {
  OrderTracker tracker;
  tracker.submit(sell(1), {});
  EXPECT_TRUE(tracker.absorb(filled(1, 1, 2)).overfilled);
  const OrderOutcome foreign = tracker.absorb(filled(9, 2, 1));
  EXPECT_TRUE(foreign.unknown);
  EXPECT_FALSE(foreign.fill.has_value());
}

TEST(OrderTracker, KeepsAnUnresolvedOrderLiveUntilItsStateIsProven) {
  OrderTracker tracker;
  tracker.submit(sell(1), {});
  tracker.absorb(told(OrderUnresolved{ClientOrderId{1}}));
  ASSERT_EQ(tracker.live().size(), 1U);
  EXPECT_TRUE(tracker.live()[0].unresolved);
  EXPECT_FALSE(tracker.live()[0].working());
  tracker.absorb(told(OrderAccepted{ClientOrderId{1}, VenueOrderId{5}}));
  EXPECT_TRUE(tracker.live()[0].working());
  EXPECT_EQ(tracker.live()[0].venue_id, VenueOrderId{5});
}

TEST(OrderTracker, AsksToCancelOnceAndAgainAfterTheVenueRefused) {
  OrderTracker tracker;
  tracker.submit(sell(1), {});
  EXPECT_TRUE(tracker.request_cancel(ClientOrderId{1}, {}));
  EXPECT_FALSE(tracker.request_cancel(ClientOrderId{1}, {}));
  tracker.absorb(told(CancelRejected{ClientOrderId{1}}));
  EXPECT_TRUE(tracker.live()[0].live());
  EXPECT_TRUE(tracker.request_cancel(ClientOrderId{1}, {}));
  EXPECT_FALSE(tracker.request_cancel(ClientOrderId{2}, {}));
}

TEST(OrderTracker, ForgetsOnlyTheOldestClosedOrders) {
  OrderTracker tracker;
  const std::uint64_t count = OrderTracker::kClosedMax + 10;
  for (std::uint64_t i = 0; i < count; ++i) tracker.refuse(sell(1), {});
  EXPECT_EQ(tracker.find(ClientOrderId{10}), nullptr);
  ASSERT_NE(tracker.find(ClientOrderId{11}), nullptr);
  EXPECT_EQ(tracker.find(ClientOrderId{count})->id, ClientOrderId{count});
}

/// Duplicates, late fills, events out of order and of orders that never were: the plain model keeps sets.
RC_GTEST_PROP(OrderTracker, ClimbsTheLatticeAndBooksEachTradeOnceInAnyOrderOfEvents, ()) {
  OrderTracker tracker;
  std::map<std::uint64_t, OrderState> states;
  std::map<std::uint64_t, std::set<std::uint64_t>> trades;
  std::map<std::uint64_t, std::int64_t> sums;
  const int steps = *rc::gen::inRange(1, 200);
  std::uint64_t submitted = 0;
  for (int step = 0; step < steps; ++step) {
    const int kind = *rc::gen::inRange(0, 10);
    if (kind < 2 || submitted == 0) {
      states[tracker.submit(sell(*rc::gen::inRange(1, 6)), {}).id.value] = OrderState::SUBMITTED;
      ++submitted;
      continue;
    }
    const auto raw = *rc::gen::inRange<std::uint64_t>(1, submitted + 2);
    const ClientOrderId id{raw};
    const auto trade = *rc::gen::inRange<std::uint64_t>(1, 9);
    const auto quantity = 1 + static_cast<std::int64_t>(trade % 2);
    const Event events[] = {told(OrderAccepted{id, {}}), told(OrderTriggered{id}),    told(OrderCanceled{id}),
                            told(OrderExpired{id}),      told(OrderUnresolved{id}),   told(CancelRejected{id}),
                            told(OrderRejected{id}),     filled(raw, trade, quantity)};
    const auto pick =
        *rc::gen::weightedElement<std::size_t>({{3, 0}, {1, 1}, {1, 2}, {1, 3}, {2, 4}, {2, 5}, {1, 6}, {8, 7}});
    const OrderOutcome outcome = tracker.absorb(events[pick]);
    if (raw > submitted) {
      RC_ASSERT(outcome.unknown);
      RC_ASSERT(!outcome.fill.has_value());
      continue;
    }
    const bool fresh = pick == 7 && trades[raw].insert(trade).second;
    RC_ASSERT(outcome.fill.has_value() == fresh);  // I8
    if (fresh) {
      RC_ASSERT(outcome.late == is_terminal(states[raw]));
      sums[raw] += quantity;
    }
    const Order* order = tracker.find(id);
    RC_ASSERT(order != nullptr);
    RC_ASSERT(outcome.order == order);
    RC_ASSERT(order->filled == units(sums[raw]));  // I9
    RC_ASSERT(outcome.overfilled == (fresh && order->filled > order->spec.quantity));
    RC_ASSERT(order->state >= states[raw]);  // I18
    if (is_terminal(states[raw])) RC_ASSERT(order->state == states[raw]);
    states[raw] = order->state;
    std::size_t live = 0;
    for (const auto& [known, state] : states) live += is_terminal(state) ? 0 : 1;
    RC_ASSERT(tracker.live().size() == live);  // I20
    for (std::size_t i = 1; i < tracker.live().size(); ++i) RC_ASSERT(tracker.live()[i - 1].id < tracker.live()[i].id);
  }
}

}  // namespace
}  // namespace alpha_pulse::engine
