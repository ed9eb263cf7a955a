#include "alpha_pulse/execution/paper_broker.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/testing/test_venue.hpp"
#include "alpha_pulse/risk/risk_gate.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace matching::test;

class Recorder : public engine::EventSink {
 public:
  Outcome push(const Event& event) override {
    events.push_back(event);
    return outcome;
  }
  std::vector<Event> events;
  Outcome outcome = Outcome::ACCEPTED;
};

/// A broker over a venue with a holding of 10, and a real risk gate in front of it.
class PaperBrokerTest : public testing::Test {
 protected:
  void print(const std::string& p) {
    const Event e =
        event(at(now_ms_ += 1000),
              TradeTick{.price = price(p), .quantity = qty("1"), .aggressor = Side::BUY, .roles = kAllRoles});
    broker_.observe(e);
    market_.absorb(e, listed_[1]);
  }
  void submit(const Command& command) {
    const Money flat(kUsdt);
    const risk::RiskContext context{.now = at(now_ms_),
                                    .hedge = listed_[1],
                                    .market = market_,
                                    .previous = market_.last,
                                    .previous_at = at(now_ms_),
                                    .spot = qty("10"),
                                    .position = broker_.get_position(kHedgeLeg).quantity(),
                                    .live_orders = {},
                                    .wallet = usdt("100000"),
                                    .unrealised = flat,
                                    .liquidation = {},
                                    .equity = {}};
    const auto approved = gate_.check(command, context);
    ASSERT_TRUE(approved.has_value()) << to_string(approved.error().reason);
    broker_.submit(*approved, Lsn{1});
  }
  void place(std::uint64_t id, OrderSpec spec) { submit(PlaceOrder{.id = ClientOrderId{id}, .spec = spec}); }
  std::string told() {
    const std::string text = names(sink_.events);
    sink_.events.clear();
    return text;
  }

  Venue words_;
  std::vector<Instrument> listed_ = instruments();
  Recorder sink_;
  PaperBroker broker_{listed_, plain(), {{kUsdt, usdt("100000")}}, sink_};
  risk::RiskGate gate_{risk::RiskLimits{}, GridDirection::SHORT, kHedgeLeg};
  MarketState market_;
  std::int64_t now_ms_ = 0;
};

TEST_F(PaperBrokerTest, TellsTheSinkInOrderWhatACommandAndAPriceLedTo) {
  print("100");
  EXPECT_EQ(told(), "");
  place(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(sink_.events.at(0).ts_event, at(1000));  // stamped with the latest event observed
  EXPECT_EQ(told(), "OrderAccepted");
  print("103");
  EXPECT_TRUE(sink_.events.at(0).more_follow);
  EXPECT_EQ(told(), "OrderFilled PositionReported");
}

TEST_F(PaperBrokerTest, AnswersTheQueriesFromTheVenuesBooks) {
  print("100");
  place(1, words_.market(Side::SELL, "2"));
  place(2, words_.limit(Side::SELL, "1", "101"));
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
  print("100");
  place(1, words_.limit(Side::SELL, "1", "101"));
  submit(CancelOrder{.id = ClientOrderId{1}, .spec = words_.limit(Side::SELL, "1", "101")});
  EXPECT_EQ(told(), "OrderAccepted OrderCanceled");
  EXPECT_EQ(broker_.get_order(ClientOrderId{1})->state, OrderState::CANCELED);
}

TEST_F(PaperBrokerTest, HandsOnTheVenuesWakeUp) {
  print("100");
  place(1, words_.limit(Side::SELL, "1", "101"));
  ASSERT_EQ(broker_.next_wakeup().bands.size(), 1U);
  EXPECT_EQ(broker_.next_wakeup().bands[0].at_or_above, price("101.01"));
}

TEST_F(PaperBrokerTest, AClosedSinkEndsNothingButAConflatingOneIsABug) {
  sink_.outcome = engine::EventSink::Outcome::CLOSED;
  print("100");
  place(1, words_.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(told(), "OrderAccepted");
  sink_.outcome = engine::EventSink::Outcome::CONFLATED;
  EXPECT_DEATH(print("103"), "account events are never conflated");
}

}  // namespace
}  // namespace alpha_pulse::execution
