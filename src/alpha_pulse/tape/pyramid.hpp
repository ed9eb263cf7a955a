#pragma once

#include <cstdint>
#include <vector>

#include "alpha_pulse/tape/kernel_types.hpp"

namespace alpha_pulse::tape {

/// The lowest low and the highest high of some events.
struct PriceNode {
  std::int32_t low, high;
};

/// Of a block's nodes; of those that are there.
PriceNode node_of(const std::int32_t* block);

/// Every height above the pages in blocks, the lowest first, up to the one that is a single block. At least one page.
std::vector<std::int32_t> build_levels(const std::vector<PriceNode>& pages);

/// How many numbers build_levels makes of so many pages.
std::uint64_t level_numbers(std::uint64_t pages);

/// Finds the heights in what build_levels made.
void find_levels(Pyramid& pyramid, const std::int32_t* numbers);

}  // namespace alpha_pulse::tape
