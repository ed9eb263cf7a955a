#include <rapidcheck.h>

#include <map>

#include "alpha_pulse/simulator/test_venue.hpp"

// What holds whatever is commanded and printed. The venue itself ensures after every mutation that each wallet is the
// sum of its terms, so a broken identity stops this test.
namespace alpha_pulse::simulator {
namespace {

/// A number of [from, to), over the whole range from the first case on.
template <class Number>
Number pick(Number from, Number to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<Number>(from, to));
}

constexpr std::uint32_t kAccounts = 3;  // the last one in hedge mode

/// A venue under random commands, and what its events have told so far.
struct World {
  World() : venue(FuturesSettings{.symbols = {btcusdt_perpetual()}}) {
    for (std::uint32_t i = 0; i < kAccounts; ++i) venue.add_account(usdt("100000"));
    EXPECT_TRUE(venue.set_hedge_mode(AccountId{2}, true));
    move(100'000);
  }

  void move(std::int64_t dollars) {
    last = dollars;
    const Price at = Price::from_raw(dollars * kOne);
    venue.on_trade(kBtc, at, Quantity::from_raw(pick<std::int64_t>(1, 30) * kOne / 10), now);
    venue.on_mark(kBtc, at, now);
  }

  void step() {
    now = now + Duration::seconds(pick<std::int64_t>(0, 1000));
    const AccountId account{pick<std::uint32_t>(0, kAccounts)};
    switch (pick<int>(0, 9)) {
      case 0:
        return move(last + pick<std::int64_t>(-300, 301));
      case 1:
        return move(last + pick<std::int64_t>(-6000, 6001));
      case 2:
        return cancel(account);
      case 3:
        return amend(account);
      case 4:
        return conditional(account);
      case 5:
        return venue.set_funding(kBtc, Ratio::from_raw(pick<std::int64_t>(-kOne / 1000, kOne / 1000)),
                                 venue.now() + Duration::seconds(500));
      default:
        return place(account);
    }
  }

  OrderRequest request(AccountId account) {
    OrderRequest wanted = Bench::market(*rc::gen::element(Side::BUY, Side::SELL), "1");
    wanted.quantity = Quantity::from_raw(pick<std::int64_t>(1, 80) * kOne / 20);
    if (account.value == 2) {
      wanted.position_side = *rc::gen::element(PositionSide::LONG, PositionSide::SHORT);
    } else {
      wanted.reduce_only = *rc::gen::element(false, false, true);
    }
    wanted.stp = *rc::gen::element(StpMode::NONE, StpMode::EXPIRE_TAKER, StpMode::EXPIRE_MAKER, StpMode::EXPIRE_BOTH);
    if (pick<int>(0, 4) == 0) return wanted;
    wanted.kind = OrderKind::LIMIT;
    wanted.tif = *rc::gen::element(Tif::GTC, Tif::GTC, Tif::IOC, Tif::FOK, Tif::GTX, Tif::GTD);
    if (wanted.tif == Tif::GTD) {
      wanted.good_till = Timestamp::from_ms(venue.now().ms() / 1000 * 1000) + Duration::seconds(700);
    }
    wanted.price = Price::from_raw((last + pick<std::int64_t>(-400, 401)) * kOne);
    return wanted;
  }

  void place(AccountId account) { static_cast<void>(venue.place(account, request(account))); }

  void cancel(AccountId account) {
    const auto open = venue.open_orders(account, kBtc);
    if (!open.empty()) static_cast<void>(venue.cancel(account, ref(open[open.size() / 2])));
  }

  void amend(AccountId account) {
    const auto open = venue.open_orders(account, kBtc);
    if (open.empty()) return;
    ModifyRequest wanted;
    wanted.order = ref(open.back());
    wanted.side = open.back().side;
    wanted.quantity = Quantity::from_raw(pick<std::int64_t>(1, 40) * kOne / 20);
    wanted.price = Price::from_raw((last + pick<std::int64_t>(-300, 301)) * kOne);
    static_cast<void>(venue.modify(account, wanted));
  }

  void conditional(AccountId account) {
    AlgoRequest wanted = Bench::stop(*rc::gen::element(Side::BUY, Side::SELL), "0.5", "100000");
    wanted.trigger_price = Price::from_raw((last + pick<std::int64_t>(-500, 501)) * kOne);
    wanted.kind = *rc::gen::element(OrderKind::STOP_MARKET, OrderKind::TAKE_PROFIT_MARKET);
    if (account.value == 2) wanted.position_side = *rc::gen::element(PositionSide::LONG, PositionSide::SHORT);
    if (pick<int>(0, 3) == 0) {
      wanted.close_position = true;
      wanted.quantity = std::nullopt;
    }
    static_cast<void>(venue.place_algo(account, wanted));
  }

  FuturesVenue venue;
  Timestamp now = kStart;
  std::int64_t last = 100'000;
  std::map<std::pair<std::uint32_t, PositionSide>, Quantity> positions;
  std::map<std::int64_t, Quantity> filled;
  std::map<std::int64_t, OrderStatus> states;
  std::int64_t last_trade = 0, last_update = 1;
};

/// Events tell a consistent story: no reducing fill enlarges or flips, fills add up, nothing follows an order's end.
void check_events(World& world) {
  bool reducing = false;
  for (const VenueEvent& event : world.venue.take_events()) {
    if (const auto* told = std::get_if<OrderUpdate>(&event)) {
      const Order& order = told->order;
      const auto before = world.states.find(order.order_id);
      RC_ASSERT((before == world.states.end()) == (told->execution == Execution::NEW));
      RC_ASSERT((before == world.states.end() || is_open(before->second)));
      world.states[order.order_id] = order.status;
      world.filled[order.order_id] += told->last_quantity;
      RC_ASSERT(world.filled[order.order_id] == order.executed);
      RC_ASSERT(order.executed <= order.quantity);
      RC_ASSERT((order.status == OrderStatus::FILLED) == (order.executed == order.quantity));
      if (told->trade_id != 0) reducing = order.reduce_only;
    } else if (const auto* account = std::get_if<AccountUpdate>(&event)) {
      for (const PositionFigures& position : account->positions) {
        Quantity& known = world.positions[{account->account.value, position.side}];
        const bool smaller = position.amount.magnitude() < known.magnitude();
        const bool flipped = wide_mul(known.raw(), position.amount.raw()) < 0;
        if (account->reason == AccountReason::ORDER && reducing) RC_ASSERT((smaller && !flipped));
        known = position.amount;
      }
    } else if (const auto* trade = std::get_if<PublicTrade>(&event)) {
      RC_ASSERT(trade->trade_id > world.last_trade);
      world.last_trade = trade->trade_id;
    } else if (const auto* book = std::get_if<BookChanged>(&event)) {
      RC_ASSERT(book->previous == world.last_update);
      world.last_update = book->last;
    }
  }
}

/// What an account is shown agrees with its records.
Quantity check_account(World& world, AccountId account) {
  Window everything;
  everything.limit = 1'000'000;
  Money expected = usdt("100000");
  for (const auto& income : world.venue.income(account, std::nullopt, std::nullopt, everything)) {
    expected += income.amount;
  }
  const AccountFigures figures = world.venue.account(account);
  RC_ASSERT(figures.wallet == expected);
  RC_ASSERT(figures.margin_balance >= usdt("0"));
  RC_ASSERT(figures.available >= usdt("0"));
  std::map<std::int64_t, Quantity> executed;
  for (const auto& trade : world.venue.user_trades(account, kBtc, std::nullopt, everything)) {
    executed[trade.order_id] += trade.quantity;
  }
  for (const Order& order : world.venue.all_orders(account, kBtc, everything)) {
    RC_ASSERT(order.executed == executed[order.order_id]);
  }
  Quantity total;
  for (const PositionFigures& position : world.venue.positions(account, kBtc)) {
    total += position.amount;
    Money bids = usdt("0");
    Money asks = usdt("0");
    for (const Order& order : world.venue.open_orders(account, kBtc)) {
      RC_ASSERT(is_open(order.status));
      if (order.position_side != position.side) continue;
      if (order.reduce_only)
        RC_ASSERT((order.side == Side::BUY ? position.amount.raw() < 0 : position.amount.raw() > 0));
      const Money notional = Money::from_raw(wide_mul(order.price.raw(), order.left().raw()), Currency("USDT"));
      if (!order.reduce_only) (order.side == Side::BUY ? bids : asks) += notional;
    }
    RC_ASSERT(position.bid_notional == bids);
    RC_ASSERT(position.ask_notional == asks);
  }
  return total;
}

TEST(VenueProperty, WhateverIsCommandedTheBooksAddUp) {
  EXPECT_TRUE(rc::check([] {
    World world;
    const int steps = pick<int>(1, 300);
    for (int i = 0; i < steps; ++i) {
      world.step();
      check_events(world);
      Quantity total = world.venue.market_position(kBtc);
      for (std::uint32_t account = 0; account < kAccounts; ++account) total += check_account(world, AccountId{account});
      RC_ASSERT(total.is_zero());
      const Ticker ticker = world.venue.ticker(kBtc);
      RC_ASSERT((!ticker.bid.price.known() || !ticker.ask.price.known() || ticker.bid.price < ticker.ask.price));
    }
  }));
}

TEST(VenueProperty, TheSameCommandsTellTheSameStory) {
  const auto run = [] {
    Bench bench;
    bench.placed(Bench::market(Side::SELL, "2"));
    bench.placed(Bench::limit(Side::BUY, "1", "99000"));
    bench.stood(Bench::stop(Side::BUY, "1", "101000"));
    bench.print("101000", "3");
    bench.print("98900", "3");
    std::vector<std::pair<std::size_t, std::int64_t>> story;
    for (const VenueEvent& event : bench.venue.take_events()) {
      const auto* told = std::get_if<OrderUpdate>(&event);
      story.emplace_back(event.index(), told == nullptr ? 0 : told->order.order_id);
    }
    return story;
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace alpha_pulse::simulator
