#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include "alpha_pulse/base/maths.hpp"
#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::base {
namespace {

constexpr int kPerFunction = 20'000;

/// Inputs from integer arithmetic alone, so that they cannot differ between compilers.
class Inputs {
 public:
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  double positive() {  // any exponent, subnormals included
    return std::bit_cast<double>(next() % std::bit_cast<std::uint64_t>(std::numeric_limits<double>::max()) + 1);
  }
  double signed_up_to(int bound) {  // k / 2^40: exact
    const auto steps = static_cast<std::int64_t>(next() >> 12U) % (std::int64_t{bound} << 40U);
    const bool negative = (next() & 1U) != 0;
    return static_cast<double>(negative ? -steps : steps) / 0x1p40;
  }

 private:
  std::uint64_t state_ = 20250203;
};

void add(Sha256& hash, double value) {
  auto bits = std::bit_cast<std::uint64_t>(value);
  std::array<std::byte, 8> bytes{};
  for (std::byte& b : bytes) {
    b = static_cast<std::byte>(bits & 0xffU);
    bits >>= 8U;
  }
  hash.update(bytes);
}

// The constant was made once and must come out of every compiler, optimisation level and processor: decisions may use
// these functions only because of this test.
TEST(MathsGolden, GivesTheSameBitsEverywhere) {
  Inputs in;
  Sha256 hash;
  for (int i = 0; i < kPerFunction; ++i) {
    const double x = in.positive();
    const double near_one = 1 + in.signed_up_to(1) / 4;
    const double exponent = in.signed_up_to(740);
    add(hash, ln(x));
    add(hash, ln(near_one));
    add(hash, exp(exponent));
    add(hash, cbrt(x));
    add(hash, square_root(x));
    add(hash, power(near_one, static_cast<unsigned>(in.next() % 500)));
  }
  EXPECT_EQ(hash.hex(), "64f60404dcbd040eaf85c857b4a229f516436958be611308bc09296e66b40e90");
}

}  // namespace
}  // namespace alpha_pulse::base
