#include "support/customer.hpp"
#include "support/virtual_run.hpp"

/// Complaints of other programs' users, row by row: position modes, reduce-only, minimums, stops, funding, kinds of
/// accounts.
namespace alpha_pulse::tests {
namespace {

const char* const kOrder = "POST /fapi/v1/order";
const char* const kAlgo = "POST /fapi/v1/algoOrder";

ServerChange in_hedge_mode() {
  return [](simulator::ServerSettings& settings) { settings.users[0].hedge_mode = true; };
}

/// What a run asks before its first order.
Result<session::BinanceFacts> meet(ExchangeWorld& exchange) {
  std::shared_ptr<session::BinanceVenue> venue =
      std::move(*session::BinanceVenue::create(access_to_world(), exchange.world.clock, &exchange.world.network));
  exchange.keep(venue);
  exchange.at_end([venue] { venue->stop(); });
  return exchange.world.run(venue->meet(bitcoin(kHedgeLeg, ContractKind::LINEAR)));
}

TEST(PeerRow, R62_ThePositionModeIsReadAndBothAreTradedIn) {
  for (const bool hedge_mode : {false, true}) {
    ExchangeWorld exchange("[]", hedge_mode ? in_hedge_mode() : ServerChange{});
    const auto facts = meet(exchange);
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_EQ(facts->style.hedge_mode, hedge_mode);
    Customer customer(exchange, {.hedge_mode = facts->style.hedge_mode});
    customer.place(1, selling());
    customer.place(2, closing());
    EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled OrderAccepted OrderFilled") << hedge_mode;
  }
}

TEST(PeerRow, R63_NoSettingOfTheAccountIsEverChanged) {
  for (const bool hedge_mode : {false, true}) {
    ExchangeWorld exchange("[]", hedge_mode ? in_hedge_mode() : ServerChange{});
    ASSERT_TRUE(meet(exchange));
    Customer customer(exchange, {.hedge_mode = hedge_mode});
    customer.watch();
    customer.place(1, selling());
    exchange.later(Duration::minutes(5));
    for (const Asked& asked : exchange.asked) {
      EXPECT_TRUE(asked.method == "GET" || asked.path == "/fapi/v1/order" || asked.path == "/fapi/v1/listenKey")
          << asked.what();
    }
    EXPECT_EQ(exchange.venue().account_config(ExchangeWorld::kAccount).hedge_mode, hedge_mode);
  }
}

TEST(PeerRow, R64_EveryKindOfOrderIsEncodedForTheModeThatTheAccountIsIn) {
  for (const bool hedge_mode : {false, true}) {
    ExchangeWorld exchange("[]", hedge_mode ? in_hedge_mode() : ServerChange{});
    Customer customer(exchange, {.hedge_mode = hedge_mode});
    customer.place(1, selling());
    OrderSpec target = order_of(Side::BUY, "0.005");
    target.reduce_only = true;
    target.price = price("94000");
    OrderSpec maker = resting();
    maker.time_in_force = TimeInForce::GTX;
    std::uint64_t id = 1;
    for (const OrderSpec& spec : {resting(), maker, target, stop(), closing("0.005")}) customer.place(++id, spec);
    EXPECT_TRUE(customer.heard_of<OrderRejected>().empty()) << hedge_mode << customer.told();
    for (const Asked& asked : exchange.asked) {
      if (asked.method != "POST") continue;
      EXPECT_EQ(asked.parameter("positionSide"), hedge_mode ? "SHORT" : "BOTH") << asked.query;
      EXPECT_TRUE(!hedge_mode || asked.parameter("reduceOnly").empty()) << asked.query;
    }
  }
}

TEST(PeerRow, R65_ASecondStopStandsBeforeTheFirstGoesInBothModes) {
  for (const bool hedge_mode : {false, true}) {
    ExchangeWorld exchange("[]", hedge_mode ? in_hedge_mode() : ServerChange{});
    Customer customer(exchange, {.hedge_mode = hedge_mode});
    customer.place(1, selling());
    customer.place(2, stop("0.01", "97000", 0));
    customer.place(3, stop("0.01", "98000", 1));
    EXPECT_EQ(exchange.open_stops().size(), 2U) << hedge_mode;
    customer.cancel(2, stop("0.01", "97000", 0));
    ASSERT_EQ(exchange.open_stops().size(), 1U) << hedge_mode;
    EXPECT_EQ(exchange.open_stops()[0].trigger_price, price("98000"));
  }
}

TEST(PeerRow, R66_ATargetThatCoversThePositionKeepsNoStopAndNoCloseFromPassing) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling());
  OrderSpec target = order_of(Side::BUY, "0.01");
  target.reduce_only = true;
  target.price = price("94000");
  customer.place(2, target);
  customer.place(3, stop());
  customer.place(4, closing());
  exchange.later(Duration::seconds(5));
  EXPECT_TRUE(customer.heard_of<OrderRejected>().empty());
  EXPECT_TRUE(exchange.position().is_zero());
  EXPECT_EQ(customer.heard_of<OrderExpired>().size(), 1U) << "the target went with the position";
}

TEST(PeerRow, R67_ACloseThatIsRefusedAsReduceOnlyIsToldAsThatAndSentOnce) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, closing());
  exchange.later(Duration::minutes(1));
  const auto refused = customer.heard_of<OrderRejected>();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].reason, Reason::REDUCE_ONLY_REJECTED);
  EXPECT_EQ(exchange.count(kOrder), 1U);
}

TEST(PeerRow, R68_AnAmountThatIsNoneIsRefusedWithTheFilterAndNotRounded) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  const auto reply = exchange.world.run(customer.link().place({.id = ClientOrderId{1}, .spec = resting("0.0004")}));
  EXPECT_EQ(reply.verdict, execution::Verdict::REJECTED);
  EXPECT_EQ(reply.reason, Reason::BAD_FILTER);
  EXPECT_NE(reply.detail.find("0.0004"), std::string::npos) << reply.detail;
  EXPECT_NE(reply.detail.find("0.001"), std::string::npos) << reply.detail;
  EXPECT_EQ(exchange.count(kOrder), 0U);
}

TEST(PeerRow, R69_WhatReducesMayBeSmallerThanTheMinimum) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.place(1, selling("0.0110"));
  customer.place(2, closing("0.001"));  // 95 USDT; the minimum is 100
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled OrderAccepted OrderFilled");
  EXPECT_EQ(exchange.position(), qty("-0.010"));
}

TEST(PeerRow, R74_TheHoldingIsWhatIsThereLockedCoinsIncludedAndFeesTakenOff) {
  ExchangeWorld exchange("[]", [](simulator::ServerSettings& settings) {
    settings.users[0].spot_balances = {*Money::parse("0.99925", Currency("BTC"))};
  });
  const auto facts = meet(exchange);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(*facts->holding, qty("0.99925"));
}

TEST(PeerRow, R75_TheMarginTableIsTheAccountsOwn) {
  ExchangeWorld exchange("[]",
                         [](simulator::ServerSettings& settings) { settings.exchange.perpetual.brackets.resize(2); });
  const auto facts = meet(exchange);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(facts->hedge.brackets.size(), 2U);
  EXPECT_EQ(facts->hedge.brackets[1].maintenance, *Ratio::parse("0.005"));
}

TEST(PeerRow, R76_AStopGoesWhereStopsLiveAndARefusalOfItIsToldAtOnce) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling());
  customer.told();
  exchange.instead = [](const Asked& asked) -> std::optional<net::ServerReply> {
    if (asked.what() != kAlgo) return std::nullopt;
    return refuses(-4120, "Order type not supported for this endpoint.");
  };
  customer.place(2, stop());
  EXPECT_EQ(customer.told(), "OrderRejected");
  ASSERT_FALSE(customer.heard().empty());
  EXPECT_NE(customer.heard().back().find("-4120"), std::string::npos) << customer.heard().back();
  EXPECT_EQ(exchange.count(kAlgo), 1U);
}

TEST(PeerRow, R79_AStopIsAMarketOrderTouchedByTheMark) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.place(1, selling());
  customer.place(2, stop());
  const Asked& asked = exchange.last(kAlgo);
  EXPECT_EQ(asked.parameter("type"), "STOP_MARKET");
  EXPECT_EQ(asked.parameter("workingType"), "MARK_PRICE");
  exchange.print("97100");
  EXPECT_TRUE(exchange.position().is_zero()) << "filled however far the market went";
}

TEST(PeerRow, R80_AStopWhosePriceIsPassedAlreadyIsRefusedInAWordThatMeansCloseNow) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.place(1, selling());
  customer.place(2, stop("0.01", "95000"));
  const auto refused = customer.heard_of<OrderRejected>();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].reason, Reason::WOULD_TRIGGER_IMMEDIATELY);
}

TEST(PeerRow, R81_AStopProtectsWhileTheProgramIsDeadAndTheNextStartSeesWhatItDid) {
  ExchangeWorld exchange;
  engine::OrderTracker orders;
  Position position;
  {
    Customer first(exchange);
    orders.submit(selling(), exchange.world.clock.now());
    orders.submit(stop(), exchange.world.clock.now());
    first.place(1, selling());
    first.place(2, stop());
    for (const Event& event : first.events()) orders.absorb(event);
    position = first.broker().get_position(kHedgeLeg);
    first.kill();
  }
  exchange.print("97100");
  EXPECT_TRUE(exchange.position().is_zero());
  Customer second(exchange);
  second.broker().adopt(orders, position);
  second.watch();
  exchange.later(Duration::seconds(20));
  EXPECT_EQ(second.told(), "OrderTriggered OrderFilled");
  EXPECT_TRUE(second.position().is_zero());
}

TEST(PeerRow, R84_FundingThatNobodyToldIsReadFromTheIncomeAndBookedOnce) {
  ExchangeWorld exchange("\n - {match: {event: ACCOUNT_UPDATE}, kind: drop}");
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling());
  customer.broker().on_account_stream(false);
  exchange.later(Duration::hours(5));  // over a settlement
  customer.broker().on_account_stream(true);
  exchange.later(Duration::minutes(1));
  const auto settled = customer.heard_of<FundingSettled>();
  const auto paid = exchange.venue().income(ExchangeWorld::kAccount, ExchangeWorld::kPerpetual,
                                            simulator::IncomeType::FUNDING_FEE, {});
  ASSERT_FALSE(paid.empty());
  ASSERT_EQ(settled.size(), paid.size());
  for (std::size_t i = 0; i < paid.size(); ++i) EXPECT_EQ(settled[i].amount, paid[i].amount);
}

TEST(PeerRow, R85_BehindTheKillLatchNothingThatRaisesReachesTheWire) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.place(1, selling());
  customer.gate().trip(Reason::MAX_DRAWDOWN);
  EXPECT_FALSE(customer.try_place(2, selling()));
  EXPECT_FALSE(customer.try_place(3, resting()));
  customer.place(4, closing());
  EXPECT_EQ(exchange.count(kOrder), 2U);
  EXPECT_TRUE(exchange.position().is_zero());
}

TEST(PeerRow, R87_AnAccountInAnotherAssetsModeIsRefusedInWords) {
  ExchangeWorld exchange;
  ASSERT_TRUE(exchange.venue().set_multi_assets(ExchangeWorld::kAccount, true));
  const auto facts = meet(exchange);
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().code, ErrorCode::kRefused);
  EXPECT_NE(facts.error().message.find("multi-assets"), std::string::npos) << facts.error().message;
}

}  // namespace
}  // namespace alpha_pulse::tests
