#pragma once

#include <compare>
#include <cstdint>

namespace alpha_pulse::base {

/// A number that names something and is good for nothing else: no arithmetic, no conversion to another id.
template <class Tag, class Raw = std::uint64_t>
struct StrongId {
  Raw value{};
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

}  // namespace alpha_pulse::base
