#include "alpha_pulse/domain/position.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <utility>
#include <vector>

namespace alpha_pulse::domain {
namespace {

using Exact = boost::multiprecision::cpp_rational;
using Big = boost::multiprecision::cpp_int;

Price price(const char* text) {
  return *Price::parse(text);
}
Quantity quantity(const char* text) {
  return *Quantity::parse(text);
}

Instrument instrument(ContractKind kind = ContractKind::LINEAR) {
  return {.symbol = "X",
          .kind = kind,
          .base = Currency{"BTC"},
          .quote = Currency{"USDT"},
          .tick = price("0.01"),
          .lot = quantity("0.001"),
          .multiplier = quantity("1")};
}

struct Trade {
  Side side;
  Quantity quantity;
  Price price;
};

std::int64_t one_of(std::vector<std::int64_t> choices) {
  return *rc::gen::elementOf(std::move(choices));
}

std::int64_t in(std::int64_t low, std::int64_t high) {
  return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(low, high));
}

Trade any_trade(Side side) {
  return {side, Quantity::from_raw(in(1, 5'000) * 100'000), Price::from_raw(in(1'000'000, 20'000'000'000'000))};
}
std::vector<Trade> any_trades() {
  std::vector<Trade> trades;
  for (std::int64_t n = in(1, 40); n > 0; --n) trades.push_back(any_trade(*rc::gen::element(Side::BUY, Side::SELL)));
  return trades;
}

/// Average cost by the definition, in exact fractions: base units, prices and profit as people write them.
struct Oracle {
  bool inverse = false;
  Exact multiplier = 1;
  Exact held = 0;   // signed
  Exact entry = 0;  // average; for inverse contracts the harmonic one
  Exact realised = 0;
  int roundings = 0;  // how often the exact unit of the code under test had to round since flat

  Exact value(const Exact& q, const Exact& p) const {
    return inverse ? Exact(-q * multiplier / p) : Exact(q * multiplier * p);
  }

  void apply(Side side, const Exact& size, const Exact& p) {
    const int sign = side == Side::BUY ? 1 : -1;
    ++roundings;
    if (held == 0 || (held > 0) == (sign > 0)) {
      const Exact all = abs(held) + size;
      const Exact before = held == 0 ? Exact(0) : Exact(abs(held) * (inverse ? Exact(1 / entry) : entry));
      const Exact average = (before + size * (inverse ? Exact(1 / p) : p)) / all;
      entry = inverse ? Exact(1 / average) : average;
      held += sign * size;
      return;
    }
    const Exact closed = size < abs(held) ? size : Exact(abs(held));
    const Exact position = held > 0 ? closed : Exact(-closed);
    realised += value(position, p) - value(position, entry);
    held += sign * closed;
    if (size > closed) {
      entry = p;
      held = sign * (size - closed);
    }
  }
  Exact cost() const { return held == 0 ? Exact(0) : value(held, entry); }
};

Exact of(Int128 raw, int decimals) {
  Big scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  return Exact(Big(raw), scale);
}

Big floor_of(const Exact& x) {
  const Big n = numerator(x);
  const Big d = denominator(x);
  const Big q = n / d;
  return q * d > n ? Big(q - 1) : q;
}

void agrees_with_the_oracle(const Instrument& i, const std::vector<Trade>& trades) {
  Position position;
  Oracle oracle{.inverse = i.kind == ContractKind::INVERSE, .multiplier = of(i.multiplier.raw(), 8)};
  Money realised(i.settle());
  const Exact unit = of(1, 16);
  for (const Trade& t : trades) {
    realised += position.apply(i, t.side, t.quantity, t.price);
    oracle.apply(t.side, of(t.quantity.raw(), 8), of(t.price.raw(), 8));
    RC_ASSERT(of(position.quantity().raw(), 8) == oracle.held);
    const Exact drift = unit * oracle.roundings;  // half a unit for the fill, half for the share taken
    RC_ASSERT(abs(of(position.cost(i).raw(), 16) - oracle.cost()) <= drift);
    RC_ASSERT(abs(of(realised.raw(), 16) - oracle.realised) <= drift);
    if (position.flat()) {
      RC_ASSERT(position.cost(i).is_zero());
      RC_ASSERT(!position.entry(i).known());
      RC_ASSERT(position.unrealised(i, t.price).is_zero());
      continue;
    }
    const Exact relative = drift / abs(oracle.cost());
    const Exact off = abs(of(position.entry(i).raw(), 8) - oracle.entry);
    RC_ASSERT(off <= of(1, 8) / 2 + 2 * relative * oracle.entry);
    const Exact profit = oracle.value(oracle.held, of(t.price.raw(), 8)) - oracle.cost();
    RC_ASSERT(abs(of(position.unrealised(i, t.price).raw(), 16) - profit) <= drift + unit);
  }
}

RC_GTEST_PROP(Position, IsAverageCostForShortLongAndThroughZero, ()) {
  Instrument i = instrument();
  i.multiplier = Quantity::from_raw(one_of({kOne, kOne, 100'000, 10 * kOne}));
  agrees_with_the_oracle(i, any_trades());
}

RC_GTEST_PROP(Position, IsHarmonicAverageCostForInverseContracts, ()) {
  Instrument i = instrument(ContractKind::INVERSE);
  i.multiplier = Quantity::from_raw(one_of({kOne, 10 * kOne, 100 * kOne}));
  agrees_with_the_oracle(i, any_trades());
}

RC_GTEST_PROP(Position, LosesNoUnitOfMoney, ()) {
  // Cash paid for every fill, profit booked and cost kept sum to zero exactly, whatever the shares were rounded to.
  const Instrument i = instrument();
  Position position;
  Money balance(i.settle());
  for (const Trade& t : any_trades()) {
    balance += position_value(i, t.price, signed_quantity(t.side, t.quantity));
    balance += position.apply(i, t.side, t.quantity, t.price);
    RC_ASSERT(balance == position.cost(i));
  }
}

RC_GTEST_PROP(Position, WhatOnlyAddsHasAnExactEntryAndOneRoundingToTheTick, ()) {
  const Instrument i = instrument();
  const Side side = *rc::gen::element(Side::BUY, Side::SELL);
  Position position;
  Oracle oracle;
  for (std::int64_t n = in(1, 20); n > 0; --n) {
    const Trade t = any_trade(side);
    position.apply(i, t.side, t.quantity, t.price);
    oracle.apply(t.side, of(t.quantity.raw(), 8), of(t.price.raw(), 8));
    RC_ASSERT(of(position.cost(i).raw(), 16) == oracle.cost());
    RC_ASSERT(Big(position.entry(i).raw()) == floor_of(oracle.entry * kOne + Exact(1, 2)));
    const Ratio factor = Ratio::from_raw(in(1, 2 * kOne));
    const Exact ticks = oracle.entry * of(factor.raw(), 8) / of(i.tick.raw(), 8);
    RC_ASSERT(Big(position.entry_times(i, factor, false).raw()) == floor_of(ticks) * i.tick.raw());
    RC_ASSERT(Big(position.entry_times(i, factor, true).raw()) == -floor_of(-ticks) * i.tick.raw());
  }
}

RC_GTEST_PROP(Position, AShortsEntryMovesTowardASellAndStaysAtABuy, ()) {
  const Instrument i = instrument();
  Position position;
  position.apply(i, Side::SELL, quantity("5"), Price::from_raw(in(1, 1'000'000) * 1'000'000));
  for (int k = 0; k < 20; ++k) {
    const Price before = position.entry(i);
    const Trade t = any_trade(*rc::gen::element(Side::BUY, Side::SELL));
    if (t.side == Side::BUY && t.quantity >= position.quantity().magnitude()) continue;
    position.apply(i, t.side, t.quantity, t.price);
    const Price after = position.entry(i);
    if (t.side == Side::BUY) {
      RC_ASSERT((after - before).raw() >= -1 &&
                (after - before).raw() <= 1);  // the share is rounded to a unit of money
    } else {
      RC_ASSERT(std::min(before, t.price) <= after && after <= std::max(before, t.price));
    }
  }
}

TEST(Position, TheGridsVectorOfFiveEqualSells) {
  const Instrument i = instrument();
  Position position;
  struct Row {
    const char *level, *entry, *stop, *profit;
  };
  for (const Row& row : std::initializer_list<Row>{{"101", "101", "105.04", "94.94"},
                                                   {"102", "101.5", "105.56", "95.41"},
                                                   {"103", "102", "106.08", "95.88"},
                                                   {"104", "102.5", "106.60", "96.35"},
                                                   {"105", "103", "107.12", "96.82"}}) {
    EXPECT_TRUE(position.apply(i, Side::SELL, quantity("0.2"), price(row.level)).is_zero());
    EXPECT_EQ(position.entry(i), price(row.entry));
    EXPECT_EQ(position.entry_times(i, *Ratio::parse("1.04"), false), price(row.stop));
    EXPECT_EQ(position.entry_times(i, *Ratio::parse("0.94"), true), price(row.profit));
  }
  EXPECT_EQ(position.quantity(), quantity("-1"));
  EXPECT_EQ(position.unrealised(i, price("100")).to_string(), "3.00");
  const Money closed = position.apply(i, Side::BUY, quantity("0.4"), price("100"));
  EXPECT_EQ(closed.to_string(), "1.20");
  EXPECT_EQ(position.entry(i), price("103"));
}

TEST(Position, ExitsNeverRoundTowardMoreLoss) {
  const Instrument i = instrument();
  Position position;
  position.apply(i, Side::SELL, quantity("0.4"), price("100.003"));
  EXPECT_EQ(position.entry_times(i, *Ratio::parse("1.04"), false), price("104.00"));
  EXPECT_EQ(position.entry_times(i, *Ratio::parse("0.94"), true), price("94.01"));
}

TEST(Position, TheInverseEntryIsRoundedToTheTickOnceToo) {
  // One contract at 2 and one at 4: entry 2 / (1/2 + 1/4) = 8/3, and 8/3 x 1.5 is 4 exactly. Rounding the entry to
  // 2.66666667 first would lift it over the tick.
  const Instrument i = instrument(ContractKind::INVERSE);
  Position position;
  position.apply(i, Side::SELL, quantity("1"), price("2"));
  position.apply(i, Side::SELL, quantity("1"), price("4"));
  EXPECT_EQ(position.entry(i), price("2.66666667"));
  EXPECT_EQ(position.entry_times(i, *Ratio::parse("1.5"), false), price("4.00"));
  EXPECT_EQ(position.entry_times(i, *Ratio::parse("1.5"), true), price("4.00"));
}

TEST(Position, CrossingZeroClosesTheWholeAndOpensTheRestAtItsOwnPrice) {
  const Instrument i = instrument();
  Position position;
  position.apply(i, Side::SELL, quantity("1"), price("100"));
  EXPECT_EQ(position.apply(i, Side::BUY, quantity("3"), price("90")).to_string(), "10.00");
  EXPECT_EQ(position.quantity(), quantity("2"));
  EXPECT_EQ(position.entry(i), price("90"));
  EXPECT_EQ(position.apply(i, Side::SELL, quantity("2"), price("91")).to_string(), "2.00");
  EXPECT_TRUE(position.flat());
  EXPECT_EQ(position, Position{});
}

TEST(Position, AFlatOneHasNoEntryAndNoProfit) {
  const Instrument i = instrument();
  const Position position;
  EXPECT_EQ(position.entry(i), Price{});
  EXPECT_EQ(position.entry_times(i, *Ratio::parse("1.04"), false), Price{});
  EXPECT_EQ(position.unrealised(i, price("100")), Money(i.settle()));
}

TEST(Position, TheLargestHoldingIsStillExact) {
  const Instrument i = instrument();
  Position position;
  position.apply(i, Side::SELL, quantity("45000000000"), price("100001"));
  position.apply(i, Side::SELL, quantity("45000000000"), price("100002"));
  EXPECT_EQ(position.entry(i), price("100001.5"));
  EXPECT_EQ(position.entry_times(i, *Ratio::parse("1.04"), false), price("104001.56"));
  position.apply(i, Side::BUY, quantity("89999999999"), price("50000"));
  EXPECT_EQ(position.entry(i), price("100001.5"));
}

TEST(PositionDeath, AFillHasAPositiveQuantity) {
  Position position;
  EXPECT_DEATH(position.apply(instrument(), Side::BUY, Quantity{}, price("1")), "positive quantity");
  EXPECT_DEATH(position.apply(instrument(), Side::BUY, quantity("-1"), price("1")), "positive quantity");
}

}  // namespace
}  // namespace alpha_pulse::domain
