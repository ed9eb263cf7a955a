#include "alpha_pulse/simulator/test_venue.hpp"

// Conditional orders: sheet 4.6.
namespace alpha_pulse::simulator {
namespace {

using B = Bench;

AlgoRequest of_kind(AlgoRequest request, OrderKind kind) {
  request.kind = kind;
  return request;
}
AlgoRequest closing(Side side, std::string_view trigger) {
  AlgoRequest request;
  request.side = side;
  request.trigger_price = price(trigger);
  request.close_position = true;
  return request;
}

TEST(VenueAlgo, TriggersOnTheSideItsKindWaitsFor) {
  struct Case {
    OrderKind kind;
    Side side;
    const char *trigger, *before, *at;
  };
  for (const Case& c : {Case{OrderKind::STOP_MARKET, Side::BUY, "101000", "100999.9", "101000"},
                        Case{OrderKind::STOP_MARKET, Side::SELL, "99000", "99000.1", "99000"},
                        Case{OrderKind::TAKE_PROFIT_MARKET, Side::BUY, "99000", "99000.1", "99000"},
                        Case{OrderKind::TAKE_PROFIT_MARKET, Side::SELL, "101000", "100999.9", "101000"}}) {
    Bench bench;
    const AlgoOrder algo = bench.stood(of_kind(B::stop(c.side, "1", c.trigger), c.kind));
    bench.print(c.before);
    EXPECT_EQ(bench.now(algo).status, AlgoStatus::NEW);
    bench.print(c.at);
    EXPECT_EQ(bench.now(algo).status, AlgoStatus::FINISHED);
    EXPECT_EQ(bench.position().magnitude(), quantity("1"));
  }
}

TEST(VenueAlgo, WatchesTheMarkWhenAskedTo) {
  Bench bench;
  AlgoRequest request = B::stop(Side::BUY, "1", "101000");
  request.working_type = WorkingType::MARK_PRICE;
  const AlgoOrder algo = bench.stood(request);
  bench.print("101500");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::NEW);
  bench.mark("101000");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::FINISHED);
}

TEST(VenueAlgo, RefusesAConditionThatHoldsAlready) {
  Bench bench;
  const auto refused = bench.venue.place_algo(bench.me, B::stop(Side::SELL, "1", "100000"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), (VenueError{-2021, "Order would immediately trigger."}));
}

TEST(VenueAlgo, MakesAChildWithItsOwnIdAndTheSameClientId) {
  Bench bench;
  AlgoRequest request = B::stop(Side::BUY, "1", "101000");
  request.client_id = "stop-1";
  const AlgoOrder algo = bench.stood(request);
  EXPECT_EQ(B::code_of(bench.venue.order(bench.me, named("stop-1"))), -2013) << "not a plain order before the trigger";
  EXPECT_EQ(B::code_of(bench.venue.cancel(bench.me, named("stop-1"))), -2011);
  bench.venue.take_events();
  bench.print("101000");
  std::vector<std::string> words;
  for (const VenueEvent& event : bench.venue.take_events()) {
    if (const auto* told = std::get_if<AlgoUpdate>(&event)) words.emplace_back(to_string(told->algo.status));
    if (const auto* told = std::get_if<OrderUpdate>(&event)) words.emplace_back(to_string(told->execution));
  }
  EXPECT_EQ(words, (std::vector<std::string>{"TRIGGERING", "NEW", "TRIGGERED", "TRADE", "FINISHED"}));
  const Order child = *bench.venue.order(bench.me, named("stop-1"));
  EXPECT_EQ(child.order_id, bench.now(algo).actual_order_id);
  EXPECT_EQ(child.kind, OrderKind::MARKET);
  EXPECT_EQ(child.original_kind, OrderKind::STOP_MARKET);
  EXPECT_EQ(bench.now(algo).actual_price, price("101000.1"));
}

TEST(VenueAlgo, ALimitChildRestsAndTheParentEndsWithIt) {
  Bench bench;
  AlgoRequest request = of_kind(B::stop(Side::BUY, "1", "101000"), OrderKind::STOP);
  request.price = price("100500");
  const AlgoOrder algo = bench.stood(request);
  bench.print("101000");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::TRIGGERED);
  OrderRef child;
  child.order_id = bench.now(algo).actual_order_id;
  ASSERT_TRUE(bench.venue.cancel(bench.me, child));
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::FINISHED);
}

TEST(VenueAlgo, ChecksMarginAtTheTriggerAndRejectsWithTheReason) {
  Bench bench("1000");
  const AlgoOrder algo = bench.stood(B::stop(Side::BUY, "1", "101000"));
  bench.print("101000");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::REJECTED);
  EXPECT_EQ(bench.now(algo).reject_message, "Margin is insufficient.");
}

TEST(VenueAlgo, RejectsAReducingStopThatFindsNothingToReduce) {
  Bench bench;
  AlgoRequest request = B::stop(Side::SELL, "1", "99000");
  request.reduce_only = true;
  const AlgoOrder algo = bench.stood(request);
  bench.print("99000");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::REJECTED);
  EXPECT_EQ(bench.now(algo).reject_message, "ReduceOnly Order is rejected.");
}

TEST(VenueAlgo, ClosesTheWholePositionWhateverItsSize) {
  Bench bench;
  bench.placed(B::market(Side::SELL, "1"));
  const AlgoOrder algo = bench.stood(closing(Side::BUY, "101000"));
  bench.placed(B::market(Side::SELL, "1.5"));
  bench.print("101000");
  EXPECT_TRUE(bench.position().is_zero());
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::FINISHED);
}

TEST(VenueAlgo, AClosePositionOrderExpiresWithThePositionAPlainStopStays) {
  Bench bench;
  bench.placed(B::market(Side::SELL, "1"));
  const AlgoOrder whole = bench.stood(closing(Side::BUY, "101000"));
  const AlgoOrder plain = bench.stood(B::stop(Side::BUY, "1", "102000"));
  bench.placed(B::market(Side::BUY, "1"));
  EXPECT_EQ(bench.now(whole).status, AlgoStatus::EXPIRED);
  EXPECT_EQ(bench.now(plain).status, AlgoStatus::NEW);
}

TEST(VenueAlgo, RefusesContradictingParameters) {
  Bench bench;
  const auto code = [&](const AlgoRequest& request) { return B::code_of(bench.venue.place_algo(bench.me, request)); };
  AlgoRequest request = closing(Side::BUY, "101000");
  request.quantity = quantity("1");
  EXPECT_EQ(code(request), -4137);
  request = closing(Side::BUY, "101000");
  request.reduce_only = false;
  EXPECT_EQ(code(request), -4138);
  EXPECT_EQ(code(closing(Side::BUY, "101000")), 0);
  EXPECT_EQ(code(closing(Side::BUY, "102000")), -4130);
  request = of_kind(B::stop(Side::BUY, "1", "101000"), OrderKind::STOP);
  EXPECT_EQ(code(request), -1102);
  request.price = price("110000");
  EXPECT_EQ(code(request), -4183);
  request.side = Side::SELL;
  request.trigger_price = price("99000");
  request.price = price("90000");
  EXPECT_EQ(code(request), -4184);
  EXPECT_EQ(code(of_kind(B::stop(Side::BUY, "1", "101000"), OrderKind::LIMIT)), -1116);
}

TEST(VenueAlgo, CountsOpenOnesOverAllSymbols) {
  FuturesVenue venue(FuturesSettings{.symbols = {btcusdt_perpetual()}, .algo_orders_max = 1});
  const AccountId me = venue.add_account(usdt("1000"));
  venue.on_trade(kBtc, price("100000"), quantity("1"), kStart);
  ASSERT_TRUE(venue.place_algo(me, B::stop(Side::BUY, "1", "101000")));
  EXPECT_EQ(B::code_of(venue.place_algo(me, B::stop(Side::BUY, "1", "101000"))), -4045);
}

TEST(VenueAlgo, CancelsByEitherIdAndAllOfASymbol) {
  Bench bench;
  AlgoRequest request = B::stop(Side::BUY, "1", "101000");
  request.client_id = "a";
  const AlgoOrder first = bench.stood(request);
  EXPECT_EQ(B::code_of(bench.venue.place_algo(bench.me, request)), -4116);
  AlgoRef by_name;
  by_name.client_id = "a";
  EXPECT_EQ(bench.venue.cancel_algo(bench.me, by_name)->status, AlgoStatus::CANCELED);
  EXPECT_EQ(B::code_of(bench.venue.cancel_algo(bench.me, ref(first))), -2011);
  bench.stood(B::stop(Side::BUY, "1", "101000"));
  bench.venue.cancel_all(bench.me, kBtc);
  EXPECT_EQ(bench.venue.open_algo_orders(bench.me, kBtc).size(), 1U) << "cancelling plain orders leaves them alone";
  bench.venue.cancel_all_algo(bench.me, kBtc);
  EXPECT_TRUE(bench.venue.open_algo_orders(bench.me, kBtc).empty());
}

TEST(VenueAlgo, ATrailingOrderArmsFollowsAndFires) {
  Bench bench;
  bench.placed(B::market(Side::BUY, "1"));
  AlgoRequest request;
  request.kind = OrderKind::TRAILING_STOP_MARKET;
  request.side = Side::SELL;
  request.quantity = quantity("1");
  request.activate_price = price("102000");
  request.callback_rate = ratio("0.01");
  const AlgoOrder algo = bench.stood(request);
  bench.print("100500");
  EXPECT_FALSE(bench.now(algo).activated);
  bench.venue.take_events();
  bench.print("103000");
  const auto told = bench.told<AlgoUpdate>();
  ASSERT_EQ(told.size(), 1U) << "a second NEW, now activated";
  EXPECT_TRUE(told[0].algo.activated);
  EXPECT_EQ(told[0].algo.status, AlgoStatus::NEW);
  bench.print("104000");
  bench.print("102960.1");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::NEW);
  bench.print("102960");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::FINISHED);
  EXPECT_TRUE(bench.position().is_zero());
}

TEST(VenueAlgo, RefusesATrailingOrderItCannotFollow) {
  Bench bench;
  AlgoRequest request;
  request.kind = OrderKind::TRAILING_STOP_MARKET;
  request.side = Side::SELL;
  request.quantity = quantity("1");
  request.callback_rate = ratio("0.01");
  request.activate_price = price("99000");
  const auto code = [&] { return B::code_of(bench.venue.place_algo(bench.me, request)); };
  EXPECT_EQ(code(), -2021);
  request.activate_price = price("101000");
  request.callback_rate = ratio("0.21");
  EXPECT_EQ(code(), -1102);
  request.callback_rate = ratio("0.01");
  request.trigger_price = price("101000");
  EXPECT_EQ(code(), -2021);
}

TEST(VenueAlgo, PriceProtectWaitsWhileMarkAndLastAreApart) {
  Bench bench;
  AlgoRequest request = B::stop(Side::BUY, "1", "106000");
  request.price_protect = true;
  const AlgoOrder algo = bench.stood(request);
  bench.print("106000");  // 6 % from the mark; 5 % is allowed
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::NEW);
  bench.mark("104000");
  EXPECT_EQ(bench.now(algo).status, AlgoStatus::FINISHED);
}

}  // namespace
}  // namespace alpha_pulse::simulator
