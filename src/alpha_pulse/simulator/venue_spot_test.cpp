#include "alpha_pulse/simulator/venue_spot.hpp"

#include <rapidcheck.h>

#include "alpha_pulse/simulator/test_venue.hpp"

// Sheet 7.
namespace alpha_pulse::simulator {
namespace {

const Currency kUsdt("USDT");
const Currency kCoin("BTC");

Money coins(std::string_view text) {
  return *Money::parse(text, kCoin);
}

/// The pair at 100 000 with an account of 10 BTC and a million.
struct Counter {
  Counter() : venue({btcusdt_spot()}), me(venue.add_account({coins("10"), usdt("1000000")})) {
    venue.on_trade(kBtc, price("100000"), quantity("1"), kStart);
    venue.take_events();
  }
  static SpotOrderRequest limit(Side side, std::string_view qty, std::string_view at, Tif tif = Tif::GTC) {
    SpotOrderRequest request;
    request.side = side;
    request.tif = tif;
    request.quantity = quantity(qty);
    request.price = price(at);
    return request;
  }
  static SpotOrderRequest market(Side side, std::string_view qty) {
    SpotOrderRequest request;
    request.side = side;
    request.kind = OrderKind::MARKET;
    request.quantity = quantity(qty);
    return request;
  }
  static SpotOrderRequest maker(Side side, std::string_view qty, std::string_view at) {
    SpotOrderRequest request = limit(side, qty, at);
    request.kind = OrderKind::LIMIT_MAKER;
    request.tif = std::nullopt;
    return request;
  }
  VenueError refusal(const SpotOrderRequest& request) {
    const auto placed = venue.place(me, request);
    return placed ? VenueError{} : placed.error();
  }
  SpotPlaced placed(const SpotOrderRequest& request) {
    auto order = venue.place(me, request);
    EXPECT_TRUE(order.has_value()) << (order ? "" : order.error().message);
    return order ? *order : SpotPlaced{};
  }
  SpotBalance balance(Currency asset) {
    for (const SpotBalance& balance : venue.balances(me)) {
      if (balance.asset == asset) return balance;
    }
    return {};
  }
  SpotOrder now(const SpotOrder& order) {
    OrderRef of;
    of.order_id = order.order_id;
    return *venue.order(me, of);
  }
  SpotVenue venue;
  AccountId me;
};

TEST(SpotVenue, TakesTheCommissionOutOfWhatIsReceived) {
  Counter counter;
  const auto bought = counter.placed(Counter::market(Side::BUY, "1"));
  EXPECT_EQ(bought.order.status, OrderStatus::FILLED);
  ASSERT_EQ(bought.fills.size(), 1U);
  EXPECT_EQ(bought.fills[0].commission, coins("0.001"));
  EXPECT_EQ(counter.balance(kCoin).free, coins("10.999"));
  EXPECT_EQ(counter.balance(kUsdt).free, usdt("899999.99"));
  const auto sold = counter.placed(Counter::market(Side::SELL, "1"));
  EXPECT_EQ(sold.fills[0].commission, usdt("100"));
  EXPECT_EQ(counter.balance(kUsdt).free, usdt("999899.99"));
}

TEST(SpotVenue, LocksWhatAnOrderMaySpendAndGivesItBack) {
  Counter counter;
  const auto order = counter.placed(Counter::limit(Side::BUY, "2", "99000"));
  EXPECT_EQ(counter.balance(kUsdt).locked, usdt("198000"));
  OrderRef of;
  of.order_id = order.order.order_id;
  counter.venue.take_events();
  ASSERT_TRUE(counter.venue.cancel(counter.me, of, "my-cancel"));
  EXPECT_TRUE(counter.balance(kUsdt).locked.is_zero());
  const auto events = counter.venue.take_events();
  const auto& report = std::get<ExecutionReport>(events.front());
  EXPECT_EQ(report.cancel_id, "my-cancel");
  EXPECT_EQ(report.order.client_id, order.order.client_id);
  EXPECT_EQ(std::get<AccountPosition>(events[1]).balances.size(), 1U) << "only the touched asset";
  EXPECT_EQ(counter.venue.cancel(counter.me, of).error().code, -2011);
  EXPECT_EQ(counter.venue.cancel_all(counter.me, kBtc).error().code, -2011);
}

TEST(SpotVenue, ABetterFillGivesTheDifferenceBack) {
  Counter counter;
  counter.placed(Counter::limit(Side::BUY, "1", "101000"));
  EXPECT_TRUE(counter.balance(kUsdt).locked.is_zero());
  EXPECT_EQ(counter.balance(kUsdt).free, usdt("899999.99"));
}

TEST(SpotVenue, RefusesWhatTheBalanceDoesNotCover) {
  Counter counter;
  const VenueError poor{-2010, "Account has insufficient balance for requested action."};
  EXPECT_EQ(counter.refusal(Counter::limit(Side::BUY, "10.1", "99999")), poor);
  EXPECT_EQ(counter.refusal(Counter::limit(Side::SELL, "10.00001", "100100")), poor);
  EXPECT_EQ(counter.refusal(Counter::market(Side::BUY, "10")), poor);
  EXPECT_EQ(counter.venue.transfer(counter.me, coins("-11")).error(), poor);
}

TEST(SpotVenue, NamesTheFilterThatFails) {
  Counter counter;
  EXPECT_EQ(counter.refusal(Counter::limit(Side::BUY, "1", "99000.005")),
            (VenueError{-1013, "Filter failure: PRICE_FILTER"}));
  EXPECT_EQ(counter.refusal(Counter::limit(Side::BUY, "0.000015", "99000")),
            (VenueError{-1013, "Filter failure: LOT_SIZE"}));
  EXPECT_EQ(counter.refusal(Counter::market(Side::SELL, "101")),
            (VenueError{-1013, "Filter failure: MARKET_LOT_SIZE"}));
  EXPECT_EQ(counter.refusal(Counter::limit(Side::BUY, "0.00001", "99000")),
            (VenueError{-1013, "Filter failure: NOTIONAL"}));
  EXPECT_EQ(counter.refusal(Counter::limit(Side::BUY, "0.001", "10000")),
            (VenueError{-1013, "Filter failure: PERCENT_PRICE_BY_SIDE"}));
}

TEST(SpotVenue, APostOnlyOrderNeverTakes) {
  Counter counter;
  EXPECT_EQ(counter.refusal(Counter::maker(Side::BUY, "1", "100000.01")),
            (VenueError{-2010, "Order would immediately match and take."}));
  EXPECT_EQ(counter.placed(Counter::maker(Side::BUY, "1", "100000")).order.status, OrderStatus::NEW);
}

TEST(SpotVenue, RefusesAClientIdThatIsOpen) {
  Counter counter;
  auto request = Counter::limit(Side::BUY, "1", "99000");
  request.client_id = "a";
  counter.placed(request);
  EXPECT_EQ(counter.refusal(request), (VenueError{-2010, "Duplicate order sent."}));
}

TEST(SpotVenue, SpendsAQuoteAmountToTheLastLot) {
  Counter counter;
  SpotOrderRequest request;
  request.side = Side::BUY;
  request.kind = OrderKind::MARKET;
  request.quote_quantity = usdt("1000");
  const auto bought = counter.placed(request);
  EXPECT_EQ(bought.order.status, OrderStatus::FILLED);
  EXPECT_EQ(bought.order.executed, quantity("0.00999"));
  EXPECT_EQ(bought.order.cum_quote, usdt("999.0000999"));
}

TEST(SpotVenue, ExpiresWhatCannotBeFilledAtOnce) {
  Counter counter;
  EXPECT_EQ(counter.placed(Counter::limit(Side::BUY, "6", "100000.01", Tif::IOC)).order.executed, quantity("5"));
  counter.venue.take_events();
  const auto killed = counter.placed(Counter::limit(Side::SELL, "6", "100000", Tif::FOK)).order;
  EXPECT_EQ(killed.status, OrderStatus::EXPIRED);
  EXPECT_TRUE(killed.executed.is_zero());
  const auto events = counter.venue.take_events();
  EXPECT_EQ(std::get<ExecutionReport>(events[1]).expiry_reason, "UNFILLED_FOK_ORDER_EXPIRED");
}

TEST(SpotVenue, FillsRestingOrdersFromPrints) {
  Counter counter;
  const auto order = counter.placed(Counter::limit(Side::SELL, "2", "100100")).order;
  counter.venue.on_trade(kBtc, price("100100"), quantity("0.5"), kStart);
  EXPECT_EQ(counter.now(order).executed, quantity("0.5"));
  counter.venue.on_trade(kBtc, price("100101"), quantity("0.001"), kStart);
  EXPECT_EQ(counter.now(order).status, OrderStatus::FILLED);
  EXPECT_TRUE(counter.venue.my_trades(counter.me, kBtc, order.order_id, {}).front().maker);
}

TEST(SpotVenue, TellsDepositsAndWithdrawals) {
  Counter counter;
  ASSERT_TRUE(counter.venue.transfer(counter.me, coins("2.5")));
  EXPECT_EQ(std::get<BalanceUpdate>(counter.venue.take_events().front()).delta, coins("2.5"));
  EXPECT_EQ(counter.balance(kCoin).free, coins("12.5"));
}

TEST(SpotVenue, WhatIsLockedIsWhatOpenOrdersMaySpend) {
  EXPECT_TRUE(rc::check([] {
    Counter counter;
    std::int64_t last = 100'000;
    const int steps = *rc::gen::inRange(1, 80);
    for (int i = 0; i < steps; ++i) {
      const int what = *rc::gen::inRange(0, 6);
      if (what == 0) {
        last += *rc::gen::inRange<std::int64_t>(-200, 201);
        counter.venue.on_trade(kBtc, Price::from_raw(last * kOne), quantity("0.7"), kStart);
      } else if (what == 1) {
        static_cast<void>(counter.venue.cancel_all(counter.me, kBtc));
      } else {
        auto request = Counter::limit(*rc::gen::element(Side::BUY, Side::SELL), "1", "1000",
                                      *rc::gen::element(Tif::GTC, Tif::GTC, Tif::IOC, Tif::FOK));
        request.price = Price::from_raw((last + *rc::gen::inRange<std::int64_t>(-200, 201)) * kOne);
        request.quantity = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(1, 30) * kOne / 10);
        request.stp =
            *rc::gen::element(StpMode::NONE, StpMode::EXPIRE_TAKER, StpMode::EXPIRE_MAKER, StpMode::EXPIRE_BOTH);
        static_cast<void>(counter.venue.place(counter.me, request));
      }
      Money quote = usdt("0");
      Money base = coins("0");
      for (const SpotOrder& order : counter.venue.open_orders(counter.me, kBtc)) {
        if (order.side == Side::BUY) quote += Money::from_raw(wide_mul(order.price.raw(), order.left().raw()), kUsdt);
        if (order.side == Side::SELL) base += Money::from_raw(Int128{order.left().raw()} * kOne, kCoin);
      }
      RC_ASSERT(counter.balance(kUsdt).locked == quote);
      RC_ASSERT(counter.balance(kCoin).locked == base);
      Money had = coins("10");
      for (const TradeRecord& trade : counter.venue.my_trades(counter.me, kBtc, std::nullopt, {})) {
        const Money size = Money::from_raw(Int128{trade.quantity.raw()} * kOne, kCoin);
        if (trade.side == Side::BUY) had += size - trade.commission;
        if (trade.side == Side::SELL) had -= size;
      }
      RC_ASSERT(counter.balance(kCoin).free + base == had);
    }
  }));
}

}  // namespace
}  // namespace alpha_pulse::simulator
