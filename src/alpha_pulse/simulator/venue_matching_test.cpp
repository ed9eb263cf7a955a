#include "alpha_pulse/simulator/test_venue.hpp"

// Life cycle and matching: sheet 9.1-9.4, 4.5.
namespace alpha_pulse::simulator {
namespace {

using B = Bench;

TEST(VenueMatching, TakesLevelAfterLevelAtTheMakersPrices) {
  Bench bench;
  const Order order = bench.placed(B::limit(Side::BUY, "7", "100000.2", Tif::IOC));
  EXPECT_EQ(order.status, OrderStatus::FILLED);
  const auto trades = bench.venue.user_trades(bench.me, kBtc, std::nullopt, {});
  ASSERT_EQ(trades.size(), 2U);
  EXPECT_EQ(trades[0].price, price("100000.1"));
  EXPECT_EQ(trades[0].quantity, quantity("5"));
  EXPECT_EQ(trades[1].price, price("100000.2"));
  EXPECT_GT(trades[1].trade_id, trades[0].trade_id);
}

TEST(VenueMatching, ExpiresTheRestOfAnImmediateOrder) {
  Bench bench;
  const Order order = bench.placed(B::limit(Side::BUY, "7", "100000.1", Tif::IOC));
  EXPECT_EQ(order.status, OrderStatus::EXPIRED);
  EXPECT_EQ(order.executed, quantity("5"));
  const auto told = bench.told<OrderUpdate>();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].execution, Execution::NEW);
  EXPECT_EQ(told[1].execution, Execution::TRADE);
  EXPECT_EQ(told[2].expiry, ExpiryReason::IOC_REMAINDER);
}

TEST(VenueMatching, RefusesAFillOrKillThatCannotFillWhole) {
  Bench bench;
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "7", "100000.1", Tif::FOK)), -5021);
  EXPECT_EQ(bench.placed(B::limit(Side::BUY, "7", "100000.2", Tif::FOK)).status, OrderStatus::FILLED);
}

TEST(VenueMatching, RefusesAPostOnlyOrderThatWouldTake) {
  Bench bench;
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "1", "100000.1", Tif::GTX)), -5022);
  EXPECT_EQ(bench.placed(B::limit(Side::BUY, "1", "100000", Tif::GTX)).status, OrderStatus::NEW);
}

TEST(VenueMatching, StopsAMarketOrderAtItsBoundAndExpiresTheRest) {
  FuturesSymbol thin = btcusdt_perpetual();
  thin.tick = price("2000");
  thin.min_price = price("2000");
  thin.depth = {.levels = 10, .per_level = quantity("1")};
  Bench bench("100000000", thin);
  const Order order = bench.placed(B::market(Side::BUY, "5"));  // asks 102000, 104000, 106000; bound 105000
  EXPECT_EQ(order.status, OrderStatus::EXPIRED);
  EXPECT_EQ(order.executed, quantity("2"));
  EXPECT_EQ(bench.told<OrderUpdate>().back().expiry, ExpiryReason::MARKET_REMAINDER);
}

TEST(VenueMatching, FillsWholeWhatAPrintPassesAndUpToItsQuantityWhatItTouches) {
  Bench bench;
  const Order through = bench.placed(B::limit(Side::SELL, "3", "100500"));
  const Order first = bench.placed(B::limit(Side::SELL, "2", "100600"));
  const Order second = bench.placed(B::limit(Side::SELL, "2", "100600"));
  bench.venue.take_events();
  bench.print("100600", "3");
  EXPECT_EQ(bench.now(through).status, OrderStatus::FILLED);
  EXPECT_EQ(bench.now(through).average_price(), price("100500"));
  EXPECT_EQ(bench.now(first).status, OrderStatus::FILLED);
  EXPECT_EQ(bench.now(second).executed, quantity("1"));
  Quantity at_price;
  for (const PublicTrade& trade : bench.told<PublicTrade>()) {
    if (trade.price == price("100600")) at_price += trade.quantity;
  }
  EXPECT_EQ(at_price, quantity("3")) << "the tape shows the print, not more";
}

TEST(VenueMatching, ServesOrdersOfOnePriceInTheOrderOfTheirArrival) {
  Bench bench;
  const AccountId other = bench.venue.add_account(usdt("1000000"));
  const Order first = bench.placed(B::limit(Side::SELL, "1", "100010"));
  const Order second = bench.placed(other, B::limit(Side::SELL, "1", "100010"));
  bench.print("100010", "1");
  EXPECT_EQ(bench.now(first).status, OrderStatus::FILLED);
  EXPECT_EQ(bench.now(second).status, OrderStatus::NEW);
}

TEST(VenueMatching, MatchesAccountsWithEachOtherBeforeTheOutsideMarket) {
  Bench bench;
  const AccountId other = bench.venue.add_account(usdt("1000000"));
  const Order maker = bench.placed(other, B::limit(Side::SELL, "1", "100000.1"));
  bench.placed(B::market(Side::BUY, "1"));
  EXPECT_EQ(bench.now(maker).status, OrderStatus::FILLED);
  EXPECT_EQ(bench.position(), quantity("1"));
  EXPECT_EQ(bench.position(other), quantity("-1"));
  EXPECT_TRUE(bench.venue.market_position(kBtc).is_zero());
}

TEST(VenueMatching, TellsOneFillInThreeEventsOfOneTime) {
  Bench bench;
  bench.placed(B::market(Side::BUY, "1"));
  const auto events = bench.venue.take_events();
  ASSERT_GE(events.size(), 5U);
  EXPECT_EQ(std::get<OrderUpdate>(events[0]).execution, Execution::NEW);
  const auto& lite = std::get<TradeLite>(events[1]);
  const auto& update = std::get<OrderUpdate>(events[2]);
  const auto& account = std::get<AccountUpdate>(events[3]);
  EXPECT_EQ(lite.trade_id, update.trade_id);
  EXPECT_EQ(update.commission, usdt("50.00005"));
  EXPECT_EQ(account.time, update.time);
  EXPECT_EQ(account.positions.front().amount, quantity("1"));
  EXPECT_EQ(account.wallet, usdt("999949.99995"));
  EXPECT_TRUE(std::holds_alternative<PublicTrade>(events[4]));
}

TEST(VenueMatching, PreventsSelfTradesAsTheTakerAsks) {
  for (const StpMode mode : {StpMode::NONE, StpMode::EXPIRE_TAKER, StpMode::EXPIRE_MAKER, StpMode::EXPIRE_BOTH}) {
    Bench bench;
    const Order maker = bench.placed(B::limit(Side::SELL, "1", "100000.1"));
    OrderRequest request = B::limit(Side::BUY, "1", "100000.1");
    request.stp = mode;
    const Order taker = bench.placed(request);
    const bool maker_goes = mode == StpMode::EXPIRE_MAKER || mode == StpMode::EXPIRE_BOTH;
    const bool taker_goes = mode == StpMode::EXPIRE_TAKER || mode == StpMode::EXPIRE_BOTH;
    EXPECT_EQ(bench.now(maker).status, mode == StpMode::NONE ? OrderStatus::FILLED
                                       : maker_goes          ? OrderStatus::EXPIRED_IN_MATCH
                                                             : OrderStatus::NEW);
    EXPECT_EQ(taker.status, taker_goes ? OrderStatus::EXPIRED_IN_MATCH : OrderStatus::FILLED);
  }
}

TEST(VenueMatching, CancelsAndThenKnowsNoOpenOrder) {
  Bench bench;
  const Order order = bench.placed(B::limit(Side::BUY, "1", "99000"));
  EXPECT_EQ(bench.venue.cancel(bench.me, ref(order))->status, OrderStatus::CANCELED);
  EXPECT_EQ(B::code_of(bench.venue.cancel(bench.me, ref(order))), -2011);
  EXPECT_EQ(B::code_of(bench.venue.open_order(bench.me, ref(order))), -2013);
  EXPECT_TRUE(bench.venue.order(bench.me, ref(order)));
  EXPECT_EQ(B::code_of(bench.venue.order(bench.me, named("unknown"))), -2013);
}

TEST(VenueMatching, HidesOrdersOfOthers) {
  Bench bench;
  const AccountId other = bench.venue.add_account(usdt("1000"));
  const Order order = bench.placed(B::limit(Side::BUY, "1", "99000"));
  EXPECT_EQ(B::code_of(bench.venue.order(other, ref(order))), -2013);
  EXPECT_EQ(B::code_of(bench.venue.cancel(other, ref(order))), -2011);
}

TEST(VenueMatching, AnswersEachOrderOfABatchForItself) {
  Bench bench;
  const auto answers =
      bench.venue.place_batch(bench.me, {B::limit(Side::BUY, "1", "99000"), B::limit(Side::BUY, "0", "99000")});
  ASSERT_TRUE(answers);
  EXPECT_TRUE((*answers)[0]);
  EXPECT_EQ(B::code_of((*answers)[1]), -4003);
  EXPECT_EQ(B::code_of(bench.venue.place_batch(bench.me, std::vector(6, B::limit(Side::BUY, "1", "99000")))), -4082);
}

TEST(VenueModify, LosesTimePriorityAndTellsAnAmendment) {
  Bench bench;
  const Order first = bench.placed(B::limit(Side::SELL, "1", "100010"));
  const Order second = bench.placed(B::limit(Side::SELL, "1", "100010"));
  bench.venue.take_events();
  ASSERT_TRUE(bench.change(first, "0.9", "100010"));
  EXPECT_EQ(bench.told<OrderUpdate>().front().execution, Execution::AMENDMENT);
  bench.print("100010", "1");
  EXPECT_EQ(bench.now(first).status, OrderStatus::NEW);
  EXPECT_EQ(bench.now(second).status, OrderStatus::FILLED);
}

TEST(VenueModify, LeavesTheOrderAloneWhenItRefuses) {
  Bench bench;
  const Order order = bench.placed(B::limit(Side::SELL, "1", "100010"));
  const auto modify = [&](std::string_view qty, std::string_view at) {
    return B::code_of(bench.venue.modify(
        bench.me, {.order = ref(order), .side = Side::SELL, .quantity = quantity(qty), .price = price(at)}));
  };
  EXPECT_EQ(modify("1", "100010"), -5027);
  EXPECT_EQ(modify("1", "100010.05"), -4014);
  EXPECT_EQ(modify("0.0005", "100010"), -1111);
  EXPECT_EQ(bench.now(order).price, price("100010"));
  EXPECT_EQ(B::code_of(bench.change(order, "1", "100011", true)), -5047);
}

TEST(VenueModify, CancelsWhatIsCutBelowItsFillsOrWouldTakeAsPostOnly) {
  Bench bench;
  const Order partly = bench.placed(B::limit(Side::SELL, "2", "100010"));
  bench.print("100010", "1");
  const auto cut = bench.change(partly, "1", "100020");
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->status, OrderStatus::CANCELED);
  const Order maker = bench.placed(B::limit(Side::SELL, "1", "100100", Tif::GTX));
  const auto taking = bench.venue.modify(
      bench.me, {.order = ref(maker), .side = Side::SELL, .quantity = quantity("1"), .price = price("100000")});
  ASSERT_TRUE(taking);
  EXPECT_EQ(taking->status, OrderStatus::CANCELED);
}

TEST(VenueReduceOnly, NeedsAPositionOfTheOtherSide) {
  Bench bench;
  EXPECT_EQ(bench.code(B::reducing(B::market(Side::SELL, "1"))), -2022);
  bench.placed(B::market(Side::BUY, "1"));
  EXPECT_EQ(bench.code(B::reducing(B::market(Side::BUY, "1"))), -2022);
}

TEST(VenueReduceOnly, IsTrimmedToThePositionAndNeverFlipsIt) {
  Bench bench;
  bench.placed(B::market(Side::BUY, "1"));
  const Order larger = bench.placed(B::reducing(B::limit(Side::SELL, "3", "100010")));
  EXPECT_EQ(larger.quantity, quantity("1"));
  const Order also = bench.placed(B::reducing(B::limit(Side::SELL, "1", "100020")));
  bench.print("100100", "9");
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.now(larger).status, OrderStatus::FILLED);
  EXPECT_EQ(bench.now(also).status, OrderStatus::EXPIRED);
}

TEST(VenueReduceOnly, ExpiresWithThePosition) {
  Bench bench;
  bench.placed(B::market(Side::BUY, "1"));
  const Order resting = bench.placed(B::reducing(B::limit(Side::SELL, "1", "101000")));
  bench.venue.take_events();
  bench.placed(B::market(Side::SELL, "1"));
  EXPECT_EQ(bench.now(resting).status, OrderStatus::EXPIRED);
  EXPECT_EQ(bench.told<OrderUpdate>().back().expiry, ExpiryReason::REDUCE_ONLY);
}

TEST(VenueReduceOnly, AnOrdinaryOrderFlipsInOne) {
  Bench bench;
  bench.placed(B::market(Side::BUY, "1"));
  bench.placed(B::market(Side::SELL, "3"));
  const auto position = bench.venue.positions(bench.me, kBtc).front();
  EXPECT_EQ(position.amount, quantity("-2"));
  EXPECT_EQ(position.entry, price("100000"));
}

TEST(VenueHedgeMode, KeepsTwoPositionsThatCannotFlip) {
  Bench bench;
  ASSERT_TRUE(bench.venue.set_hedge_mode(bench.me, true));
  const auto on = [](OrderRequest request, PositionSide side) {
    request.position_side = side;
    return request;
  };
  bench.placed(on(B::market(Side::BUY, "2"), PositionSide::LONG));
  bench.placed(on(B::market(Side::SELL, "1"), PositionSide::SHORT));
  const auto positions = bench.venue.positions(bench.me, kBtc);
  EXPECT_EQ(positions[0].amount, quantity("2"));
  EXPECT_EQ(positions[1].amount, quantity("-1")) << "a short is negative";
  EXPECT_EQ(bench.code(on(B::market(Side::SELL, "2.001"), PositionSide::LONG)), -2022);
  EXPECT_TRUE(bench.placed(on(B::market(Side::BUY, "1"), PositionSide::SHORT)).reduce_only);
  EXPECT_EQ(B::code_of(bench.venue.set_hedge_mode(bench.me, false)), -4068);
}

}  // namespace
}  // namespace alpha_pulse::simulator
