#include "alpha_pulse/market/random.hpp"

#include <algorithm>
#include <bit>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/int128.hpp"
#include "alpha_pulse/base/maths.hpp"
#include "alpha_pulse/base/maths_lanes.hpp"

namespace alpha_pulse::market {

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

Random::Random(std::uint64_t seed, std::uint64_t stream) : state_{} {
  std::uint64_t mixer = seed;
  if (stream != 0) {  // stream 0 is the plain seeding that others can reproduce
    std::uint64_t inner = stream;
    const std::uint64_t of_stream = split_mix(inner);
    mixer = split_mix(mixer) ^ of_stream;
  }
  for (auto& word : state_) word = split_mix(mixer);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() {
  return static_cast<double>(next() >> 11U) * 0x1p-53;
}

std::uint64_t Random::below(std::uint64_t bound) {
  ensure(bound > 0, "a range holds something");
  const std::uint64_t unfair = (0 - bound) % bound;  // 2^64 mod bound: that many low products are over-represented
  while (true) {
    const UInt128 product = UInt128{next()} * bound;
    if (static_cast<std::uint64_t>(product) >= unfair) return static_cast<std::uint64_t>(product >> 64U);
  }
}

double Random::exponential() {
  return -ln(1 - uniform());
}  // 1 - u is in (0, 1]

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  while (true) {  // leaves with probability pi/4 each time
    const double u = 2 * uniform() - 1;
    const double v = 2 * uniform() - 1;
    const double s = u * u + v * v;
    if (s >= 1 || s == 0) continue;
    const double scale = square_root(-2 * ln(s) / s);
    spare_ = v * scale;
    has_spare_ = true;
    return u * scale;
  }
}

void Random::normals(std::span<double> out) {
  constexpr std::size_t kPairs = 32;
  if (!out.empty() && has_spare_) {
    out.front() = normal();
    out = out.subspan(1);
  }
  while (out.size() > 1) {
    const std::size_t pairs = std::min(kPairs, out.size() / 2);
    std::array<double, kPairs> s{}, logarithms{};
    for (std::size_t i = 0; i < pairs;) {  // written in any case, kept when it is within the circle
      const double u = 2 * uniform() - 1;
      const double v = 2 * uniform() - 1;
      const double square = u * u + v * v;
      out[2 * i] = u;
      out[2 * i + 1] = v;
      s[i] = square;
      i += square < 1 && square != 0 ? 1 : 0;
    }
    logarithms = s;
    ln_each(std::span(logarithms).first(pairs));
    for (std::size_t i = 0; i < pairs; ++i) {
      const double scale = square_root(-2 * logarithms[i] / s[i]);
      out[2 * i] *= scale;
      out[2 * i + 1] *= scale;
    }
    out = out.subspan(2 * pairs);
  }
  if (!out.empty()) out.front() = normal();
}

}  // namespace alpha_pulse::market
