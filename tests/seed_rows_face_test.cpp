// The rows of the seed's compatibility table that a program meets: the bot, its broker, their calls and answers.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "alpha_pulse/alpha_pulse.hpp"

namespace alpha_pulse::tests {
namespace {

std::string refusal(const auto& result) {
  return result ? "accepted" : result.error().message;
}

/// The usage of the request, up to the first price.
struct Usage {
  Usage() {
    EXPECT_TRUE(data_provider.initialize());
    bot.emplace(*GridHedgeBot::create_for_spot_hedge(broker, "BTCUSDT", data_provider, 0.02, 1.0));
    EXPECT_TRUE(bot->execute(*data_provider.get_current_price("BTCUSDT")));
  }
  ExchangeDataProvider data_provider{ExchangeType::SIM, true};
  Broker broker = *create_broker(TradingMode::PAPER);
  std::optional<GridHedgeBot> bot;
};

TEST(SeedRow_CreateBroker, TakesTheSeedsParametersAndRefusesInItsWords) {
  const auto paper = create_broker(TradingMode::PAPER);
  ASSERT_TRUE(paper);
  EXPECT_EQ(paper->initial_balance().to_string(), "100000.00000000");
  EXPECT_NE(refusal(create_broker(TradingMode::REAL)).find("exchange_name, api_key, and api_secret are required"),
            std::string::npos);
  EXPECT_NE(refusal(create_broker(TradingMode::REAL, "kraken", "k", "s")).find("Unsupported exchange: kraken"),
            std::string::npos);
  EXPECT_NE(refusal(create_broker("demo")).find("Invalid trading_mode: demo. Must be one of: REAL, PAPER, or RECOMMEN"),
            std::string::npos);
  EXPECT_FALSE(create_broker(TradingMode::REAL, "binance", "k", "s"));  // nothing is reached, so nothing is pretended
  EXPECT_FALSE(create_broker(TradingMode::PAPER, "", "", "", false, -1));
}

TEST(SeedRow_IBroker, AnswersTheSeedsQueriesAndKeepsFinishedOrdersAskable) {
  Usage usage;
  const auto orders = usage.broker.get_orders();
  ASSERT_EQ(orders.size(), 6U);
  const auto nearest = std::find_if(orders.begin(), orders.end(), [](const Order& order) {
    return order.spec.slot.kind == domain::SlotKind::GRID_OPEN && order.spec.slot.index == 0;
  });
  ASSERT_NE(nearest, orders.end());
  ASSERT_TRUE(usage.bot->execute(96300));  // through the first rung
  const auto filled = usage.broker.get_order(nearest->id);
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->state, OrderState::FILLED);
  EXPECT_EQ(usage.broker.get_position().quantity().to_string(), "-0.20000000");
  EXPECT_EQ(usage.broker.get_positions().size(), 1U);
  EXPECT_EQ(usage.broker.get_holding().to_string(), "1.00000000");
  ASSERT_TRUE(usage.broker.get_portfolio_value());
  EXPECT_GT(usage.broker.get_portfolio_value()->to_double(), 190'000);  // wallet and holding
  EXPECT_FALSE(usage.broker.get_order(ClientOrderId{999'999}));
}

TEST(SeedRow_CreateForSpotHedge, SeedsTheHoldingSoThatTheDocumentedSequenceReallyTrades) {
  Usage usage;
  int sells = 0, stops = 0;
  for (const Order& order : usage.broker.get_orders()) {
    sells += order.spec.side == Side::SELL && order.spec.type == OrderType::LIMIT ? 1 : 0;
    stops += order.spec.side == Side::BUY && is_conditional(order.spec.type) ? 1 : 0;
  }
  EXPECT_EQ(sells, 5);
  EXPECT_EQ(stops, 1);

  Broker another = *create_broker(TradingMode::PAPER);
  EXPECT_NE(refusal(GridHedgeBot::create_for_spot_hedge(another, "BTCUSDT", usage.data_provider))
                .find("No spot position found for BTCUSDT"),
            std::string::npos);
  const ExchangeDataProvider closed(ExchangeType::SIM);
  EXPECT_NE(refusal(GridHedgeBot::create_for_spot_hedge(another, "BTCUSDT", closed, 0.02, 1.0))
                .find("Could not get current price for BTCUSDT"),
            std::string::npos);
}

TEST(SeedRow_Execute, TakesAnyNumericPriceAndSwallowsNoError) {
  Usage usage;
  EXPECT_TRUE(usage.bot->execute(95203));
  EXPECT_TRUE(usage.bot->execute(95203.05));
  EXPECT_TRUE(usage.bot->execute("95203.05"));
  EXPECT_TRUE(usage.bot->execute(*Price::parse("95203.05")));
  for (const double bad : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_FALSE(usage.bot->execute(bad)) << bad;
  EXPECT_FALSE(usage.bot->execute("many"));
  EXPECT_EQ(usage.broker.get_orders().size(), 6U);  // no order came or went
}

TEST(SeedRow_GetStatus, HasTheSixKeysAndTellsTheTruthAboutThem) {
  Usage usage;
  BotStatus status = usage.bot->get_status();
  EXPECT_EQ(status.run.symbol, "BTCUSDT");
  EXPECT_EQ(status.active_orders, usage.broker.get_orders().size());
  EXPECT_EQ(status.grid_levels, 5U);
  EXPECT_TRUE(status.stop_loss_active);
  EXPECT_FALSE(status.take_profit_active);  // flat
  EXPECT_TRUE(status.last_rebalance);
  ASSERT_TRUE(usage.bot->execute(96300));
  status = usage.bot->get_status();
  EXPECT_TRUE(status.take_profit_active);
  EXPECT_EQ(status.run.hedge_ratio->to_string(), "0.2");
  EXPECT_EQ(status.run.state, ProgramState::ACTIVE);
  EXPECT_GT(status.run.pnl.fees.raw(), 0);
  EXPECT_EQ(status.run.residual.raw(), 0);
}

}  // namespace
}  // namespace alpha_pulse::tests
