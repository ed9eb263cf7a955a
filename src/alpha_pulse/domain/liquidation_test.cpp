#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <utility>
#include <vector>

#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::domain {
namespace {

using Exact = boost::multiprecision::cpp_rational;
using Big = boost::multiprecision::cpp_int;

constexpr Currency kCoin{"BTC"};
constexpr Currency kQuote{"USDT"};
constexpr std::int64_t kHighest = 9'000'000'000'000'000'000;

std::int64_t one_of(std::vector<std::int64_t> choices) {
  return *rc::gen::elementOf(std::move(choices));
}

std::int64_t in(std::int64_t low, std::int64_t high) {
  return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(low, high));
}

Exact units(Int128 raw, int decimals) {
  Big scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  return Exact(Big(raw), scale);
}

/// One to six rows whose margin joins at the floors, as venues make them.
Instrument any_instrument(ContractKind kind) {
  Instrument i{.symbol = "X",
               .kind = kind,
               .base = kCoin,
               .quote = kQuote,
               .tick = Price::from_raw(1),
               .lot = Quantity::from_raw(1)};
  i.multiplier = Quantity::from_raw(one_of({kOne, 100'000, 10 * kOne, 100 * kOne}));
  MarginBracket row{Money(i.settle()), Ratio::from_raw(in(100'000, 1'000'000)), Money(i.settle())};
  i.brackets.push_back(row);
  for (std::int64_t n = in(0, 6); n > 0; --n) {
    const Ratio before = row.maintenance;
    const std::int64_t step = kind == ContractKind::INVERSE ? in(1, 50) : in(1'000, 1'000'000);
    row.notional_floor += Money::from_raw(Int128{step} * Money::kUnit, i.settle());
    row.maintenance = row.maintenance + Ratio::from_raw(in(0, 8'000'000));
    row.cum += scale(row.notional_floor, row.maintenance - before);
    i.brackets.push_back(row);
  }
  return i;
}

struct Account {
  Instrument instrument;
  Quantity quantity;
  Money cost;
  Money wallet;

  /// wallet + unrealised - maintenance margin at a raw price, in exact fractions, from the definition.
  Exact surplus(std::int64_t raw_price) const {
    const Exact p = units(raw_price, 8);
    const Exact size = units(quantity.raw(), 8) * units(instrument.multiplier.raw(), 8);
    const bool inverse = instrument.kind == ContractKind::INVERSE;
    const Exact value = inverse ? Exact(-size / p) : Exact(size * p);
    const Exact notional = abs(value);
    const MarginBracket* row = &instrument.brackets.front();
    for (const MarginBracket& b : instrument.brackets) {
      if (notional >= units(b.notional_floor.raw(), 16)) row = &b;
    }
    const Exact margin = notional * units(row->maintenance.raw(), 8) - units(row->cum.raw(), 16);
    return units(wallet.raw(), 16) + value - units(cost.raw(), 16) - margin;
  }
};

Account any_account(ContractKind kind) {
  const Instrument i = any_instrument(kind);
  const std::int64_t size = one_of({in(1, 1'000), in(1'000, 1'000'000'000), in(kOne, 10'000 * kOne)});
  const Quantity q = Quantity::from_raw(*rc::gen::arbitrary<bool>() ? size : -size);
  const Price entry = Price::from_raw(one_of({in(100, 10'000'000), in(kOne, 200'000 * kOne)}));
  const Money size_of_it = notional(i, entry, q.magnitude());
  const Ratio leverage = Ratio::from_raw(one_of({in(0, 20'000'000), in(0, 3 * kOne), in(-kOne, 100 * kOne)}));
  return {.instrument = i, .quantity = q, .cost = position_value(i, entry, q), .wallet = scale(size_of_it, leverage)};
}

/// The price is the last one, seen from the entry, at which the account still covers the margin: one unit further it
/// does not. At the two ends of the range only the side that exists is asked. (RC_ASSERT evaluates both sides of a bare
/// `||`, hence the second pair of parentheses.)
void holds_at_the_price(const Account& a) {
  const Price price = liquidation_price(a.instrument, a.quantity, a.cost, a.wallet);
  const std::int64_t raw = price.raw();
  if (a.quantity.raw() < 0) {
    RC_ASSERT((price.known() || a.surplus(kHighest) >= 0));
    RC_ASSERT((!price.known() || a.surplus(raw + 1) < 0));
    RC_ASSERT((raw <= 1 || a.surplus(raw) >= 0));
  } else {
    RC_ASSERT((price.known() || a.surplus(1) >= 0));
    RC_ASSERT((raw <= 1 || a.surplus(raw - 1) < 0));
    RC_ASSERT((!price.known() || raw == kHighest || a.surplus(raw) >= 0));
  }
}

RC_GTEST_PROP(Liquidation, OfALinearPositionIsWhereTheAccountMeetsTheMarginAcrossBrackets, ()) {
  for (int i = 0; i < 20; ++i) {
    const Account a = any_account(ContractKind::LINEAR);
    RC_ASSERT(validate(a.instrument).has_value());
    holds_at_the_price(a);
  }
}

RC_GTEST_PROP(Liquidation, OfAnInversePositionIsWhereTheAccountMeetsTheMarginAcrossBrackets, ()) {
  for (int i = 0; i < 20; ++i) {
    const Account a = any_account(ContractKind::INVERSE);
    RC_ASSERT(validate(a.instrument).has_value());
    holds_at_the_price(a);
  }
}

Instrument two_rows(ContractKind kind) {
  Instrument i{.symbol = "X",
               .kind = kind,
               .base = kCoin,
               .quote = kQuote,
               .tick = Price::from_raw(1),
               .lot = Quantity::from_raw(1)};
  i.multiplier = Quantity::from_raw(kOne);
  const Currency c = i.settle();
  i.brackets = {{Money(c), *Ratio::parse("0.004"), Money(c)},
                {*Money::parse("300000", c), *Ratio::parse("0.005"), *Money::parse("300", c)}};
  return i;
}

Price liquidation(const Instrument& i, const char* quantity, const char* entry, const char* wallet) {
  const Quantity q = *Quantity::parse(quantity);
  return liquidation_price(i, q, position_value(i, *Price::parse(entry), q), *Money::parse(wallet, i.settle()));
}

TEST(Liquidation, WorkedByHand) {
  const Instrument i = two_rows(ContractKind::LINEAR);
  // short 1 at 100000 with 50200: 150200 / 1.004
  EXPECT_EQ(liquidation(i, "-1", "100000", "50200").to_string(), "149601.59362549");
  // short 2 at 100000 with 103000, second row: (303000 + 300) / (2 x 1.005), rounded down
  EXPECT_EQ(liquidation(i, "-2", "100000", "103000").to_string(), "150895.52238805");
  // long 1 at 100000 with 50000: 50000 / 0.996, rounded up
  EXPECT_EQ(liquidation(i, "1", "100000", "50000").to_string(), "50200.80321286");
  // exactly at the floor: short 3, 300000 x 1.004 = 301200 at price 100000
  EXPECT_EQ(liquidation(i, "-3", "100000", "1200").to_string(), "100000.00");
}

TEST(Liquidation, SaysWhenNoPriceOrEveryPriceLiquidates) {
  const Instrument i = two_rows(ContractKind::LINEAR);
  EXPECT_FALSE(liquidation(i, "1", "100000", "100000").known());  // the wallet pays the whole loss
  EXPECT_EQ(liquidation(i, "-1", "100000", "-100000"), Price::from_raw(1));
  EXPECT_FALSE(liquidation(i, "-0.00000001", "100000", "10000").known());  // beyond every price that can be written
  EXPECT_EQ(liquidation(i, "0.00000001", "100000", "-10000"), Price::from_raw(kHighest));
  const Instrument coin = two_rows(ContractKind::INVERSE);
  EXPECT_FALSE(liquidation(coin, "-100000", "100000", "1").known());  // short one coin's worth against one coin
  EXPECT_EQ(liquidation(coin, "100000", "100000", "-1"), Price::from_raw(kHighest));
}

TEST(LiquidationDeath, NeedsAPositionInAFuture) {
  Instrument i = two_rows(ContractKind::LINEAR);
  EXPECT_DEATH(liquidation(i, "0", "100000", "1"), "only a position");
  i.kind = ContractKind::SPOT;
  EXPECT_DEATH(liquidation(i, "1", "100000", "1"), "not liquidated");
}

}  // namespace
}  // namespace alpha_pulse::domain
