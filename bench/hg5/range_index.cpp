#include "hg5/range_index.hpp"

#include <algorithm>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::bench {
namespace {

constexpr std::size_t kTop = 256;  // a level this small needs none above

/// Calls `visit(offset of the lows, size)` for each level; the highs follow the lows.
template <class Visit>
void for_levels(std::size_t events, Visit visit) {
  std::size_t offset = 0;
  for (std::size_t size = events;; size = (size + RangeIndex::kFan - 1) / RangeIndex::kFan) {
    visit(offset, size);
    offset += 2 * size;
    if (size <= kTop) return;
  }
}

}  // namespace

std::size_t RangeIndex::words(std::size_t events) {
  std::size_t words = 0;
  for_levels(events, [&](std::size_t offset, std::size_t size) { words = offset + 2 * size; });
  return words;
}

void RangeIndex::build(std::span<std::int32_t> block, std::size_t events) {
  const std::int32_t* low = nullptr;
  const std::int32_t* high = nullptr;
  std::size_t below = 0;
  for_levels(events, [&](std::size_t offset, std::size_t size) {
    for (std::size_t i = 0; low != nullptr && i < size; ++i) {
      const std::size_t begin = i * kFan;
      const std::size_t end = std::min(below, begin + kFan);
      block[offset + i] = *std::min_element(low + begin, low + end);
      block[offset + size + i] = *std::max_element(high + begin, high + end);
    }
    low = block.data() + offset;
    high = low + size;
    below = size;
  });
}

RangeIndex::RangeIndex(std::span<const std::int32_t> block, std::size_t events, RangeScan scan) : scan_(scan) {
  base::ensure(block.size() >= words(events), "the block holds every level");
  for_levels(events, [&](std::size_t offset, std::size_t size) {
    base::ensure(count_ < kMaxLevels, "six levels are enough for every recording");
    levels_[count_++] = {block.data() + offset, block.data() + offset + size, size};
  });
}

/// `from` begins a block. Up while blocks stay inside, down into the first that does not.
std::size_t RangeIndex::climb(std::size_t from, std::size_t to, std::int32_t below, std::int32_t above) const {
  std::size_t level = 0;
  std::size_t span = 1;
  std::size_t position = from;  // in entries of the level
  while (level + 1 < count_ && position % kFan == 0) {
    ++level;
    span *= kFan;
    position /= kFan;
  }
  for (;;) {
    const Level& here = levels_[level];
    const std::size_t group_end = level + 1 < count_ ? std::min(here.size, (position / kFan + 1) * kFan) : here.size;
    const std::size_t last = std::min(group_end, (to + span - 1) / span);
    position = scan_(here.low, here.high, position, last, below, above);
    if (position < last) {
      if (level == 0) return std::min(position, to);
      --level;
      span /= kFan;
      position *= kFan;
      continue;
    }
    if (position * span >= to) return to;
    // The group is done: its successor is one entry of the level above, or of a level higher still.
    while (level + 1 < count_ && position % kFan == 0) {
      ++level;
      span *= kFan;
      position /= kFan;
    }
  }
}

}  // namespace alpha_pulse::bench
