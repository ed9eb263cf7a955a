#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "alpha_pulse/tape/kernel_types.hpp"

namespace alpha_pulse::tape {

/// The lowest low and the highest high of some events.
struct PriceNode {
  std::int64_t low, high;
};

/// Of a block's nodes; of those that are there.
PriceNode node_of(const void* block, PriceWidth width);

/// Every height above the pages in blocks, the lowest first, up to the one that is a single block; as it lies in the
/// file. At least one page.
std::vector<std::byte> build_levels(const std::vector<PriceNode>& pages, PriceWidth width);

/// How many blocks build_levels makes of so many pages.
std::uint64_t level_blocks(std::uint64_t pages);

/// Finds the heights in what build_levels made; `pyramid` knows its width and how many pages there are.
void find_levels(Pyramid& pyramid, const void* blocks);

}  // namespace alpha_pulse::tape
