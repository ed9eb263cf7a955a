#include "alpha_pulse/simulator/test_venue.hpp"

// Accounting, margin, funding, liquidation, settings: sheet 9.5-9.8, 4.4.
namespace alpha_pulse::simulator {
namespace {

using B = Bench;

Money sum(const std::vector<IncomeRecord>& incomes) {
  Money total = usdt("0");
  for (const IncomeRecord& income : incomes) total += income.amount;
  return total;
}

TEST(VenueAccount, AveragesWhatAddsAndKeepsTheEntryOfWhatReduces) {
  Bench bench;
  bench.placed(B::market(Side::SELL, "1"));  // 100000
  bench.print("101000");
  bench.placed(B::market(Side::SELL, "3"));  // 101000
  EXPECT_EQ(bench.venue.positions(bench.me, kBtc).front().entry, price("100750"));
  bench.placed(B::market(Side::BUY, "1"));
  EXPECT_EQ(bench.venue.positions(bench.me, kBtc).front().entry, price("100750"));
}

TEST(VenueAccount, BooksProfitAndCommissionApart) {
  Bench bench;
  bench.placed(B::limit(Side::SELL, "1", "100500"));
  bench.print("100500", "1");               // maker: 0.0002
  bench.placed(B::market(Side::BUY, "1"));  // taker at 100500.1: 0.0005
  EXPECT_EQ(sum(bench.venue.income(bench.me, kBtc, IncomeType::REALIZED_PNL, {})), usdt("-0.1"));
  EXPECT_EQ(sum(bench.venue.income(bench.me, kBtc, IncomeType::COMMISSION, {})), usdt("-70.35005"));
  EXPECT_EQ(bench.wallet(), usdt("999929.54995"));
  const auto trades = bench.venue.user_trades(bench.me, kBtc, std::nullopt, {});
  EXPECT_TRUE(trades[0].maker);
  EXPECT_FALSE(trades[1].maker);
  EXPECT_EQ(trades[1].realized, usdt("-0.1"));
}

TEST(VenueAccount, ShowsTheMarginOfTheWorstCase) {
  Bench bench;
  bench.placed(B::market(Side::BUY, "1"));
  bench.mark("100000");
  bench.placed(B::limit(Side::BUY, "1", "99000"));
  bench.placed(B::limit(Side::SELL, "1", "101000"));
  const auto figures = bench.venue.account(bench.me);
  EXPECT_EQ(figures.position_initial_margin, usdt("5000"));
  EXPECT_EQ(figures.open_order_initial_margin, usdt("4950")) << "(100000 + 99000) / 20 - 5000; the sell needs less";
  EXPECT_EQ(figures.available, figures.wallet + figures.unrealized - usdt("9950"));
  EXPECT_EQ(figures.maintenance_margin, usdt("400"));
}

TEST(VenueAccount, ReduceOnlyOrdersNeedNoMargin) {
  Bench bench;
  bench.placed(B::market(Side::BUY, "1"));
  const Money before = bench.venue.account(bench.me).open_order_initial_margin;
  bench.placed(B::reducing(B::limit(Side::SELL, "1", "120000")));
  EXPECT_EQ(bench.venue.account(bench.me).open_order_initial_margin, before);
}

TEST(VenueAccount, TheLiquidationPriceIsWhereTheVenueLiquidates) {
  for (const Side side : {Side::BUY, Side::SELL}) {
    Bench bench("10000");
    bench.placed(B::market(side, "1"));
    const Price at = bench.venue.positions(bench.me, kBtc).front().liquidation;
    ASSERT_TRUE(at.known());
    const PriceDelta away = PriceDelta::from_raw(side == Side::BUY ? kOne : -kOne);
    bench.venue.on_mark(kBtc, at + away, bench.venue.now());
    EXPECT_FALSE(bench.position().is_zero());
    bench.venue.on_mark(kBtc, at - away, bench.venue.now());
    EXPECT_TRUE(bench.position().is_zero());
  }
}

TEST(VenueAccount, WarnsThenCancelsThenLiquidatesThenTellsAll) {
  Bench bench("10000");
  bench.placed(B::market(Side::SELL, "1"));
  const Order resting = bench.placed(B::limit(Side::BUY, "0.5", "96000"));
  bench.venue.take_events();
  bench.mark("109550");  // equity 400, maintenance 438.2
  const auto events = bench.venue.take_events();
  std::vector<std::string> words;
  for (const VenueEvent& event : events) {
    if (const auto* order = std::get_if<OrderUpdate>(&event)) words.emplace_back(to_string(order->execution));
    if (const auto* account = std::get_if<AccountUpdate>(&event)) words.emplace_back(to_string(account->reason));
    if (std::holds_alternative<ForceOrder>(event)) words.emplace_back("force");
  }
  EXPECT_EQ(words, (std::vector<std::string>{"CANCELED", "NEW", "CALCULATED", "ORDER", "INSURANCE_CLEAR", "force"}));
  EXPECT_EQ(bench.now(resting).status, OrderStatus::CANCELED);
  EXPECT_TRUE(bench.position().is_zero());
  const auto forced = bench.venue.force_orders(bench.me, kBtc);
  ASSERT_EQ(forced.size(), 1U);
  EXPECT_TRUE(forced[0].client_id.starts_with("autoclose-"));
  EXPECT_GE(bench.wallet(), usdt("0"));
}

TEST(VenueAccount, TheInsuranceFundTakesWhatAGapLeavesUncovered) {
  for (const MarginType type : {MarginType::CROSSED, MarginType::ISOLATED}) {
    Bench bench("10000");
    ASSERT_TRUE(type == MarginType::CROSSED || bench.venue.set_margin_type(bench.me, kBtc, type));
    bench.placed(B::market(Side::SELL, "1"));
    bench.mark("130000");  // loses 30000
    EXPECT_TRUE(bench.position().is_zero());
    EXPECT_EQ(bench.wallet(), type == MarginType::CROSSED ? usdt("0") : usdt("4950"));
  }
}

TEST(VenueAccount, TheInsuranceFundClearsTheDebtOfAStopFilledFarBeyondTheMark) {
  Bench bench("5100");
  bench.placed(B::market(Side::SELL, "1"));
  AlgoRequest stop = B::stop(Side::BUY, "1", "101000");
  stop.reduce_only = true;
  bench.stood(stop);
  bench.mark("104000");
  bench.print("108000");
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.wallet(), usdt("0"));
  const auto cleared = bench.venue.income(bench.me, std::nullopt, IncomeType::INSURANCE_CLEAR, {});
  ASSERT_EQ(cleared.size(), 1U);
  EXPECT_EQ(cleared[0].amount, usdt("3004.10005")) << "8000.1 lost and 104.00005 of commission, with 5100";
}

TEST(VenueAccount, CallsForMarginOnceBeforeItLiquidates) {
  Bench bench("10000");
  bench.placed(B::market(Side::SELL, "1"));
  bench.venue.take_events();
  bench.mark("109450");
  EXPECT_EQ(bench.told<MarginCall>().size(), 1U);
  bench.mark("109460");
  EXPECT_TRUE(bench.told<MarginCall>().empty());
}

TEST(VenueAccount, LiquidatesAnIsolatedPositionAndNothingElse) {
  FuturesSymbol other = btcusdt_perpetual();
  other.name = "ETHUSDT";
  FuturesVenue venue(FuturesSettings{.symbols = {btcusdt_perpetual(), other}});
  const AccountId me = venue.add_account(usdt("100000"));
  const InstrumentId eth = *venue.find_symbol("ETHUSDT");
  ASSERT_TRUE(venue.set_margin_type(me, kBtc, MarginType::ISOLATED));
  for (const InstrumentId id : {kBtc, eth}) {
    venue.on_mark(id, price("100000"), kStart);
    venue.on_trade(id, price("100000"), quantity("1"), kStart);
    OrderRequest request = B::market(Side::SELL, "1");
    request.symbol = id;
    ASSERT_TRUE(venue.place(me, request));
  }
  EXPECT_EQ(venue.positions(me, kBtc).front().isolated_wallet, usdt("5000"));
  venue.on_mark(kBtc, price("106000"), kStart);
  EXPECT_TRUE(venue.positions(me, kBtc).front().amount.is_zero());
  EXPECT_EQ(venue.positions(me, eth).front().amount, quantity("-1"));
  EXPECT_EQ(venue.account(me).wallet, usdt("94900")) << "the isolated 5000 and two commissions are gone, no more";
}

TEST(VenueAccount, PaysFundingOnWhatIsOpenAtTheInstant) {
  Bench bench;
  bench.placed(B::market(Side::SELL, "2"));
  const Money before = bench.wallet();
  bench.venue.set_funding(kBtc, ratio("0.0001"), kStart + Duration::hours(1));
  bench.venue.take_events();
  bench.venue.advance_to(kStart + Duration::minutes(59));
  EXPECT_EQ(bench.wallet(), before);
  bench.venue.advance_to(kStart + Duration::minutes(61));
  EXPECT_EQ(bench.wallet(), before + usdt("20")) << "a positive rate is paid by longs to shorts";
  const auto told = bench.told<AccountUpdate>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].reason, AccountReason::FUNDING_FEE);
  EXPECT_TRUE(told[0].positions.empty()) << "crossed: only the balance";
  EXPECT_EQ(told[0].symbol, kBtc);
  EXPECT_EQ(told[0].time, kStart + Duration::hours(1));
  EXPECT_EQ(bench.venue.ticker(kBtc).next_funding, kStart + Duration::hours(9));
  EXPECT_EQ(sum(bench.venue.income(bench.me, kBtc, IncomeType::FUNDING_FEE, {})), usdt("20"));
}

TEST(VenueAccount, PaysTheFundingOfAnIsolatedPositionFromItsOwnWallet) {
  Bench bench;
  ASSERT_TRUE(bench.venue.set_margin_type(bench.me, kBtc, MarginType::ISOLATED));
  bench.placed(B::market(Side::BUY, "1"));
  const auto before = bench.venue.positions(bench.me, kBtc).front().isolated_wallet;
  bench.venue.set_funding(kBtc, ratio("0.0001"), kStart + Duration::hours(1));
  bench.venue.advance_to(kStart + Duration::hours(2));
  EXPECT_EQ(bench.venue.positions(bench.me, kBtc).front().isolated_wallet, before - usdt("10"));
}

TEST(VenueAccount, TakesAPositionAwayByDeleveraging) {
  Bench bench;
  bench.placed(B::market(Side::SELL, "2"));
  ASSERT_TRUE(bench.venue.deleverage(bench.me, kBtc, PositionSide::BOTH, quantity("2"), price("90000")));
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.venue.force_orders(bench.me, kBtc).front().client_id, "adl_autoclose");
  EXPECT_EQ(sum(bench.venue.income(bench.me, kBtc, IncomeType::REALIZED_PNL, {})), usdt("20000"));
}

TEST(VenueTimers, TheDeadMansSwitchCancelsPlainOrdersOnly) {
  Bench bench;
  const Order plain = bench.placed(B::limit(Side::BUY, "1", "99000"));
  const AlgoOrder stop = bench.stood(B::stop(Side::SELL, "1", "95000"));
  bench.placed(B::market(Side::BUY, "1"));
  bench.venue.countdown_cancel_all(bench.me, kBtc, kStart + Duration::seconds(10));
  bench.venue.advance_to(kStart + Duration::seconds(9));
  bench.venue.countdown_cancel_all(bench.me, kBtc, kStart + Duration::seconds(20));
  bench.venue.advance_to(kStart + Duration::seconds(19));
  EXPECT_EQ(bench.now(plain).status, OrderStatus::NEW) << "the heartbeat came in time";
  bench.venue.advance_to(kStart + Duration::seconds(25));
  EXPECT_EQ(bench.now(plain).status, OrderStatus::CANCELED);
  EXPECT_EQ(bench.now(plain).update_time, kStart + Duration::seconds(20));
  EXPECT_EQ(bench.now(stop).status, AlgoStatus::NEW);
  EXPECT_EQ(bench.position(), quantity("1"));
}

TEST(VenueTimers, ADisarmedSwitchDoesNothing) {
  Bench bench;
  const Order plain = bench.placed(B::limit(Side::BUY, "1", "99000"));
  bench.venue.countdown_cancel_all(bench.me, kBtc, kStart + Duration::seconds(10));
  bench.venue.countdown_cancel_all(bench.me, kBtc, std::nullopt);
  bench.venue.advance_to(kStart + Duration::seconds(60));
  EXPECT_EQ(bench.now(plain).status, OrderStatus::NEW);
}

TEST(VenueTimers, AnOrderExpiresAtItsGoodTillDate) {
  Bench bench;
  OrderRequest request = B::limit(Side::BUY, "1", "99000", Tif::GTD);
  request.good_till = kStart + Duration::seconds(700);
  const Order order = bench.placed(request);
  EXPECT_EQ(bench.venue.next_timer(), kStart + Duration::seconds(700));
  bench.venue.advance_to(kStart + Duration::seconds(701));
  EXPECT_EQ(bench.now(order).status, OrderStatus::EXPIRED);
}

TEST(VenueSettings, AnswersWhatIsAlreadySoWithItsOwnCode) {
  Bench bench;
  EXPECT_EQ(B::code_of(bench.venue.set_margin_type(bench.me, kBtc, MarginType::CROSSED)), -4046);
  EXPECT_EQ(B::code_of(bench.venue.set_hedge_mode(bench.me, false)), -4059);
  EXPECT_EQ(B::code_of(bench.venue.set_multi_assets(bench.me, false)), -4171);
}

TEST(VenueSettings, ChangesNothingUnderOrdersOrPositions) {
  Bench bench;
  const Order order = bench.placed(B::limit(Side::BUY, "1", "99000"));
  EXPECT_EQ(B::code_of(bench.venue.set_margin_type(bench.me, kBtc, MarginType::ISOLATED)), -4047);
  EXPECT_EQ(B::code_of(bench.venue.set_hedge_mode(bench.me, true)), -4067);
  ASSERT_TRUE(bench.venue.cancel(bench.me, ref(order)));
  bench.placed(B::market(Side::BUY, "1"));
  EXPECT_EQ(B::code_of(bench.venue.set_margin_type(bench.me, kBtc, MarginType::ISOLATED)), -4048);
  EXPECT_EQ(B::code_of(bench.venue.set_hedge_mode(bench.me, true)), -4068);
}

TEST(VenueSettings, LeverageIsCheckedAndTold) {
  Bench bench;
  EXPECT_EQ(B::code_of(bench.venue.set_leverage(bench.me, kBtc, 0)), -4028);
  EXPECT_EQ(B::code_of(bench.venue.set_leverage(bench.me, kBtc, 126)), -4028);
  EXPECT_EQ(bench.venue.set_leverage(bench.me, kBtc, 50)->max_notional, usdt("12000000"));
  EXPECT_EQ(bench.told<ConfigUpdate>().front().leverage, 50);
  ASSERT_TRUE(bench.venue.set_margin_type(bench.me, kBtc, MarginType::ISOLATED));
  bench.placed(B::market(Side::BUY, "1"));
  EXPECT_EQ(B::code_of(bench.venue.set_leverage(bench.me, kBtc, 10)), -4161);
}

TEST(VenueSettings, RefusesALeverageTheMarginDoesNotCarry) {
  Bench bench("10000");
  bench.placed(B::market(Side::BUY, "1"));
  EXPECT_EQ(B::code_of(bench.venue.set_leverage(bench.me, kBtc, 5)), -2028);
  EXPECT_EQ(bench.venue.symbol_config(bench.me, kBtc).leverage, 20);
}

TEST(VenueSettings, MovesMarginIntoAndOutOfAnIsolatedPosition) {
  Bench bench;
  EXPECT_EQ(B::code_of(bench.venue.change_position_margin(bench.me, kBtc, PositionSide::BOTH, usdt("1"))), -4049);
  ASSERT_TRUE(bench.venue.set_margin_type(bench.me, kBtc, MarginType::ISOLATED));
  EXPECT_EQ(B::code_of(bench.venue.change_position_margin(bench.me, kBtc, PositionSide::BOTH, usdt("1"))), -4054);
  bench.placed(B::market(Side::SELL, "1"));
  const Money before = bench.venue.account(bench.me).cross_wallet;
  ASSERT_TRUE(bench.venue.change_position_margin(bench.me, kBtc, PositionSide::BOTH, usdt("1000")));
  EXPECT_EQ(bench.venue.account(bench.me).cross_wallet, before - usdt("1000"));
  EXPECT_EQ(B::code_of(bench.venue.change_position_margin(bench.me, kBtc, PositionSide::BOTH, usdt("-1001"))), -4052);
  EXPECT_TRUE(bench.venue.change_position_margin(bench.me, kBtc, PositionSide::BOTH, usdt("-1000")));
}

TEST(VenueSettings, PaysInAndOutAndTellsIt) {
  Bench bench("100");
  ASSERT_TRUE(bench.venue.transfer(bench.me, usdt("50")));
  EXPECT_EQ(bench.told<AccountUpdate>().front().balance_change, usdt("50"));
  EXPECT_EQ(B::code_of(bench.venue.transfer(bench.me, usdt("-151"))), -2018);
  ASSERT_TRUE(bench.venue.transfer(bench.me, usdt("-150")));
  EXPECT_EQ(bench.wallet(), usdt("0"));
}

TEST(VenueQueries, AnswerWithinTheirWindow) {
  Bench bench;
  for (int i = 0; i < 5; ++i) bench.placed(B::market(Side::BUY, "0.01"));
  Window window;
  window.limit = 2;
  const auto all = bench.venue.user_trades(bench.me, kBtc, std::nullopt, {});
  EXPECT_EQ(bench.venue.user_trades(bench.me, kBtc, std::nullopt, window).back().trade_id, all.back().trade_id);
  window.from_id = all[1].trade_id;
  EXPECT_EQ(bench.venue.user_trades(bench.me, kBtc, std::nullopt, window).front().trade_id, all[1].trade_id);
  window = {};
  window.end = kStart - Duration::seconds(1);
  EXPECT_TRUE(bench.venue.all_orders(bench.me, kBtc, window).empty());
  EXPECT_EQ(B::code_of(bench.venue.find_symbol("XYZ")), -1121);
}

}  // namespace
}  // namespace alpha_pulse::simulator
