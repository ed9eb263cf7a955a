#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "alpha_pulse/matching/matching_engine.hpp"
#include "alpha_pulse/matching/testing/random_flow.hpp"

/// The venue's books against a ledger that never heard of average cost: cash in, cash out, and what is held at the
/// mark. And the promises about orders: never more than ordered, never past an end, never through zero.
namespace alpha_pulse::matching {
namespace {

using namespace test;

using Wide = __int128;

Wide half_away(Wide n, Wide d) {
  const Wide magnitude = n < 0 ? -n : n;
  const Wide rounded = (2 * magnitude + d) / (2 * d);
  return n < 0 ? -rounded : rounded;
}
constexpr Wide kScale = 100'000'000;

/// One future in raw numbers. Linear: worth q P. Inverse of 100 USD: worth -100 q / P, each leg rounded at 1e-16.
struct CashLedger {
  bool inverse = false;
  Wide held = 0;
  Wide cash = 0;  // 1e-16 of the settle currency; what has been paid for what is held, and every profit since

  Wide worth(Wide quantity, Wide price) const {
    return inverse ? -half_away(quantity * 100 * kScale * kScale, price) : quantity * price;
  }
  Wide size(Wide quantity, Wide price) const {
    const Wide value = worth(quantity, price);
    return value < 0 ? -value : value;
  }
  void trade(Wide change, Wide price) {
    if (held != 0 && (held < 0) != (change < 0)) {  // the closing part first: it is rounded alone
      const Wide closing = (change < 0 ? -change : change) < (held < 0 ? -held : held) ? change : -held;
      cash -= worth(closing, price);
      held += closing;
      change -= closing;
    }
    if (change != 0) cash -= worth(change, price);
    held += change;
  }
  /// A fee or funding: once rounded, to 1e-8.
  Wide charge(Wide quantity, Wide price, Wide rate) const {
    return half_away(size(quantity, price) * rate, kScale * kScale) * kScale;
  }
};

class Checker {
 public:
  explicit Checker(std::uint64_t seed)
      : dice_(seed), settings_(random_settings(dice_)), engine_(instruments(), settings_, start()) {
    legs_[2].inverse = true;
  }

  void over(const std::vector<Event>& tape) {
    for (const Event& e : tape) {
      if (const auto* transfer = e.as<WalletTransferred>()) legs_[1].cash += transfer->amount.raw();
      engine_.observe(e);
      take_in(e);
      const Price reference = engine_.market(e.instrument).reference();
      if (!dice_.one_in(5) || !reference.known()) continue;
      if (dice_.one_in(5)) {
        cancel_something(e);
      } else {
        const OrderSpec spec = random_order(dice_, e.instrument, reference);
        specs_[++last_id_] = spec;
        engine_.place({.id = ClientOrderId{last_id_}, .spec = spec}, e.ts_event);
      }
      take_in(e);
    }
  }
  std::uint64_t fills = 0, liquidations = 0;

 private:
  static std::map<Currency, Money> start() { return {{kUsdt, usdt("400")}, {kBtc, btc("2")}}; }

  void cancel_something(const Event& e) {
    OrderSpec spec;
    spec.instrument = e.instrument;
    const auto id = static_cast<std::uint64_t>(dice_.between(1, static_cast<std::int64_t>(last_id_) + 1));
    engine_.cancel({.id = ClientOrderId{id}, .spec = spec}, e.ts_event);
  }

  void take_in(const Event& cause) {
    const std::vector<Event> events = engine_.events();
    engine_.clear_events();
    RC_ASSERT((events.empty() || !events.back().more_follow));
    for (const Event& e : events) {
      RC_ASSERT(e.ts_event <= cause.ts_event);
      if (const auto* b = e.as<OrderFilled>()) on_fill(b->fill, e.instrument);
      if (const auto* b = e.as<PositionLiquidated>()) on_liquidation(*b, e.instrument);
      if (const auto* b = e.as<FundingSettled>()) on_funding(*b, e.instrument, *cause.as<FundingRateDue>());
      if (const auto* b = e.as<PositionReported>()) RC_ASSERT(Wide{b->quantity.raw()} == leg(e.instrument).held);
      if (const auto* b = e.as<OrderRejected>()) end(b->order);
      if (const auto* b = e.as<OrderCanceled>()) end(b->order);
      if (const auto* b = e.as<OrderExpired>()) end(b->order);
    }
    compare();
  }

  void on_fill(const Fill& f, InstrumentId id) {
    ++fills;
    RC_ASSERT(!ended_[f.order.value]);
    RC_ASSERT(f.side == specs_[f.order.value].side);
    RC_ASSERT((instruments()[id.value].on_lot(f.quantity) && f.quantity.raw() > 0));
    RC_ASSERT(instruments()[id.value].on_tick(f.price));
    CashLedger& l = leg(id);
    const Wide before = l.held;
    const Ratio rate = f.liquidity == Liquidity::MAKER ? settings_.maker_fee : settings_.taker_fee;
    RC_ASSERT(f.fee.raw() == l.charge(f.quantity.raw(), f.price.raw(), rate.raw()));
    l.trade(signed_quantity(f.side, f.quantity).raw(), f.price.raw());
    l.cash -= f.fee.raw();
    if (specs_[f.order.value].reduce_only) {
      RC_ASSERT(((before < 0 && l.held <= 0 && l.held > before) || (before > 0 && l.held >= 0 && l.held < before)));
    }
    if (specs_[f.order.value].type == OrderType::LIMIT) {
      const Price limit = specs_[f.order.value].price;
      RC_ASSERT((f.side == Side::BUY ? f.price <= limit : f.price >= limit));
    }
    filled_[f.order.value] += f.quantity;
    RC_ASSERT(filled_[f.order.value] <= specs_[f.order.value].quantity);
    if (filled_[f.order.value] == specs_[f.order.value].quantity) end(f.order);
  }

  void on_liquidation(const PositionLiquidated& b, InstrumentId id) {
    ++liquidations;
    CashLedger& l = leg(id);
    RC_ASSERT(signed_quantity(b.side, b.quantity).raw() == -l.held);
    l.trade(-l.held, b.price.raw());
    l.cash -= b.fee.raw();
    RC_ASSERT(engine_.account().wallet(b.fee.currency()).raw() >= 0);
  }

  void on_funding(const FundingSettled& b, InstrumentId id, const FundingRateDue& due) {
    CashLedger& l = leg(id);
    const Wide charged = l.charge(l.held, engine_.market(id).reference().raw(), due.rate.raw());
    const Wide amount = l.held < 0 ? charged : -charged;  // a short receives a positive rate
    RC_ASSERT(b.amount.raw() == amount);
    l.cash += amount;
  }

  void end(ClientOrderId id) {
    RC_ASSERT(!ended_[id.value]);
    ended_[id.value] = true;
    const auto order = engine_.order(id);
    RC_ASSERT((order && is_terminal(order->state)));
    RC_ASSERT(order->filled == filled_[id.value]);
  }

  void compare() {
    for (const Instrument& i : {linear(), inverse()}) {
      const Price mark = engine_.market(i.id).reference();
      const CashLedger& l = leg(i.id);
      RC_ASSERT(Wide{engine_.position(i.id).quantity().raw()} == l.held);
      if (!mark.known()) continue;
      const Money equity = engine_.account().wallet(i.settle()) + engine_.position(i.id).unrealised(i, mark);
      const Wide held_worth = l.held == 0 ? 0 : l.worth(l.held, mark.raw());
      RC_ASSERT(equity.raw() == start()[i.settle()].raw() + l.cash + held_worth);
      for (const Order& order : engine_.live_orders(i.id)) RC_ASSERT((!ended_[order.id.value] && order.live()));
    }
  }

  CashLedger& leg(InstrumentId id) { return legs_[id.value]; }

  Dice dice_;
  FillSettings settings_;
  MatchingEngine engine_;
  CashLedger legs_[3];
  std::map<std::uint64_t, OrderSpec> specs_;
  std::map<std::uint64_t, Quantity> filled_;
  std::map<std::uint64_t, bool> ended_;
  std::uint64_t last_id_ = 0;
};

RC_GTEST_PROP(Accounting, EquityEqualsACashLedgerToTheLastUnitOverRandomOrderFlow, (std::uint64_t seed)) {
  for (std::uint64_t part = 0; part < 8; ++part) {
    Dice dice(seed + part);
    Checker(seed + part).over(random_tape(dice, 400));
  }
}

TEST(Accounting, TheRandomFlowTradesAndIsLiquidated) {
  std::uint64_t fills = 0, liquidations = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    Checker checker(seed);
    checker.over(random_tape(dice, 400));
    fills += checker.fills;
    liquidations += checker.liquidations;
  }
  EXPECT_GT(fills, 2000U);
  EXPECT_GT(liquidations, 10U);
}

}  // namespace
}  // namespace alpha_pulse::matching
