#include "alpha_pulse/session/grid_hedge_bot.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "alpha_pulse/engine/advice.hpp"
#include "alpha_pulse/engine/replay.hpp"
#include "alpha_pulse/engine/testing/memory_journal.hpp"
#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using data_pipeline::ExchangeDataProvider;
using data_pipeline::ExchangeType;
using execution::TradingMode;

/// A bot on paper at the seed's price, and a clock that a test moves.
class GridHedgeBotTest : public testing::Test {
 protected:
  GridHedgeBotTest() { EXPECT_TRUE(data_.initialize()); }

  GridHedgeBot bot(const Number& quantity = 1.0) {
    auto made = GridHedgeBot::create_for_spot_hedge(broker_, "BTCUSDT", data_, 0.02, quantity, options_);
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }
  Error refusal(std::string_view symbol, const Number& volatility, const std::optional<Number>& quantity) {
    const auto made = GridHedgeBot::create_for_spot_hedge(broker_, symbol, data_, volatility, quantity);
    return made ? Error{ErrorCode::kIo, "accepted"} : made.error();
  }
  Number after(Duration passed, const Number& price) {
    now_ = now_ + passed;
    return price;
  }
  std::size_t orders_of(SlotKind kind) const {
    const auto orders = broker_.get_orders();
    return static_cast<std::size_t>(
        std::ranges::count_if(orders, [kind](const Order& order) { return order.spec.slot.kind == kind; }));
  }

  Timestamp now_ = test::kMidnight;
  ExchangeDataProvider data_{ExchangeType::SIM};
  Broker broker_ = *create_broker(TradingMode::PAPER);
  BotOptions options_{.clock = [this] { return now_; }};
};

TEST_F(GridHedgeBotTest, TheSeedsSequenceReallyTrades) {
  GridHedgeBot hedge = bot();
  ASSERT_TRUE(hedge.execute(*data_.get_current_price("BTCUSDT")));
  const BotStatus status = hedge.get_status();
  EXPECT_EQ(status.run.symbol, "BTCUSDT");
  EXPECT_EQ(status.active_orders, 6U);
  EXPECT_EQ(status.grid_levels, 5U);
  EXPECT_TRUE(status.stop_loss_active);
  EXPECT_FALSE(status.take_profit_active);  // nothing is held yet
  EXPECT_EQ(status.last_rebalance, test::kMidnight);
  EXPECT_EQ(status.run.state, ProgramState::ACTIVE);
  EXPECT_EQ(orders_of(SlotKind::GRID_OPEN), 5U);
  EXPECT_EQ(broker_.get_orders().size(), status.active_orders);  // the venue counts the same
}

TEST_F(GridHedgeBotTest, BooksFillsExitsAndTheAccountAsPricesCome) {
  GridHedgeBot hedge = bot();
  EXPECT_TRUE(hedge.execute(95203.05));
  EXPECT_TRUE(hedge.execute(after(Duration::minutes(1), "97200")));  // through two levels
  EXPECT_EQ(broker_.get_position().quantity().to_string(), "-0.40000000");
  EXPECT_EQ(broker_.get_holding().to_string(), "1.00000000");
  BotStatus status = hedge.get_status();
  EXPECT_EQ(status.run.spot_quantity.to_string(), "1.00000000");
  EXPECT_EQ(status.run.hedge_quantity.to_string(), "-0.40000000");
  EXPECT_EQ(status.run.hedge_ratio->to_string(), "0.4");
  EXPECT_EQ(status.run.fills, 2U);
  EXPECT_GT(status.run.pnl.fees.raw(), 0);
  EXPECT_TRUE(status.run.residual.is_zero());
  EXPECT_TRUE(status.take_profit_active);
  EXPECT_EQ(broker_.get_portfolio_value(), status.run.equity);
  EXPECT_EQ(broker_.balances().at(test::kUsdt), status.run.wallet);
  const auto filled = broker_.get_order(ClientOrderId{1});  // a finished order can be asked for
  ASSERT_TRUE(filled);

  EXPECT_TRUE(hedge.execute(after(Duration::minutes(1), 101'500)));  // beyond the stop: everything goes
  status = hedge.get_status();
  EXPECT_EQ(status.run.state, ProgramState::STOPPED);
  EXPECT_EQ(status.run.reason, Reason::STOP_LOSS);
  EXPECT_EQ(status.active_orders, 0U);
  EXPECT_TRUE(broker_.get_position().flat());
}

TEST_F(GridHedgeBotTest, CountsAndRefusesWhatIsNoPriceAndGoesOn) {
  GridHedgeBot hedge = bot();
  EXPECT_TRUE(hedge.execute(95203.05));
  EXPECT_EQ(hedge.execute(0).error().message, "price: 0.00 is not positive; e.g. 95203.05");
  EXPECT_EQ(hedge.execute(10'000'000'001).error().message,
            "price: 10000000001.00 is above 10000000000, the largest price; e.g. 95203.05");
  EXPECT_EQ(hedge.execute(-5.0).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(hedge.execute(std::nan("")).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(hedge.execute("ninety").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(hedge.loop().engine().counters().refused_prices, 5U);
  EXPECT_EQ(hedge.get_status().active_orders, 6U);
  EXPECT_EQ(hedge.get_status().run.last_price.to_string(), "95203.05");
  for (const char* price : {"95300", "95310", "96200"}) {
    EXPECT_TRUE(hedge.execute(after(Duration::seconds(1), price)));
  }
  EXPECT_EQ(hedge.get_status().run.fills, 1U);
}

RC_GTEST_FIXTURE_PROP(GridHedgeBotTest, TakesAnyNumberAndKeepsItsBooks, ()) {
  GridHedgeBot hedge = bot();
  RC_ASSERT(hedge.execute(95203.05).has_value());
  const auto prices = *rc::gen::container<std::vector<double>>(rc::gen::oneOf(
      rc::gen::element(0.0, -1.0, 1e-9, 1e-8, 1e10, 1.1e10, 1e300, std::nan(""),
                       std::numeric_limits<double>::infinity()),
      rc::gen::map(rc::gen::inRange<std::int64_t>(1, 200'000), [](std::int64_t n) { return static_cast<double>(n); })));
  for (const double price : prices) {
    const bool possible = price >= 0.5e-8 && price <= 1e10;
    RC_ASSERT(hedge.execute(after(Duration::seconds(7), price)).has_value() == possible);
    RC_ASSERT(hedge.get_status().run.residual.is_zero());
    RC_ASSERT(-broker_.get_position().quantity() <= Quantity::from_raw(kOne));
  }
}

TEST_F(GridHedgeBotTest, StaysAtTheLatestTimeWhenTheClockGoesBack) {
  GridHedgeBot hedge = bot();
  EXPECT_TRUE(hedge.execute(95203.05));
  now_ = now_ - Duration::hours(1);
  EXPECT_TRUE(hedge.execute(95210));
  EXPECT_EQ(hedge.get_status().run.to, test::kMidnight);
}

TEST_F(GridHedgeBotTest, ReturnsWhenNothingIsUnderWay) {
  const auto config = test::loaded({"fills.latency=0.25", "profile=guarded"});
  auto hedge = GridHedgeBot::create(broker_, config, test::price("95203.05"), options_);
  ASSERT_TRUE(hedge) << hedge.error().message;
  EXPECT_TRUE(hedge->execute(95203.05));
  for (const Order& order : hedge->loop().engine().tracker().live()) EXPECT_NE(order.state, OrderState::SUBMITTED);
  EXPECT_GT(hedge->loop().engine().tracker().live().size(), 0U);
}

TEST_F(GridHedgeBotTest, RefusesInTheSeedsWordsWhatItCannotBeginWith) {
  EXPECT_EQ(refusal("DOGEUSDT", 0.02, 1.0).message,
            "Could not get current price for DOGEUSDT: no price of DOGEUSDT here; BTCUSDT would pass");
  for (const std::optional<Number>& none : {std::optional<Number>{}, std::optional<Number>(0.0)}) {
    EXPECT_EQ(refusal("BTCUSDT", 0.02, none).message,
              "No spot position found for BTCUSDT; a spot_quantity, e.g. 1.0, would pass");
  }
  EXPECT_NE(refusal("BTCUSDT", 0.02, -1.0).message.find("direction"), std::string::npos);
  EXPECT_NE(refusal("BTCUSDT", 0.9, 1.0).message.find("grid.volatility"), std::string::npos);
  EXPECT_EQ(refusal("BTCUSDT", std::nan(""), 1.0).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(refusal("BTCUSDT", 0.02, 0.0001).code, ErrorCode::kRefused);  // less than a lot
  data_.close();
  EXPECT_TRUE(refusal("BTCUSDT", 0.02, 1.0).message.starts_with("Could not get current price for BTCUSDT: "));
  EXPECT_FALSE(broker_.bound());
}

TEST_F(GridHedgeBotTest, ABrokerServesOneBotOfItsOwnModeAndWallet) {
  auto other = *create_broker("PAPER", "", "", "", false, 5000);
  EXPECT_EQ(GridHedgeBot::create(other, test::loaded(), test::price("95203.05")).error().message,
            "spot.equity: 100000 is not the broker's balance; 5000 would pass");
  EXPECT_EQ(GridHedgeBot::create(broker_, test::loaded({"trading_mode=REAL"}), test::price("95203.05")).error().message,
            "trading_mode: REAL is not the broker's; PAPER would pass");
  const GridHedgeBot first = bot();
  EXPECT_EQ(refusal("BTCUSDT", 0.02, 1.0).message, "broker: it already serves a bot; another create_broker would pass");
}

TEST_F(GridHedgeBotTest, PlaysAWholeSourceInItsOwnTimeAsTheProgramDoes) {
  ExchangeDataProvider day({.exchange_type = ExchangeType::SIM, .duration = Duration::hours(24)});
  ASSERT_TRUE(day.initialize());
  auto hedge = GridHedgeBot::create_for_spot_hedge(broker_, "BTCUSDT", day, 0.02, 1.0);
  ASSERT_TRUE(hedge);
  ASSERT_TRUE(hedge->run(day));
  const BotStatus status = hedge->get_status();
  EXPECT_GT(status.run.to, market::kSimStart + Duration::hours(23));
  EXPECT_GT(status.run.fills, 0U);
  EXPECT_TRUE(status.run.residual.is_zero());
  EXPECT_EQ(status.run.exchange, "sim");
  EXPECT_TRUE(hedge->execute(*day.get_current_price("BTCUSDT")));  // at the market's time, not that of a wall

  ASSERT_TRUE(day.initialize());  // begins again, a day earlier
  const auto again = hedge->run(day);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(GridHedgeBotTest, DoesWhatAPersonAsks) {
  GridHedgeBot hedge = bot();
  EXPECT_TRUE(hedge.execute(95203.05));
  hedge.request(OperatorAction::PAUSE);
  EXPECT_EQ(hedge.get_status().run.state, ProgramState::PAUSED);
  EXPECT_EQ(orders_of(SlotKind::GRID_OPEN), 0U);
  hedge.request(OperatorAction::RESUME);
  EXPECT_TRUE(hedge.execute(after(Duration::minutes(2), 95210)));
  EXPECT_EQ(orders_of(SlotKind::GRID_OPEN), 5U);
}

class Told final : public engine::IAdviceSink {
 public:
  Result<void> begin() override { return {}; }
  void on_advice(const engine::Advice& advice) override { all.push_back(advice); }
  std::vector<engine::Advice> all;
};

TEST_F(GridHedgeBotTest, AdvisesWhatItWouldDoOnPaperAndDoesNothing) {
  Told told;
  options_.advice = &told;
  Broker adviser = *create_broker(TradingMode::RECOMMENDATION);
  auto advising = GridHedgeBot::create_for_spot_hedge(adviser, "BTCUSDT", data_, 0.02, 1.0, options_);
  ASSERT_TRUE(advising) << advising.error().message;
  GridHedgeBot trading = bot();
  for (const double price : {95203.05, 96200.0, 97300.0}) {
    EXPECT_TRUE(trading.execute(after(Duration::minutes(1), price)));
    EXPECT_TRUE(advising->execute(price));
  }
  ASSERT_GE(told.all.size(), 6U);
  EXPECT_EQ(told.all[0].symbol, "BTCUSDT");
  EXPECT_GT(told.all[0].spec.quantity.raw(), 0);
  EXPECT_EQ(advising->get_status().run.command_hash, trading.get_status().run.command_hash);
  EXPECT_EQ(adviser.get_orders().size(), broker_.get_orders().size());  // the book that assumes it was followed
}

TEST_F(GridHedgeBotTest, ItsJournalReplaysToTheSameCommands) {
  engine::testing::MemoryJournal journal;
  options_.journal = &journal;
  GridHedgeBot hedge = bot();
  for (const double price : {95203.05, 96200.0, 97300.0, 95000.0, 101'500.0}) {
    EXPECT_TRUE(hedge.execute(after(Duration::minutes(1), price)));
  }
  const auto* header = journal.records.front().as<engine::RunHeader>();
  ASSERT_NE(header, nullptr);
  const auto run = reassemble(*header);
  ASSERT_TRUE(run);
  hedging::GridStrategy strategy(run->config.hedge, kSpotLeg, kHedgeLeg);
  const engine::ReplayResult replayed = engine::replay(journal.records, strategy, run->settings.engine);
  EXPECT_TRUE(replayed.identical) << replayed.first_difference;
  EXPECT_GT(replayed.commands, 6U);
}

TEST_F(GridHedgeBotTest, BrokerAndBotMayGoInAnyOrder) {
  std::optional<GridHedgeBot> hedge = bot();
  EXPECT_TRUE(hedge->execute(95203.05));
  Broker moved = std::move(broker_);
  hedge.reset();
  EXPECT_EQ(moved.get_orders().size(), 6U);
}

}  // namespace
}  // namespace alpha_pulse::session
