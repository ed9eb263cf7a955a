#include "alpha_pulse/simulator/test_venue.hpp"

// Refusals of sheet 4.2 and 4.5, code by code.
namespace alpha_pulse::simulator {
namespace {

using B = Bench;

TEST(VenueChecks, RefusesAPriceOffTheFilterWithTheCodeOfItsFault) {
  Bench bench;
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.01", "-1")), -4001);
  EXPECT_EQ(bench.code(B::limit(Side::SELL, "0.01", "4529764.10")), -4002);
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "1", "556.70")), -4013);
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.01", "99000.05")), -4014);
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.01", "99000.001")), -1111);
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.01", "99000.1")), 0);
}

TEST(VenueChecks, RefusesAQuantityOffTheFilterWithTheCodeOfItsFault) {
  Bench bench;
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0", "99000")), -4003);
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "1000.001", "99000")), -4005);
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.0015", "99000")), -1111);
  FuturesSymbol coarse = btcusdt_perpetual();
  coarse.lot.min = quantity("0.010");
  coarse.lot.step = quantity("0.005");
  Bench other("1000000", coarse);
  EXPECT_EQ(other.code(B::limit(Side::BUY, "0.005", "99000")), -4004);
  EXPECT_EQ(other.code(B::limit(Side::BUY, "0.012", "99000")), -4023);
}

TEST(VenueChecks, HoldsAMarketOrderToItsOwnLotFilter) {
  Bench bench("100000000");
  EXPECT_EQ(bench.code(B::market(Side::BUY, "120.001")), -4005);
}

TEST(VenueChecks, RefusesASmallNotionalUnlessTheOrderReduces) {
  Bench bench;
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.001", "99000")), -4164);
  EXPECT_EQ(bench.code(B::market(Side::BUY, "0.001")), 0);  // 100 at the mark: just enough
  bench.mark("99999.9");
  EXPECT_EQ(bench.code(B::market(Side::BUY, "0.001")), -4164);
  EXPECT_EQ(bench.code(B::reducing(B::market(Side::SELL, "0.001"))), 0);
}

TEST(VenueChecks, HoldsLimitPricesToTheBandAroundTheMark) {
  Bench bench;
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.01", "105000.1")), -4016);
  EXPECT_EQ(bench.code(B::limit(Side::SELL, "0.01", "94999.9")), -4024);
  EXPECT_EQ(bench.code(B::limit(Side::SELL, "0.01", "120000")), 0) << "a far sell is no fault";
}

TEST(VenueChecks, RefusesAMarketOrderWhoseBestCounterpartLiesOutsideTheBand) {
  Bench bench;
  bench.mark("90000");
  EXPECT_EQ(bench.code(B::market(Side::BUY, "0.01")), -4131);
  Bench empty;
  FuturesVenue fresh(FuturesSettings{.symbols = {btcusdt_perpetual()}});
  const AccountId account = fresh.add_account(usdt("1000"));
  fresh.on_mark(kBtc, price("100000"), kStart);
  EXPECT_EQ(B::code_of(fresh.place(account, B::market(Side::BUY, "0.001"))), -1112);
}

TEST(VenueChecks, RefusesTheOrderBeyondTheMostThatMayBeOpen) {
  FuturesSymbol few = btcusdt_perpetual();
  few.max_orders = 2;
  Bench bench("1000000", few);
  bench.placed(B::limit(Side::BUY, "0.01", "99000"));
  bench.placed(B::limit(Side::BUY, "0.01", "99000"));
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.01", "99000")), -2025);
}

TEST(VenueChecks, SendsConditionalTypesToTheOtherService) {
  Bench bench;
  OrderRequest request = B::market(Side::SELL, "0.01");
  request.kind = OrderKind::STOP_MARKET;
  const auto refused = bench.place(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, -4120);
  EXPECT_EQ(refused.error().message,
            "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");
}

TEST(VenueChecks, NamesTheParameterThatIsMissingOrTooMuch) {
  Bench bench;
  OrderRequest request = B::limit(Side::BUY, "0.01", "99000");
  request.tif = std::nullopt;
  EXPECT_EQ(bench.code(request), -1102);
  request = B::market(Side::BUY, "0.01");
  request.tif = Tif::GTC;
  EXPECT_EQ(bench.code(request), -1106);
}

TEST(VenueChecks, KeepsClientIdsUniqueAmongOpenOrdersOnly) {
  Bench bench;
  OrderRequest request = B::limit(Side::BUY, "0.01", "99000");
  request.client_id = "grid-1";
  const Order first = bench.placed(request);
  EXPECT_EQ(bench.code(request), -4116);
  ASSERT_TRUE(bench.venue.cancel(bench.me, named("grid-1")));
  EXPECT_GT(bench.placed(request).order_id, first.order_id);
  request.client_id = "not allowed";
  EXPECT_EQ(bench.code(request), -4015);
  request.client_id = std::string(37, 'x');
  EXPECT_EQ(bench.code(request), -4015);
}

TEST(VenueChecks, DemandsAPositionSideExactlyInHedgeMode) {
  Bench bench;
  OrderRequest request = B::market(Side::BUY, "0.01");
  request.position_side = PositionSide::LONG;
  EXPECT_EQ(bench.code(request), -4061);
  ASSERT_TRUE(bench.venue.set_hedge_mode(bench.me, true));
  EXPECT_EQ(bench.code(request), 0);
  EXPECT_EQ(bench.code(B::market(Side::BUY, "0.01")), -4061);
  request.reduce_only = true;
  EXPECT_EQ(bench.code(request), -1106);
}

TEST(VenueChecks, AcceptsAGoodTillDateOnlyInWholeSecondsAndFarEnough) {
  Bench bench;
  OrderRequest request = B::limit(Side::BUY, "0.01", "99000", Tif::GTD);
  EXPECT_EQ(bench.code(request), -5040);
  request.good_till = kStart + Duration::seconds(600);
  EXPECT_EQ(bench.code(request), -5040);
  request.good_till = kStart + Duration::milliseconds(700'500);
  EXPECT_EQ(bench.code(request), -5040);
  request.good_till = kStart + Duration::seconds(601);
  EXPECT_EQ(bench.code(request), 0);
}

TEST(VenueChecks, RefusesWhatTheMarginDoesNotCarry) {
  Bench bench("1000");                                                  // 20x: 20000 of notional
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.202", "99900")), -2019);  // 1008.99 needed
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.2", "99900")), 0);
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.1", "99900")), -2019);
  EXPECT_EQ(bench.code(B::limit(Side::SELL, "0.1", "100100")), 0) << "the other side raises nothing";
}

TEST(VenueChecks, CountsTheLossAgainstTheMarkAsCost) {
  Bench bench("1000");
  bench.mark("98000");
  // 0.18 x 99000 / 20 = 891, and 0.18 x 1000 = 180 lost at once
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.18", "99000")), -2019);
}

TEST(VenueChecks, RefusesAPositionLargerThanTheLeverageAllows) {
  Bench bench("100000000");
  ASSERT_TRUE(bench.venue.set_leverage(bench.me, kBtc, 125));  // up to 300000
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "3.1", "99000")), -2027);
}

TEST(VenueChecks, LeavesNothingBehindOfWhatItRefuses) {
  Bench bench;
  EXPECT_EQ(bench.code(B::limit(Side::BUY, "0.001", "99000")), -4164);
  EXPECT_TRUE(bench.venue.take_events().empty());
  EXPECT_TRUE(bench.venue.all_orders(bench.me, kBtc, {}).empty());
}

TEST(VenueChecks, TestsAnOrderWithoutPlacingIt) {
  Bench bench;
  EXPECT_TRUE(bench.venue.test_order(bench.me, B::market(Side::BUY, "0.01")));
  EXPECT_EQ(B::code_of(bench.venue.test_order(bench.me, B::market(Side::BUY, "0"))), -4003);
  EXPECT_TRUE(bench.position().is_zero());
}

}  // namespace
}  // namespace alpha_pulse::simulator
