#include "alpha_pulse/tape/pyramid.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "alpha_pulse/tape/price_column.hpp"

namespace alpha_pulse::tape {
namespace {

std::uint64_t blocks_of(std::uint64_t nodes) {
  return (nodes + kLeafEvents - 1) / kLeafEvents;
}

template <class Units>
PriceNode node_in(const Units* block) {
  return {*std::min_element(block, block + kLeafEvents), *std::max_element(block + kLeafEvents, block + kNodeBlock)};
}

template <class Units>
std::vector<Units> levels_over(std::vector<PriceNode> nodes) {
  std::vector<Units> numbers;
  while (true) {
    std::vector<PriceNode> above;
    for (std::size_t first = 0; first < nodes.size(); first += kLeafEvents) {
      const std::size_t block = numbers.size();
      numbers.resize(block + kLeafEvents, std::numeric_limits<Units>::max());
      numbers.resize(block + kNodeBlock, std::numeric_limits<Units>::min());
      for (std::size_t i = 0; i < kLeafEvents && first + i < nodes.size(); ++i) {
        numbers[block + i] = static_cast<Units>(nodes[first + i].low);
        numbers[block + kLeafEvents + i] = static_cast<Units>(nodes[first + i].high);
      }
      above.push_back(node_in(numbers.data() + block));
    }
    if (above.size() <= 1) return numbers;
    nodes = std::move(above);
  }
}

template <class Units>
std::vector<std::byte> level_bytes(const std::vector<PriceNode>& pages) {
  const std::vector<Units> numbers = levels_over<Units>(pages);
  const auto bytes = std::as_bytes(std::span(numbers));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

PriceNode node_of(const void* block, PriceWidth width) {
  if (width == PriceWidth::WIDE) return node_in(static_cast<const std::int64_t*>(block));
  return node_in(static_cast<const std::int32_t*>(block));
}

std::vector<std::byte> build_levels(const std::vector<PriceNode>& pages, PriceWidth width) {
  return width == PriceWidth::WIDE ? level_bytes<std::int64_t>(pages) : level_bytes<std::int32_t>(pages);
}

std::uint64_t level_blocks(std::uint64_t pages) {
  std::uint64_t blocks = 0;
  for (std::uint64_t nodes = pages;; nodes = blocks_of(nodes)) {
    blocks += blocks_of(nodes);
    if (nodes <= kLeafEvents) return blocks;
  }
}

void find_levels(Pyramid& pyramid, const void* blocks) {
  pyramid.level_count = 0;
  for (std::uint64_t nodes = pyramid.page_count;; nodes = blocks_of(nodes)) {
    pyramid.levels[pyramid.level_count++] = {blocks, nodes};
    blocks = place_at(blocks, pyramid.width, static_cast<std::int64_t>(blocks_of(nodes) * kNodeBlock));
    if (nodes <= kLeafEvents) return;
  }
}

}  // namespace alpha_pulse::tape
