#include "alpha_pulse/execution/test_exchange_desk.hpp"
#include "support/customer.hpp"

/// Complaints of other programs' users, row by row: orders that nobody looks after, restarts, cancels of too much.
namespace alpha_pulse::tests {
namespace {

const char* const kOrder = "POST /fapi/v1/order";

/// What the engine knew when the program was killed, from the events that had reached it.
struct Journal {
  engine::OrderTracker orders;
  Position position;

  ClientOrderId submit(const OrderSpec& spec, Timestamp now) { return orders.submit(spec, now).id; }
  void absorb(const std::vector<Event>& events) {
    for (const Event& event : events) {
      const auto outcome = orders.absorb(event);
      if (!outcome.fill) continue;
      position.apply(bitcoin(kHedgeLeg, ContractKind::LINEAR), outcome.fill->side, outcome.fill->quantity,
                     outcome.fill->price);
    }
  }
};

TEST(PeerRow, R20_AKillAtAnyStepOfAnOrderLeavesOneOrderAndTheRightPosition) {
  std::size_t before_it_left = 0, behind_it = 0;
  for (int steps = 0; steps < 60; ++steps) {
    ExchangeWorld exchange;
    Journal journal;
    const OrderSpec order = selling();
    {
      Customer first(exchange);
      ASSERT_TRUE(first.try_place(journal.submit(order, exchange.world.clock.now()).value, order));
      exchange.world.io.restart();
      for (int i = 0; i < steps; ++i) exchange.world.io.poll_one();
      journal.absorb(first.events());
      first.kill();
    }
    exchange.later(Duration::seconds(1));
    Customer second(exchange);  // the same epoch: it goes on from the journal
    second.broker().adopt(journal.orders, journal.position);
    second.watch();
    exchange.later(Duration::seconds(40));
    (exchange.position().is_zero() ? before_it_left : behind_it) += 1;
    EXPECT_EQ(second.position(), exchange.position()) << "killed after " << steps << " steps";
    EXPECT_EQ(exchange.count(kOrder), 0U) << "nothing of an earlier start is sent again; " << steps;
    EXPECT_TRUE(second.broker().settled()) << steps;
  }
  EXPECT_GT(before_it_left, 0U);
  EXPECT_GT(behind_it, 0U);
}

TEST(PeerRow, R25_AnOrderThatIsMissingFromTheOpenOnesIsAskedForAndLives) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting());
  exchange.change = [](const Asked& asked, net::ServerReply& reply) {
    if (asked.path == "/fapi/v1/openOrders") reply.response.body = "[]";
  };
  exchange.later(Duration::minutes(11));
  EXPECT_EQ(customer.told(), "OrderAccepted");
  EXPECT_GT(exchange.count("GET /fapi/v1/order"), 10U);
  EXPECT_EQ(customer.broker().get_orders(kHedgeLeg).size(), 1U);
}

TEST(PeerRow, R26_AnOrderOfOursThatWasGivenUpIsTakenAwayWhenItShowsUp) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting("0.01", "97000"));
  // The venue knows nothing of the next one for longer than anybody waits; then it does.
  bool hidden = true;
  exchange.instead = [&](const Asked& asked) -> std::optional<net::ServerReply> {
    if (!hidden) return std::nullopt;
    if (asked.what() == kOrder) return says(503, R"({"code":-1000,"msg":"Unknown error, please check."})");
    return std::nullopt;
  };
  customer.place(2, resting("0.01", "98000"));
  exchange.later(Duration::minutes(1));
  EXPECT_EQ(customer.told(), "OrderAccepted OrderUnresolved OrderRejected");
  hidden = false;
  simulator::OrderRequest late;
  late.side = Side::SELL;
  late.tif = simulator::Tif::GTC;
  late.quantity = qty("0.01");
  late.price = price("98000");
  late.client_id = customer.wire_id(2, resting());
  ASSERT_TRUE(exchange.venue().place(ExchangeWorld::kAccount, late));
  exchange.tell();
  exchange.later(Duration::seconds(20));
  ASSERT_EQ(exchange.open_orders().size(), 1U) << "the one that is wanted stays";
  EXPECT_EQ(exchange.open_orders().front().price, price("97000"));
}

TEST(PeerRow, R27_TheUsersOwnOrderSurvivesReconnectsAndAuditsAndIsCounted) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  exchange.place_by_hand("99000");
  for (int i = 0; i < 3; ++i) {
    customer.broker().on_account_stream(false);
    exchange.later(Duration::minutes(1));
    customer.broker().on_account_stream(true);
  }
  EXPECT_EQ(exchange.open_orders().size(), 1U);
  EXPECT_EQ(customer.broker().foreign_orders(), 1U);
  EXPECT_EQ(exchange.count("DELETE /fapi/v1/order"), 0U);
}

TEST(PeerRow, R28_WhatIsCanceledIsNamedOneByOneAndNeverTheWholeAccount) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  exchange.place_by_hand("99000");
  std::vector<OrderSpec> orders{resting("0.01", "96000"), resting("0.01", "97000"), stop()};
  customer.place(10, selling());
  for (std::size_t i = 0; i < orders.size(); ++i) customer.place(i + 1, orders[i]);
  for (std::size_t i = 0; i < orders.size(); ++i) customer.cancel(i + 1, orders[i]);
  exchange.later(Duration::seconds(20));
  ASSERT_EQ(exchange.open_orders().size(), 1U);
  EXPECT_EQ(exchange.open_orders().front().client_id, "web_1");
  EXPECT_TRUE(exchange.open_stops().empty());
  for (const Asked& asked : exchange.asked) {
    EXPECT_EQ(asked.path.find("allOpenOrders"), std::string::npos);
    EXPECT_EQ(asked.path.find("algoOpenOrders"), std::string::npos);
    EXPECT_TRUE(asked.method != "DELETE" || asked.query.find("lient") != std::string::npos) << asked.query;
  }
}

TEST(PeerRow, R31_AnExecutionBelongsToItsIdWhateverThePriceSays) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting("0.01", "96000"));
  customer.place(2, selling("0.01"));  // reported with a price of 0: a market order has none
  const auto fills = customer.heard_of<OrderFilled>();
  ASSERT_EQ(fills.size(), 1U);
  EXPECT_EQ(fills[0].fill.order, ClientOrderId{2});
  EXPECT_LT(fills[0].fill.price, price("96000"));
  EXPECT_TRUE(customer.broker().get_order(ClientOrderId{1})->working());
}

TEST(PeerRow, R32_NothingIsOnTheWireBeforeItsIntentIsOnTheDisk) {
  ExchangeWorld exchange;
  execution::test::ScriptedJournal journal;
  journal.slow = true;
  Customer customer(exchange, {.journal = &journal});
  customer.place(1, selling());
  exchange.later(Duration::seconds(30));
  EXPECT_EQ(exchange.count(kOrder), 0U);
  journal.flush();
  exchange.world.settle();
  EXPECT_EQ(exchange.count(kOrder), 1U);
}

TEST(PeerRow, R33_EachOrderHasAnAnswerOfItsOwnAndARefusalSaysWhy) {
  ExchangeWorld exchange("[]", [](simulator::ServerSettings& settings) {
    settings.exchange.perpetual.min_notional = *Money::parse("500", Currency("USDT"));  // raised since we asked
  });
  Customer customer(exchange);
  customer.watch();
  const char* const quantities[] = {"0.01", "0.01", "0.005", "0.01", "0.01"};
  for (std::uint64_t i = 0; i < 5; ++i) customer.place(i + 1, resting(quantities[i]));
  exchange.later(Duration::seconds(1));
  EXPECT_EQ(exchange.open_orders().size(), 4U);
  const auto refused = customer.heard_of<OrderRejected>();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].order, ClientOrderId{3});
  EXPECT_EQ(refused[0].reason, Reason::BAD_FILTER);
  ASSERT_EQ(customer.heard().size(), 1U);
  EXPECT_NE(customer.heard()[0].find("-4164"), std::string::npos) << customer.heard()[0];
}

TEST(PeerRow, R34_WhatProtectsOrClosesSaysOnTheWireThatItMayOnlyReduce) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.place(1, selling());
  customer.place(2, stop());
  EXPECT_EQ(exchange.last("POST /fapi/v1/algoOrder").parameter("reduceOnly"), "true");
  customer.place(3, closing());
  EXPECT_EQ(exchange.last(kOrder).parameter("reduceOnly"), "true");
  exchange.print("98000");  // the stop is touched although the position has gone
  exchange.later(Duration::seconds(5));
  EXPECT_TRUE(exchange.position().is_zero());
}

}  // namespace
}  // namespace alpha_pulse::tests
