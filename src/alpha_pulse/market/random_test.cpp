#include "alpha_pulse/market/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace alpha_pulse::market {
namespace {

TEST(Random, MixesSeedsAsThePublishedSplitmix64Does) {
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                       4593380528125082431ULL, 16408922859458223821ULL}) {
    EXPECT_EQ(split_mix(state), expected);
  }
}

TEST(Random, GivesThePublishedNumbersForSeedZero) {
  Random random(0);
  for (const std::uint64_t expected :
       {5987356902031041503ULL, 7051070477665621255ULL, 6633766593972829180ULL, 211316841551650330ULL}) {
    EXPECT_EQ(random.next(), expected);
  }
}

TEST(Random, GivesUnrelatedStreamsOfOneSeed) {
  Random a(7, 1);
  Random b(7, 2);
  Random again(7, 1);
  for (int i = 0; i < 100; ++i) {
    const auto x = a.next();
    EXPECT_NE(x, b.next());
    EXPECT_EQ(x, again.next());
  }
}

struct Moments {
  double mean = 0, variance = 0, lowest = 1e300, highest = -1e300;
};

template <class Draw>
Moments moments(Draw draw) {
  constexpr int kDraws = 400'000;
  Moments m;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = draw();
    sum += x;
    squares += x * x;
    m.lowest = std::min(m.lowest, x);
    m.highest = std::max(m.highest, x);
  }
  m.mean = sum / kDraws;
  m.variance = squares / kDraws - m.mean * m.mean;
  return m;
}

TEST(Random, IsUniformOnTheHalfOpenUnitInterval) {
  Random random(1);
  const auto m = moments([&] { return random.uniform(); });
  EXPECT_GE(m.lowest, 0);
  EXPECT_LT(m.highest, 1);
  EXPECT_NEAR(m.mean, 0.5, 0.003);
  EXPECT_NEAR(m.variance, 1.0 / 12, 0.001);
}

TEST(Random, HasNormalMoments) {
  Random random(2);
  double fourth = 0;
  const auto m = moments([&] {
    const double x = random.normal();
    fourth += x * x * x * x / 400'000;
    return x;
  });
  EXPECT_NEAR(m.mean, 0, 0.01);
  EXPECT_NEAR(m.variance, 1, 0.01);
  EXPECT_NEAR(fourth, 3, 0.1);
}

TEST(Random, HasExponentialMoments) {
  Random random(3);
  const auto m = moments([&] { return random.exponential(); });
  EXPECT_GE(m.lowest, 0);
  EXPECT_NEAR(m.mean, 1, 0.01);
  EXPECT_NEAR(m.variance, 1, 0.03);
}

TEST(Random, DrawsEveryIntegerBelowABoundEquallyOften) {
  Random random(4);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i) ++counts.at(random.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
  EXPECT_EQ(random.below(1), 0U);
}

TEST(Random, GivesTheSameNormalsManyAtOnceAsOneByOne) {
  Random single(9), many(9);
  std::vector<double> block;
  for (std::size_t size = 0; size < 150; ++size) {  // odd sizes leave half a pair behind
    block.resize(size);
    many.normals(block);
    for (const double x : block) ASSERT_EQ(x, single.normal()) << size;
    ASSERT_EQ(many.normal(), single.normal());
  }
}

}  // namespace
}  // namespace alpha_pulse::market
