#include "alpha_pulse/base/maths.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "alpha_pulse/base/maths_lanes.hpp"

namespace alpha_pulse::base {
namespace {

constexpr double kMost = std::numeric_limits<double>::max();
constexpr double kLeastNormal = std::numeric_limits<double>::min();
constexpr double kLeast = std::numeric_limits<double>::denorm_min();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kTolerance = 1e-13;

/// Relative distance in the normal range; below it, one unit in the last place.
bool close(double ours, double libm, double tolerance = kTolerance) {
  if (ours == libm) return true;
  return std::abs(ours - libm) <=
         std::max(tolerance * std::abs(libm), std::abs(libm) < 2 * kLeastNormal ? kLeast : 0.0);
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
  /// Every positive finite double is as likely as any other: all exponents, subnormals included.
  double positive() { return std::bit_cast<double>(next() % std::bit_cast<std::uint64_t>(kMost) + 1); }
  double between(double low, double high) { return low + (high - low) * (static_cast<double>(next() >> 11U) / 0x1p53); }
  /// Up to `most` in size, as likely tiny as large.
  double small(double most) {
    const double scale = std::pow(10.0, between(-17, 0));
    return between(-most, most) * scale;
  }

 private:
  std::uint64_t state_ = *rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>());
};

constexpr int kCases = 2000;

RC_GTEST_PROP(Maths, LnIsLibmsOverEveryExponentAndNearOneWhereReturnsLive, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    for (const double x : {numbers.positive(), 1 + numbers.small(0.5)}) RC_ASSERT(close(ln(x), std::log(x)));
  }
}

RC_GTEST_PROP(Maths, ExpIsLibmsOverItsWholeRange, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    for (const double x : {numbers.between(-760, 712), numbers.between(-746, -708), numbers.small(1)}) {
      RC_ASSERT(close(exp(x), std::exp(x)));
    }
  }
}

RC_GTEST_PROP(Maths, CbrtIsLibmsForBothSignsAndEveryExponent, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const double x = numbers.positive();
    RC_ASSERT(close(cbrt(x), std::cbrt(x)));
    RC_ASSERT(cbrt(-x) == -cbrt(x));
  }
}

RC_GTEST_PROP(Maths, PowerIsLibmsForDecayFactorsAndWithinItsBoundForAnyExponent, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const double decay = numbers.between(0.9, 1.1);
    const auto days = static_cast<unsigned>(numbers.next() % 400);
    RC_ASSERT(close(power(decay, days), std::pow(decay, days)));
    const double x = numbers.between(-2, 2);
    const auto n = static_cast<unsigned>(numbers.next() % 1000);
    if (std::abs(std::pow(x, n)) < kLeastNormal) continue;  // the bound is one of the normal range
    RC_ASSERT(close(power(x, n), std::pow(x, n), std::max(kTolerance, 1.2e-16 * n)));
  }
}

RC_GTEST_PROP(Maths, TheFunctionsUndoEachOther, ()) {
  Numbers numbers;
  for (int i = 0; i < kCases; ++i) {
    const double x = numbers.between(-700, 700);
    RC_ASSERT(std::abs(ln(exp(x)) - x) <= 1e-13 * std::max(1.0, std::abs(x)));
    const double y = exp(numbers.between(-300, 300));
    RC_ASSERT(close(power(cbrt(y), 3), y));
    const double root = square_root(y);
    RC_ASSERT(close(root * root, y));
    const double a = numbers.between(-300, 300);
    const double b = numbers.between(-300, 300);
    RC_ASSERT(close(exp(a) * exp(b), exp(a + b), 3e-13));  // a + b is itself rounded
  }
}

RC_GTEST_PROP(Maths, ManyAtOnceAreTheSameBitsAsOneByOne, ()) {
  Numbers numbers;
  const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  for (int i = 0; i < kCases / 20; ++i) {
    std::vector<double> positive(static_cast<std::size_t>(numbers.between(0, 40)));
    std::vector<double> any(positive.size());
    const bool wild = numbers.between(0, 1) < 0.5;
    for (double& x : positive) x = wild ? numbers.positive() : 1 + numbers.small(0.5);
    for (double& x : any) x = wild ? numbers.between(-800, 800) : numbers.small(5);
    auto logarithms = positive;
    auto powers = any;
    ln_each(logarithms);
    exp_each(powers);
    for (std::size_t k = 0; k < any.size(); ++k) {
      RC_ASSERT(bits(logarithms[k]) == bits(ln(positive[k])));
      RC_ASSERT(bits(powers[k]) == bits(exp(any[k])));
    }
  }
}

TEST(Maths, IsExactWhereTheAnswerIsExact) {
  EXPECT_EQ(ln(1.0), 0.0);
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(exp(-0.0), 1.0);
  EXPECT_EQ(cbrt(0.0), 0.0);
  EXPECT_TRUE(std::signbit(cbrt(-0.0)));
  EXPECT_EQ(power(0.0, 0), 1.0);
  EXPECT_EQ(power(3.0, 5), 243.0);
  EXPECT_EQ(power(-2.0, 3), -8.0);
  EXPECT_EQ(square_root(2.25), 1.5);
  EXPECT_TRUE(close(ln(2.0), 0.693147180559945309));
  EXPECT_TRUE(close(cbrt(27.0), 3.0));
}

TEST(Maths, HoldsAtTheEdgesOfDouble) {
  for (const double x : {kLeast, 3 * kLeast, kLeastNormal, std::nextafter(kLeastNormal, 0.0), std::nextafter(1.0, 0.0),
                         std::nextafter(1.0, 2.0), std::nextafter(std::sqrt(0.5), 0.0), std::sqrt(0.5), kMost}) {
    EXPECT_TRUE(close(ln(x), std::log(x))) << x;
    EXPECT_TRUE(close(cbrt(x), std::cbrt(x))) << x;
  }
  for (const double x : {709.7, 709.75, 709.78, 709.782712893383, 709.782712893385, 709.8, 1e300, kInfinity, -708.4,
                         -744.4, -745.1, -745.13, -745.14, -745.2, -800.0, -1e300, -kInfinity, kLeast, -kLeast}) {
    EXPECT_TRUE(close(exp(x), std::exp(x))) << x << " " << exp(x) << " " << std::exp(x);
  }
}

TEST(MathsDeath, RefusesWhatHasNoAnswer) {
  EXPECT_DEATH(ln(0), "finite positive");
  EXPECT_DEATH(ln(-1), "finite positive");
  EXPECT_DEATH(ln(kInfinity), "finite positive");
  EXPECT_DEATH(ln(kNaN), "finite positive");
  EXPECT_DEATH(exp(kNaN), "takes a number");
  EXPECT_DEATH(cbrt(kNaN), "finite");
  EXPECT_DEATH(cbrt(-kInfinity), "finite");
  EXPECT_DEATH(square_root(-1), "non-negative");
  EXPECT_DEATH(square_root(kNaN), "non-negative");
}

}  // namespace
}  // namespace alpha_pulse::base
