#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/exchanges/binance/market_replies.hpp"
#include "alpha_pulse/exchanges/binance/order_replies.hpp"
#include "alpha_pulse/exchanges/binance/test_frames.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/binance/ws_api_reply.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

class Replies : public testing::Test {
 protected:
  JsonValue json(std::string_view text) {
    const auto root = document_.read(text);
    EXPECT_TRUE(root) << text;
    return root.value_or(JsonValue{});
  }
  JsonDocument document_;
};

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  const std::size_t at = result.find(from);
  EXPECT_NE(at, std::string::npos);
  return result.replace(at, from.size(), to);
}

TEST_F(Replies, ReadAcksWithAndWithoutAveragePrice) {
  const auto ack = read_order(json(frames::kAck));
  ASSERT_TRUE(ack) << ack.error().message;
  EXPECT_EQ(ack->order_id.value, 22'542'179U);
  EXPECT_EQ(ack->status, OrderStatus::NEW);
  EXPECT_EQ(ack->quantity, *Quantity::parse("1.5"));
  EXPECT_FALSE(ack->average_price);
  const auto full = read_order(json(frames::kFullOrder));
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_EQ(full->average_price, *Price::parse("2510.5"));
  EXPECT_EQ(full->filled, *Quantity::parse("0.7"));
  EXPECT_TRUE(full->reduce_only);
}

TEST_F(Replies, ReadSpotsShortAckAndItsCancel) {
  const auto ack = read_order(
      json(R"({"symbol":"ETHBTC","orderId":28,"orderListId":-1,"clientOrderId":"h1","transactTime":1730000000000})"));
  ASSERT_TRUE(ack) << ack.error().message;
  EXPECT_FALSE(ack->status);
  EXPECT_FALSE(ack->filled) << "what is not said is not zero";
  const auto cancel = read_order(json(
      R"({"symbol":"ETHBTC","origClientOrderId":"h1","orderId":28,"clientOrderId":"cancel-9","transactTime":1730000000000})"));
  ASSERT_TRUE(cancel);
  EXPECT_EQ(cancel->client_id, "h1");
}

TEST_F(Replies, OfOrdersNameWhatIsWrong) {
  EXPECT_FALSE(read_order(json(replaced(frames::kAck, R"("executedQty":"0",)", ""))));
  EXPECT_FALSE(read_order(json(replaced(frames::kAck, R"("origQty":"1.5")", R"("origQty":1.5)"))));
  const auto no_id = read_order(json(replaced(frames::kAck, R"("orderId":22542179,)", "")));
  ASSERT_FALSE(no_id);
  EXPECT_NE(no_id.error().message.find("orderId"), std::string::npos);
  EXPECT_EQ(read_order(json(replaced(frames::kAck, "\"NEW\"", "\"ODD\"")))->status, OrderStatus::UNKNOWN);
}

TEST_F(Replies, OfConditionalOrders) {
  const auto order = read_algo_order(json(frames::kAlgoOrder));
  ASSERT_TRUE(order) << order.error().message;
  EXPECT_EQ(order->trigger, *Price::parse("2600.5"));
  EXPECT_EQ(order->child_order.value, 0U);
  EXPECT_FALSE(order->price_protect);
  EXPECT_EQ(read_algo_order(json(replaced(frames::kAlgoOrder, R"("actualOrderId":"")", R"("actualOrderId":"77")")))
                ->child_order.value,
            77U);
  EXPECT_EQ(read_algo_cancel(json(R"({"algoId":5,"clientAlgoId":"h","code":"200","msg":"success"})"))->algo_id.value,
            5U);
}

TEST_F(Replies, OfABatchHaveAnOutcomeEach) {
  const std::string text =
      "[" + std::string(frames::kAck) + R"(,{"code":-2022,"msg":"ReduceOnly Order is rejected."}])";
  const auto batch = read_batch(json(text), 2);
  ASSERT_TRUE(batch) << batch.error().message;
  EXPECT_TRUE(std::holds_alternative<OrderReply>(batch->at(0)));
  EXPECT_EQ(std::get<CodeReply>(batch->at(1)).code, -2022);
  EXPECT_FALSE(read_batch(json(text), 3));
}

TEST_F(Replies, OfTradesOnBothProducts) {
  const auto futures = read_trades(json(
      R"([{"buyer":false,"commission":"0.0782","commissionAsset":"USDT","id":698759,"maker":true,"orderId":25851813,"price":"2519.01","qty":"0.002","quoteQty":"5.03","baseQty":"0","realizedPnl":"-0.915","side":"SELL","positionSide":"SHORT","symbol":"ETHUSDT","time":1730000000000}])"));
  ASSERT_TRUE(futures) << futures.error().message;
  EXPECT_EQ(futures->at(0).side, WireSide::SELL);
  EXPECT_EQ(*futures->at(0).commission.money(), *Money::parse("0.0782", Currency("USDT")));
  const auto spot = read_trades(json(
      R"([{"symbol":"ETHBTC","id":28457,"orderId":100234,"orderListId":-1,"price":"0.037","qty":"12","quoteQty":"0.444","commission":"0.001","commissionAsset":"ETH","time":1730000000000,"isBuyer":true,"isMaker":false,"isBestMatch":true}])"));
  ASSERT_TRUE(spot) << spot.error().message;
  EXPECT_EQ(spot->at(0).side, WireSide::BUY);
}

TEST_F(Replies, OfPositionsRoundAveragesOnly) {
  const auto positions = read_positions(json(frames::kPositions));
  ASSERT_TRUE(positions) << positions.error().message;
  EXPECT_EQ(positions->at(0).quantity, *Quantity::parse("-1.5"));
  EXPECT_EQ(positions->at(0).entry, *Price::parse("2505.12345679"));
  EXPECT_FALSE(read_positions(json(replaced(frames::kPositions, "\"-1.5\"", "\"-1.500000001\""))));
}

TEST_F(Replies, OfBracketsAreExactAndMakeAMarginTable) {
  const auto tables = read_brackets(json(frames::kBrackets), Currency("USDT"));
  ASSERT_TRUE(tables) << tables.error().message;
  const BracketReply& table = tables->at(0);
  EXPECT_EQ(table.brackets.at(0).maintenance, *Ratio::parse("0.0065"));
  EXPECT_EQ(table.brackets.at(1).cum, *Money::parse("35", Currency("USDT")));
  EXPECT_EQ(table.leverage, (std::vector{75, 50}));
  std::string one(frames::kBrackets.substr(1, frames::kBrackets.size() - 2));
  EXPECT_EQ(read_brackets(json(one), Currency("USDT"))->size(), 1U);
  EXPECT_FALSE(
      read_brackets(json(replaced(one, R"("notionalFloor":10000)", R"("notionalFloor":0)")), Currency("USDT")));
}

TEST_F(Replies, OfTheAccountAndItsSettings) {
  const auto account = read_account(json(
      R"({"totalInitialMargin":"1","totalMaintMargin":"0.5","totalWalletBalance":"10000.5","totalUnrealizedProfit":"-3","totalMarginBalance":"9997.5","availableBalance":"9000","assets":[{"asset":"USDT","walletBalance":"10000.5","crossWalletBalance":"10000.5","availableBalance":"9000"}],"positions":[]})"));
  ASSERT_TRUE(account) << account.error().message;
  EXPECT_EQ(Money::from_raw(account->assets.at(0).wallet, Currency("USDT")),
            *Money::parse("10000.5", Currency("USDT")));
  EXPECT_EQ(read_balances(json(R"([{"asset":"USDT","balance":"5","crossWalletBalance":"5","availableBalance":"4"}])"))
                ->size(),
            1U);
  EXPECT_EQ(*read_hedge_mode(json(R"({"dualSidePosition":true})")), true);
  EXPECT_FALSE(read_hedge_mode(json(R"({"dualSidePosition":"true"})")));
  EXPECT_EQ(*read_leverage(json(R"({"leverage":21,"maxNotionalValue":"1","symbol":"X"})")), 21);
  EXPECT_EQ(read_symbol_config(json(R"([{"symbol":"X","marginType":"CROSSED","leverage":3}])"))->at(0).margin,
            MarginType::CROSSED);
  EXPECT_EQ(*read_listen_key(json(R"({"listenKey":"abc"})")), "abc");
  EXPECT_FALSE(read_listen_key(json(R"({"listenKey":""})")));
  EXPECT_EQ(
      read_commission(json(R"({"symbol":"X","makerCommissionRate":"0.0002","takerCommissionRate":"0.0004"})"))->taker,
      *Ratio::parse("0.0004"));
  const auto income = read_income(json(
      R"([{"symbol":"X","incomeType":"FUNDING_FEE","income":"-0.375","asset":"USDT","info":"","time":1730000000000,"tranId":9689322392,"tradeId":""},{"symbol":"","incomeType":"ODD","income":"1","asset":"USDT","time":1730000000000,"tranId":1}])"));
  ASSERT_TRUE(income) << income.error().message;
  EXPECT_EQ(income->at(0).transaction, 9'689'322'392);
  EXPECT_EQ(income->at(1).type, IncomeType::UNKNOWN);
  EXPECT_EQ(income->at(1).type_name, "ODD");
  const auto spot = read_spot_account(json(
      R"({"commissionRates":{"maker":"0.001","taker":"0.001"},"canTrade":true,"updateTime":1,"balances":[{"asset":"BTC","free":"4.5","locked":"0"}]})"));
  ASSERT_TRUE(spot) << spot.error().message;
  EXPECT_EQ(spot->balances.at(0).asset, "BTC");
}

TEST_F(Replies, OfExchangeInfoMakeAnInstrument) {
  const std::vector<std::string> wanted{"ETHUSDT"};
  const auto info = read_exchange_info(json(frames::kExchangeInfo), Product::FUTURES, wanted);
  ASSERT_TRUE(info) << info.error().message;
  const SymbolInfo& eth = info->symbols.at(0);
  EXPECT_EQ(eth.instrument.tick, *Price::parse("0.01"));
  EXPECT_EQ(eth.instrument.lot, *Quantity::parse("0.001"));
  EXPECT_EQ(eth.instrument.min_notional, *Money::parse("20", Currency("USDT")));
  EXPECT_EQ(eth.filters.market_max_quantity, *Quantity::parse("2000"));
  EXPECT_EQ(eth.filters.max_orders, 200);
  EXPECT_EQ(eth.filters.bid_multiplier_up, *Ratio::parse("1.05"));
  EXPECT_EQ(eth.status, SymbolStatus::TRADING);
  EXPECT_EQ(eth.contract, ContractType::PERPETUAL);
  EXPECT_TRUE(eth.post_only);
  EXPECT_TRUE(eth.stop_market);
  EXPECT_EQ(info->rate_limits.at(1).window, Duration::seconds(10));
  const std::vector<std::string> missing{"NOPE"};
  EXPECT_EQ(read_exchange_info(json(frames::kExchangeInfo), Product::FUTURES, missing).error().code,
            base::ErrorCode::kNotFound);
  EXPECT_FALSE(read_exchange_info(json(replaced(frames::kExchangeInfo, R"("tickSize":"0.01")", R"("tickSize":"0")")),
                                  Product::FUTURES, wanted))
      << "a tick of zero would divide by zero";
}

TEST_F(Replies, OfSpotExchangeInfoUseSpotsNames) {
  const std::vector<std::string> wanted{"ETHBTC"};
  const auto info = read_exchange_info(
      json(
          R"({"rateLimits":[],"symbols":[{"symbol":"ETHBTC","status":"CANCEL_ONLY","baseAsset":"ETH","quoteAsset":"BTC","orderTypes":["LIMIT","LIMIT_MAKER"],"filters":[{"filterType":"PRICE_FILTER","minPrice":"0.00001","maxPrice":"922327","tickSize":"0.00001"},{"filterType":"LOT_SIZE","minQty":"0.0001","maxQty":"100000","stepSize":"0.0001"},{"filterType":"NOTIONAL","minNotional":"0.0001","applyMinToMarket":true},{"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2","askMultiplierUp":"4","askMultiplierDown":"0.1","avgPriceMins":5},{"filterType":"MAX_NUM_ORDERS","maxNumOrders":150},{"filterType":"SOMETHING_NEW","x":1}]}]})"),
      Product::SPOT, wanted);
  ASSERT_TRUE(info) << info.error().message;
  const SymbolInfo& symbol = info->symbols.at(0);
  EXPECT_EQ(symbol.instrument.kind, ContractKind::SPOT);
  EXPECT_EQ(symbol.instrument.min_notional, *Money::parse("0.0001", Currency("BTC")));
  EXPECT_EQ(symbol.filters.ask_multiplier_up, *Ratio::parse("4"));
  EXPECT_EQ(symbol.filters.max_orders, 150);
  EXPECT_EQ(symbol.status, SymbolStatus::CANCEL_ONLY);
  EXPECT_TRUE(symbol.post_only);
  EXPECT_FALSE(symbol.stop_market);
}

TEST_F(Replies, OfMarketData) {
  EXPECT_EQ(*read_server_time(json(R"({"serverTime":1730000000000})")), Timestamp::from_ms(1'730'000'000'000));
  EXPECT_FALSE(read_server_time(json(R"({"serverTime":1730000000000000})")));
  const auto depth = read_depth(json(R"({"lastUpdateId":7,"bids":[["1","2"]],"asks":[["3","4"]]})"));
  ASSERT_TRUE(depth);
  EXPECT_EQ(depth->asks.at(0).price, *Price::parse("3"));
  constexpr std::string_view kRow = R"([[1730000000000,"1","4","0.5","2","100",1730000059999,"200",5,"50","100","0"]])";
  const auto growing = read_klines(json(kRow), "X", "1m", Timestamp::from_ms(1'730'000'059'999));
  ASSERT_TRUE(growing) << growing.error().message;
  EXPECT_FALSE(growing->at(0).closed);
  EXPECT_TRUE(read_klines(json(kRow), "X", "1m", Timestamp::from_ms(1'730'000'060'000))->at(0).closed);
  EXPECT_FALSE(read_klines(json(R"([[1730000000000,"1"]])"), "X", "1m", {}));
  EXPECT_FALSE(read_klines(json(replaced(kRow, "\"4\"", "4")), "X", "1m", {}));
  const auto premium = read_premium_index(json(
      R"({"symbol":"X","markPrice":"1","indexPrice":"1","estimatedSettlePrice":"1","lastFundingRate":"0.0001","interestRate":"0.0001","nextFundingTime":1,"time":1})"));
  EXPECT_EQ(premium->size(), 1U);
  const auto rates = read_funding_rates(json(
      R"([{"symbol":"X","fundingRate":"-0.0375","fundingTime":1570608000000,"markPrice":""},{"symbol":"X","fundingRate":"0.1","fundingTime":1,"markPrice":"5","rateType":"Special"}])"));
  ASSERT_TRUE(rates) << rates.error().message;
  EXPECT_FALSE(rates->at(0).mark.known());
  EXPECT_TRUE(rates->at(1).special);
  EXPECT_EQ(
      read_funding_info(
          json(
              R"([{"symbol":"X","adjustedFundingRateCap":"0.025","adjustedFundingRateFloor":"-0.025","fundingIntervalHours":4}])"))
          ->at(0)
          .interval_hours,
      4);
}

TEST_F(Replies, OverTheWebsocketEchoTheIdWithItsType) {
  const auto ok = read_ws_reply(json(
      R"({"id":12,"status":200,"result":{"orderId":1},"rateLimits":[{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300,"count":3}]})"));
  ASSERT_TRUE(ok) << ok.error().message;
  EXPECT_EQ(std::get<std::int64_t>(ok->id), 12);
  EXPECT_EQ(ok->result.member("orderId").text(), "1");
  EXPECT_EQ(ok->rate_limits.at(0).count, 3);
  const auto bad = read_ws_reply(json(
      R"({"id":"12","status":418,"error":{"code":-1003,"msg":"x","data":{"serverTime":1,"retryAfter":1730000000000}}})"));
  ASSERT_TRUE(bad) << bad.error().message;
  EXPECT_EQ(std::get<std::string>(bad->id), "12");
  EXPECT_EQ(bad->error->code, -1003);
  EXPECT_EQ(bad->retry_after, Timestamp::from_ms(1'730'000'000'000));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(
      read_ws_reply(json(R"({"id":null,"status":401,"error":{"code":-2015,"msg":"x"}})"))->id));
  EXPECT_FALSE(read_ws_reply(json(R"({"id":1,"status":400})")));
  EXPECT_FALSE(read_ws_reply(json(R"({"e":"executionReport"})")));
}

TEST_F(Replies, TellWhatTheAccountMayDoFromWhatItsKeyMay) {
  const auto account = read_account_rights(json(R"({"canTrade":true,"canWithdraw":true,"feeBurn":true})"));
  ASSERT_TRUE(account) << account.error().message;
  EXPECT_TRUE(account->can_trade && account->can_withdraw && account->fee_burn.value());
  EXPECT_FALSE(read_account_rights(json(R"({"canTrade":true,"canWithdraw":false})"))->fee_burn);
  EXPECT_FALSE(read_account_rights(json(R"({"canTrade":true})")));
  const auto key = read_key_restrictions(json(
      R"({"ipRestrict":false,"enableReading":true,"enableWithdrawals":false,"enableInternalTransfer":true,"enableFutures":true,"permitsUniversalTransfer":false})"));
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_TRUE(key->reads && key->trades_futures && key->transfers);
  EXPECT_FALSE(key->withdraws || key->bound_to_address);
  EXPECT_FALSE(read_key_restrictions(json(R"({"ipRestrict":true,"enableReading":true,"enableFutures":true})")));
}

TEST_F(Replies, ReadAggregatedTradesOfBothProducts) {
  const auto trades = read_agg_trades(
      json(
          R"([{"a":26129,"p":"0.01633102","q":"4.70443515","nq":"100","f":27781,"l":27781,"T":1498793709153,"m":true}])"),
      "ETHUSDT");
  ASSERT_TRUE(trades) << trades.error().message;
  EXPECT_EQ(trades->at(0).id, 26'129);
  EXPECT_EQ(trades->at(0).price.to_string(), "0.01633102");
  EXPECT_EQ(trades->at(0).trade_time, Timestamp::from_ms(1'498'793'709'153));
  EXPECT_TRUE(trades->at(0).buyer_is_maker);
  EXPECT_FALSE(read_agg_trades(json(R"([{"a":1}])"), "ETHUSDT"));
}

TEST(WireEnums, ReadWhatTheyWriteAndElseUnknown) {
  EXPECT_EQ(read_enum<OrderStatus>(wire_name(OrderStatus::EXPIRED_IN_MATCH)), OrderStatus::EXPIRED_IN_MATCH);
  EXPECT_EQ(read_enum<OrderStatus>("UNKNOWN"), OrderStatus::UNKNOWN);
  EXPECT_EQ(read_enum<OrderStatus>("filled"), OrderStatus::UNKNOWN);
  EXPECT_EQ(read_enum<ExpiryReason>("9"), ExpiryReason::MARKET_REMAINDER);
  EXPECT_EQ(read_margin_type("isolated"), MarginType::ISOLATED);
  EXPECT_TRUE(is_final(OrderStatus::EXPIRED));
  EXPECT_FALSE(is_final(OrderStatus::UNKNOWN));
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
