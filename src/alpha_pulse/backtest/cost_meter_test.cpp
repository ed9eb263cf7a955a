#include "alpha_pulse/backtest/cost_meter.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/backtest/test_loops.hpp"
#include "alpha_pulse/engine/account_queue.hpp"

namespace alpha_pulse::backtest {
namespace {

using namespace test;

/// Says what it is told to say on the next price, as a venue that matches on what it observes.
class ScriptedBroker final : public engine::IBroker {
 public:
  explicit ScriptedBroker(engine::EventSink& sink) : sink_(sink) {}
  void submit(const risk::RiskApproved<Command>&, Lsn) override {}
  void observe(const Event& event) override {
    ++observed;
    if (!due.has_value()) return;
    const Event answer = test::event(event.ts_event, *due, leg);
    due.reset();
    sink_.push(answer);
  }
  Wakeup next_wakeup() const override { return Wakeup::on_every_event(); }

  std::optional<EventBody> due;
  InstrumentId leg = kHedgeLeg;
  int observed = 0;

 private:
  engine::EventSink& sink_;
};

class CostMeterTest : public ::testing::Test {
 protected:
  CostMeterTest() {
    auto broker = std::make_unique<ScriptedBroker>(meter);
    venue = broker.get();
    meter.measure(std::move(broker));
  }
  void quote(const std::string& bid, const std::string& ask, InstrumentId leg = kHedgeLeg) {
    now_ = now_ + Duration::seconds(1);
    meter.observe(test::event(now_, QuoteTick{price(bid), qty("1"), price(ask), qty("1")}, leg));
  }
  /// A fill that the next price brings about.
  void will_fill(Side side, const std::string& quantity, const std::string& at_price, Liquidity liquidity) {
    venue->due = OrderFilled{{.order = ClientOrderId{1},
                              .trade = TradeId{1},
                              .side = side,
                              .quantity = qty(quantity),
                              .price = price(at_price),
                              .fee = usdt("0"),
                              .liquidity = liquidity}};
  }

  std::vector<Instrument> listed = {spot(), linear()};
  engine::AccountQueue account;
  CostMeter meter{listed, kHedgeLeg, account};
  ScriptedBroker* venue = nullptr;

 private:
  Timestamp now_ = kMidnight;
};

TEST_F(CostMeterTest, MeasuresATakerAgainstTheOppositeQuote) {
  will_fill(Side::SELL, "2", "99.50", Liquidity::TAKER);
  quote("100", "101");
  EXPECT_EQ(meter.slippage(), usdt("1"));  // 2 x (100 - 99.50)
  will_fill(Side::BUY, "2", "101.25", Liquidity::TAKER);
  quote("100", "101");
  EXPECT_EQ(meter.slippage(), usdt("1.5"));  // and 2 x (101.25 - 101)
}

TEST_F(CostMeterTest, TakesNothingForATakerFilledAtTheQuote) {
  will_fill(Side::SELL, "2", "100", Liquidity::TAKER);
  quote("100", "101");
  EXPECT_TRUE(meter.slippage().is_zero());
}

TEST_F(CostMeterTest, TakesNothingForAMakerHoweverFarTheMarketWent) {
  will_fill(Side::SELL, "2", "100", Liquidity::MAKER);
  quote("150", "151");
  EXPECT_TRUE(meter.slippage().is_zero());
}

TEST_F(CostMeterTest, MeasuresAStopFromTheQuoteOfItsMomentAndNotFromItsTrigger) {
  quote("100", "101");
  will_fill(Side::BUY, "1", "112.5", Liquidity::TAKER);  // a stop at 105 in a market that jumped to 112
  quote("111", "112");
  EXPECT_EQ(meter.slippage(), usdt("0.5"));
}

TEST_F(CostMeterTest, MeasuresAgainstTheLastTradeWhereThereAreNoQuotes) {
  will_fill(Side::SELL, "1", "99", Liquidity::TAKER);
  meter.observe(test::event(kMidnight, TradeTick{price("100"), qty("1"), Side::BUY, {}}));
  EXPECT_EQ(meter.slippage(), usdt("1"));
}

TEST_F(CostMeterTest, LooksAtTheHedgeLegAlone) {
  quote("100", "101");
  quote("500", "501", kSpotLeg);
  will_fill(Side::SELL, "1", "100", Liquidity::TAKER);
  venue->leg = kSpotLeg;
  quote("300", "301", kSpotLeg);
  EXPECT_TRUE(meter.slippage().is_zero());
  will_fill(Side::SELL, "1", "99", Liquidity::TAKER);
  venue->leg = kHedgeLeg;
  quote("500", "501", kSpotLeg);
  EXPECT_EQ(meter.slippage(), usdt("1"));
}

TEST_F(CostMeterTest, PassesEverythingOnUnchanged) {
  will_fill(Side::SELL, "2", "99.50", Liquidity::TAKER);
  quote("100", "101");
  quote("100", "101", kSpotLeg);
  EXPECT_EQ(venue->observed, 2);
  ASSERT_EQ(account.size(), 1U);
  EXPECT_EQ(account.pop().as<OrderFilled>()->fill.price, price("99.50"));
  EXPECT_TRUE(meter.next_wakeup().every_event);
}

}  // namespace
}  // namespace alpha_pulse::backtest
