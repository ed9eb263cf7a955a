#include "alpha_pulse/base/checked.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <limits>
#include <type_traits>

namespace alpha_pulse::base {
namespace {

using Big = boost::multiprecision::cpp_int;

constexpr std::int64_t kMin64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax64 = std::numeric_limits<std::int64_t>::max();
constexpr Int128 kMax128 = static_cast<Int128>(~UInt128{0} >> 1U);
constexpr Int128 kMin128 = -kMax128 - 1;

Big big(Int128 value) {
  const UInt128 magnitude = value < 0 ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
  Big result = static_cast<std::uint64_t>(magnitude >> 64U);
  result = (result << 64) + static_cast<std::uint64_t>(magnitude);
  return value < 0 ? Big(-result) : result;
}

// cpp_int divides toward zero; these three are written from the definitions, independently of the code under test.
Big floor_of(const Big& n, const Big& d) {
  const Big q = n / d;
  return q * d > n ? Big(q - 1) : q;
}
Big ceiling_of(const Big& n, const Big& d) {
  return -floor_of(-n, d);
}
Big half_away_of(const Big& n, const Big& d) {
  return n < 0 ? Big(-floor_of(-2 * n + d, 2 * d)) : floor_of(2 * n + d, 2 * d);
}

/// A stream of numbers from one seed of RapidCheck's: many cases a property, and a failure names the seed.
class Numbers {
 public:
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  /// Integers of every length and both signs, and the edges.
  template <class T>
  T any() {
    constexpr bool kWide = sizeof(T) == 16;
    const std::uint64_t kind = next() % 16;
    if (kind == 0) return kWide ? static_cast<T>(kMin128) : static_cast<T>(kMin64);
    if (kind == 1) return kWide ? static_cast<T>(kMax128) : static_cast<T>(kMax64);
    const UInt128 high = next();
    const UInt128 low = next();
    const auto value = static_cast<T>(static_cast<Int128>((high << 64U) | low));
    return static_cast<T>(value >> static_cast<int>(next() % (sizeof(T) * 8)));
  }
  template <class T>
  T positive() {
    const T value = any<T>();
    if (value > 0) return value;
    return value + 1 < 0 ? static_cast<T>(-(value + 1)) : T{1};
  }

 private:
  std::uint64_t state_ = *rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>());
};

constexpr int kCases = 500;

template <class T>
bool fits(const Big& value) {
  const Big lowest = sizeof(T) == 8 ? big(kMin64) : big(kMin128);
  const Big highest = sizeof(T) == 8 ? big(kMax64) : big(kMax128);
  return value >= lowest && value <= highest;
}

/// An operation that fits gives the big integer; one that does not would stop the process, so only its builtin is
/// asked.
template <class T>
void arithmetic_agrees(T a, T b) {
  T ignored{};
  if (fits<T>(big(a) + big(b))) {
    RC_ASSERT(big(checked_add(a, b)) == big(a) + big(b));
  } else {
    RC_ASSERT(__builtin_add_overflow(a, b, &ignored));
  }
  if (fits<T>(big(a) - big(b))) {
    RC_ASSERT(big(checked_sub(a, b)) == big(a) - big(b));
  } else {
    RC_ASSERT(__builtin_sub_overflow(a, b, &ignored));
  }
  if (fits<T>(big(a) * big(b))) {
    RC_ASSERT(big(checked_mul(a, b)) == big(a) * big(b));
  } else {
    RC_ASSERT(__builtin_mul_overflow(a, b, &ignored));
  }
}

template <class T>
void divisions_agree(T n, T d) {
  RC_ASSERT(big(divide_rounding_down(n, d)) == floor_of(big(n), big(d)));
  RC_ASSERT(big(divide_rounding_up(n, d)) == ceiling_of(big(n), big(d)));
  RC_ASSERT(big(divide_rounding_half_away(n, d)) == half_away_of(big(n), big(d)));
}

RC_GTEST_PROP(Checked, ArithmeticOf64BitsIsTheBigInteger, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const auto a = numbers.any<std::int64_t>();
    arithmetic_agrees(a, numbers.any<std::int64_t>());
  }
}

RC_GTEST_PROP(Checked, ArithmeticOf128BitsIsTheBigInteger, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const auto a = numbers.any<Int128>();
    arithmetic_agrees(a, numbers.any<Int128>());
  }
}

RC_GTEST_PROP(Checked, DivisionsOf64BitsRoundAsTheirNamesSay, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const auto a = numbers.any<std::int64_t>();
    divisions_agree(a, numbers.positive<std::int64_t>());
  }
}

RC_GTEST_PROP(Checked, DivisionsOf128BitsRoundAsTheirNamesSay, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const auto a = numbers.any<Int128>();
    divisions_agree(a, numbers.positive<Int128>());
  }
}

TEST(Checked, SmallDivisionsIncludingTiesRoundAsTheirNamesSay) {
  for (std::int64_t n = -60; n <= 60; ++n) {
    for (std::int64_t d = 1; d <= 13; ++d) {
      EXPECT_EQ(divide_rounding_down(n, d), floor_of(n, d));
      EXPECT_EQ(divide_rounding_up(n, d), ceiling_of(n, d));
      EXPECT_EQ(divide_rounding_half_away(n, d), half_away_of(n, d)) << n << "/" << d;
    }
  }
}

RC_GTEST_PROP(Checked, AProductDividedIsRoundedOnceEvenWhereTheProductDoesNotFit, ()) {
  Numbers numbers;
  int wide = 0;
  for (int i = 0; i < kCases; ++i) {
    const auto a = numbers.any<Int128>();
    const Int128 b = numbers.any<std::int64_t>();
    const Int128 d = numbers.positive<std::int64_t>();
    const Big exact = big(a) * big(b);
    if (!fits<Int128>(exact / big(d) + 1) || !fits<Int128>(exact / big(d) - 1)) continue;
    wide += fits<Int128>(exact) ? 0 : 1;
    RC_ASSERT(big(multiply_divide_rounding_down(a, b, d)) == floor_of(exact, big(d)));
    RC_ASSERT(big(multiply_divide_rounding_up(a, b, d)) == ceiling_of(exact, big(d)));
    RC_ASSERT(big(multiply_divide_rounding_half_away(a, b, d)) == half_away_of(exact, big(d)));
  }
  RC_ASSERT(wide > 10);
}

RC_GTEST_PROP(Checked, WideProductsAreExactAndNarrowingKeepsWhatFits, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const auto a = numbers.any<std::int64_t>();
    const auto b = numbers.any<std::int64_t>();
    RC_ASSERT(big(wide_mul(a, b)) == big(a) * big(b));
    RC_ASSERT(narrow(Int128{a}) == a);
  }
}

TEST(CheckedDeath, StopsInsteadOfWrapping) {
  EXPECT_DEATH(checked_add(kMax64, std::int64_t{1}), "addition fits");
  EXPECT_DEATH(checked_sub(kMin64, std::int64_t{1}), "subtraction fits");
  EXPECT_DEATH(checked_mul(kMin64, std::int64_t{-1}), "multiplication fits");
  EXPECT_DEATH(checked_add(kMax128, Int128{1}), "addition fits");
  EXPECT_DEATH(checked_sub(kMin128, Int128{1}), "subtraction fits");
  EXPECT_DEATH(checked_mul(kMin128, Int128{-1}), "multiplication fits");
  EXPECT_DEATH(narrow(Int128{kMax64} + 1), "fits 64 bits");
  EXPECT_DEATH(narrow(Int128{kMin64} - 1), "fits 64 bits");
  EXPECT_DEATH(multiply_divide_rounding_down(kMax128, 2, 1), "multiplication fits");
}

TEST(CheckedDeath, RefusesADivisorThatIsNotPositive) {
  for (const std::int64_t d : {std::int64_t{0}, std::int64_t{-1}, kMin64}) {
    EXPECT_DEATH(divide_rounding_down<std::int64_t>(1, d), "divisor is positive");
    EXPECT_DEATH(divide_rounding_up<std::int64_t>(1, d), "divisor is positive");
    EXPECT_DEATH(divide_rounding_half_away<std::int64_t>(1, d), "divisor is positive");
    EXPECT_DEATH(multiply_divide_rounding_down(1, 1, d), "divisor is positive");
  }
}

static_assert(divide_rounding_down<std::int64_t>(-7, 2) == -4);
static_assert(divide_rounding_up<std::int64_t>(-7, 2) == -3);
static_assert(divide_rounding_half_away<std::int64_t>(-7, 2) == -4);
static_assert(divide_rounding_half_away<std::int64_t>(7, 2) == 4);
static_assert(divide_rounding_half_away<std::int64_t>(kMin64, 1) == kMin64);
static_assert(divide_rounding_half_away<std::int64_t>(kMax64, kMax64) == 1);
template <class T>
concept Divisible = requires(T a) { divide_rounding_down(a, a); };
static_assert(Divisible<std::int64_t> && Divisible<Int128> && !Divisible<double> && !Divisible<int>);

}  // namespace
}  // namespace alpha_pulse::base
