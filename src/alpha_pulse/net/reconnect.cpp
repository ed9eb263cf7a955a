#include "alpha_pulse/net/reconnect.hpp"

#include <algorithm>

namespace alpha_pulse::net {
namespace {

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): spreads any change of the input over all bits.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace

Duration Backoff::delay(std::uint32_t attempt) const {
  std::int64_t full = least.ns();
  for (std::uint32_t doubled = 0; doubled <= attempt && full < most.ns(); ++doubled)
    full = std::min(full * 2, most.ns());
  const std::int64_t half = full / 2;
  const auto spread = static_cast<std::uint64_t>(full - half) + 1;
  const auto extra = static_cast<std::int64_t>(mixed(seed ^ mixed(attempt)) % spread);
  return std::clamp(Duration::nanoseconds(half + extra), least, most);
}

}  // namespace alpha_pulse::net
