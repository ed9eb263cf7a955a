#include "alpha_pulse/execution/recommendation_broker.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/execution/test_desk.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace test;
using engine::Advice;
using engine::AdviceAction;
using engine::AdviceCause;

class Listener : public engine::IAdviceSink, public engine::INoticeSink {
 public:
  Result<void> begin() override { return {}; }
  void on_advice(const Advice& advice) override { heard.push_back(advice); }
  void on_notice(Timestamp, const Notice& notice) override { notices.push_back(notice); }

  std::vector<Advice> heard;
  std::vector<Notice> notices;
};

class RecommendationBrokerTest : public testing::Test {
 protected:
  explicit RecommendationBrokerTest(Assume assume = Assume::FOLLOWED)
      : desk_([&](const auto& listed, auto& sink) {
          return std::make_unique<RecommendationBroker>(
              BrokerDeps{.instruments = listed,
                         .fills = plain(),
                         .wallets = {{kUsdt, usdt("100000")}},
                         .sink = sink,
                         .advising = {.assume = assume, .holding = qty("10"), .rungs = 5},
                         .advice = &listener_});
        }) {}

  OrderSpec rung(const std::string& quantity, const std::string& p) const {
    OrderSpec spec = words_.limit(Side::SELL, quantity, p);
    spec.slot.kind = SlotKind::GRID_OPEN;
    return spec;
  }
  OrderSpec stop(const std::string& trigger, std::uint16_t index = 0) const {
    OrderSpec spec = words_.conditional(OrderType::STOP_MARKET, Side::BUY, "1", trigger);
    spec.slot = {.kind = SlotKind::STOP_LOSS, .index = index};
    return spec;
  }
  OrderSpec slice(const std::string& p) const {
    OrderSpec spec = words_.limit(Side::SELL, "2", p, TimeInForce::IOC);
    spec.slot.kind = SlotKind::REBALANCE;
    return spec;
  }

  Listener listener_;
  Desk<RecommendationBroker> desk_;
  Venue& words_ = desk_.words;
  RecommendationBroker& broker_ = *desk_.broker;
  std::vector<Advice>& heard_ = listener_.heard;
};

class NobodyFollows : public RecommendationBrokerTest {
 protected:
  NobodyFollows() : RecommendationBrokerTest(Assume::NONE) {}
};

TEST_F(RecommendationBrokerTest, TurnsAnOrderIntoAdvice) {
  desk_.print("100");
  desk_.place(1, rung("2", "101"));
  ASSERT_EQ(heard_.size(), 1U);
  const Advice& advice = heard_[0];
  EXPECT_EQ(advice.id, 1U);
  EXPECT_EQ(advice.action, AdviceAction::PLACE);
  EXPECT_EQ(advice.symbol, "BTCUSDT");
  EXPECT_EQ(advice.order, ClientOrderId{1});
  EXPECT_EQ(advice.spec, rung("2", "101"));
  EXPECT_EQ(advice.why.cause, AdviceCause::RUNG);
  EXPECT_EQ(advice.when, at(1000));
  EXPECT_EQ(advice.valid_until, at(1000) + Duration::minutes(15));
  EXPECT_EQ(advice.ratio_before, ratio("0"));
  EXPECT_EQ(advice.ratio_after, ratio("0.2"));
}

TEST_F(RecommendationBrokerTest, KeepsABookAsIfTheAdviceWereFollowed) {
  desk_.print("100");
  desk_.place(1, rung("2", "101"));
  desk_.print("103");
  EXPECT_EQ(desk_.told(), "OrderAccepted OrderFilled PositionReported");
  EXPECT_EQ(broker_.get_position(kHedgeLeg).quantity(), qty("-2"));
  desk_.place(2, stop("110"));
  EXPECT_EQ(heard_.back().ratio_before, ratio("0.2"));
  EXPECT_EQ(heard_.back().ratio_after, ratio("0.1"));
  EXPECT_EQ(heard_.back().why.entry, price("101"));
}

TEST_F(RecommendationBrokerTest, SpeaksOfTheRatioBeforeAnOrderThatFillsAtOnce) {
  desk_.print("100");
  desk_.place(1, slice("99"));
  EXPECT_EQ(broker_.get_position(kHedgeLeg).quantity(), qty("-2"));
  EXPECT_EQ(heard_.at(0).ratio_before, ratio("0"));
  EXPECT_EQ(heard_.at(0).ratio_after, ratio("0.2"));
}

TEST_F(RecommendationBrokerTest, AdvisesNothingThatTheBookRefuses) {
  desk_.print("100");
  desk_.place(1, stop("99"));
  EXPECT_EQ(desk_.told(), "OrderRejected");
  EXPECT_TRUE(heard_.empty());
}

TEST_F(RecommendationBrokerTest, GivesEachPieceOfAdviceOnce) {
  desk_.print("100");
  desk_.place(1, stop("110"));
  desk_.print("101", 3'600'000);
  desk_.place(2, stop("110", 1));
  EXPECT_EQ(heard_.size(), 1U) << "expired or not";
  desk_.place(3, stop("111"));
  EXPECT_EQ(heard_.size(), 2U);
}

TEST_F(RecommendationBrokerTest, SaysWhatMovesAndWhatGoesForIt) {
  desk_.print("100");
  desk_.place(1, stop("110"));
  desk_.place(2, stop("111", 1));
  desk_.cancel(1, stop("110"));
  ASSERT_EQ(heard_.size(), 3U);
  EXPECT_EQ(heard_[1].replaces->order, ClientOrderId{1});
  EXPECT_EQ(heard_[2].id, 3U);
  EXPECT_EQ(heard_[2].action, AdviceAction::CANCEL);
  EXPECT_EQ(heard_[2].order, ClientOrderId{1});
  EXPECT_EQ(heard_[2].why.cause, AdviceCause::MOVED);
  EXPECT_EQ(heard_[2].why.successor, ClientOrderId{2});
}

TEST_F(RecommendationBrokerTest, KeepsTheNoticesOfOrdersAndPassesTheOthersOn) {
  engine::INoticeSink* notices = broker_.notices_for(&listener_);
  notices->on_notice(at(0), OrderPlaced{});
  notices->on_notice(at(0), OrderCancelRequested{});
  notices->on_notice(at(0), StateChanged{.to = ProgramState::STOPPED, .reason = Reason::STOP_LOSS});
  ASSERT_EQ(listener_.notices.size(), 1U);
  desk_.print("100");
  desk_.place(1, rung("1", "101"));
  desk_.cancel(1, rung("1", "101"));
  EXPECT_EQ(heard_.back().why.cause, AdviceCause::WITHDRAWN);
  EXPECT_EQ(heard_.back().why.reason, Reason::STOP_LOSS);
}

TEST_F(RecommendationBrokerTest, CountsCoinsThatMove) {
  desk_.print("100");
  desk_.happen(SpotBalanceChanged{.change = qty("10")}, 1000, kSpotLeg);
  desk_.place(1, rung("2", "101"));
  EXPECT_EQ(heard_.at(0).ratio_after, ratio("0.1"));
}

TEST_F(RecommendationBrokerTest, HandsOnTheBooksWakeUp) {
  desk_.print("100");
  desk_.place(1, rung("1", "101"));
  ASSERT_EQ(broker_.next_wakeup().bands.size(), 1U);
}

TEST_F(NobodyFollows, KeepsABookWithoutFills) {
  desk_.print("100");
  desk_.place(1, rung("2", "101"));
  desk_.print("103");
  EXPECT_EQ(desk_.told(), "OrderAccepted");
  EXPECT_TRUE(broker_.get_position(kHedgeLeg).flat());
  EXPECT_EQ(broker_.get_orders(kHedgeLeg).size(), 1U);
  EXPECT_EQ(heard_.size(), 1U);
}

TEST_F(NobodyFollows, DoesNotRepeatExpiredAdviceUntilItChanges) {
  desk_.print("100");
  desk_.place(1, slice("99"));
  desk_.print("100", 15 * 60'000);
  desk_.place(2, slice("99"));
  EXPECT_EQ(heard_.size(), 1U);
  desk_.print("100", 15 * 60'000);
  desk_.place(3, slice("99.5"));
  ASSERT_EQ(heard_.size(), 2U);
  EXPECT_EQ(heard_[1].replaces->order, ClientOrderId{1});
}

}  // namespace
}  // namespace alpha_pulse::execution
