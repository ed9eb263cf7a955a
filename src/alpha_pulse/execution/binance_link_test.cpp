#include "alpha_pulse/execution/binance_link.hpp"

#include <gtest/gtest.h>

#include <set>

#include "alpha_pulse/matching/testing/test_venue.hpp"
#include "alpha_pulse/venues/test_venue_server.hpp"

namespace alpha_pulse::execution {
namespace {

using exchanges::Epoch;
using exchanges::OrderBook;
using matching::test::price;
using matching::test::qty;
using matching::test::usdt;
using venues::testing::code;
using venues::testing::ok;
using venues::testing::reply;
using venues::testing::Seen;
using venues::testing::VenueServer;

constexpr ClientOrderId kId{7};
constexpr Epoch kOurs{5};

std::string wire(ClientOrderId id, OrderBook book, Epoch epoch = kOurs) {
  return exchanges::wire_text({.epoch = epoch, .intent = id, .book = book});
}
const std::string kPlain = wire(kId, OrderBook::PLAIN);
const std::string kConditional = wire(kId, OrderBook::CONDITIONAL);

OrderSpec limit() {
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.side = Side::SELL;
  spec.quantity = qty("0.5");
  spec.price = price("100");
  return spec;
}
OrderSpec stop() {
  OrderSpec spec = limit();
  spec.slot.kind = SlotKind::STOP_LOSS;
  spec.side = Side::BUY;
  spec.type = OrderType::STOP_MARKET;
  spec.reduce_only = true;
  spec.price = Price();
  spec.trigger = price("110");
  return spec;
}

std::string plain_json(const std::string& client_id, const std::string& status = "NEW", const std::string& filled = "0",
                       std::uint64_t id = 900) {
  return R"({"orderId":)" + std::to_string(id) + R"(,"symbol":"BTCUSDT","status":")" + status +
         R"(","clientOrderId":")" + client_id + R"(","price":"100","origQty":"0.5","executedQty":")" + filled +
         R"(","timeInForce":"GTC","type":"LIMIT","side":"SELL","updateTime":1790000000000})";
}
std::string algo_json(const std::string& client_id, const std::string& status = "NEW", const std::string& child = "") {
  return R"({"algoId":41,"clientAlgoId":")" + client_id + R"(","orderType":"STOP_MARKET","symbol":"BTCUSDT",)" +
         R"("side":"BUY","positionSide":"BOTH","quantity":"0.5","algoStatus":")" + status +
         R"(","triggerPrice":"110","workingType":"MARK_PRICE","closePosition":false,"priceProtect":false,)" +
         R"("reduceOnly":true,"updateTime":1790000000000,"actualOrderId":")" + child + R"("})";
}
std::string trade_json(std::uint64_t id, std::uint64_t order) {
  return R"({"symbol":"BTCUSDT","id":)" + std::to_string(id) + R"(,"orderId":)" + std::to_string(order) +
         R"(,"side":"SELL","positionSide":"BOTH","price":"100","qty":"0.25","realizedPnl":"0","commission":"0.01",)" +
         R"("commissionAsset":"USDT","time":1790000000000,"buyer":false,"maker":true})";
}

/// A link over a server that answers by method and path; what is not listed is -2013 or, for a change, -2011.
struct Linked {
  VenueServer venue;
  BinanceReports reports{matching::test::linear(), kOurs};
  BinanceLink link{venue.caller, reports, venue.world.clock, matching::test::linear(), {}};
  std::map<std::string, net::ServerReply> answers;

  Linked() {
    venue.answer = [this](const Seen& seen) {
      const auto found = answers.find(seen.method_and_path());
      if (found != answers.end()) return found->second;
      return seen.request.method == "GET" ? code(400, -2013, "Order does not exist.")
                                          : code(400, -2011, "Unknown order sent.");
    };
  }
  PlaceReply place(const OrderSpec& spec) { return venue.world.run(link.place({.id = kId, .spec = spec})); }
  CancelReply cancel(const OrderSpec& spec) { return venue.world.run(link.cancel({.id = kId, .spec = spec})); }
  Result<std::optional<OrderReport>> ask(const OrderSpec& spec) { return venue.world.run(link.ask(kId, spec)); }
};
using Asked = std::vector<std::string>;

// ---- placing --------------------------------------------------------------------------------------------------------

TEST(BinanceLink, PlacesPlainAndConditionalOrdersEachWhereItBelongs) {
  Linked linked;
  linked.answers["POST /fapi/v1/order"] = ok(plain_json(kPlain));
  linked.answers["POST /fapi/v1/algoOrder"] = ok(algo_json(kConditional));
  const PlaceReply plain = linked.place(limit());
  EXPECT_EQ(plain.verdict, Verdict::ACCEPTED);
  EXPECT_EQ(plain.venue_order, VenueOrderId{900});
  EXPECT_EQ(linked.venue.seen.back().parameter("newClientOrderId"), kPlain);
  const PlaceReply conditional = linked.place(stop());
  EXPECT_EQ(conditional.verdict, Verdict::ACCEPTED);
  EXPECT_EQ(conditional.venue_order, VenueOrderId{41});
  EXPECT_EQ(linked.venue.seen.back().parameter("clientAlgoId"), kConditional);
}

TEST(BinanceLink, NeverSendsAnOrderThatItsFiltersRefuse) {
  Linked linked;
  OrderSpec off = limit();
  off.price = price("100.001");
  const PlaceReply reply = linked.place(off);
  EXPECT_EQ(reply.verdict, Verdict::REJECTED);
  EXPECT_EQ(reply.reason, Reason::BAD_FILTER);
  EXPECT_NE(reply.detail.find("100.001"), std::string::npos);
  EXPECT_TRUE(linked.venue.asked().empty());
}

TEST(BinanceLink, SaysWhyAnOrderWasRefused) {
  Linked linked;
  linked.answers["POST /fapi/v1/order"] = code(400, -2019, "Margin is insufficient.");
  const PlaceReply reply = linked.place(limit());
  EXPECT_EQ(reply.verdict, Verdict::REJECTED);
  EXPECT_EQ(reply.reason, Reason::INSUFFICIENT_MARGIN);
  EXPECT_NE(reply.detail.find("Margin is insufficient."), std::string::npos);
}

TEST(BinanceLink, LeavesAnOrderUnknownWhoseAnswerIsAboutAnotherOrCannotBeRead) {
  for (const net::ServerReply& answer :
       {ok(plain_json(wire(ClientOrderId{8}, OrderBook::PLAIN))), ok(), ok("[]"), ok(R"({"orderId":"x"})"),
        code(503, -1000, "Unknown error, please check your request or try again later."),
        code(400, -4116, "ClientOrderId is duplicated.")}) {
    Linked linked;
    linked.answers["POST /fapi/v1/order"] = answer;
    const Timestamp sent = linked.venue.world.clock.now();
    const PlaceReply reply = linked.place(limit());
    EXPECT_EQ(reply.verdict, Verdict::UNKNOWN) << answer.response.body;
    EXPECT_EQ(reply.may_enter_until, sent + Duration::seconds(2)) << answer.response.body;
    EXPECT_EQ(linked.venue.asked().size(), 1U) << answer.response.body;
  }
  Linked linked;
  linked.answers["POST /fapi/v1/algoOrder"] = ok(algo_json(wire(ClientOrderId{8}, OrderBook::CONDITIONAL)));
  EXPECT_EQ(linked.place(stop()).verdict, Verdict::UNKNOWN);
}

TEST(BinanceLink, LetsWhatProtectsPassWhereTheBudgetHoldsBackWhatRaises) {
  Linked linked;
  linked.venue.caller.budget().back_off(linked.venue.world.clock.now() + Duration::minutes(1));
  linked.answers["POST /fapi/v1/order"] = ok(plain_json(kPlain));
  linked.answers["POST /fapi/v1/algoOrder"] = ok(algo_json(kConditional));
  const PlaceReply held = linked.place(limit());
  EXPECT_EQ(held.verdict, Verdict::REJECTED);
  EXPECT_EQ(held.reason, Reason::ORDER_RATE);
  EXPECT_TRUE(linked.venue.asked().empty());
  EXPECT_EQ(linked.place(stop()).verdict, Verdict::ACCEPTED);
  OrderSpec reduce = limit();
  reduce.reduce_only = true;
  EXPECT_EQ(linked.place(reduce).verdict, Verdict::ACCEPTED);
}

// ---- cancelling -----------------------------------------------------------------------------------------------------

TEST(BinanceLink, CancelsByOurOwnId) {
  Linked linked;
  linked.answers["DELETE /fapi/v1/order"] = ok(plain_json(kPlain, "CANCELED"));
  linked.answers["DELETE /fapi/v1/algoOrder"] =
      ok(R"({"algoId":41,"clientAlgoId":")" + kConditional + R"(","code":"200","msg":"success"})");
  EXPECT_EQ(linked.cancel(limit()).verdict, Verdict::ACCEPTED);
  EXPECT_EQ(linked.venue.seen.back().parameter("origClientOrderId"), kPlain);
  EXPECT_EQ(linked.cancel(stop()).verdict, Verdict::ACCEPTED);
  EXPECT_EQ(linked.venue.seen.back().parameter("clientAlgoId"), kConditional);
}

TEST(BinanceLink, TellsARefusedCancelFromOneWhoseFateIsUnknown) {
  Linked linked;
  EXPECT_EQ(linked.cancel(limit()).verdict, Verdict::REJECTED);
  linked.answers["DELETE /fapi/v1/order"] = code(503, -1007, "Timeout waiting for response from backend server.");
  EXPECT_EQ(linked.cancel(limit()).verdict, Verdict::UNKNOWN);
  linked.answers["DELETE /fapi/v1/order"] = ok(plain_json(wire(ClientOrderId{8}, OrderBook::PLAIN), "CANCELED"));
  EXPECT_EQ(linked.cancel(limit()).verdict, Verdict::UNKNOWN) << "another order was named";
  linked.answers["DELETE /fapi/v1/algoOrder"] = ok(R"({"algoId":1,"clientAlgoId":"x","code":"200","msg":"success"})");
  EXPECT_EQ(linked.cancel(stop()).verdict, Verdict::UNKNOWN) << "another order was named";
}

TEST(BinanceLink, CancelsThePlainOrderThatAConditionalOneHasBecome) {
  Linked linked;
  EXPECT_EQ(linked.cancel(stop()).verdict, Verdict::REJECTED);
  EXPECT_EQ(linked.venue.asked(), Asked{"DELETE /fapi/v1/algoOrder"}) << "it is not known to have become one";
  linked.answers["GET /fapi/v1/algoOrder"] = ok(algo_json(kConditional, "TRIGGERED", "900"));
  linked.answers["GET /fapi/v1/order"] = ok(plain_json(kConditional));
  ASSERT_TRUE(linked.ask(stop()));
  linked.venue.asked();
  linked.answers["DELETE /fapi/v1/order"] = ok(plain_json(kConditional, "CANCELED"));
  EXPECT_EQ(linked.cancel(stop()).verdict, Verdict::ACCEPTED);
  EXPECT_EQ(linked.venue.seen.back().parameter("orderId"), "900");
  EXPECT_EQ(linked.venue.asked(), (Asked{"DELETE /fapi/v1/algoOrder", "DELETE /fapi/v1/order"}));
}

// ---- asking ---------------------------------------------------------------------------------------------------------

TEST(BinanceLink, ReportsAPlainOrderAndThatThereIsNone) {
  Linked linked;
  const auto none = linked.ask(limit());
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  EXPECT_EQ(linked.venue.asked(), Asked{"GET /fapi/v1/order"});
  linked.answers["GET /fapi/v1/order"] = ok(plain_json(kPlain, "PARTIALLY_FILLED", "0.25"));
  const auto found = linked.ask(limit());
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->order, kId);
  EXPECT_EQ((*found)->filled, qty("0.25"));
}

TEST(BinanceLink, AsksBothBooksBeforeItSaysThatAConditionalOrderIsNotThere) {
  Linked linked;
  const auto none = linked.ask(stop());
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  EXPECT_EQ(linked.venue.seen.back().parameter("origClientOrderId"), kConditional);
  EXPECT_EQ(linked.venue.asked(), (Asked{"GET /fapi/v1/algoOrder", "GET /fapi/v1/order"}));
  linked.answers["GET /fapi/v1/order"] = ok(plain_json(kConditional, "FILLED", "0.5"));
  const auto plain = linked.ask(stop());
  ASSERT_TRUE(plain && *plain);
  EXPECT_EQ((*plain)->state, OrderState::FILLED);
  EXPECT_TRUE((*plain)->triggered);
}

TEST(BinanceLink, LetsThePlainOrderTellWhatBecameOfATriggeredOne) {
  Linked linked;
  linked.answers["GET /fapi/v1/algoOrder"] = ok(algo_json(kConditional));
  linked.answers["GET /fapi/v1/order"] = ok(plain_json(kConditional, "FILLED", "0.5"));
  const auto waiting = linked.ask(stop());
  ASSERT_TRUE(waiting && *waiting);
  EXPECT_FALSE((*waiting)->triggered);
  EXPECT_EQ(linked.venue.asked(), Asked{"GET /fapi/v1/algoOrder"});
  linked.answers["GET /fapi/v1/algoOrder"] = ok(algo_json(kConditional, "FINISHED", "900"));
  const auto told = linked.ask(stop());
  ASSERT_TRUE(told && *told);
  EXPECT_EQ((*told)->state, OrderState::FILLED);
  EXPECT_EQ(linked.venue.seen.back().parameter("orderId"), "900");
}

TEST(BinanceLink, HasNoAnswerWhereItIsAboutAnotherOrderOrInAStateThatIsNotKnown) {
  const std::string other_plain = wire(ClientOrderId{8}, OrderBook::PLAIN);
  const std::string other_algo = wire(ClientOrderId{8}, OrderBook::CONDITIONAL);
  for (const net::ServerReply& answer :
       {ok(plain_json(other_plain)), ok(plain_json(kPlain, "SOMETHING_NEW")), ok("[]"), reply(500, "")}) {
    Linked linked;
    linked.answers["GET /fapi/v1/order"] = answer;
    EXPECT_FALSE(linked.ask(limit())) << answer.response.body;
  }
  for (const net::ServerReply& answer :
       {ok(algo_json(other_algo)), ok(algo_json(kConditional, "SOMETHING_NEW")), ok("[]"), reply(500, "")}) {
    Linked linked;
    linked.answers["GET /fapi/v1/algoOrder"] = answer;
    EXPECT_FALSE(linked.ask(stop())) << answer.response.body;
  }
}

TEST(BinanceLink, TellsTheExecutionsOfOneOrderAlone) {
  Linked linked;
  linked.answers["GET /fapi/v1/userTrades"] =
      ok("[" + trade_json(1, 900) + "," + trade_json(2, 901) + "," + trade_json(3, 900) + "]");
  const auto trades = linked.venue.world.run(linked.link.trades_of(kId, VenueOrderId{900}));
  ASSERT_TRUE(trades);
  ASSERT_EQ(trades->size(), 2U);
  EXPECT_EQ(linked.venue.seen.back().parameter("orderId"), "900");
  EXPECT_EQ(trades->at(0).fill.trade, TradeId{1});
  EXPECT_EQ(trades->at(1).fill.trade, TradeId{3});
  EXPECT_EQ(trades->at(1).fill.order, kId);
  EXPECT_EQ(trades->at(1).fill.fee, usdt("0.01"));
  linked.answers["GET /fapi/v1/algoOrder"] = ok(algo_json(kConditional, "TRIGGERED", "901"));
  linked.answers["GET /fapi/v1/order"] = ok(plain_json(kConditional, "FILLED", "0.5", 901));
  ASSERT_TRUE(linked.ask(stop()));
  const auto of_child = linked.venue.world.run(linked.link.trades_of(kId, VenueOrderId{41}));
  ASSERT_TRUE(of_child);
  ASSERT_EQ(of_child->size(), 1U);
  EXPECT_EQ(of_child->at(0).fill.trade, TradeId{2});
}

TEST(BinanceLink, ReadsTheExecutionsOfAnOrderToTheLastPageWhicheverRowsTheFirstOneHolds) {
  constexpr std::uint64_t kTrades = 2'500;
  constexpr std::uint64_t kPage = 1'000;
  Linked linked;
  linked.venue.answer = [](const Seen& seen) {
    const std::string from = seen.parameter("fromId");
    std::uint64_t id =
        from.empty() ? kTrades - kPage + 1 : std::stoull(from);  // the latest ones, unless told otherwise
    std::string rows = "[";
    for (std::uint64_t n = 0; n < kPage && id <= kTrades; ++n, ++id) rows += (n == 0 ? "" : ",") + trade_json(id, 900);
    return ok(rows + "]");
  };
  const auto trades = linked.venue.world.run(linked.link.trades_of(kId, VenueOrderId{900}));
  ASSERT_TRUE(trades);
  std::set<std::uint64_t> ids;
  for (const auto& trade : *trades) ids.insert(trade.fill.trade.value);
  EXPECT_EQ(ids.size(), kTrades);
  EXPECT_EQ(linked.venue.seen.size(), 4U);
  EXPECT_EQ(linked.venue.seen[1].parameter("fromId"), "1");
  for (const Seen& seen : linked.venue.seen) EXPECT_EQ(seen.parameter("orderId"), "900");
}

// ---- the account ----------------------------------------------------------------------------------------------------

std::string position_json(const std::string& symbol, const std::string& quantity) {
  return R"({"symbol":")" + symbol + R"(","positionSide":"BOTH","positionAmt":")" + quantity +
         R"(","entryPrice":"101.5","markPrice":"100","unRealizedProfit":"0","liquidationPrice":"0","updateTime":1})";
}
std::string asset_json(const std::string& asset, const std::string& balance) {
  return R"({"asset":")" + asset + R"(","balance":")" + balance +
         R"(","crossWalletBalance":"0","availableBalance":"0"})";
}

TEST(BinanceLink, TakesStockOfBothBooksThePositionAndTheWallet) {
  Linked linked;
  linked.answers["GET /fapi/v1/openAlgoOrders"] = ok("[" + algo_json(kConditional) + "," + algo_json("web_9") + "]");
  linked.answers["GET /fapi/v1/openOrders"] = ok(
      "[" + plain_json(kPlain, "PARTIALLY_FILLED", "0.25") + "," + plain_json(wire(kId, OrderBook::PLAIN, Epoch{6})) +
      "," + plain_json("web_1") + "," + plain_json(wire(ClientOrderId{9}, OrderBook::PLAIN), "SOMETHING_NEW") + "]");
  linked.answers["GET /fapi/v3/positionRisk"] =
      ok("[" + position_json("ETHUSDT", "3") + "," + position_json("BTCUSDT", "-0.25") + "]");
  linked.answers["GET /fapi/v3/balance"] = ok("[" + asset_json("BNB", "7") + "," + asset_json("USDT", "1000.5") + "]");
  const auto account = linked.venue.world.run(linked.link.snapshot());
  ASSERT_TRUE(account) << account.error().message;
  ASSERT_EQ(account->orders.size(), 2U);
  EXPECT_EQ(account->orders[0].venue_order, VenueOrderId{41});
  EXPECT_EQ(account->orders[1].filled, qty("0.25"));
  EXPECT_EQ(account->foreign_orders, 3U) << "a person's, another program's, and one of another start";
  EXPECT_EQ(account->position, qty("-0.25"));
  EXPECT_EQ(account->entry, price("101.5"));
  EXPECT_EQ(account->wallet, usdt("1000.5"));
  EXPECT_EQ(account->asked_at, net::testing::kStart);
  EXPECT_EQ(linked.venue.asked().front(), "GET /fapi/v1/openAlgoOrders")
      << "first the book that orders leave for the other, so that none is missed on its way";
}

std::string income_json(const std::string& symbol, const std::string& type, const std::string& asset) {
  return R"({"symbol":")" + symbol + R"(","incomeType":")" + type + R"(","income":"-0.125","asset":")" + asset +
         R"(","time":1790006400013,"tranId":1})";
}

TEST(BinanceLink, TellsTheFundingOfItsSymbolBySettlement) {
  Linked linked;
  linked.answers["GET /fapi/v1/income"] = ok(
      "[" + income_json("ETHUSDT", "FUNDING_FEE", "USDT") + "," + income_json("BTCUSDT", "COMMISSION", "USDT") + "," +
      income_json("BTCUSDT", "FUNDING_FEE", "BNB") + "," + income_json("BTCUSDT", "FUNDING_FEE", "USDT") + "]");
  const auto fundings = linked.venue.world.run(linked.link.fundings(Timestamp::from_ms(1'790'000'000'000)));
  ASSERT_TRUE(fundings) << fundings.error().message;
  ASSERT_EQ(fundings->size(), 1U);
  EXPECT_EQ(fundings->front().amount, usdt("-0.125"));
  EXPECT_EQ(fundings->front().due, Timestamp::from_ms(1'790'006'400'000));
  EXPECT_EQ(linked.venue.seen.back().parameter("incomeType"), "FUNDING_FEE");
  EXPECT_EQ(linked.venue.seen.back().parameter("startTime"), "1790000000000");
  linked.answers["GET /fapi/v1/income"] = ok(R"({"no":"list"})");
  EXPECT_FALSE(linked.venue.world.run(linked.link.fundings({})));
}

TEST(BinanceLink, TakesTheFundingOfFullPagesToTheEnd) {
  Linked linked;
  std::string full = "[" + income_json("BTCUSDT", "FUNDING_FEE", "USDT");
  for (int i = 1; i < 1000; ++i) full += "," + income_json("BTCUSDT", "FUNDING_FEE", "USDT");
  full += "]";
  linked.venue.answer = [&](const Seen& seen) {
    return seen.parameter("page") == "1" ? ok(full) : ok("[" + income_json("BTCUSDT", "FUNDING_FEE", "USDT") + "]");
  };
  const auto fundings = linked.venue.world.run(linked.link.fundings({}));
  ASSERT_TRUE(fundings) << fundings.error().message;
  EXPECT_EQ(fundings->size(), 1001U);
  EXPECT_EQ(linked.venue.asked().size(), 2U);
}

TEST(BinanceLink, HasNoStockWhereOneOfItsQuestionsIsNotAnswered) {
  const std::vector<std::string> questions{"GET /fapi/v1/openAlgoOrders", "GET /fapi/v1/openOrders",
                                           "GET /fapi/v3/positionRisk", "GET /fapi/v3/balance"};
  for (const std::string& broken : questions) {
    Linked linked;
    for (const std::string& question : questions) linked.answers[question] = ok("[]");
    EXPECT_TRUE(linked.venue.world.run(linked.link.snapshot()));
    linked.answers[broken] = ok(R"({"html":1})");
    EXPECT_FALSE(linked.venue.world.run(linked.link.snapshot())) << broken;
    linked.answers[broken] = code(401, -2015, "Invalid API-key, IP, or permissions for action.");
    const auto refused = linked.venue.world.run(linked.link.snapshot());
    ASSERT_FALSE(refused) << broken;
    EXPECT_NE(refused.error().message.find("Invalid API-key"), std::string::npos);
  }
}

}  // namespace
}  // namespace alpha_pulse::execution
