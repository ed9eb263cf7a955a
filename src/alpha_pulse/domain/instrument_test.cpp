#include "alpha_pulse/domain/instrument.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <functional>
#include <utility>
#include <vector>

namespace alpha_pulse::domain {
namespace {

using Big = boost::multiprecision::cpp_int;

Price price(const char* text) {
  return *Price::parse(text);
}
Quantity quantity(const char* text) {
  return *Quantity::parse(text);
}
Money money(const char* text, const char* currency = "USDT") {
  return *Money::parse(text, Currency{currency});
}

Instrument linear() {
  return {.symbol = "BTCUSDT",
          .kind = ContractKind::LINEAR,
          .base = Currency{"BTC"},
          .quote = Currency{"USDT"},
          .tick = price("0.10"),
          .lot = quantity("0.001"),
          .min_notional = money("100"),
          .multiplier = quantity("1"),
          .brackets = {{money("0"), *Ratio::parse("0.004"), money("0")},
                       {money("300000"), *Ratio::parse("0.005"), money("300")},
                       {money("800000"), *Ratio::parse("0.01"), money("4300")}}};
}

Instrument inverse() {
  Instrument i = linear();
  i.symbol = "BTCUSD";
  i.kind = ContractKind::INVERSE;
  i.quote = Currency{"USD"};
  i.lot = quantity("1");
  i.min_notional = money("100", "USD");
  i.multiplier = quantity("100");
  i.brackets = {{money("0", "BTC"), *Ratio::parse("0.004"), money("0", "BTC")}};
  return i;
}

std::int64_t one_of(std::vector<std::int64_t> choices) {
  return *rc::gen::elementOf(std::move(choices));
}

std::int64_t in(std::int64_t low, std::int64_t high) {
  return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(low, high));
}

Big half_away(const Big& n, const Big& d) {
  return n < 0 ? Big(-((-2 * n + d) / (2 * d))) : Big((2 * n + d) / (2 * d));
}

RC_GTEST_PROP(Instrument, RoundingToTheTickIsTheNeighbourOnThatSide, ()) {
  for (int k = 0; k < 50; ++k) {
    Instrument i = linear();
    i.tick = Price::from_raw(in(1, 100'000'000'000));
    const Price p = Price::from_raw(in(-9'000'000'000'000'000'000, 9'000'000'000'000'000'000));
    const Price down = i.round_down_to_tick(p);
    const Price up = i.round_up_to_tick(p);
    RC_ASSERT(i.on_tick(down) && i.on_tick(up));
    RC_ASSERT(down <= p && p <= up);
    RC_ASSERT((up - down).raw() == (i.on_tick(p) ? 0 : i.tick.raw()));
  }
}

RC_GTEST_PROP(Instrument, RoundingToTheLotIsTowardOrAwayFromZeroForBothSigns, ()) {
  for (int k = 0; k < 50; ++k) {
    Instrument i = linear();
    i.lot = Quantity::from_raw(in(1, 100'000'000'000));
    const Quantity q = Quantity::from_raw(in(-9'000'000'000'000'000'000, 9'000'000'000'000'000'000));
    const Quantity in_ward = i.round_down_to_lot(q);
    const Quantity out_ward = i.round_up_to_lot(q);
    RC_ASSERT(i.on_lot(in_ward) && i.on_lot(out_ward));
    RC_ASSERT(in_ward.magnitude() <= q.magnitude() && q.magnitude() <= out_ward.magnitude());
    RC_ASSERT((out_ward.magnitude() - in_ward.magnitude()).raw() == (i.on_lot(q) ? 0 : i.lot.raw()));
    RC_ASSERT(i.round_down_to_lot(-q) == -in_ward && i.round_up_to_lot(-q) == -out_ward);
    RC_ASSERT(in_ward.is_zero() || (in_ward.raw() < 0) == (q.raw() < 0));
    RC_ASSERT(out_ward.is_zero() || (out_ward.raw() < 0) == (q.raw() < 0));
  }
}

TEST(Instrument, RoundsNegativeQuantitiesByMagnitude) {
  const Instrument i = linear();
  EXPECT_EQ(i.round_up_to_lot(quantity("-0.0011")), quantity("-0.002"));
  EXPECT_EQ(i.round_down_to_lot(quantity("-0.0019")), quantity("-0.001"));
  EXPECT_EQ(i.round_up_to_lot(quantity("-0.002")), quantity("-0.002"));
  EXPECT_EQ(i.round_up_to_lot(Quantity{}), Quantity{});
}

RC_GTEST_PROP(Instrument, TheMinimumQuantityIsTheFewestLotsThatReachTheMinimum, ()) {
  for (int k = 0; k < 50; ++k) {
    Instrument i = *rc::gen::arbitrary<bool>() ? linear() : inverse();
    i.lot = Quantity::from_raw(in(1, 1'000'000'000));
    i.multiplier = Quantity::from_raw(one_of({kOne, 100'000, 33'333'333, 10 * kOne, 100 * kOne}));
    i.min_notional = Money::from_raw(Int128{in(0, 100'000'000'000)} * kOne, i.quote);
    const Price p = Price::from_raw(in(1, 20'000'000'000'000));
    const Quantity least = i.minimum_quantity(p);
    // 1e-24 on both sides; an inverse contract is worth its quote units whatever the price
    const Big value = Big(i.multiplier.raw()) * (i.kind == ContractKind::INVERSE ? kOne : p.raw());
    const Big minimum = Big(i.min_notional.raw()) * kOne;
    RC_ASSERT(i.on_lot(least) && least >= i.lot);
    if (least.raw() + i.lot.raw() > 9'000'000'000'000'000'000) continue;  // as many as fit
    RC_ASSERT(value * least.raw() >= minimum);
    RC_ASSERT(least == i.lot || value * (least - i.lot).raw() < minimum);
  }
}

TEST(Instrument, KnownMinimaAndTheMostThatFits) {
  EXPECT_EQ(linear().minimum_quantity(price("95203.05")), quantity("0.002"));
  EXPECT_EQ(linear().minimum_quantity(price("100000")), quantity("0.001"));  // exactly the minimum is enough
  EXPECT_EQ(linear().minimum_quantity(price("99999.99")), quantity("0.002"));
  EXPECT_EQ(inverse().minimum_quantity(price("95203.05")), quantity("1"));
  EXPECT_EQ(linear().minimum_quantity(Price::from_raw(1)), quantity("10000000000"));
  Instrument free = linear();
  free.min_notional = money("0");
  EXPECT_EQ(free.minimum_quantity(price("100")), free.lot);
  Instrument dear = linear();
  dear.min_notional = money("10000000");
  EXPECT_EQ(dear.minimum_quantity(Price::from_raw(1)), quantity("90000000000"));
  EXPECT_DEATH(linear().minimum_quantity(Price{}), "positive price");
}

RC_GTEST_PROP(Instrument, NotionalIsExactToTheUnit, ()) {
  for (int k = 0; k < 50; ++k) {
    Instrument i = *rc::gen::arbitrary<bool>() ? linear() : inverse();
    i.multiplier = Quantity::from_raw(one_of({kOne, 100'000, 33'333'333, 100 * kOne}));
    const Quantity q = Quantity::from_raw(in(-9'000'000'000'000'000, 9'000'000'000'000'000));
    const Price p = Price::from_raw(in(1, 900'000'000'000'000));
    const Big size = Big(q.raw()) * i.multiplier.raw();
    const Money n = notional(i, p, q);
    const Money v = position_value(i, p, q);
    if (i.kind == ContractKind::INVERSE) {
      RC_ASSERT(Big(n.raw()) == half_away(size * kOne, p.raw()));
      RC_ASSERT(v == -n);
      RC_ASSERT(n.currency() == Currency{"BTC"});
    } else {
      RC_ASSERT(Big(n.raw()) == half_away(size * p.raw(), kOne));
      RC_ASSERT(v == n);
      RC_ASSERT(n.currency() == Currency{"USDT"});
    }
    RC_ASSERT(notional(i, p, -q) == -n);
  }
}

TEST(Instrument, ProfitIsTheChangeOfTheValueForLinearAndInverse) {
  const auto profit = [](const Instrument& i, const char* q, const char* from, const char* to) {
    return (position_value(i, price(to), quantity(q)) - position_value(i, price(from), quantity(q))).to_string();
  };
  EXPECT_EQ(profit(linear(), "2", "100", "101.5"), "3.00");
  EXPECT_EQ(profit(linear(), "-2", "100", "101.5"), "-3.00");
  EXPECT_EQ(profit(inverse(), "10", "20000", "25000"), "0.01");  // 1000 (1/20000 - 1/25000)
  EXPECT_EQ(profit(inverse(), "-10", "20000", "25000"), "-0.01");
  EXPECT_EQ(linear().settle(), Currency{"USDT"});
  EXPECT_EQ(inverse().settle(), Currency{"BTC"});
}

TEST(Instrument, ALargePositionStillHasANotional) {
  Instrument i = linear();
  i.multiplier = quantity("10");
  EXPECT_EQ(notional(i, price("100000"), quantity("90000000000")),
            scale(money("90000000000"), *Ratio::parse("1000000")));
}

TEST(Instrument, MaintenanceMarginIsTheLineOfItsBracketAndDoesNotJump) {
  const Instrument i = linear();
  const auto margin = [&](const char* p, const char* q) { return maintenance_margin(i, price(p), quantity(q)); };
  EXPECT_EQ(margin("100000", "1"), money("400"));
  EXPECT_EQ(margin("100000", "-1"), money("400"));
  EXPECT_EQ(margin("100000", "2.999"), money("1199.6"));
  EXPECT_EQ(margin("100000", "3"), money("1200"));  // 300000 x 0.005 - 300, = 300000 x 0.004
  EXPECT_EQ(margin("100000", "8"), money("3700"));  // 800000 x 0.01 - 4300, = 800000 x 0.005 - 300
  EXPECT_EQ(margin("100000", "10"), money("5700"));
  EXPECT_EQ(margin("100000", "0"), money("0"));
  EXPECT_EQ(maintenance_margin(inverse(), price("20000"), quantity("-10")), money("0.0002", "BTC"));
}

TEST(Instrument, AnHonestOneIsAccepted) {
  EXPECT_TRUE(validate(linear()).has_value());
  EXPECT_TRUE(validate(inverse()).has_value());
  Instrument spot = linear();
  spot.kind = ContractKind::SPOT;
  spot.brackets.clear();
  EXPECT_TRUE(validate(spot).has_value());
}

TEST(Instrument, ARefusalNamesTheSymbolTheFieldItsValueAndOneThatPasses) {
  struct Case {
    std::function<void(Instrument&)> break_it;
    std::vector<std::string> words;
  };
  const std::vector<Case> cases = {
      {[](Instrument& i) { i.tick = Price{}; }, {"tick", "0.00", "0.10"}},
      {[](Instrument& i) { i.tick = price("-0.5"); }, {"tick", "-0.50", "0.10"}},
      {[](Instrument& i) { i.lot = Quantity{}; }, {"lot", "0.00000000", "0.001"}},
      {[](Instrument& i) { i.lot = quantity("91000000000"); }, {"lot", "91000000000", "90000000000"}},
      {[](Instrument& i) { i.multiplier = quantity("-1"); }, {"multiplier", "-1.0", "e.g. 1"}},
      {[](Instrument& i) { i.min_notional = money("-5"); }, {"min_notional", "-5.00", ">= 0"}},
      {[](Instrument& i) { i.brackets.clear(); }, {"brackets", "empty", "0.004"}},
      {[](Instrument& i) { i.brackets[0].notional_floor = money("1"); }, {"brackets row 1", "floor 1.00", "must be 0"}},
      {[](Instrument& i) { i.brackets[0].cum = money("7"); }, {"brackets row 1", "cum 7.00", "must be 0"}},
      {[](Instrument& i) { i.brackets[1].notional_floor = money("0"); }, {"brackets row 2", "floor 0.00", "> 0.00"}},
      {[](Instrument& i) { i.brackets[1].maintenance = Ratio{}; }, {"brackets row 2", "maintenance 0 ", "0.004"}},
      {[](Instrument& i) { i.brackets[1].maintenance = Ratio::one(); }, {"brackets row 2", "maintenance 1 ", "0.004"}},
      {[](Instrument& i) { i.brackets[2].maintenance = *Ratio::parse("0.0045"); }, {"row 3", "0.0045", ">= 0.005"}},
      {[](Instrument& i) { i.brackets[2].cum = money("4200"); }, {"brackets row 3", "cum 4200.00", "must be 4300.00"}},
      {[](Instrument& i) { i.brackets[1].cum = money("300", "BTC"); }, {"brackets row 2", "BTC", "must be in USDT"}},
  };
  for (const Case& c : cases) {
    Instrument i = linear();
    c.break_it(i);
    const auto result = validate(i);
    ASSERT_FALSE(result.has_value()) << c.words[0];
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(result.error().message.find("instrument BTCUSDT: "), std::string::npos) << result.error().message;
    for (const std::string& word : c.words) {
      EXPECT_NE(result.error().message.find(word), std::string::npos)
          << "'" << word << "' in: " << result.error().message;
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::domain
