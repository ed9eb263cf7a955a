#include "alpha_pulse/session/broker.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using execution::TradingMode;

Error refusal(const Result<Broker>& broker) {
  return broker ? Error{ErrorCode::kIo, "accepted"} : broker.error();
}

TEST(CreateBroker, GivesAPaperBrokerWithTheSeedsBalance) {
  const auto broker = create_broker(TradingMode::PAPER);
  ASSERT_TRUE(broker);
  EXPECT_EQ(broker->trading_mode(), TradingMode::PAPER);
  EXPECT_EQ(broker->initial_balance().to_string(0), "100000");
  EXPECT_EQ(create_broker("paper", "", "", "", false, 2500.5)->initial_balance().to_string(0), "2500.5");
}

TEST(CreateBroker, GivesAnAdviserForRecommendation) {
  EXPECT_EQ(create_broker("recommendation")->trading_mode(), TradingMode::RECOMMENDATION);
}

TEST(CreateBroker, AnswersNothingBeforeABotIsThere) {
  const auto broker = create_broker(TradingMode::PAPER);
  EXPECT_FALSE(broker->bound());
  EXPECT_FALSE(broker->get_order(ClientOrderId{1}));
  EXPECT_TRUE(broker->get_orders().empty());
  EXPECT_TRUE(broker->get_position().flat());
  EXPECT_TRUE(broker->get_positions().empty());
  EXPECT_TRUE(broker->balances().empty());
  EXPECT_TRUE(broker->get_holding().is_zero());
  EXPECT_FALSE(broker->get_portfolio_value());
}

TEST(CreateBroker, RefusesInTheSeedsWords) {
  EXPECT_EQ(refusal(create_broker("DEMO")).message,
            "Invalid trading_mode: DEMO. Must be one of: REAL, PAPER, or RECOMMENDATION");
  const std::string required = "exchange_name, api_key, and api_secret are required for REAL mode";
  EXPECT_EQ(refusal(create_broker(TradingMode::REAL)).message, required);
  EXPECT_EQ(refusal(create_broker(TradingMode::REAL, "binance", "key")).message, required);
  EXPECT_EQ(refusal(create_broker(TradingMode::REAL, "kraken", "key", "secret")).message,
            "Unsupported exchange: kraken; binance, bybit, okx or sim would pass");
  for (const auto& error : {refusal(create_broker("DEMO")), refusal(create_broker(TradingMode::REAL)),
                            refusal(create_broker(TradingMode::REAL, "kraken", "key", "secret"))}) {
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  }
}

TEST(CreateBroker, RefusesRealForSafetyAndShowsNoSecret) {
  const Error error = refusal(create_broker(TradingMode::REAL, "Binance", "canary-key", "canary-secret", true));
  EXPECT_EQ(error.code, ErrorCode::kRefused);
  EXPECT_EQ(error.message.find("canary"), std::string::npos) << error.message;
}

TEST(CreateBroker, RefusesABalanceThatIsNone) {
  EXPECT_EQ(refusal(create_broker("PAPER", "", "", "", false, 0)).message,
            "initial_balance: 0 is not positive; e.g. 100000");
  EXPECT_EQ(refusal(create_broker("PAPER", "", "", "", false, "much")).code, ErrorCode::kInvalidArgument);
}

TEST(CreateBroker, TakesModeAndWalletFromAConfiguration) {
  const auto broker = create_broker(test::loaded({"spot.equity=1234.5"}).config);
  ASSERT_TRUE(broker);
  EXPECT_EQ(broker->initial_balance().to_string(0), "1234.5");
  EXPECT_EQ(refusal(create_broker(test::loaded({"trading_mode=REAL"}).config)).message,
            "exchange_name, api_key, and api_secret are required for REAL mode");
}

}  // namespace
}  // namespace alpha_pulse::session
