#include "alpha_pulse/execution/unfollowed_broker.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/execution/test_desk.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace test;

class UnfollowedBrokerTest : public testing::Test {
 protected:
  Desk<UnfollowedBroker> desk_{[](const auto& listed, auto& sink) {
    return std::make_unique<UnfollowedBroker>(listed, std::map{std::pair{kUsdt, usdt("100000")}}, Duration::minutes(15),
                                              sink);
  }};
  Venue& words_ = desk_.words;
  UnfollowedBroker& broker_ = *desk_.broker;

  OrderSpec immediate() const {
    OrderSpec spec = words_.limit(Side::SELL, "1", "99");
    spec.time_in_force = TimeInForce::IOC;
    return spec;
  }
};

TEST_F(UnfollowedBrokerTest, AcceptsAnOrderAndNeverFillsIt) {
  desk_.print("100");
  desk_.place(1, words_.limit(Side::SELL, "1", "101"));
  desk_.print("200");
  EXPECT_EQ(desk_.told(), "OrderAccepted");
  EXPECT_TRUE(broker_.get_position(kHedgeLeg).flat());
  EXPECT_EQ(broker_.get_orders(kHedgeLeg).size(), 1U);
  EXPECT_EQ(broker_.get_order(ClientOrderId{1})->state, OrderState::ACCEPTED);
}

TEST_F(UnfollowedBrokerTest, RestsForAsLongAsNobodyCancels) {
  desk_.print("100");
  desk_.place(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(broker_.next_wakeup().at, Timestamp::never());
  desk_.print("100", 86'400'000);
  EXPECT_EQ(desk_.told(), "OrderAccepted");
  desk_.cancel(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(desk_.told(), "OrderCanceled");
  EXPECT_EQ(broker_.get_order(ClientOrderId{1})->state, OrderState::CANCELED);
  desk_.cancel(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(desk_.told(), "CancelRejected");
}

TEST_F(UnfollowedBrokerTest, LetsWhatIsMeantForTheMomentExpireWhenItsAdviceHas) {
  desk_.print("100");
  desk_.place(1, immediate());
  EXPECT_EQ(broker_.next_wakeup().at, at(1000) + Duration::minutes(15));
  desk_.print("100", 15 * 60'000 - 1);
  EXPECT_EQ(desk_.told(), "OrderAccepted");
  desk_.happen(TimerElapsed{}, 1);
  EXPECT_EQ(desk_.told(), "OrderExpired");
  EXPECT_EQ(broker_.get_order(ClientOrderId{1})->state, OrderState::EXPIRED);
  EXPECT_EQ(broker_.next_wakeup().at, Timestamp::never());
}

TEST_F(UnfollowedBrokerTest, TriesAgainOnceInThatTimeAndNotWithoutEnd) {
  desk_.print("100");
  desk_.place(1, immediate());
  desk_.print("100", 15 * 60'000);
  desk_.place(2, immediate());
  EXPECT_EQ(desk_.told(), "OrderAccepted OrderExpired OrderAccepted");
  EXPECT_EQ(broker_.next_wakeup().at, at(1000) + Duration::minutes(30));
}

TEST_F(UnfollowedBrokerTest, KnowsTheWallet) {
  desk_.happen(WalletTransferred{.amount = usdt("500")});
  EXPECT_EQ(broker_.balances().at(kUsdt), usdt("100500"));
  EXPECT_EQ(broker_.get_positions().size(), 2U);
}

}  // namespace
}  // namespace alpha_pulse::execution
