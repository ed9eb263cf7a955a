#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "alpha_pulse/matching/tick_account.hpp"
#include "hg5/range_scan.hpp"

namespace alpha_pulse::bench {

/// Three columns: of each event the lowest and the highest price it names, and the price the account is valued at.
/// Above them, of every 64 entries, and of every 64 of those, the lowest low, the highest high and the extremes of the
/// values, until one level fits into a few cache lines. Owns nothing: the numbers are one block of memory, built once
/// and usable as it lies in a file. Proven by tests/oracle_test.cpp.
class RangeIndex {
 public:
  static constexpr std::size_t kFan = 64;

  /// How many numbers the block of `events` events has. It begins with the lows, the highs, the values.
  static std::size_t words(std::size_t events);
  /// Fills the levels above the columns.
  static void build(std::span<std::int32_t> block, std::size_t events);

  RangeIndex(std::span<const std::int32_t> block, std::size_t events, const ScanPath& path = scan_path());

  /// The first i in [from, to) with low <= below or high >= above; `to` when there is none. O(log n).
  std::size_t first_outside(std::size_t from, std::size_t to, std::int32_t below, std::int32_t above) const {
    // Often the answer is near: no need to climb.
    const std::size_t near = std::min(to, (from / kFan + 1) * kFan);
    const std::size_t found = path_.scan(levels_[0].low, levels_[0].high, from, near, below, above);
    return found < near || near == to ? found : climb(near, to, below, above);
  }

  /// Marks the account at the value of each event of [from, to), as if one by one: blocks at once where their order
  /// does not matter to it.
  void mark(std::size_t from, std::size_t to, matching::TickAccount& account) const;

 private:
  /// One level of the pyramid.
  struct Level {
    const std::int32_t* low = nullptr;
    const std::int32_t* high = nullptr;
    const std::int32_t* lowest_value = nullptr;  // of level 0: the value itself, twice
    const std::int32_t* highest_value = nullptr;
    std::size_t size = 0;
  };
  static constexpr std::size_t kMaxLevels = 6;

  std::size_t climb(std::size_t from, std::size_t to, std::int32_t below, std::int32_t above) const;
  void mark_leaf(std::size_t from, std::size_t to, matching::TickAccount& account) const;

  std::array<Level, kMaxLevels> levels_;
  std::size_t count_ = 0;
  ScanPath path_;
};

}  // namespace alpha_pulse::bench
