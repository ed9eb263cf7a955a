#include "support/customer.hpp"

/// Complaints of other programs' users, row by row: books that are not the exchange's.
namespace alpha_pulse::tests {
namespace {

const char* const kOrder = "POST /fapi/v1/order";

/// The answer to this question has another body.
void answer(ExchangeWorld& exchange, const std::string& path, const std::string& body) {
  exchange.change = [=](const Asked& asked, net::ServerReply& reply) {
    if (asked.path == path) reply.response.body = body;
  };
}

void hold(ExchangeWorld& exchange, const char* quantity) {
  simulator::OrderRequest order;
  order.side = Side::SELL;
  order.kind = simulator::OrderKind::MARKET;
  order.quantity = qty(quantity);
  ASSERT_TRUE(exchange.venue().place(ExchangeWorld::kAccount, order));
  exchange.tell();
}

TEST(PeerRow, R37_ThePositionIsTheExchangesHoweverOldItIs) {
  ExchangeWorld exchange;
  hold(exchange, "0.075");
  exchange.world.clock.advance(Duration::days(11));
  Customer customer(exchange);
  customer.watch();
  EXPECT_EQ(customer.position(), qty("-0.075"));
  exchange.later(Duration::minutes(1));
  EXPECT_EQ(customer.told(), "") << "no history is needed for it, and none is made up";
}

TEST(PeerRow, R38_AnOrderThatCannotBeFoundYetIsNotRejectedForThat) {
  ExchangeWorld exchange(R"(
 - {match: {method: POST, path: /fapi/v1/order}, kind: 5xx_after, nth: 1}
 - {match: {event: ORDER_TRADE_UPDATE}, kind: drop}
 - {match: {method: GET, path: /fapi/v1/order}, kind: lag_queries, delay: 4s}
)");
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting());
  exchange.later(Duration::milliseconds(1500));
  EXPECT_GE(exchange.count("GET /fapi/v1/order"), 1U) << "asked, and not found";
  exchange.later(Duration::seconds(30));
  EXPECT_EQ(customer.told(), "OrderUnresolved OrderAccepted");
  EXPECT_EQ(exchange.open_orders().size(), 1U);
}

TEST(PeerRow, R39_AWorkingOrderIsKeptThoughItsFillsDoNotAddUp) {
  ExchangeWorld exchange("\n - {match: {event: ORDER_TRADE_UPDATE}, kind: drop, nth: 2}");
  Customer customer(exchange);
  customer.watch();
  answer(exchange, "/fapi/v1/userTrades", "[]");
  customer.place(1, resting("0.01", "95210"));
  exchange.print("95210");  // not told, and not among the trades
  exchange.later(Duration::minutes(3));
  EXPECT_EQ(customer.told(), "OrderAccepted");
  EXPECT_TRUE(customer.broker().get_order(ClientOrderId{1})->live());
  exchange.change = nullptr;
  exchange.later(Duration::seconds(20));
  EXPECT_EQ(customer.told(), "OrderFilled");
}

TEST(PeerRow, R40_ARestartTradesNothingInEitherPositionMode) {
  for (const bool hedge_mode : {false, true}) {
    ExchangeWorld exchange("[]", [=](simulator::ServerSettings& s) { s.users[0].hedge_mode = hedge_mode; });
    Customer first(exchange, {.hedge_mode = hedge_mode});
    engine::OrderTracker orders;
    orders.submit(selling(), exchange.world.clock.now());
    first.place(1, selling());
    for (const Event& event : first.events()) orders.absorb(event);
    const Position position = first.broker().get_position(kHedgeLeg);
    ASSERT_EQ(position.quantity(), qty("-0.01")) << hedge_mode;
    first.kill();
    Customer second(exchange, {.hedge_mode = hedge_mode});
    second.broker().adopt(orders, position);
    second.watch();
    exchange.later(Duration::minutes(1));
    EXPECT_EQ(exchange.count(kOrder), 0U) << hedge_mode;
    EXPECT_EQ(second.told(), "") << hedge_mode;
    EXPECT_EQ(second.position(), qty("-0.01")) << hedge_mode;
  }
}

TEST(PeerRow, R41_AStopThatClosesThePositionNeedsNoQuantityToBeRead) {
  ExchangeWorld exchange;
  hold(exchange, "0.01");
  simulator::AlgoRequest closes;
  closes.side = Side::BUY;
  closes.trigger_price = price("99000");
  closes.close_position = true;
  closes.client_id = "web_2";
  ASSERT_TRUE(exchange.venue().place_algo(ExchangeWorld::kAccount, closes));
  Customer customer(exchange);
  const auto account = exchange.world.run(customer.link().snapshot());
  ASSERT_TRUE(account) << account.error().message;
  EXPECT_EQ(account->foreign_orders, 1U);
}

TEST(PeerRow, R42_AnOrderInAStateThatCannotBeReadIsNotReconciledAndStaysLive) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting());
  exchange.change = [](const Asked& asked, net::ServerReply& reply) {
    if (asked.path != "/fapi/v1/openOrders" && asked.what() != "GET /fapi/v1/order") return;
    std::string& body = reply.response.body;
    const std::size_t at = body.find(R"("status":"NEW")");
    if (at != std::string::npos) body.replace(at, 14, R"("status":"WAT")");
  };
  exchange.later(Duration::minutes(2));
  EXPECT_EQ(customer.told(), "OrderAccepted");
  EXPECT_TRUE(customer.broker().get_order(ClientOrderId{1})->live());
  EXPECT_FALSE(customer.broker().settled()) << "the question stays open";
}

TEST(PeerRow, R43_NoFillIsEverMadeUpToExplainAPosition) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  hold(exchange, "0.02");  // somebody sells by hand
  exchange.later(Duration::minutes(1));
  const auto reported = customer.heard_of<PositionReported>();
  ASSERT_FALSE(reported.empty());
  EXPECT_EQ(reported.back().quantity, qty("-0.02"));
  EXPECT_EQ(customer.told(), "");
  EXPECT_TRUE(customer.position().is_zero()) << "ours is what our orders did";
}

TEST(PeerRow, R44_WhatBelongsToAnotherSymbolIsNobodysFillHere) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  answer(exchange, "/fapi/v3/positionRisk",
         R"([{"symbol":"ETHUSDT","positionSide":"BOTH","positionAmt":"-3","entryPrice":"3000","markPrice":"3000",)"
         R"("unRealizedProfit":"0","liquidationPrice":"0","updateTime":1}])");
  exchange.later(Duration::minutes(1));
  EXPECT_EQ(customer.told(), "");
  for (const PositionReported& told : customer.heard_of<PositionReported>()) EXPECT_TRUE(told.quantity.is_zero());
}

TEST(PeerRow, R45_ASecondReconciliationFindsNothingMore) {
  ExchangeWorld exchange("\n - {match: {event: ORDER_TRADE_UPDATE}, kind: drop}");
  Customer customer(exchange);
  customer.place(1, resting());
  customer.place(2, selling());
  customer.watch();
  exchange.later(Duration::seconds(40));
  EXPECT_EQ(customer.told(), "OrderAccepted OrderAccepted OrderFilled");
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(exchange.world.run(customer.broker().audit()));
    EXPECT_EQ(customer.told(), "");
  }
}

TEST(PeerRow, R46_AMismatchIsAStateOfTheProgramUntilItIsExplained) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  hold(exchange, "0.02");
  exchange.later(Duration::seconds(30));
  customer.let_the_gate_hear();
  EXPECT_EQ(customer.gate().state(), ProgramState::REDUCING);
  EXPECT_EQ(customer.gate().reason(), Reason::POSITION_MISMATCH);
  customer.told();
  exchange.venue().place(ExchangeWorld::kAccount, [] {
    simulator::OrderRequest back;
    back.side = Side::BUY;
    back.kind = simulator::OrderKind::MARKET;
    back.quantity = qty("0.02");
    return back;
  }());
  exchange.tell();
  exchange.later(Duration::seconds(30));
  for (const Event& event : customer.events()) customer.gate().on_event(event, customer.context());
  EXPECT_EQ(customer.gate().state(), ProgramState::ACTIVE) << "it has been taken back by hand";
}

TEST(PeerRow, R47_AnIncompleteSnapshotIsNone) {
  for (const char* path :
       {"/fapi/v1/openOrders", "/fapi/v1/openAlgoOrders", "/fapi/v3/positionRisk", "/fapi/v3/balance"}) {
    ExchangeWorld exchange;
    Customer customer(exchange);
    customer.place(1, resting());
    customer.told();
    answer(exchange, path, R"([{"symbol":)");
    EXPECT_FALSE(exchange.world.run(customer.broker().audit())) << path;
    EXPECT_EQ(customer.told(), "") << path;
    EXPECT_EQ(customer.broker().get_orders(kHedgeLeg).size(), 1U) << path;
  }
}

TEST(PeerRow, R48_WhatTheExchangeTakesAwayIsToldAsWhatItIs) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling("0.02"));
  customer.told();
  const auto taken = exchange.venue().deleverage(ExchangeWorld::kAccount, ExchangeWorld::kPerpetual,
                                                 simulator::PositionSide::BOTH, qty("0.01"), price("95000"));
  ASSERT_TRUE(taken);
  exchange.tell();
  exchange.later(Duration::seconds(20));
  const auto told = customer.heard_of<PositionLiquidated>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].quantity, qty("0.01"));
  EXPECT_EQ(told[0].side, Side::BUY);
  EXPECT_EQ(customer.position(), qty("-0.01"));
}

}  // namespace
}  // namespace alpha_pulse::tests
