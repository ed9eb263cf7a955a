#include "alpha_pulse/domain/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <concepts>

namespace alpha_pulse::domain {
namespace {

using Big = boost::multiprecision::cpp_int;

constexpr Currency kUsdt{"USDT"};
constexpr Currency kBtc{"BTC"};

static_assert(!std::convertible_to<Int128, Money> && !std::constructible_from<Money, Int128, Currency>);
template <class A, class B>
concept Adds = requires(A a, B b) { a + b; };
template <class A, class B>
concept Multiplies = requires(A a, B b) { a* b; };
template <class A, class B>
concept Divides = requires(A a, B b) { a / b; };
static_assert(Adds<Money, Money> && !Adds<Money, Price> && !Adds<Money, std::int64_t>);
static_assert(!Multiplies<Money, std::int64_t> && !Multiplies<Money, Ratio> && !Multiplies<Money, Money>);
static_assert(!Divides<Money, Money> && !Divides<Money, std::int64_t>, "a division rounds, so it has a name");
static_assert(!std::convertible_to<const char*, Currency> && !std::equality_comparable_with<Money, Int128>);

Money usdt(const char* text) {
  return *Money::parse(text, kUsdt);
}

TEST(Currency, IsItsCode) {
  EXPECT_EQ(kUsdt.code(), "USDT");
  EXPECT_EQ(Currency{}.code(), "");
  EXPECT_EQ(Currency{"1000SHIB"}.code(), "1000SHIB");
  EXPECT_NE(kUsdt, kBtc);
  EXPECT_EQ(*Currency::parse("USDT"), kUsdt);
}

TEST(Currency, RefusesTextThatIsNoCode) {
  for (const char* text : {"", "123456789", "US DT", "US$", "\xe2\x82\xac"}) {
    const auto parsed = Currency::parse(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_NE(parsed.error().message.find(std::string("'") + text + "'"), std::string::npos);
  }
  EXPECT_DEATH(Currency("123456789"), "at most eight");
}

TEST(Money, AddsAndComparesWithinOneCurrency) {
  EXPECT_EQ(usdt("1.5") + usdt("2.25"), usdt("3.75"));
  EXPECT_EQ(usdt("1.5") - usdt("2"), -usdt("0.5"));
  EXPECT_LT(usdt("1"), usdt("1.00000001"));
  EXPECT_EQ(usdt("1.5").to_string(), "1.50");
  EXPECT_EQ(usdt("-0.00000001").to_string(), "-0.00000001");
  EXPECT_EQ(Money::from_raw(1, kUsdt).to_string(), "0.0000000000000001");
  EXPECT_NE(Money(kUsdt), Money(kBtc));  // equality only asks
}

TEST(MoneyDeath, MixingCurrenciesIsABug) {
  EXPECT_DEATH(Money(kUsdt) + Money(kBtc), "one currency at a time");
  EXPECT_DEATH(Money(kUsdt) - Money(kBtc), "one currency at a time");
  EXPECT_DEATH((void)(Money(kUsdt) < Money(kBtc)), "one currency at a time");
  Money sum(kUsdt);
  EXPECT_DEATH(sum += Money(kBtc), "one currency at a time");
  EXPECT_DEATH(sum -= Money{}, "one currency at a time");
}

TEST(MoneyDeath, StopsInsteadOfWrapping) {
  constexpr Int128 kMost = static_cast<Int128>(~UInt128{0} >> 1U);
  EXPECT_DEATH(Money::from_raw(kMost, kUsdt) + Money::from_raw(1, kUsdt), "addition fits");
  EXPECT_DEATH(-Money::from_raw(-kMost - 1, kUsdt), "subtraction fits");
  EXPECT_DEATH(Money::from_raw(kMost, kUsdt).rounded_to_venue(), "multiplication fits");
  EXPECT_DEATH(scale(Money::from_raw(kMost, kUsdt), *Ratio::parse("1.1")), "fits");
}

TEST(Money, TheVenueRoundsHalfAwayFromZeroAtEightDecimals) {
  const auto rounded = [](std::int64_t raw) { return Money::from_raw(raw, kUsdt).rounded_to_venue().raw(); };
  EXPECT_EQ(rounded(49'999'999), 0);
  EXPECT_EQ(rounded(50'000'000), kOne);
  EXPECT_EQ(rounded(-49'999'999), 0);
  EXPECT_EQ(rounded(-50'000'000), -kOne);
  EXPECT_EQ(rounded(150'000'000), 2 * kOne);
  EXPECT_EQ(rounded(kOne), kOne);
}

RC_GTEST_PROP(Money, ScalingIsTheNearestUnitWithTiesAwayFromZeroForAnyAmount, ()) {
  const auto any = [] { return *rc::gen::resize(100, rc::gen::arbitrary<std::int64_t>()); };
  for (int i = 0; i < 100; ++i) {
    const std::int64_t high = any();
    const std::int64_t low = any();
    const Int128 amount = wide_mul(high, low) >> *rc::gen::inRange(0, 120);
    const std::int64_t factor = any() % (10 * kOne);
    const Big exact = Big(amount) * factor;
    const Big magnitude = (2 * abs(exact) + kOne) / (2 * Big(kOne));
    if (magnitude > (Big(1) << 126)) continue;
    const Int128 scaled = scale(Money::from_raw(amount, kUsdt), Ratio::from_raw(factor)).raw();
    RC_ASSERT(Big(scaled) == (exact < 0 ? Big(-magnitude) : magnitude));
  }
}

}  // namespace
}  // namespace alpha_pulse::domain
