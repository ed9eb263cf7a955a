#pragma once

#include <cstdint>
#include <limits>

#include "alpha_pulse/tape/kernel_types.hpp"

/// Prices as they lie in a tape: whole numbers of its unit, in columns of one width.
namespace alpha_pulse::tape {

/// The largest number of a width, and the smallest: what stands where no event is.
constexpr std::int64_t most_of(PriceWidth width) {
  return width == PriceWidth::WIDE ? std::numeric_limits<std::int64_t>::max()
                                   : std::numeric_limits<std::int32_t>::max();
}
constexpr std::int64_t least_of(PriceWidth width) {
  return -most_of(width) - 1;
}

/// Number `i` of a column.
inline std::int64_t number_at(const void* column, PriceWidth width, std::uint64_t i) {
  if (width == PriceWidth::WIDE) return static_cast<const std::int64_t*>(column)[i];
  return static_cast<const std::int32_t*>(column)[i];
}

/// Where number `i` of a column lies; `i` may be negative.
inline const void* place_at(const void* column, PriceWidth width, std::int64_t i) {
  return static_cast<const unsigned char*>(column) + i * static_cast<std::int64_t>(width);
}

/// The node block that stands before a page's highs.
inline const void* leaf_nodes(const PageColumns& page, PriceWidth width) {
  return place_at(page.high, width, -std::int64_t{kNodeBlock});
}

}  // namespace alpha_pulse::tape
