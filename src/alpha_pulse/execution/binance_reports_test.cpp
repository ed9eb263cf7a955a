#include "alpha_pulse/execution/binance_reports.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/exchanges/binance/user_decoder.hpp"
#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::execution {
namespace {

using exchanges::AssetText;
using exchanges::ClientIdText;
using exchanges::Epoch;
using exchanges::OrderBook;
using exchanges::SymbolText;
using exchanges::binance::AccountChange;
using exchanges::binance::AccountUpdate;
using exchanges::binance::AlgoOrderReply;
using exchanges::binance::AlgoStatus;
using exchanges::binance::AlgoUpdate;
using exchanges::binance::OrderReply;
using exchanges::binance::OrderStatus;
using exchanges::binance::OrderUpdate;
using exchanges::binance::TradeReply;
using exchanges::binance::WireSide;
using matching::test::kUsdt;
using matching::test::price;
using matching::test::qty;
using matching::test::usdt;

constexpr ClientOrderId kId{7};
constexpr Epoch kOurs{5};
constexpr Timestamp kAt = Timestamp::from_ms(1'790'000'000'000);

/// Everything it was told, a line each.
struct Told final : IVenueSink {
  void on_order(const OrderReport& report) override {
    std::string line = "order " + std::to_string(report.order.value) + " at " +
                       std::to_string(report.venue_order.value) + " " + std::string(to_string(report.state)) + " " +
                       report.filled.to_string(0);
    if (report.triggered) line += " triggered";
    if (report.reason != Reason::NONE) line += " " + std::string(to_string(report.reason));
    if (report.trade) line += ", " + words(report.trade->fill);
    lines.push_back(line);
  }
  void on_position(Quantity quantity) override { lines.push_back("position " + quantity.to_string(0)); }
  void on_funding(const FundingReport& funding) override {
    lines.push_back("funding " + funding.amount.to_string() + " due " + std::to_string(funding.due.ms()));
  }
  void on_liquidation(const Fill& fill) override { lines.push_back("liquidation, " + words(fill)); }
  void on_wallet_transfer(Money amount, Timestamp at) override {
    lines.push_back("transfer " + amount.to_string() + " at " + std::to_string(at.ms()));
  }
  void on_spot_change(Quantity change, Timestamp) override { lines.push_back("spot " + change.to_string(0)); }
  void on_alarm(Reason reason, const std::string&) override {
    lines.push_back("alarm " + std::string(to_string(reason)));
  }
  void on_warning(const std::string& words) override { lines.push_back(words); }
  void on_account_stream(bool open) override { lines.push_back(open ? "open" : "lost"); }

  static std::string words(const Fill& fill) {
    return "trade " + std::to_string(fill.trade.value) + " of " + std::to_string(fill.order.value) + ": " +
           std::string(to_string(fill.side)) + " " + fill.quantity.to_string(0) + " for " + fill.price.to_string(0) +
           " fee " + fill.fee.to_string() + " " + std::string(to_string(fill.liquidity));
  }
  std::vector<std::string> take() { return std::exchange(lines, {}); }
  std::vector<std::string> lines;
};
using Lines = std::vector<std::string>;

std::string wire(ClientOrderId id, OrderBook book, Epoch epoch = kOurs) {
  return exchanges::wire_text({.epoch = epoch, .intent = id, .book = book});
}

/// A fill of one half of the plain order 7.
OrderUpdate fill_update(const std::string& client_id = wire(kId, OrderBook::PLAIN)) {
  OrderUpdate update;
  update.symbol = *SymbolText::from("BTCUSDT");
  update.client_id = *ClientIdText::from(client_id);
  update.order_id = VenueOrderId{900};
  update.side = WireSide::SELL;
  update.status = OrderStatus::PARTIALLY_FILLED;
  update.last_quantity = update.filled = qty("0.5");
  update.last_price = price("100");
  update.trade_id = TradeId{31};
  update.is_maker = true;
  update.commission = {.asset = *AssetText::from("USDT"), .raw = usdt("0.01").raw()};
  update.trade_time = kAt;
  return update;
}
OrderUpdate state_update(OrderStatus status, const std::string& client_id = wire(kId, OrderBook::PLAIN)) {
  OrderUpdate update = fill_update(client_id);
  update.status = status;
  update.last_quantity = update.filled = Quantity();
  update.trade_id = TradeId{};
  return update;
}
AlgoUpdate algo_update(AlgoStatus status, std::uint64_t child = 0) {
  AlgoUpdate update;
  update.symbol = *SymbolText::from("BTCUSDT");
  update.client_id = *ClientIdText::from(wire(kId, OrderBook::CONDITIONAL));
  update.algo_id = VenueOrderId{41};
  update.side = WireSide::BUY;
  update.status = status;
  update.child_order = VenueOrderId{child};
  return update;
}
AccountUpdate account_update(AccountChange reason, const char* change = nullptr) {
  AccountUpdate update;
  update.reason = reason;
  update.transaction_time = kAt;
  if (change != nullptr) {
    update.balances.push_back({.asset = *AssetText::from("USDT"), .change = usdt(change).raw()});
  }
  return update;
}

struct Desk {
  BinanceReports reports{matching::test::linear(), kOurs};
  Told told;
  Lines tell(const exchanges::binance::UserMessage& message) {
    reports.tell(message, told);
    return told.take();
  }
};

TEST(BinanceReports, TellsAFillWithItsTradeAndFee) {
  Desk desk;
  EXPECT_EQ(desk.tell(fill_update()),
            Lines{"order 7 at 900 partially_filled 0.5, trade 31 of 7: SELL 0.5 for 100 fee " +
                  usdt("0.01").to_string() + " MAKER"});
}

TEST(BinanceReports, TellsEveryStateItKnowsAndNothingOfOneItDoesNot) {
  const std::vector<std::pair<OrderStatus, OrderState>> known{{OrderStatus::NEW, OrderState::ACCEPTED},
                                                              {OrderStatus::PENDING_NEW, OrderState::ACCEPTED},
                                                              {OrderStatus::PENDING_CANCEL, OrderState::ACCEPTED},
                                                              {OrderStatus::FILLED, OrderState::FILLED},
                                                              {OrderStatus::CANCELED, OrderState::CANCELED},
                                                              {OrderStatus::EXPIRED, OrderState::EXPIRED},
                                                              {OrderStatus::EXPIRED_IN_MATCH, OrderState::EXPIRED},
                                                              {OrderStatus::REJECTED, OrderState::REJECTED}};
  Desk desk;
  for (const auto& [status, state] : known) {
    EXPECT_EQ(desk.tell(state_update(status)), Lines{"order 7 at 900 " + std::string(to_string(state)) + " 0"});
  }
  for (const OrderStatus status : {OrderStatus::UNKNOWN, OrderStatus::NEW_INSURANCE, OrderStatus::NEW_ADL}) {
    EXPECT_TRUE(desk.tell(state_update(status)).empty());
  }
}

TEST(BinanceReports, ChargesNoFeeToTheWalletThatWasPaidInAnotherAsset) {
  Desk desk;
  OrderUpdate update = fill_update();
  update.commission = {.asset = *AssetText::from("BNB"), .raw = usdt("3").raw()};
  EXPECT_NE(desk.tell(update).at(0).find("fee " + Money(kUsdt).to_string()), std::string::npos);
}

TEST(BinanceReports, LeavesOrdersOfOthersOfAnotherStartAndOfOtherSymbolsAlone) {
  Desk desk;
  EXPECT_TRUE(desk.tell(fill_update("web_abc")).empty());
  EXPECT_TRUE(desk.tell(fill_update(wire(kId, OrderBook::PLAIN, Epoch{6}))).empty());
  EXPECT_FALSE(desk.reports.ours(wire(kId, OrderBook::PLAIN, Epoch{6})));
  EXPECT_TRUE(desk.reports.ours(wire(kId, OrderBook::PLAIN)));
  OrderUpdate other = fill_update();
  other.symbol = *SymbolText::from("ETHUSDT");
  EXPECT_TRUE(desk.tell(other).empty());
  OrderUpdate sideless = fill_update();
  sideless.side = WireSide::UNKNOWN;
  EXPECT_TRUE(desk.tell(sideless).empty());
}

TEST(BinanceReports, TellsWhatTheVenueTakesAwayAsALiquidation) {
  for (const char* id : {"autoclose-17", "adl_autoclose", "settlement_autoclose-3", "delivery_autoclose-4"}) {
    Desk desk;
    EXPECT_EQ(desk.tell(fill_update(id)),
              Lines{"liquidation, trade 31 of 0: SELL 0.5 for 100 fee " + usdt("0.01").to_string() + " MAKER"})
        << id;
    EXPECT_TRUE(desk.tell(state_update(OrderStatus::NEW, id)).empty()) << id;
  }
}

// ---- conditional orders ---------------------------------------------------------------------------------------------

TEST(BinanceReports, TellsTheLifeOfAConditionalOrder) {
  const std::vector<std::pair<AlgoStatus, std::string>> known{
      {AlgoStatus::NEW, "accepted 0"},
      {AlgoStatus::TRIGGERING, "accepted 0 triggered"},
      {AlgoStatus::TRIGGERED, "accepted 0 triggered"},
      {AlgoStatus::FINISHED, "accepted 0 triggered"},  // how it ended is told by the plain order
      {AlgoStatus::CANCELED, "canceled 0"},
      {AlgoStatus::EXPIRED, "expired 0"}};
  Desk desk;
  for (const auto& [status, words] : known) {
    EXPECT_EQ(desk.tell(algo_update(status)), Lines{"order 7 at 41 " + words});
  }
  EXPECT_TRUE(desk.tell(algo_update(AlgoStatus::UNKNOWN)).empty());
}

TEST(BinanceReports, SaysWhyATriggeredOrderWasRejected) {
  Desk desk;
  AlgoUpdate update = algo_update(AlgoStatus::REJECTED);
  update.reject_reason = *exchanges::InlineText<96>::from("Reduce Only reject");
  EXPECT_EQ(desk.tell(update), Lines{"order 7 at 41 rejected 0 reduce_only_rejected"});
  update.reject_reason = *exchanges::InlineText<96>::from("Margin is insufficient.");
  EXPECT_EQ(desk.tell(update), Lines{"order 7 at 41 rejected 0 insufficient_margin"});
}

TEST(BinanceReports, KnowsThePlainOrderThatAConditionalOneBecameWhicheverIsToldFirst) {
  const OrderUpdate child = fill_update(wire(kId, OrderBook::CONDITIONAL));
  for (const bool child_first : {true, false}) {
    Desk desk;
    EXPECT_FALSE(desk.reports.child_of(kId));
    if (!child_first) desk.tell(algo_update(AlgoStatus::TRIGGERED, 900));
    EXPECT_EQ(desk.reports.child_of(kId).has_value(), !child_first);
    EXPECT_TRUE(desk.tell(child).at(0).starts_with("order 7 at 900 partially_filled 0.5 triggered, trade 31 of 7"));
    EXPECT_EQ(desk.reports.child_of(kId), VenueOrderId{900});
    if (child_first) desk.tell(algo_update(AlgoStatus::TRIGGERED, 900));
    EXPECT_EQ(desk.reports.child_of(kId), VenueOrderId{900});
  }
}

// ---- the account ----------------------------------------------------------------------------------------------------

TEST(BinanceReports, TellsThePositionOfItsSymbolAlone) {
  Desk desk;
  AccountUpdate update = account_update(AccountChange::ORDER, "5");
  update.positions.push_back({.symbol = *SymbolText::from("ETHUSDT"), .quantity = qty("9")});
  EXPECT_TRUE(desk.tell(update).empty()) << "what a trade changes in the wallet is told by its fill";
  update.positions.push_back({.symbol = *SymbolText::from("BTCUSDT"), .quantity = qty("-0.5")});
  EXPECT_EQ(desk.tell(update), Lines{"position -0.5"});
}

TEST(BinanceReports, TellsOnePositionForBothSidesOfAnAccountInHedgeMode) {
  Desk desk;
  AccountUpdate update = account_update(AccountChange::ORDER);
  using exchanges::binance::PositionSide;
  update.positions.push_back(
      {.symbol = *SymbolText::from("BTCUSDT"), .side = PositionSide::SHORT, .quantity = qty("-0.5")});
  update.positions.push_back({.symbol = *SymbolText::from("BTCUSDT"), .side = PositionSide::LONG});
  EXPECT_EQ(desk.tell(update), Lines{"position -0.5"});
}

TEST(BinanceReports, TellsFundingByTheSettlementItWasForOfItsSymbolAlone) {
  Desk desk;
  AccountUpdate update = account_update(AccountChange::FUNDING_FEE, "-0.125");
  update.transaction_time = Timestamp::from_ms(1'790'006'400'013);  // 16:00:00.013
  const Lines told{"funding " + usdt("-0.125").to_string() + " due 1790006400000"};
  EXPECT_EQ(desk.tell(update), told);
  update.funding_symbol = *SymbolText::from("BTCUSDT");
  EXPECT_EQ(desk.tell(update), told);
  update.funding_symbol = *SymbolText::from("ETHUSDT");
  EXPECT_TRUE(desk.tell(update).empty());
}

TEST(BinanceReports, TellsMoneyThatMovedAndNothingOfOtherAssets) {
  Desk desk;
  EXPECT_EQ(desk.tell(account_update(AccountChange::DEPOSIT, "100")),
            Lines{"transfer " + usdt("100").to_string() + " at 1790000000000"});
  EXPECT_EQ(desk.tell(account_update(AccountChange::UNKNOWN, "-3")),
            Lines{"transfer " + usdt("-3").to_string() + " at 1790000000000"});
  EXPECT_TRUE(desk.tell(account_update(AccountChange::MARGIN_TYPE_CHANGE, "0")).empty()) << "of no position of ours";
  AccountUpdate other = account_update(AccountChange::DEPOSIT, "100");
  other.balances.front().asset = *AssetText::from("BNB");
  EXPECT_TRUE(desk.tell(other).empty());
}

TEST(BinanceReports, SaysNothingOfMessagesThatAreNoNewsOfMoney) {
  Desk desk;
  EXPECT_TRUE(desk.tell(exchanges::binance::TradeLite{}).empty()) << "the same fill comes whole";
  EXPECT_TRUE(desk.tell(exchanges::binance::AccountConfigUpdate{}).empty());
  EXPECT_TRUE(desk.tell(exchanges::binance::OtherUserMessage{}).empty());
}

TEST(BinanceReports, RaisesTheAlarmOnACallForMargin) {
  Desk desk;
  EXPECT_EQ(desk.tell(exchanges::binance::MarginCall{}), Lines{"alarm margin_guard"});
}

// ---- answers --------------------------------------------------------------------------------------------------------

TEST(BinanceReports, ReadsAnswersAboutOrdersOfThisStartAlone) {
  Desk desk;
  OrderReply reply;
  reply.client_id = *ClientIdText::from(wire(kId, OrderBook::PLAIN));
  reply.order_id = VenueOrderId{900};
  reply.status = OrderStatus::PARTIALLY_FILLED;
  reply.filled = qty("0.5");
  const auto report = desk.reports.read(reply);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->order, kId);
  EXPECT_EQ(report->venue_order, VenueOrderId{900});
  EXPECT_EQ(report->state, OrderState::PARTIALLY_FILLED);
  EXPECT_EQ(report->filled, qty("0.5"));
  EXPECT_FALSE(report->triggered);
  reply.status = OrderStatus::UNKNOWN;
  EXPECT_FALSE(desk.reports.read(reply)) << "a state that is not known is none to go by";
  reply.status = OrderStatus::NEW;
  reply.client_id = *ClientIdText::from(wire(kId, OrderBook::PLAIN, Epoch{6}));
  EXPECT_FALSE(desk.reports.read(reply));
}

TEST(BinanceReports, LearnsThePlainOrderFromAnAnswerAboutTheConditionalOne) {
  Desk desk;
  AlgoOrderReply reply;
  reply.client_id = *ClientIdText::from(wire(kId, OrderBook::CONDITIONAL));
  reply.algo_id = VenueOrderId{41};
  reply.status = AlgoStatus::FINISHED;
  reply.child_order = VenueOrderId{900};
  const auto report = desk.reports.read(reply);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->triggered);
  EXPECT_EQ(report->state, OrderState::ACCEPTED);
  EXPECT_EQ(desk.reports.child_of(kId), VenueOrderId{900});
}

TEST(BinanceReports, ReadsATradeOfItsSymbolWhoseSideIsKnown) {
  Desk desk;
  TradeReply reply;
  reply.symbol = *SymbolText::from("BTCUSDT");
  reply.id = TradeId{31};
  reply.side = WireSide::BUY;
  reply.price = price("100");
  reply.quantity = qty("0.5");
  reply.commission = {.asset = *AssetText::from("USDT"), .raw = usdt("0.01").raw()};
  reply.time = kAt;
  const auto trade = desk.reports.read(reply, kId);
  ASSERT_TRUE(trade);
  EXPECT_EQ(Told::words(trade->fill), "trade 31 of 7: BUY 0.5 for 100 fee " + usdt("0.01").to_string() + " TAKER");
  reply.side = WireSide::UNKNOWN;
  EXPECT_FALSE(desk.reports.read(reply, kId));
  reply.side = WireSide::BUY;
  reply.symbol = *SymbolText::from("ETHUSDT");
  EXPECT_FALSE(desk.reports.read(reply, kId));
}

}  // namespace
}  // namespace alpha_pulse::execution
