#include "alpha_pulse/exchanges/binance/account_requests.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::exchanges::binance {
namespace {

TEST(AccountRequests, HaveThePathsAndWeightsOfTheVenue) {
  const auto expect = [](const Request& request, std::string_view path, int weight) {
    EXPECT_EQ(request.path, path);
    EXPECT_EQ(request.cost.weight, weight) << path;
    EXPECT_EQ(request.security, Security::SIGNED) << path;
  };
  expect(position_risk(""), "/fapi/v3/positionRisk", 5);
  expect(account(), "/fapi/v3/account", 5);
  expect(balance(), "/fapi/v3/balance", 5);
  expect(position_mode(), "/fapi/v1/positionSide/dual", 30);
  expect(multi_assets_mode(), "/fapi/v1/multiAssetsMargin", 30);
  expect(account_rights(), "/fapi/v2/account", 10);
  expect(symbol_config("ETHUSDT"), "/fapi/v1/symbolConfig", 5);
  expect(leverage_bracket("ETHUSDT"), "/fapi/v1/leverageBracket", 1);
  expect(commission_rate("ETHUSDT"), "/fapi/v1/commissionRate", 20);
  expect(set_leverage("ETHUSDT", 3), "/fapi/v1/leverage", 1);
  expect(set_margin_type("ETHUSDT", MarginType::CROSSED), "/fapi/v1/marginType", 1);
  expect(income("ETHUSDT", IncomeType::FUNDING_FEE, {}), "/fapi/v1/income", 30);
  expect(user_trades_from("ETHUSDT", TradeId{5}), "/fapi/v1/userTrades", 5);
}

TEST(AccountRequests, NameWhatTheyAskFor) {
  EXPECT_EQ(user_trades_from("ETHUSDT", TradeId{9'007'199'254'740'995}).parameters.query(),
            "symbol=ETHUSDT&fromId=9007199254740995&limit=1000");
  EXPECT_EQ(income("", IncomeType::FUNDING_FEE, {.from = Timestamp::from_ms(7)}, 2, 50).parameters.query(),
            "incomeType=FUNDING_FEE&startTime=7&limit=50&page=2");
  EXPECT_EQ(set_position_mode(false).parameters.query(), "dualSidePosition=false");
  EXPECT_EQ(set_margin_type("X", MarginType::ISOLATED).parameters.query(), "symbol=X&marginType=ISOLATED");
}

TEST(AccountRequests, OfListenKeysCarryTheKeyAlone) {
  EXPECT_EQ(create_listen_key().method, HttpMethod::POST);
  EXPECT_EQ(keep_listen_key().method, HttpMethod::PUT);
  EXPECT_EQ(close_listen_key().method, HttpMethod::DELETE_);
  EXPECT_EQ(keep_listen_key().security, Security::KEY);
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
