#include "alpha_pulse/matching/matching_engine.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::matching {
namespace {

using namespace test;

TEST(MatchingEngine, FillsARestingSellOnlyWhenThePriceGoesThroughIt) {
  FillSettings settings = plain();
  settings.maker_fee = ratio("0.0002");
  Venue venue(settings);
  venue.print("100");
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "101"))), "OrderAccepted");
  EXPECT_EQ(names(venue.print("101")), "");
  EXPECT_EQ(names(venue.print("101.005")), "");
  const auto events = venue.print("105");
  ASSERT_EQ(names(events), "OrderFilled PositionReported");
  const Fill fill = events.at(0).as<OrderFilled>()->fill;
  EXPECT_EQ(fill.price, price("101"));
  EXPECT_EQ(fill.quantity, qty("1"));
  EXPECT_EQ(fill.fee, usdt("0.0202"));
  EXPECT_EQ(fill.liquidity, Liquidity::MAKER);
  EXPECT_TRUE(events.at(0).more_follow);
  EXPECT_FALSE(events.at(1).more_follow);
  EXPECT_EQ(events.at(1).as<PositionReported>()->quantity, qty("-1"));
  EXPECT_EQ(events.at(0).ts_event, at(venue.now_ms));
  EXPECT_EQ(venue.wallet(), usdt("99999.9798"));
  EXPECT_EQ(venue.engine.order(ClientOrderId{1})->state, OrderState::FILLED);
}

TEST(MatchingEngine, FillsARestingBuyOneTickBelowItsLimit) {
  Venue venue;
  venue.print("100");
  venue.place(venue.limit(Side::BUY, "1", "99"));
  EXPECT_EQ(names(venue.print("99")), "");
  EXPECT_EQ(names(venue.print("98.99")), "OrderFilled PositionReported");
  EXPECT_EQ(venue.held(), qty("1"));
}

TEST(MatchingEngine, FillsAtTheTouchWhenAskedTo) {
  FillSettings settings = plain();
  settings.model = FillModel::TOUCH;
  Venue venue(settings);
  venue.print("100");
  venue.place(venue.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(names(venue.print("100.99")), "");
  EXPECT_EQ(names(venue.print("101")), "OrderFilled PositionReported");
}

TEST(MatchingEngine, GoesThroughFiveRungsAndTheStagedStopInOneStep) {
  Venue venue;
  venue.print("100");
  for (const char* rung : {"101", "102", "103", "104", "105"}) venue.place(venue.limit(Side::SELL, "0.2", rung));
  EXPECT_EQ(names(venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "105.04"))), "OrderAccepted");
  const auto events = venue.print("107");
  ASSERT_EQ(names(events),
            "OrderFilled OrderFilled OrderFilled OrderFilled OrderFilled OrderTriggered OrderFilled PositionReported");
  const auto fills = all<OrderFilled>(events);
  EXPECT_EQ(fills.at(0).fill.price, price("101"));
  EXPECT_EQ(fills.at(4).fill.price, price("105"));
  EXPECT_EQ(fills.at(5).fill.price, price("107.01"));  // the ask of a print at 107
  EXPECT_EQ(fills.at(5).fill.quantity, qty("1"));
  EXPECT_EQ(all<PositionReported>(events).at(0).quantity, Quantity{});
  for (const Event& e : events) EXPECT_EQ(e.more_follow, &e != &events.back());
  // 0.2 x (101 + 102 + 103 + 104 + 105) - 107.01
  EXPECT_EQ(venue.wallet(), usdt("99995.99"));
  EXPECT_TRUE(venue.engine.live_orders(kHedgeLeg).empty());
}

TEST(MatchingEngine, AGapDownBooksATakeProfitAtTheRealPrice) {
  Venue venue;
  venue.print("100");
  venue.place(venue.market(Side::SELL, "1"));
  venue.place(venue.conditional(OrderType::TAKE_PROFIT_MARKET, Side::BUY, "1", "94"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104"));
  const auto events = venue.print("93");
  ASSERT_EQ(names(events), "OrderTriggered OrderFilled PositionReported");
  EXPECT_EQ(all<OrderFilled>(events).at(0).fill.price, price("93.01"));
  EXPECT_EQ(venue.wallet(), usdt("100006.99"));
  ASSERT_EQ(venue.engine.live_orders(kHedgeLeg).size(), 1U);  // the stop stays while flat
  EXPECT_EQ(names(venue.print("104")), "OrderExpired");       // and finds nothing to close
}

TEST(MatchingEngine, AGapOnTheMarkAloneIsBookedAtTheMarkWhenQuotesAreOlder) {
  FillSettings settings = plain();
  settings.stop_slippage = ratio("0.0004");
  Venue venue(settings);
  venue.quote("99.99", "1", "100", "1");
  venue.mark("100");
  venue.place(venue.market(Side::SELL, "1"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104"));
  EXPECT_EQ(names(venue.print("107", "1", PrintRoles{})), "");  // a trade is not the mark
  const auto events = venue.mark("107");
  ASSERT_EQ(names(events), "OrderTriggered OrderFilled PositionReported");
  EXPECT_EQ(all<OrderFilled>(events).at(0).fill.price, price("107.05"));  // 107 x 1.0004 = 107.0428
}

TEST(MatchingEngine, TriggersByTradeWhenTheOrderSaysSo) {
  Venue venue;
  venue.print("100");
  venue.place(venue.market(Side::SELL, "1"));
  OrderSpec stop = venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104");
  stop.trigger_by = PriceKind::TRADE;
  venue.place(stop);
  EXPECT_EQ(names(venue.mark("104")), "");
  EXPECT_EQ(names(venue.print("104", "1", PrintRoles{})), "OrderTriggered OrderFilled PositionReported");
}

TEST(MatchingEngine, TwoStopsInOneGapCloseInTheOrderTouchedAndOnlyWhatIsHeld) {
  Venue venue;
  venue.print("100");
  venue.place(venue.market(Side::SELL, "1"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "2", "105"));    // order 2: the whole leg
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "0.4", "104"));  // order 3: a part, nearer
  const auto events = venue.print("107");
  ASSERT_EQ(names(events), "OrderTriggered OrderFilled OrderTriggered OrderFilled OrderExpired PositionReported");
  const auto fills = all<OrderFilled>(events);
  EXPECT_EQ(fills.at(0).fill.order, ClientOrderId{3});
  EXPECT_EQ(fills.at(0).fill.quantity, qty("0.4"));
  EXPECT_EQ(fills.at(1).fill.order, ClientOrderId{2});
  EXPECT_EQ(fills.at(1).fill.quantity, qty("0.6"));
  EXPECT_TRUE(venue.held().is_zero());
}

TEST(MatchingEngine, TakersPayTheOppositeQuoteSlippageAndTheTakerFee) {
  FillSettings settings;  // the defaults
  Venue venue(settings);
  venue.print("100");
  venue.quote("99.98", "1", "100.03", "1");
  const auto sold = venue.place(venue.market(Side::SELL, "2"));
  ASSERT_EQ(names(sold), "OrderAccepted OrderFilled PositionReported");
  const Fill fill = all<OrderFilled>(sold).at(0).fill;
  EXPECT_EQ(fill.price, price("99.97"));  // 99.970002 rounded down
  EXPECT_EQ(fill.fee, usdt("0.09997"));
  EXPECT_EQ(fill.liquidity, Liquidity::TAKER);
  EXPECT_EQ(all<OrderFilled>(venue.place(venue.market(Side::BUY, "1"))).at(0).fill.price, price("100.05"));
}

TEST(MatchingEngine, ALimitThatCrossesIsFilledNoWorseThanItsLimit) {
  FillSettings settings = plain();
  settings.slippage = ratio("0.01");
  Venue venue(settings);
  venue.print("100");
  const auto bought = venue.place(venue.limit(Side::BUY, "1", "100.01"));
  ASSERT_EQ(names(bought), "OrderAccepted OrderFilled PositionReported");
  EXPECT_EQ(all<OrderFilled>(bought).at(0).fill.price, price("100.01"));
}

TEST(MatchingEngine, IocTakesOrExpires) {
  Venue venue;
  venue.print("100");
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "100.01", TimeInForce::IOC))), "OrderAccepted OrderExpired");
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "100", TimeInForce::IOC))),
            "OrderAccepted OrderFilled PositionReported");
}

TEST(MatchingEngine, PostOnlyExpiresRatherThanTake) {
  Venue venue;
  venue.print("100");
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "100", TimeInForce::GTX))), "OrderExpired");
  EXPECT_EQ(names(venue.place(venue.limit(Side::BUY, "1", "100.01", TimeInForce::GTX))), "OrderExpired");
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "100.01", TimeInForce::GTX))), "OrderAccepted");
}

TEST(MatchingEngine, ReduceOnlyNeverGoesThroughZero) {
  Venue venue;
  venue.print("100");
  venue.place(venue.market(Side::SELL, "1"));
  OrderSpec buy_back = venue.market(Side::BUY, "3");
  buy_back.reduce_only = true;
  EXPECT_EQ(names(venue.place(buy_back)), "OrderAccepted OrderFilled OrderExpired PositionReported");
  EXPECT_TRUE(venue.held().is_zero());
  EXPECT_EQ(all<OrderRejected>(venue.place(buy_back)).at(0).reason, Reason::REDUCE_ONLY_REJECTED);
}

TEST(MatchingEngine, RestingReduceOnlyOrdersShareThePositionAndExpireWhenItIsGone) {
  Venue venue;
  venue.print("100");
  venue.place(venue.market(Side::SELL, "1"));
  for (const char* limit : {"99", "98", "97"}) {
    OrderSpec buy_back = venue.limit(Side::BUY, "0.6", limit);
    buy_back.reduce_only = true;
    EXPECT_EQ(names(venue.place(buy_back)), "OrderAccepted");
  }
  const auto events = venue.print("90");
  ASSERT_EQ(names(events), "OrderFilled OrderFilled OrderExpired OrderExpired PositionReported");
  EXPECT_EQ(all<OrderFilled>(events).at(1).fill.quantity, qty("0.4"));
  EXPECT_TRUE(venue.held().is_zero());
  EXPECT_TRUE(venue.engine.live_orders(kHedgeLeg).empty());
}

TEST(MatchingEngine, OrdersSentInAnswerToAnEventMeetOnlyLaterOnes) {
  Venue venue;
  venue.print("100");
  venue.print("105");
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "105.01"))), "OrderAccepted");
  EXPECT_EQ(names(venue.print("105.02")), "OrderFilled PositionReported");
}

TEST(MatchingEngine, CancelsWhatRestsAndRefusesWhatIsGone) {
  Venue venue;
  venue.print("100");
  venue.place(venue.limit(Side::SELL, "1", "101"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104"));
  EXPECT_EQ(names(venue.cancel(1)), "OrderCanceled");
  EXPECT_EQ(names(venue.cancel(2)), "OrderCanceled");
  EXPECT_EQ(names(venue.cancel(1)), "CancelRejected");
  EXPECT_EQ(names(venue.cancel(77)), "CancelRejected");
  EXPECT_EQ(names(venue.print("120")), "");
  EXPECT_EQ(venue.engine.order(ClientOrderId{1})->state, OrderState::CANCELED);
}

TEST(MatchingEngine, AFillLargerThanThePositionGoesThroughZeroWhenItMay) {
  Venue venue;
  venue.print("100");
  venue.place(venue.market(Side::SELL, "1"));
  venue.print("90");
  venue.place(venue.market(Side::BUY, "3"));
  EXPECT_EQ(venue.held(), qty("2"));
  EXPECT_EQ(venue.wallet(), usdt("100009.99"));
  EXPECT_EQ(venue.engine.position(kHedgeLeg).entry(linear()), price("90.01"));
}

TEST(MatchingEngine, QueueFillsByPrintedSize) {
  FillSettings settings = plain();
  settings.model = FillModel::QUEUE;
  Venue venue(settings);
  venue.print("100");
  venue.quote("99.99", "1", "101", "2");
  venue.place(venue.limit(Side::SELL, "1", "101"));
  EXPECT_EQ(names(venue.print("101", "2", PrintRoles{})), "");
  const auto part = venue.print("101", "0.4567", PrintRoles{});
  ASSERT_EQ(names(part), "OrderFilled PositionReported");
  EXPECT_EQ(all<OrderFilled>(part).at(0).fill.quantity, qty("0.456"));  // whole lots only
  EXPECT_EQ(venue.engine.order(ClientOrderId{1})->state, OrderState::PARTIALLY_FILLED);
  EXPECT_EQ(all<OrderFilled>(venue.print("101.01", "0.1", PrintRoles{})).at(0).fill.quantity, qty("0.544"));
}

TEST(MatchingEngine, QueueMovesUpWhenTheSizeInFrontLeaves) {
  FillSettings settings = plain();
  settings.model = FillModel::QUEUE;
  Venue venue(settings);
  venue.print("100");
  venue.quote("99.99", "1", "101", "2");
  venue.place(venue.limit(Side::SELL, "1", "101"));
  venue.quote("99.99", "1", "101", "0.1");
  EXPECT_EQ(all<OrderFilled>(venue.print("101", "0.6", PrintRoles{})).at(0).fill.quantity, qty("0.5"));
}

TEST(MatchingEngine, AShortReceivesFundingWhenTheRateIsPositive) {
  Venue venue;
  venue.print("100");
  EXPECT_EQ(names(venue.observe(FundingRateDue{ratio("0.0001")})), "");  // flat
  venue.place(venue.market(Side::SELL, "3"));
  venue.mark("110");
  const auto events = venue.observe(FundingRateDue{ratio("0.0001")});
  ASSERT_EQ(names(events), "FundingSettled");
  EXPECT_EQ(events.at(0).as<FundingSettled>()->amount, usdt("0.033"));
  EXPECT_EQ(venue.wallet(), usdt("100000.033"));
  venue.observe(FundingRateDue{ratio("-0.0003")});
  EXPECT_EQ(venue.wallet(), usdt("99999.934"));
}

TEST(MatchingEngine, FundingOfAnInverseContractIsInCoin) {
  Venue venue;
  venue.id = kInverse;
  venue.print("20000");
  venue.place(venue.market(Side::SELL, "100"));  // 10 000 USD
  const auto events = venue.observe(FundingRateDue{ratio("0.0001")});
  EXPECT_EQ(events.at(0).as<FundingSettled>()->amount, btc("0.00005"));
}

TEST(MatchingEngine, LiquidationTakesTheWholePositionAtTheMarkAndCancelsEverything) {
  Venue venue(plain(), "100");
  venue.print("100");
  venue.place(venue.market(Side::SELL, "10"));
  venue.place(venue.limit(Side::SELL, "1", "140"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "10", "130"));
  EXPECT_EQ(venue.engine.liquidation_price(kHedgeLeg).to_string(), "109.56175296");  // 1100 / 10.04, two units early
  EXPECT_EQ(names(venue.mark("109.56")), "");
  const auto events = venue.mark("109.57");
  ASSERT_EQ(names(events), "OrderCanceled OrderCanceled PositionLiquidated PositionReported");
  const auto taken = all<PositionLiquidated>(events).at(0);
  EXPECT_EQ(taken.side, Side::BUY);
  EXPECT_EQ(taken.quantity, qty("10"));
  EXPECT_EQ(taken.price, price("109.57"));
  EXPECT_EQ(taken.fee, usdt("4.3"));  // 1.25 % would be 13.70; only 100 - 95.70 is left
  EXPECT_EQ(venue.wallet(), usdt("0"));
  EXPECT_TRUE(venue.held().is_zero());
  EXPECT_TRUE(venue.engine.live_orders(kHedgeLeg).empty());
}

TEST(MatchingEngine, TheInsuranceFundCoversAGapBeyondTheWallet) {
  Venue venue(plain(), "100");
  venue.print("100");
  venue.place(venue.market(Side::SELL, "10"));
  const auto taken = all<PositionLiquidated>(venue.print("130")).at(0);
  EXPECT_EQ(taken.fee, usdt("-200"));
  EXPECT_EQ(venue.wallet(), usdt("0"));
  const WalletLedger& l = venue.engine.account().ledgers().at(kUsdt);
  EXPECT_EQ(l.realised, usdt("-300"));
  EXPECT_EQ(l.liquidation, usdt("-200"));
}

TEST(MatchingEngine, AStopTouchedByTheSameEventComesBeforeTheTakeOver) {
  Venue venue(plain(), "100");
  venue.print("100");
  venue.place(venue.market(Side::SELL, "10"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "10", "105"));
  EXPECT_EQ(names(venue.print("109.57")), "OrderTriggered OrderFilled PositionReported");
  EXPECT_EQ(venue.wallet(), usdt("4.2"));
}

TEST(MatchingEngine, AWithdrawalCanLiquidate) {
  Venue venue(plain(), "1000");
  venue.print("100");
  venue.place(venue.market(Side::SELL, "10"));
  EXPECT_EQ(names(venue.observe(WalletTransferred{usdt("-900")})), "");
  EXPECT_EQ(names(venue.observe(WalletTransferred{usdt("-96")})), "PositionLiquidated PositionReported");
}

TEST(MatchingEngine, RefusesWhatTheWalletDoesNotCarry) {
  Venue venue(plain(), "100");
  venue.print("100");
  EXPECT_EQ(all<OrderRejected>(venue.place(venue.limit(Side::SELL, "20", "101"))).at(0).reason,
            Reason::INSUFFICIENT_MARGIN);
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "19", "101"))), "OrderAccepted");
  EXPECT_EQ(all<OrderRejected>(venue.place(venue.limit(Side::SELL, "1", "101"))).at(0).reason,
            Reason::INSUFFICIENT_MARGIN);
}

TEST(MatchingEngine, LatencyDelaysTheArrivalAndKeepsTheOrder) {
  FillSettings settings = plain();
  settings.latency = Duration::milliseconds(1500);
  Venue venue(settings);
  venue.print("100");                                                        // at 1 s
  EXPECT_EQ(names(venue.place(venue.limit(Side::SELL, "1", "100.5"))), "");  // arrives at 2.5 s
  EXPECT_EQ(names(venue.cancel(1)), "");
  EXPECT_EQ(names(venue.place(venue.market(Side::SELL, "1"))), "");
  EXPECT_EQ(venue.engine.next_wakeup().at, at(2500));
  EXPECT_EQ(venue.engine.live_orders(kHedgeLeg).size(), 2U);
  EXPECT_EQ(venue.engine.order(ClientOrderId{1})->state, OrderState::SUBMITTED);
  EXPECT_EQ(names(venue.print("99")), "");  // at 2 s: on the way
  const auto events = venue.print("110");   // at 3 s: they met the price of 2 s
  ASSERT_EQ(names(events), "OrderAccepted OrderCanceled OrderAccepted OrderFilled PositionReported");
  EXPECT_EQ(all<OrderFilled>(events).at(0).fill.price, price("99"));
}

TEST(MatchingEngine, WhatArrivesLateCarriesTheMomentItArrived) {
  FillSettings settings = plain();
  settings.latency = Duration::milliseconds(1500);
  Venue venue(settings);
  venue.print("100");
  venue.place(venue.limit(Side::SELL, "1", "104"));
  venue.print("105");  // would have been a fill
  venue.cancel(1);     // sent at 2 s, arrives at 3.5 s
  const auto events = venue.print("103");
  ASSERT_EQ(names(events), "OrderAccepted OrderFilled PositionReported");  // at 2.5 s it crossed the bid of 105
  EXPECT_EQ(events.at(0).ts_event, at(2500));
  EXPECT_EQ(all<OrderFilled>(events).at(0).fill.price, price("105"));
  EXPECT_EQ(names(venue.observe(TimerElapsed{})), "CancelRejected");
}

TEST(MatchingEngine, TheWakeUpNamesTheNearestLimitTriggerAndTakeOver) {
  Venue venue;
  venue.print("100");
  EXPECT_TRUE(venue.engine.next_wakeup().bands.empty());
  venue.place(venue.limit(Side::SELL, "1", "102"));
  venue.place(venue.limit(Side::SELL, "1", "101"));
  venue.place(venue.limit(Side::BUY, "1", "99"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "104"));
  const Wakeup wakeup = venue.engine.next_wakeup();
  EXPECT_EQ(wakeup.at, Timestamp::never());
  EXPECT_FALSE(wakeup.every_event || wakeup.bars);
  ASSERT_EQ(wakeup.bands.size(), 2U);
  EXPECT_EQ(wakeup.bands[0].kind, PriceKind::TRADE);
  EXPECT_EQ(wakeup.bands[0].at_or_above, price("101.01"));
  EXPECT_EQ(wakeup.bands[0].at_or_below, price("98.99"));
  EXPECT_EQ(wakeup.bands[1].kind, PriceKind::MARK);
  EXPECT_EQ(wakeup.bands[1].at_or_above, price("104"));
  EXPECT_EQ(wakeup.bands[1].at_or_below, Price{});
}

TEST(MatchingEngine, IgnoresTheSpotLegAndAccountEvents) {
  Venue venue;
  venue.engine.observe(event(
      at(1), TradeTick{.price = price("5"), .quantity = qty("1"), .aggressor = Side::BUY, .roles = {}}, kSpotLeg));
  venue.engine.observe(event(at(2), PositionReported{qty("7")}));
  venue.engine.observe(event(at(3), SpotBalanceChanged{qty("7")}));
  EXPECT_TRUE(venue.engine.events().empty());
  EXPECT_TRUE(venue.held().is_zero());
}

TEST(OrderHistory, ForgetsTheOldestBeyondItsCapacity) {
  OrderHistory history(100);
  Order order;
  order.state = OrderState::FILLED;
  for (std::uint64_t id = 1; id <= 250; ++id) {
    order.id = ClientOrderId{id};
    history.add(order);
  }
  EXPECT_EQ(history.size(), 100U);
  EXPECT_FALSE(history.find(ClientOrderId{150}));
  EXPECT_TRUE(history.find(ClientOrderId{151}) && history.find(ClientOrderId{250}));
}

}  // namespace
}  // namespace alpha_pulse::matching
