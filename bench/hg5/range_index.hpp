#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "hg5/range_scan.hpp"

namespace alpha_pulse::bench {

/// Two columns, lowest and highest price of each event, and above them the lowest low and the highest high of every 64
/// entries, and of every 64 of those, until one level fits into a few cache lines. Owns nothing: the numbers are one
/// block of memory, built once and usable as it lies in a file.
/// Proven by tests/oracle_test.cpp.
class RangeIndex {
 public:
  static constexpr std::size_t kFan = 64;

  /// How many numbers the block of `events` events has.
  static std::size_t words(std::size_t events);
  /// Fills the levels above the columns; `block` begins with the lows, then the highs.
  static void build(std::span<std::int32_t> block, std::size_t events);

  RangeIndex(std::span<const std::int32_t> block, std::size_t events, RangeScan scan = scan_path().scan);

  /// The first i in [from, to) with low <= below or high >= above; `to` when there is none. O(log n).
  std::size_t first_outside(std::size_t from, std::size_t to, std::int32_t below, std::int32_t above) const {
    // Often the answer is near: no need to climb.
    const std::size_t near = std::min(to, (from / kFan + 1) * kFan);
    const std::size_t found = scan_(levels_[0].low, levels_[0].high, from, near, below, above);
    return found < near || near == to ? found : climb(near, to, below, above);
  }

  /// Walks [from, to) block by block: `settled(low, high)` says whether nothing between these prices matters, coarse
  /// blocks first; where it does, `each(begin, end)` gets the events, in order.
  template <class Settled, class Each>
  void visit(std::size_t from, std::size_t to, Settled settled, Each each) const {
    while (from < to) {
      std::size_t level = 0;
      std::size_t span = 1;
      while (level + 1 < count_ && from % (span * kFan) == 0 && from + span * kFan <= to) {
        ++level;
        span *= kFan;
      }
      while (level > 0 && !settled(levels_[level].low[from / span], levels_[level].high[from / span])) {
        --level;
        span /= kFan;
      }
      if (level > 0) {
        from += span;
        continue;
      }
      const std::size_t end = std::min(to, (from / kFan + 1) * kFan);
      each(from, end);
      from = end;
    }
  }

 private:
  /// One level of the pyramid.
  struct Level {
    const std::int32_t* low = nullptr;
    const std::int32_t* high = nullptr;
    std::size_t size = 0;
  };
  static constexpr std::size_t kMaxLevels = 6;

  std::size_t climb(std::size_t from, std::size_t to, std::int32_t below, std::int32_t above) const;

  std::array<Level, kMaxLevels> levels_;
  std::size_t count_ = 0;
  RangeScan scan_;
};

}  // namespace alpha_pulse::bench
