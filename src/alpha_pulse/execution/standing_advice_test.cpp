#include "alpha_pulse/execution/standing_advice.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace matching::test;

ClientOrderId id(std::uint64_t n) {
  return ClientOrderId{n};
}

OrderSpec rung(std::uint16_t index, const std::string& at_price) {
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.slot = {.kind = SlotKind::GRID_OPEN, .index = index};
  spec.quantity = qty("0.2");
  spec.price = price(at_price);
  return spec;
}
OrderSpec stop(std::uint16_t index, const std::string& trigger) {
  OrderSpec spec = rung(index, "0");
  spec.slot.kind = SlotKind::STOP_LOSS;
  spec.side = Side::BUY;
  spec.type = OrderType::STOP_MARKET;
  spec.reduce_only = true;
  spec.price = {};
  spec.trigger = price(trigger);
  return spec;
}
OrderSpec slice(const std::string& at_price) {
  OrderSpec spec = rung(0, at_price);
  spec.slot.kind = SlotKind::REBALANCE;
  spec.time_in_force = TimeInForce::IOC;
  return spec;
}

class StandingAdviceTest : public testing::Test {
 protected:
  std::optional<StandingAdvice::News> take(std::uint64_t order, const OrderSpec& spec, std::int64_t ms = 0) {
    standing_.submit(id(order), spec);
    return standing_.accept(id(order), at(ms));
  }
  StandingAdvice standing_{Duration::minutes(15)};
};

TEST_F(StandingAdviceTest, TellsWhatTheBookTook) {
  standing_.submit(id(1), rung(0, "101"));
  standing_.submit(id(2), rung(1, "102"));
  standing_.end(id(1), OrderState::REJECTED);
  EXPECT_FALSE(standing_.accept(id(1), at(0)));
  const auto news = standing_.accept(id(2), at(0));
  ASSERT_TRUE(news);
  EXPECT_EQ(news->spec, rung(1, "102"));
  EXPECT_FALSE(news->replaces);
  EXPECT_FALSE(standing_.accept(id(2), at(0))) << "once";
}

TEST_F(StandingAdviceTest, DoesNotTellTheSameContentTwiceWhileItStands) {
  EXPECT_TRUE(take(1, stop(0, "105")));
  EXPECT_FALSE(take(2, stop(1, "105")));
  EXPECT_TRUE(take(3, stop(0, "106")));
}

TEST_F(StandingAdviceTest, TellsTheSameContentAgainOnceItWasFilledOrTakenBack) {
  EXPECT_TRUE(take(1, rung(0, "101")));
  standing_.fill(id(1), qty("0.1"));
  EXPECT_FALSE(take(2, rung(0, "101"))) << "half of it still stands";
  standing_.fill(id(1), qty("0.1"));
  standing_.end(id(2), OrderState::CANCELED);
  EXPECT_TRUE(take(3, rung(0, "101")));
  EXPECT_TRUE(standing_.withdraw(id(3), at(0)));
  EXPECT_TRUE(take(4, rung(0, "101")));
}

TEST_F(StandingAdviceTest, TellsARestingOrderAgainThatTheBookEnded) {
  EXPECT_TRUE(take(1, stop(0, "105")));
  standing_.end(id(1), OrderState::EXPIRED);
  EXPECT_TRUE(take(2, stop(0, "105"))) << "a stop that is gone protects nobody";
}

TEST_F(StandingAdviceTest, DoesNotRepeatWhatWasMeantForTheMomentUntilItChanges) {
  EXPECT_TRUE(take(1, slice("99.9")));
  standing_.end(id(1), OrderState::EXPIRED);
  EXPECT_FALSE(take(2, slice("99.9")));
  standing_.end(id(2), OrderState::EXPIRED);
  EXPECT_FALSE(take(3, slice("99.9")));
  standing_.end(id(3), OrderState::EXPIRED);
  const auto changed = take(4, slice("99.8"));
  ASSERT_TRUE(changed);
  ASSERT_TRUE(changed->replaces);
  EXPECT_EQ(changed->replaces->order, id(1)) << "as the person knows it";
}

TEST_F(StandingAdviceTest, TellsAPartlyFilledSliceAgain) {
  EXPECT_TRUE(take(1, slice("99.9")));
  standing_.fill(id(1), qty("0.1"));
  standing_.end(id(1), OrderState::EXPIRED);
  EXPECT_TRUE(take(2, slice("99.9")));
}

TEST_F(StandingAdviceTest, NamesWhatANewOrderReplaces) {
  EXPECT_TRUE(take(1, stop(0, "105")));
  const auto moved = take(2, stop(1, "106"));
  ASSERT_TRUE(moved);
  ASSERT_TRUE(moved->replaces);
  EXPECT_EQ(moved->replaces->order, id(1));
  EXPECT_EQ(moved->replaces->spec, stop(0, "105"));
  EXPECT_EQ(standing_.successor(id(1))->order, id(2));
  EXPECT_FALSE(standing_.successor(id(2)));
}

TEST_F(StandingAdviceTest, RemembersWhatWasTakenBackForAWhile) {
  EXPECT_TRUE(take(1, rung(0, "101")));
  EXPECT_TRUE(standing_.withdraw(id(1), at(1000)));
  standing_.end(id(1), OrderState::CANCELED);
  EXPECT_EQ(take(2, rung(0, "102"), 2000)->replaces->order, id(1));
  EXPECT_TRUE(standing_.withdraw(id(2), at(3000)));
  standing_.end(id(2), OrderState::CANCELED);
  EXPECT_FALSE(take(3, rung(0, "103"), 3000 + 15 * 60'000 + 1)->replaces);
}

TEST_F(StandingAdviceTest, TakesBackOnlyWhatWasTold) {
  EXPECT_FALSE(standing_.withdraw(id(1), at(0)));
  EXPECT_TRUE(take(1, slice("99.9")));
  standing_.end(id(1), OrderState::EXPIRED);
  EXPECT_FALSE(take(2, slice("99.9")));
  EXPECT_EQ(standing_.withdraw(id(2), at(0))->order, id(1)) << "as the person knows it";
  EXPECT_FALSE(standing_.withdraw(id(2), at(0))) << "once";
}

}  // namespace
}  // namespace alpha_pulse::execution
