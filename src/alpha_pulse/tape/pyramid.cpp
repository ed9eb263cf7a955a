#include "alpha_pulse/tape/pyramid.hpp"

#include <algorithm>
#include <limits>

namespace alpha_pulse::tape {
namespace {

std::uint64_t blocks_of(std::uint64_t nodes) {
  return (nodes + kLeafEvents - 1) / kLeafEvents;
}

}  // namespace

PriceNode node_of(const std::int32_t* block) {
  return {*std::min_element(block, block + kLeafEvents), *std::max_element(block + kLeafEvents, block + kNodeBlock)};
}

std::vector<std::int32_t> build_levels(const std::vector<PriceNode>& pages) {
  std::vector<std::int32_t> numbers;
  std::vector<PriceNode> nodes = pages;
  while (true) {
    std::vector<PriceNode> above;
    for (std::size_t first = 0; first < nodes.size(); first += kLeafEvents) {
      const std::size_t block = numbers.size();
      numbers.resize(block + kLeafEvents, std::numeric_limits<std::int32_t>::max());
      numbers.resize(block + kNodeBlock, std::numeric_limits<std::int32_t>::min());
      for (std::size_t i = 0; i < kLeafEvents && first + i < nodes.size(); ++i) {
        numbers[block + i] = nodes[first + i].low;
        numbers[block + kLeafEvents + i] = nodes[first + i].high;
      }
      above.push_back(node_of(numbers.data() + block));
    }
    if (above.size() <= 1) return numbers;
    nodes = std::move(above);
  }
}

std::uint64_t level_numbers(std::uint64_t pages) {
  std::uint64_t numbers = 0;
  for (std::uint64_t nodes = pages;; nodes = blocks_of(nodes)) {
    numbers += blocks_of(nodes) * kNodeBlock;
    if (nodes <= kLeafEvents) return numbers;
  }
}

void find_levels(Pyramid& pyramid, const std::int32_t* numbers) {
  pyramid.level_count = 0;
  for (std::uint64_t nodes = pyramid.page_count;; nodes = blocks_of(nodes)) {
    pyramid.levels[pyramid.level_count++] = {numbers, nodes};
    numbers += blocks_of(nodes) * kNodeBlock;
    if (nodes <= kLeafEvents) return;
  }
}

}  // namespace alpha_pulse::tape
