#include "alpha_pulse/execution/paper_broker.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/execution/test_desk.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace test;

class PaperBrokerTest : public testing::Test {
 protected:
  Desk<PaperBroker> desk_{[](const auto& listed, auto& sink) {
    return std::make_unique<PaperBroker>(listed, plain(), std::map{std::pair{kUsdt, usdt("100000")}}, sink);
  }};
  Venue& words_ = desk_.words;
  PaperBroker& broker_ = *desk_.broker;
};

TEST_F(PaperBrokerTest, TellsTheSinkInOrderWhatACommandAndAPriceLedTo) {
  desk_.print("100");
  EXPECT_EQ(desk_.told(), "");
  desk_.place(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(desk_.sink.events.at(0).ts_event, at(1000));  // stamped with the latest event observed
  EXPECT_EQ(desk_.told(), "OrderAccepted");
  desk_.print("103");
  EXPECT_TRUE(desk_.sink.events.at(0).more_follow);
  EXPECT_EQ(desk_.told(), "OrderFilled PositionReported");
}

TEST_F(PaperBrokerTest, AnswersTheQueriesFromTheVenuesBooks) {
  desk_.print("100");
  desk_.place(1, words_.market(Side::SELL, "2"));
  desk_.place(2, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(broker_.get_position(kHedgeLeg).quantity(), qty("-2"));
  EXPECT_EQ(broker_.get_positions().size(), 2U);  // the linear and the inverse future
  EXPECT_EQ(broker_.get_positions().at(kHedgeLeg).quantity(), qty("-2"));
  EXPECT_EQ(broker_.balances().at(kUsdt), usdt("100000"));
  ASSERT_EQ(broker_.get_orders(kHedgeLeg).size(), 1U);
  EXPECT_EQ(broker_.get_orders(kHedgeLeg)[0].id, ClientOrderId{2});
  EXPECT_EQ(broker_.get_order(ClientOrderId{1})->state, OrderState::FILLED);
  EXPECT_FALSE(broker_.get_order(ClientOrderId{3}));
}

TEST_F(PaperBrokerTest, CancelsAndKeepsTheFinishedOrder) {
  desk_.print("100");
  desk_.place(1, words_.limit(Side::SELL, "1", "101"));
  desk_.cancel(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(desk_.told(), "OrderAccepted OrderCanceled");
  EXPECT_EQ(broker_.get_order(ClientOrderId{1})->state, OrderState::CANCELED);
}

TEST_F(PaperBrokerTest, HandsOnTheVenuesWakeUp) {
  desk_.print("100");
  desk_.place(1, words_.limit(Side::SELL, "1", "101"));
  ASSERT_EQ(broker_.next_wakeup().bands.size(), 1U);
  EXPECT_EQ(broker_.next_wakeup().bands[0].at_or_above, price("101.01"));
}

TEST_F(PaperBrokerTest, AClosedSinkEndsNothingButAConflatingOneIsABug) {
  desk_.sink.outcome = engine::EventSink::Outcome::CLOSED;
  desk_.print("100");
  desk_.place(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(desk_.told(), "OrderAccepted");
  desk_.sink.outcome = engine::EventSink::Outcome::CONFLATED;
  EXPECT_DEATH(desk_.print("103"), "account events are never conflated");
}

}  // namespace
}  // namespace alpha_pulse::execution
