#include "alpha_pulse/domain/price.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <concepts>
#include <limits>

#include "alpha_pulse/domain/ids.hpp"

namespace alpha_pulse::domain {
namespace {

using Big = boost::multiprecision::cpp_int;

// What compiles, and to what. ---------------------------------------------------------------------------------------
template <class A, class B>
concept Adds = requires(A a, B b) { a + b; };
template <class A, class B>
concept Subtracts = requires(A a, B b) { a - b; };
template <class A, class B>
concept Multiplies = requires(A a, B b) { a* b; };
template <class A, class B>
concept Divides = requires(A a, B b) { a / b; };
template <class A, class B>
concept Compares = requires(A a, B b) { a < b; };

static_assert(std::same_as<decltype(Price{} - Price{}), PriceDelta>);
static_assert(std::same_as<decltype(Price{} + PriceDelta{}), Price>);
static_assert(std::same_as<decltype(Price{} - PriceDelta{}), Price>);
static_assert(std::same_as<decltype(PriceDelta{} + PriceDelta{}), PriceDelta>);
static_assert(std::same_as<decltype(Quantity{} + Quantity{}), Quantity>);
static_assert(std::same_as<decltype(Ratio{} - Ratio{}), Ratio>);
static_assert(!Adds<Price, Price>, "a sum of two prices means nothing");
static_assert(!Adds<PriceDelta, Price> && !Adds<Price, Quantity> && !Adds<Price, Ratio> && !Adds<Quantity, Ratio>);
static_assert(!Subtracts<Price, Quantity> && !Subtracts<Quantity, Price> && !Subtracts<Price, Ratio>);
static_assert(!Multiplies<Price, Price> && !Multiplies<Price, Ratio> && !Multiplies<Price, Quantity>,
              "products round, so they have names");
static_assert(!Multiplies<Price, std::int64_t> && !Multiplies<Ratio, Ratio>);
static_assert(!Divides<Price, std::int64_t> && !Divides<Quantity, std::int64_t> && !Divides<Quantity, Quantity>);
static_assert(Compares<Price, Price> && !Compares<Price, Quantity> && !Compares<Price, PriceDelta>);
static_assert(!Adds<Price, std::int64_t> && !Compares<Price, std::int64_t> && !Compares<Quantity, double>);
static_assert(!std::convertible_to<std::int64_t, Price> && !std::convertible_to<double, Price>);
static_assert(!std::constructible_from<Price, std::int64_t> && !std::constructible_from<Quantity, double>);
static_assert(!std::convertible_to<Price, std::int64_t> && !std::convertible_to<Price, double>);
static_assert(!std::convertible_to<Price, Quantity> && !std::convertible_to<PriceDelta, Price>);
static_assert(!Compares<ClientOrderId, VenueOrderId> && !std::convertible_to<ClientOrderId, VenueOrderId>);
static_assert(!Adds<ClientOrderId, ClientOrderId> && Compares<ClientOrderId, ClientOrderId>);

Big half_away(const Big& n, const Big& d) {
  return n < 0 ? Big(-((-2 * n + d) / (2 * d))) : Big((2 * n + d) / (2 * d));
}

std::int64_t up_to(std::int64_t bound) {
  return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(-bound, bound + 1));
}

TEST(Price, TheOperatorsCount) {
  const Price a = *Price::parse("100.5");
  const Price b = *Price::parse("99.25");
  EXPECT_EQ(a - b, PriceDelta::from_raw(125'000'000));
  EXPECT_EQ(b + (a - b), a);
  EXPECT_EQ(a - (a - b), b);
  EXPECT_EQ((b - a), -(a - b));
  EXPECT_EQ(b + (a - b) * 2, *Price::parse("101.75"));
  EXPECT_LT(b, a);
  EXPECT_FALSE(Price{}.known());
  EXPECT_TRUE(Price::from_raw(1).known());
  EXPECT_EQ(Price::parse("95203.05")->to_string(), "95203.05");
  EXPECT_EQ(Quantity::parse("0.2")->to_string(), "0.20000000");
  EXPECT_EQ(Ratio::parse("0.04")->to_string(), "0.04");
  EXPECT_EQ(Quantity::parse("-1.5")->magnitude(), *Quantity::parse("1.5"));
  EXPECT_FALSE(Price::parse("1e5").has_value());
}

TEST(PriceDeath, StopsInsteadOfWrapping) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  const auto least = std::numeric_limits<std::int64_t>::min();
  EXPECT_DEATH(Price::from_raw(most) + PriceDelta::from_raw(1), "fits");
  EXPECT_DEATH(Price::from_raw(least) - Price::from_raw(1), "fits");
  EXPECT_DEATH(-Quantity::from_raw(least), "fits");
  EXPECT_DEATH(Quantity::from_raw(least).magnitude(), "fits");
  EXPECT_DEATH(Quantity::from_raw(most) * 2, "fits");
  EXPECT_DEATH(scale_rounding_up(Price::from_raw(most), *Ratio::parse("1.1")), "fits 64 bits");
  EXPECT_DEATH(ratio_of(Quantity::from_raw(1), Quantity{}), "denominator");
  EXPECT_DEATH(ratio_of(Quantity::from_raw(most), Quantity::from_raw(1)), "fits 64 bits");
}

RC_GTEST_PROP(Price, ScalingRoundsAsItsNameSays, ()) {
  for (int i = 0; i < 100; ++i) {
    const std::int64_t p = up_to(90'000'000'000'000'000);
    const std::int64_t f = up_to(10'000'000'000);
    const Big exact = Big(p) * f;
    const Big down = Price(scale_rounding_down(Price::from_raw(p), Ratio::from_raw(f))).raw();
    const Big up = scale_rounding_up(Price::from_raw(p), Ratio::from_raw(f)).raw();
    RC_ASSERT(down * kOne <= exact && exact < (down + 1) * kOne);
    RC_ASSERT((up - 1) * kOne < exact && exact <= up * kOne);
    const Big share = scale_toward_zero(Quantity::from_raw(p), Ratio::from_raw(f)).raw();
    RC_ASSERT(share == exact / kOne);  // the big integer divides toward zero
  }
}

RC_GTEST_PROP(Price, ARatioIsTheNearestWithTiesAwayFromZero, ()) {
  for (int i = 0; i < 100; ++i) {
    const std::int64_t a = up_to(9'000'000'000'000'000'000);
    const std::int64_t b = up_to(9'000'000'000'000'000'000);
    if (b == 0) continue;
    const Big exact = half_away(b < 0 ? Big(-Big(a) * kOne) : Big(Big(a) * kOne), abs(Big(b)));
    if (abs(exact) > 9'000'000'000'000'000'000) continue;
    RC_ASSERT(Big(ratio_of(Quantity::from_raw(a), Quantity::from_raw(b)).raw()) == exact);
  }
}

TEST(Ratio, ComesOutOfDoubleInOneRoundingTiesAwayFromZero) {
  EXPECT_EQ(Ratio::nearest(0.04).raw(), 4'000'000);
  EXPECT_EQ(Ratio::nearest(-0.04).raw(), -4'000'000);
  EXPECT_EQ(Ratio::nearest(0x1p-9).raw(), 195'313);  // 195312.5
  EXPECT_EQ(Ratio::nearest(-0x1p-9).raw(), -195'313);
  EXPECT_EQ(Ratio::nearest(0.49999999999999994e-8).raw(), 0);
  EXPECT_EQ(Ratio::nearest(45'035'996.27370497).raw(), 4'503'599'627'370'497);  // above 2^52, odd
  EXPECT_EQ(Ratio::nearest(0.0).raw(), 0);
}

TEST(Ratio, StopsAtADoubleThatIsNoNumberOrTooLarge) {
  EXPECT_DEATH(Ratio::nearest(std::numeric_limits<double>::quiet_NaN()), "fits the fixed-point range");
  EXPECT_DEATH(Ratio::nearest(1e11), "fits the fixed-point range");
  EXPECT_DEATH(Ratio::nearest(-std::numeric_limits<double>::infinity()), "fits the fixed-point range");
}

TEST(Price, OutOfDoubleIsAtLeastOneUnit) {
  EXPECT_EQ(nearest_price(95203.05).raw(), 9'520'305'000'000);
  EXPECT_EQ(nearest_price(0.0).raw(), 1);
  EXPECT_EQ(nearest_price(-3.0).raw(), 1);
}

}  // namespace
}  // namespace alpha_pulse::domain
