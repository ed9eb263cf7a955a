#include "alpha_pulse/engine/portfolio.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

#include "alpha_pulse/engine/testing/toy_world.hpp"

namespace alpha_pulse::engine {
namespace {

using boost::multiprecision::cpp_int;
using testing::event_at;

const Currency kUsdt{"USDT"};
const Currency kBtc{"BTC"};
constexpr Price dollars(std::int64_t n) {
  return Price::from_raw(n * kOne);
}
Money usdt(std::int64_t n) {
  return Money::from_raw(Money::kUnit * n, kUsdt);
}

Portfolio make(const std::vector<Instrument>& instruments, Quantity spot, Money wallet,
               Ratio reference = Ratio::one()) {
  return Portfolio({.instruments = instruments,
                    .spot_leg = kSpotLeg,
                    .hedge_leg = kHedgeLeg,
                    .spot = spot,
                    .wallet = wallet,
                    .reference = reference});
}

/// A contract of `multiplier` units, USD settled in coins when inverse, with a margin table in what it settles in.
std::vector<Instrument> legs_of(ContractKind kind, Quantity multiplier) {
  auto instruments = testing::toy_instruments();
  Instrument& hedge = instruments[1];
  hedge.kind = kind;
  hedge.multiplier = multiplier;
  hedge.brackets = {{Money(hedge.settle()), Ratio::from_raw(kOne / 250), Money(hedge.settle())}};
  return instruments;
}

Price liquidation_now(const Portfolio& p, const Instrument& hedge) {
  const Position& position = p.position();
  if (position.flat()) return Price{};
  return liquidation_price(hedge, position.quantity(), position.cost(hedge), p.wallet());
}

Fill fill(Side side, Quantity quantity, Price price, Money fee) {
  static std::uint64_t trade = 0;
  return {.order = ClientOrderId{1},
          .trade = TradeId{++trade},
          .side = side,
          .quantity = quantity,
          .price = price,
          .fee = fee};
}

TEST(Portfolio, SplitsAHedgedRiseIntoSpotReferenceOverlayAndFees) {
  const auto instruments = testing::toy_instruments();
  Portfolio p = make(instruments, Quantity::from_raw(kOne), usdt(1000));
  p.mark_to(dollars(100), dollars(100));
  p.book(fill(Side::SELL, Quantity::from_raw(kOne / 2), dollars(99), usdt(1)));  // half a coin, a dollar below the mark
  p.mark_to(dollars(110), dollars(111));
  const AccountTerms terms = p.terms();
  EXPECT_EQ(terms.spot, usdt(11));
  EXPECT_EQ(terms.reference, usdt(-10));
  EXPECT_EQ(terms.overlay.to_string(), "4.50");  // half the hedge was missing: +5; sold a dollar too low: -0.5
  EXPECT_EQ(terms.fees, usdt(1));
  EXPECT_EQ(terms.hedge().to_string(), "-5.50");
  EXPECT_EQ(p.equity() - p.initial_equity(), terms.total());
  EXPECT_EQ(*p.hedge_ratio(), Ratio::from_raw(kOne / 2));
}

TEST(Portfolio, CountsNothingBeforeBothPricesAreKnown) {
  const auto instruments = testing::toy_instruments();
  Portfolio p = make(instruments, Quantity::from_raw(kOne), usdt(1000));
  p.mark_to(dollars(100), Price{});
  p.mark_to(dollars(150), Price{});
  p.absorb(event_at({}, SpotBalanceChanged{Quantity::from_raw(kOne)}, kSpotLeg));
  EXPECT_FALSE(p.begun());
  EXPECT_TRUE(p.terms().total().is_zero());
  p.mark_to(dollars(150), dollars(149));
  EXPECT_TRUE(p.begun());
  EXPECT_EQ(p.initial_equity(), usdt(1000 + 2 * 149));
  EXPECT_TRUE(p.terms().total().is_zero());
}

TEST(Portfolio, TakesCoinsThatMoveBeforeTheFirstMarkForPartOfTheStart) {
  const auto instruments = testing::toy_instruments();
  Portfolio p = make(instruments, Quantity::from_raw(kOne), usdt(0));
  p.mark_to(Price{}, dollars(100));
  p.absorb(event_at({}, SpotBalanceChanged{Quantity::from_raw(kOne)}, kSpotLeg));
  p.mark_to(dollars(101), dollars(100));
  EXPECT_EQ(p.initial_equity(), usdt(200));
  EXPECT_TRUE(p.terms().transfers.is_zero());
}

TEST(Portfolio, ValuesADepositOfCoinsAtThePriceOfTheMoment) {
  const auto instruments = testing::toy_instruments();
  Portfolio p = make(instruments, Quantity::from_raw(kOne), usdt(0));
  p.mark_to(dollars(100), dollars(100));
  p.mark_to(dollars(120), dollars(120));
  p.absorb(event_at({}, SpotBalanceChanged{Quantity::from_raw(kOne)}, kSpotLeg));
  p.absorb(event_at({}, WalletTransferred{usdt(7)}));
  p.mark_to(dollars(130), dollars(130));
  EXPECT_EQ(p.terms().transfers, usdt(127));
  EXPECT_EQ(p.terms().spot, usdt(20 + 2 * 10));
  EXPECT_EQ(p.terms().reference, usdt(-20 - 2 * 10));
  EXPECT_EQ(p.equity_by_price(false).less_transfers, p.equity() - usdt(127));
}

TEST(Portfolio, BooksALiquidationOnceWithItsFeeApart) {
  const auto instruments = testing::toy_instruments();
  Portfolio p = make(instruments, Quantity::from_raw(kOne), usdt(1000));
  p.mark_to(dollars(100), dollars(100));
  p.book(fill(Side::SELL, Quantity::from_raw(kOne), dollars(100), usdt(0)));
  const Event taken =
      event_at({}, PositionLiquidated{TradeId{5}, Side::BUY, Quantity::from_raw(kOne), dollars(150), usdt(3)});
  p.absorb(taken);
  p.absorb(taken);
  EXPECT_TRUE(p.position().flat());
  EXPECT_EQ(p.wallet(), usdt(1000 - 50 - 3));
  EXPECT_EQ(p.terms().liquidation, usdt(3));
}

TEST(Portfolio, KeepsCoinsAndQuoteMoneyApartForAnInverseHedge) {
  const auto instruments = legs_of(ContractKind::INVERSE, Quantity::from_raw(100 * kOne));  // 100 USD a contract
  Portfolio p = make(instruments, Quantity::from_raw(kOne), Money::from_raw(Money::kUnit, kBtc));
  p.mark_to(dollars(10000), dollars(10000));
  p.book(fill(Side::SELL, Quantity::from_raw(100 * kOne), dollars(10000), Money(kBtc)));
  p.mark_to(dollars(20000), dollars(20000));
  EXPECT_EQ(p.terms().hedge().to_string(), "-0.50");  // 10000 USD of contracts: 1 coin became 0.5
  EXPECT_EQ(p.terms().reference.to_string(), "-0.50");
  EXPECT_TRUE(p.terms().overlay.is_zero());
  EXPECT_EQ(p.holding_terms().spot, usdt(10000));
  EXPECT_TRUE(p.residual().is_zero());
  EXPECT_EQ(*p.hedge_ratio(), Ratio::from_raw(kOne / 2));
}

/// The same account kept the naive way: every price step adds to its terms, in integers of any size, with the average
/// cost as an exact fraction of nothing: wallet and unrealised come from the sum of all cash flows.
struct NaiveLedger {
  cpp_int spot = 0, reference = 0, overlay = 0, funding = 0, fees = 0, transfers = 0, liquidation = 0;
  cpp_int q = 0, holding = 0, f = 0, s = 0, h = kOne;
  cpp_int cash = 0;  // wallet as if every trade were paid in cash

  cpp_int reference_units() const { return -(holding * h / kOne); }
  void step(const cpp_int& f1, const cpp_int& s1) {
    spot += holding * (s1 - s);
    const cpp_int r = reference_units() * (f1 - f);
    reference += r;
    overlay += q * (f1 - f) - r;
    f = f1;
    s = s1;
  }
  void trade(const cpp_int& change, const cpp_int& price) {
    overlay += change * (f - price);
    q += change;
    cash -= change * price;
  }
  cpp_int equity() const { return cash + q * f + holding * s; }
};

cpp_int big(Int128 value) {
  const bool negative = value < 0;
  UInt128 rest = negative ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
  cpp_int result = static_cast<std::uint64_t>(rest >> 64U);
  result <<= 64;
  result += static_cast<std::uint64_t>(rest);
  return negative ? cpp_int(-result) : result;
}

RC_GTEST_PROP(Portfolio, EqualsAnIndependentLedgerToTheLastUnitOnRandomHistories, ()) {
  const auto instruments = testing::toy_instruments();
  const auto ratio = Ratio::from_raw(*rc::gen::inRange<std::int64_t>(0, 2 * kOne));
  const auto start_spot = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(-3 * kOne, 3 * kOne));
  Portfolio p = make(instruments, start_spot, usdt(5000), ratio);
  NaiveLedger naive;
  naive.holding = start_spot.raw();
  naive.h = ratio.raw();
  naive.cash = big(usdt(5000).raw());
  const auto price = [] { return *rc::gen::inRange<std::int64_t>(50 * kOne, 200 * kOne); };
  naive.f = price();
  naive.s = price();
  p.mark_to(Price::from_raw(naive.f.convert_to<std::int64_t>()), Price::from_raw(naive.s.convert_to<std::int64_t>()));
  const cpp_int initial = naive.equity();
  const int steps = *rc::gen::inRange(1, 120);
  std::int64_t f = 0;
  std::int64_t s = 0;
  for (int i = 0; i < steps; ++i) {
    f = price();
    s = price();
    naive.step(f, s);
    if (*rc::gen::inRange(0, 3) != 0) p.mark_to(Price::from_raw(f), Price::from_raw(s));  // the others are skipped
    const Money amount = Money::from_raw(*rc::gen::inRange<std::int64_t>(-kOne * 50, kOne * 50) * Int128{kOne}, kUsdt);
    const bool buy = *rc::gen::arbitrary<bool>();
    const auto quantity = *rc::gen::inRange<std::int64_t>(1, 2 * kOne);
    const auto at = price();
    const int kind = *rc::gen::inRange(0, 9);
    if (kind < 6) p.mark_to(Price::from_raw(f), Price::from_raw(s));  // whatever happens, happens at known prices
    switch (kind) {
      case 0:
      case 1:
        p.book(fill(buy ? Side::BUY : Side::SELL, Quantity::from_raw(quantity), Price::from_raw(at), amount));
        naive.trade(buy ? cpp_int(quantity) : cpp_int(-quantity), at);
        naive.fees += big(amount.raw());
        naive.cash -= big(amount.raw());
        break;
      case 2:
        p.absorb(event_at({}, FundingSettled{amount}));
        naive.funding += big(amount.raw());
        naive.cash += big(amount.raw());
        break;
      case 3:
        p.absorb(event_at({}, SpotBalanceChanged{Quantity::from_raw(buy ? quantity : -quantity)}, kSpotLeg));
        naive.holding += buy ? quantity : -quantity;
        naive.transfers += (buy ? quantity : -quantity) * naive.s;
        break;
      case 4:
        p.absorb(event_at({}, WalletTransferred{amount}));
        naive.transfers += big(amount.raw());
        naive.cash += big(amount.raw());
        break;
      case 5:
        p.absorb(
            event_at({}, PositionLiquidated{TradeId{static_cast<std::uint64_t>(i + 1)}, buy ? Side::BUY : Side::SELL,
                                            Quantity::from_raw(quantity), Price::from_raw(at), amount}));
        naive.trade(buy ? cpp_int(quantity) : cpp_int(-quantity), at);
        naive.liquidation += big(amount.raw());
        naive.cash -= big(amount.raw());
        break;
      default:
        break;
    }
    RC_ASSERT(p.residual().is_zero());
  }
  p.mark_to(Price::from_raw(f), Price::from_raw(s));
  const AccountTerms terms = p.terms();
  RC_ASSERT(big(terms.spot.raw()) == naive.spot);
  RC_ASSERT(big(terms.reference.raw()) == naive.reference);
  RC_ASSERT(big(terms.overlay.raw()) == naive.overlay);
  RC_ASSERT(big(terms.funding.raw()) == naive.funding);
  RC_ASSERT(big(terms.fees.raw()) == naive.fees);
  RC_ASSERT(big(terms.transfers.raw()) == naive.transfers);
  RC_ASSERT(big(terms.liquidation.raw()) == naive.liquidation);
  RC_ASSERT(big(p.equity().raw()) == naive.equity());
  RC_ASSERT(big((p.equity() - p.initial_equity()).raw()) == naive.equity() - initial);
  RC_ASSERT(p.residual().is_zero());
}

RC_GTEST_PROP(Portfolio, LeavesNoResidualForInverseContractsAndOddMultipliers, ()) {
  const auto instruments = legs_of(*rc::gen::arbitrary<bool>() ? ContractKind::INVERSE : ContractKind::LINEAR,
                                   Quantity::from_raw(*rc::gen::inRange<std::int64_t>(1, 300 * kOne)));
  const Currency settle = instruments[1].settle();
  Portfolio p = make(instruments, Quantity::from_raw(3 * kOne), Money::from_raw(Money::kUnit * 10, settle));
  const int steps = *rc::gen::inRange(1, 80);
  for (int i = 0; i < steps; ++i) {
    const auto f = *rc::gen::inRange<std::int64_t>(50 * kOne, 200 * kOne);
    const auto s = *rc::gen::inRange<std::int64_t>(50 * kOne, 200 * kOne);
    p.mark_to(Price::from_raw(f), Price::from_raw(s));
    RC_ASSERT(p.residual().is_zero());
    const Side side = *rc::gen::arbitrary<bool>() ? Side::BUY : Side::SELL;
    const auto quantity = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(1, 2 * kOne));
    if (*rc::gen::arbitrary<bool>())
      p.book(fill(side, quantity, Price::from_raw(s), Money::from_raw(12345, settle)));
    else
      p.absorb(event_at({}, SpotBalanceChanged{signed_quantity(side, quantity)}, kSpotLeg));
    RC_ASSERT(p.residual().is_zero());
  }
}

RC_GTEST_PROP(Portfolio, KnowsItsLiquidationPriceAfterWhateverHappenedToTheAccount, ()) {
  const auto instruments =
      legs_of(*rc::gen::arbitrary<bool>() ? ContractKind::INVERSE : ContractKind::LINEAR, Quantity::from_raw(kOne));
  const Currency settle = instruments[1].settle();
  const auto money = [&settle] { return Money::from_raw(*rc::gen::inRange(-5, 5) * Money::kUnit, settle); };
  Portfolio p = make(instruments, Quantity::from_raw(kOne), Money::from_raw(Money::kUnit * 50, settle));
  p.mark_to(dollars(100), dollars(100));
  for (int i = 0; i < 20; ++i) {
    const Side side = *rc::gen::arbitrary<bool>() ? Side::BUY : Side::SELL;
    const auto quantity = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(1, 3) * kOne / 2);
    const Price price = dollars(*rc::gen::inRange<std::int64_t>(90, 110));
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        p.book(fill(side, quantity, price, Money::from_raw(Money::kUnit / 100, settle)));
        break;
      case 1:
        p.absorb(event_at({}, FundingSettled{.amount = money()}));
        break;
      case 2:
        p.absorb(event_at({}, WalletTransferred{.amount = money()}));
        break;
      default:
        const Quantity held = p.position().quantity();
        if (held.is_zero()) break;
        p.absorb(event_at({}, PositionLiquidated{.trade = TradeId{1'000'000U + static_cast<std::uint64_t>(i)},
                                                 .side = held.raw() < 0 ? Side::BUY : Side::SELL,
                                                 .quantity = held.magnitude(),
                                                 .price = price,
                                                 .fee = Money(settle)}));
        break;
    }
    RC_ASSERT(p.liquidation() == liquidation_now(p, instruments[1]));
  }
}

}  // namespace
}  // namespace alpha_pulse::engine
