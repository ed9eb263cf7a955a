#include "hg5/range_index.hpp"

#include <algorithm>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::bench {
namespace {

constexpr std::size_t kTop = 256;  // a level this small needs none above

/// Calls `visit(offset, size, columns)` for each level; the lows come first, then the highs, then the values.
template <class Visit>
void for_levels(std::size_t events, Visit visit) {
  std::size_t offset = 0;
  std::size_t columns = 3;  // above the first level the values have a lowest and a highest
  for (std::size_t size = events;; size = (size + RangeIndex::kFan - 1) / RangeIndex::kFan, columns = 4) {
    visit(offset, size, columns);
    offset += columns * size;
    if (size <= kTop) return;
  }
}

}  // namespace

std::size_t RangeIndex::words(std::size_t events) {
  std::size_t words = 0;
  for_levels(events,
             [&](std::size_t offset, std::size_t size, std::size_t columns) { words = offset + columns * size; });
  return words;
}

void RangeIndex::build(std::span<std::int32_t> block, std::size_t events) {
  const FindExtremes extremes = scan_path().extremes;
  const std::int32_t* below = nullptr;
  std::size_t below_size = 0;
  std::size_t below_columns = 0;
  for_levels(events, [&](std::size_t offset, std::size_t size, std::size_t columns) {
    std::int32_t* here = block.data() + offset;
    for (std::size_t i = 0; below != nullptr && i < size; ++i) {
      const std::int32_t* children = below + i * kFan;
      const std::size_t count = std::min(kFan, below_size - i * kFan);
      here[i] = extremes(children, count).lowest;
      here[size + i] = extremes(children + below_size, count).highest;
      here[2 * size + i] = extremes(children + 2 * below_size, count).lowest;
      here[3 * size + i] = extremes(children + (below_columns - 1) * below_size, count).highest;
    }
    below = here;
    below_size = size;
    below_columns = columns;
  });
}

RangeIndex::RangeIndex(std::span<const std::int32_t> block, std::size_t events, const ScanPath& path) : path_(path) {
  base::ensure(block.size() >= words(events), "the block holds every level");
  for_levels(events, [&](std::size_t offset, std::size_t size, std::size_t columns) {
    base::ensure(count_ < kMaxLevels, "six levels are enough for every recording");
    const std::int32_t* here = block.data() + offset;
    levels_[count_++] = {here, here + size, here + 2 * size, here + (columns - 1) * size, size};
  });
}

void RangeIndex::mark(std::size_t from, std::size_t to, matching::TickAccount& account) const {
  while (from < to) {
    std::size_t level = 0;
    std::size_t span = 1;
    while (level + 1 < count_ && from % (span * kFan) == 0 && from + span * kFan <= to) {
      ++level;
      span *= kFan;
    }
    for (; level > 0; --level, span /= kFan) {
      const std::size_t entry = from / span;
      if (account.mark_all(levels_[level].lowest_value[entry], levels_[level].highest_value[entry])) break;
    }
    if (level == 0) {
      span = std::min(to, (from / kFan + 1) * kFan) - from;
      mark_leaf(from, from + span, account);
    }
    from += span;
  }
}

void RangeIndex::mark_leaf(std::size_t from, std::size_t to, matching::TickAccount& account) const {
  const std::int32_t* values = levels_[0].lowest_value;
  const Extremes extremes = path_.extremes(values + from, to - from);
  if (account.mark_all(extremes.lowest, extremes.highest)) return;
  for (std::size_t i = from; i < to; ++i) account.mark(values[i]);
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
    position = path_.scan(here.low, here.high, position, last, below, above);
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
