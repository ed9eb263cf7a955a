#include "alpha_pulse/base/maths.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/maths_lanes.hpp"

namespace alpha_pulse::base {
namespace {

constexpr double kLn2High = 0x1.62e42fefa38p-1;  // ln 2 with the low bits cleared: k * kLn2High is exact
constexpr double kLn2Low = 0x1.ef35793c7673p-45;
constexpr double kSqrtHalf = 0x1.6a09e667f3bcdp-1;
constexpr int kBias = 1023;

struct Split {
  double mantissa;  // in [sqrt(1/2), sqrt(2))
  int exponent;
};

/// x = mantissa * 2^exponent, from the bits alone. `x` positive and finite, subnormals included.
Split split(double x) {
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - (kBias - 1);
  double mantissa = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3fe0000000000000ULL);
  if (mantissa < kSqrtHalf) {
    mantissa *= 2;
    --exponent;
  }
  return {mantissa, exponent};
}

double power_of_two(int n) {  // -1022 <= n <= 1023
  return std::bit_cast<double>(static_cast<std::uint64_t>(n + kBias) << 52);
}

/// Operations that do not wait for each other. Every lane does what one number alone would have done to it, operation
/// by operation, so the bits are the same.
constexpr std::size_t kLanes = 8;
using Lanes = std::array<double, kLanes>;

constexpr int kLnTerms = 23, kExpTerms = 16;

/// Positive, normal, finite.
void ln_lanes(double* x) {
  Lanes m, e, s, series{};
  for (std::size_t i = 0; i < kLanes; ++i) {
    const auto bits = std::bit_cast<std::uint64_t>(x[i]);
    const double mantissa = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3fe0000000000000ULL);
    const bool small = mantissa < kSqrtHalf;
    m[i] = small ? mantissa * 2 : mantissa;
    // The exponent as a double without a conversion of 64 bits: 2^52 + biased exponent, less both.
    const double biased = std::bit_cast<double>((bits >> 52U) | 0x4330000000000000ULL) - 0x1p52;
    e[i] = biased - (small ? kBias : kBias - 1);
  }
  for (std::size_t i = 0; i < kLanes; ++i) s[i] = (m[i] - 1) / (m[i] + 1);
  for (int n = kLnTerms; n >= 3; n -= 2) {
    const double term = 1.0 / n;
    for (std::size_t i = 0; i < kLanes; ++i) series[i] = (series[i] + term) * (s[i] * s[i]);
  }
  for (std::size_t i = 0; i < kLanes; ++i) {
    x[i] = e[i] * kLn2High + (2 * s[i] + (2 * s[i] * series[i] + e[i] * kLn2Low));
  }
}

/// Within the range in which e^x is a normal number.
void exp_lanes(double* x) {
  Lanes r, series;
  std::array<int, kLanes> k;
  for (std::size_t i = 0; i < kLanes; ++i) {
    const double scaled = x[i] * 0x1.71547652b82fep0;
    k[i] = static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5));
    const double e = k[i];
    r[i] = (x[i] - e * kLn2High) - e * kLn2Low;
    series[i] = 1;
  }
  for (int n = kExpTerms; n >= 1; --n) {
    const double divisor = n;
    for (std::size_t i = 0; i < kLanes; ++i) series[i] = 1 + series[i] * r[i] / divisor;
  }
  for (std::size_t i = 0; i < kLanes; ++i) {
    const int half = k[i] / 2;
    x[i] = series[i] * power_of_two(half) * power_of_two(k[i] - half);
  }
}

/// Whole groups of lanes whose numbers all are within (low, high); the others one by one.
template <class Group, class One>
void for_each_group(std::span<double> numbers, double low, double high, Group group, One one) {
  while (!numbers.empty()) {
    const std::size_t count = std::min(kLanes, numbers.size());
    const auto part = numbers.first(count);
    const bool plain = std::all_of(part.begin(), part.end(), [&](double x) { return x > low && x < high; });
    if (count == kLanes && plain) {
      group(part.data());
    } else {
      for (double& x : part) x = one(x);
    }
    numbers = numbers.subspan(count);
  }
}

}  // namespace

double ln(double x) {
  ensure(x > 0 && x <= std::numeric_limits<double>::max(), "ln takes a finite positive number");
  const auto [m, k] = split(x);
  const double s = (m - 1) / (m + 1);  // |s| <= 0.1716
  const double z = s * s;
  double series = 0;
  for (int n = kLnTerms; n >= 3; n -= 2) series = (series + 1.0 / n) * z;
  const double e = k;
  return e * kLn2High + (2 * s + (2 * s * series + e * kLn2Low));
}

double exp(double x) {
  ensure(x == x, "exp takes a number");
  if (x > 709.79) return std::numeric_limits<double>::infinity();  // just above ln of the largest double
  if (x < -745.2) return 0;
  const double scaled = x * 0x1.71547652b82fep0;
  const int k = static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5));
  const double e = k;
  const double r = (x - e * kLn2High) - e * kLn2Low;  // |r| <= 0.347
  double series = 1;
  for (int n = kExpTerms; n >= 1; --n) series = 1 + series * r / n;
  const int half = k / 2;  // two factors, so that subnormal results are reached
  return series * power_of_two(half) * power_of_two(k - half);
}

void ln_each(std::span<double> numbers) {
  for_each_group(numbers, std::numeric_limits<double>::min(), std::numeric_limits<double>::max(), ln_lanes, ln);
}

void exp_each(std::span<double> numbers) {
  for_each_group(numbers, -700.0, 700.0, exp_lanes, exp);
}

double cbrt(double x) {
  ensure(x - x == 0, "cbrt takes a finite number");
  if (x == 0) return x;
  if (x < 0) return -cbrt(-x);
  auto [m, k] = split(x);
  while (k % 3 != 0) {
    m *= 2;
    --k;
  }
  double y = 0.7 + 0.3 * m;  // m in [0.707, 5.66): a start good enough for cubic convergence
  for (int i = 0; i < 5; ++i) {
    const double cube = y * y * y;
    y = y * (cube + 2 * m) / (2 * cube + m);
  }
  return y * power_of_two(k / 3);
}

double square_root(double x) {
  ensure(x >= 0, "square root of a non-negative number");
  return std::sqrt(x);
}

double power(double x, unsigned n) {
  double result = 1;
  for (; n != 0; n >>= 1U) {
    if ((n & 1U) != 0) result *= x;
    x *= x;
  }
  return result;
}

}  // namespace alpha_pulse::base
