#include "support/customer.hpp"

/// What users of other programs complained about, row by row of a list of 87, each row that concerns the client of an
/// exchange as a conversation of the real client with the simulated exchange. TEST(PeerRow, R08_...) is row 8. Here: a
/// hedge that runs away or is closed twice. Beside it: peer_rows_orphans_test (restarts, cancels of too much),
/// peer_rows_books_test (reconciliation), peer_rows_streams_test (streams, clocks, limits), peer_rows_rules_test
/// (modes, minimums, stops, kinds of accounts), peer_rows_runs_test (what only a whole run can answer), and row 19 in
/// real_restart_test.
///
/// Not of a client, and proven elsewhere: what the strategy or the risk gate decides (3, 17, 24, 71, 86: hedging,
/// risk), what a plan says before anything is sent (70, 82: plan_*_test), types and inverse contracts (72, 73: domain),
/// what is asked of people or said to them (21, 22, 36, 53: app, explain_*_test), the dead man's switch (29, 30: a
/// decision, docs/real.md), and how a venue is let in (5: these tests).
namespace alpha_pulse::tests {
namespace {

const char* const kOrder = "POST /fapi/v1/order";

/// The first order is carried out and told of, and its answer is lost.
const char* const kAnswerLost = "\n - {match: {method: POST, path: /fapi/v1/order}, kind: event_without_ack, nth: 1}";
/// The first order is carried out, its answer says that nobody knows, and nothing tells of it.
const char* const kNobodyKnows = R"(
 - {match: {method: POST, path: /fapi/v1/order}, kind: 5xx_after, nth: 1}
 - {match: {event: ORDER_TRADE_UPDATE}, kind: drop}
 - {match: {event: ACCOUNT_UPDATE}, kind: drop}
)";

TEST(PeerRow, R01_APositionOfZeroWhereOurFillsSayOtherwiseIsADoubtAndNoReasonToSellAgain) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling("0.01"));
  ASSERT_EQ(customer.position(), qty("-0.01"));
  customer.told();
  exchange.change = [](const Asked& asked, net::ServerReply& reply) {
    if (asked.path == "/fapi/v3/positionRisk") reply.response.body = "[]";
  };
  exchange.later(Duration::seconds(40));
  customer.let_the_gate_hear();
  EXPECT_EQ(customer.gate().reason(), Reason::POSITION_MISMATCH);
  EXPECT_FALSE(customer.try_place(2, selling("0.01"))) << "nothing raises while two sources disagree";
  EXPECT_TRUE(customer.try_place(3, closing("0.01"))) << "what reduces passes";
  EXPECT_EQ(exchange.count(kOrder), 1U);
}

TEST(PeerRow, R02_WhatIsUnderWayCountsAsDoneUntilItIsProvenDead) {
  ExchangeWorld exchange("\n - {match: {method: POST, path: /fapi/v1/order}, kind: drop, nth: 1}");
  Customer customer(exchange, {.spot = qty("0.01")});
  customer.watch();
  customer.place(1, selling("0.01"));
  EXPECT_FALSE(customer.try_place(2, selling("0.01"))) << "the whole holding is under way already";
  exchange.later(Duration::seconds(11));
  EXPECT_EQ(customer.told(), "OrderUnresolved");
  EXPECT_FALSE(customer.try_place(3, selling("0.01"))) << "no answer is no death";
  exchange.later(Duration::seconds(20));
  EXPECT_EQ(customer.told(), "OrderRejected");
  EXPECT_TRUE(customer.try_place(4, selling("0.01")));
}

TEST(PeerRow, R06_ACloseWhoseFillNobodyToldIsFoundOutAndNotRepeated) {
  ExchangeWorld exchange(R"(
 - {match: {event: ORDER_TRADE_UPDATE}, kind: drop}
 - {match: {event: ACCOUNT_UPDATE}, kind: drop}
)");
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling());
  exchange.later(Duration::seconds(30));
  customer.place(2, closing());
  EXPECT_EQ(customer.position(), qty("-0.01")) << "not known yet";
  exchange.later(Duration::seconds(30));
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled OrderAccepted OrderFilled");
  EXPECT_TRUE(customer.position().is_zero());
  EXPECT_EQ(exchange.count(kOrder), 2U);
}

TEST(PeerRow, R07_ACloseCanNeverOpenAnOppositePosition) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling("0.01"));
  customer.place(2, closing("0.01"));
  customer.place(3, closing("0.01"));  // as if the first had not been noticed
  exchange.later(Duration::seconds(5));
  EXPECT_TRUE(exchange.position().is_zero());
  EXPECT_EQ(exchange.last(kOrder).parameter("reduceOnly"), "true");
  EXPECT_EQ(customer.heard_of<OrderRejected>().back().reason, Reason::REDUCE_ONLY_REJECTED);
}

TEST(PeerRow, R08_AnOrderWhoseAnswerNeverCameIsAskedForAndNotSentAgain) {
  for (const char* faults : {kAnswerLost, kNobodyKnows}) {
    ExchangeWorld exchange(faults);
    Customer customer(exchange);
    customer.watch();
    customer.place(1, selling());
    exchange.later(Duration::seconds(40));
    EXPECT_EQ(exchange.count(kOrder), 1U) << faults;
    EXPECT_EQ(exchange.position(), qty("-0.01")) << faults;
    EXPECT_EQ(customer.position(), qty("-0.01")) << faults;
    EXPECT_EQ(customer.heard_of<OrderFilled>().size(), 1U) << faults;
    EXPECT_TRUE(customer.heard_of<OrderRejected>().empty()) << faults;
  }
}

TEST(PeerRow, R10_PartialFillsAddUpHoweverOftenTheyAreTold) {
  ExchangeWorld exchange(R"(
 - {match: {event: ORDER_TRADE_UPDATE}, kind: duplicate}
 - {match: {event: ORDER_TRADE_UPDATE}, kind: drop, nth: 3}
)");
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting("0.004", "95210"));
  for (int i = 0; i < 4; ++i) exchange.print("95210");  // a thousandth each
  exchange.later(Duration::seconds(40));
  EXPECT_EQ(exchange.position(), qty("-0.004"));
  EXPECT_EQ(customer.position(), qty("-0.004"));
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled OrderFilled OrderFilled OrderFilled");
  EXPECT_TRUE(customer.broker().settled());
}

TEST(PeerRow, R12_TheEndOfACanceledOrderIsToldBehindTheFillsItHadNotTold) {
  ExchangeWorld exchange("\n - {match: {event: ORDER_TRADE_UPDATE}, kind: drop, nth: 2}");
  Customer customer(exchange);
  customer.watch();
  const OrderSpec order = resting("0.004", "95210");
  customer.place(1, order);
  exchange.print("95210");  // this fill is told to nobody
  customer.cancel(1, order);
  exchange.later(Duration::seconds(10));
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled OrderCanceled");
  EXPECT_EQ(customer.position(), exchange.position());
}

TEST(PeerRow, R13_AFillBelongsToTheOrderThatTheExchangeNamesAndIsBookedOnce) {
  ExchangeWorld exchange("\n - {match: {event: ORDER_TRADE_UPDATE}, kind: duplicate}");
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling("0.01"));
  customer.place(2, closing("0.01"));
  customer.place(3, selling("0.02"));
  exchange.later(Duration::seconds(30));
  const auto fills = customer.heard_of<OrderFilled>();
  ASSERT_EQ(fills.size(), 3U);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(fills[i].fill.order, ClientOrderId{i + 1});
  EXPECT_EQ(customer.position(), qty("-0.02"));
}

TEST(PeerRow, R14_AFillSeenWhileAnAnswerIsAwaitedLeavesNothingThatWouldBeSentAgain) {
  ExchangeWorld exchange(kAnswerLost);
  Customer customer(exchange);
  customer.watch();
  customer.place(1, selling());
  EXPECT_EQ(customer.told(), "OrderAccepted OrderFilled") << "the stream was quicker";
  exchange.later(Duration::minutes(2));
  EXPECT_EQ(customer.told(), "") << "the lost answer changes nothing any more";
  EXPECT_EQ(exchange.count(kOrder), 1U);
}

TEST(PeerRow, R15_TwoStartsUseNoIdTwiceThoughBothCountFromOne) {
  ExchangeWorld exchange;
  Customer first(exchange, {.epoch = exchanges::Epoch{5}});
  first.place(1, resting());
  const std::string id = exchange.last(kOrder).parameter("newClientOrderId");
  first.kill();
  Customer second(exchange, {.epoch = exchanges::Epoch{6}});
  second.place(1, resting());
  EXPECT_EQ(second.told(), "OrderAccepted");
  EXPECT_NE(exchange.last(kOrder).parameter("newClientOrderId"), id);
  EXPECT_EQ(exchange.open_orders().size(), 2U);
}

TEST(PeerRow, R16_AFillWhoseReadingFailedIsReadAgain) {
  ExchangeWorld exchange(kNobodyKnows);
  Customer customer(exchange);
  customer.watch();
  int failed = 0;
  exchange.instead = [&](const Asked& asked) -> std::optional<net::ServerReply> {
    if (asked.path != "/fapi/v1/userTrades" || ++failed > 2) return std::nullopt;
    return says(200, R"([{"symbol":"BTCUSDT","id":1,"orderId":)");
  };
  customer.place(1, selling());
  exchange.later(Duration::seconds(60));
  EXPECT_GT(failed, 2);
  EXPECT_EQ(customer.heard_of<OrderFilled>().size(), 1U);
  EXPECT_EQ(customer.position(), qty("-0.01"));
}

}  // namespace
}  // namespace alpha_pulse::tests
