#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::market {

/// A seeded source of chance, the same bit for bit on every machine: integers by xoshiro256++ (Blackman and Vigna),
/// its state filled from the seed by splitmix64; everything else from those integers by + - * / sqrt and base/maths.
///
/// Not for secrets. A value: a copy continues with the same numbers.
/// Tested by market/random_test.cpp (published vectors, moments, golden values).
class Random {
 public:
  /// Streams of one seed are unrelated to each other: one for prices, one for times, ..., so that a change in how much
  /// chance one part uses leaves the others as they were.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  /// 64 random bits.
  std::uint64_t next();
  /// In [0, 1): the top 53 bits, so every value is exact.
  double uniform();
  /// In [0, bound), without bias. `bound` positive.
  std::uint64_t below(std::uint64_t bound);
  /// Exponential with mean 1.
  double exponential();
  /// Normal with mean 0 and standard deviation 1 (Marsaglia's polar method).
  double normal();
  /// As many calls of `normal` as `out` has places, in a fraction of the time.
  void normals(std::span<double> out);

 private:
  std::array<std::uint64_t, 4> state_;
  double spare_ = 0;  ///< the polar method makes two at a time
  bool has_spare_ = false;
};

/// splitmix64: the next of a sequence that visits every 64-bit number once.
std::uint64_t split_mix(std::uint64_t& state);

}  // namespace alpha_pulse::market
