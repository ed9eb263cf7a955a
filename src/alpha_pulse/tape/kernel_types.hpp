#pragma once

#include <cstdint>

/// What the kernels work on, in plain words: kernels are compiled once for each set of instructions, so nothing here
/// may bring functions along that another source shares.
namespace alpha_pulse::tape {

inline constexpr unsigned kLeafEvents = 64;    ///< events of a leaf, nodes of a block
inline constexpr unsigned kPageEvents = 4096;  ///< 64 leaves
inline constexpr unsigned kNodeBlock = 128;    ///< numbers of a block: 64 lows, then 64 highs

/// How wide the numbers are that prices of one tape are kept in, its index included; in bytes.
enum class PriceWidth : std::uint8_t { NARROW = 4, WIDE = 8 };

/// How the cold columns of 64 events are packed. Laid out as in the file (docs/tape-format.md).
struct LeafHead {
  std::int64_t time_base;
  std::uint32_t time_slope;  ///< time i = base + 10^exponent (slope i + packed i)
  std::uint16_t words;       ///< where the leaf's packed columns begin, in words of 8 bytes
  std::uint8_t exponents;    ///< low half: of times; high half: of quantities
  std::uint8_t planes;       ///< how the two bits of each kind lie: see PlaneMode
  std::uint8_t time_width, quantity_width, high_quantity_width;
  std::uint8_t kinds;  ///< bit k: kind k occurs
  std::uint32_t zero;
};
static_assert(sizeof(LeafHead) == 24);

/// Bits 0-1 of LeafHead::planes speak of the low bit of the kinds, bits 2-3 of the high one.
/// INVERTED: the other one turned round (high plane only).
enum class PlaneMode : std::uint8_t { ZEROS, ONES, STORED, INVERTED };

/// The unpacked cold columns of a leaf. `count` of 64 are events; times do not fall, quantities are not negative.
struct LeafInput {
  const std::int64_t* time;
  const std::int64_t* quantity;
  const std::int64_t* high_quantity;  ///< null: all zero
  const std::uint8_t* kind;
  unsigned count;
};

/// 64 events' cold columns, unpacked. Bit i of a plane is of event i.
struct LeafColumns {
  alignas(64) std::int64_t time[kLeafEvents];
  alignas(64) std::int64_t quantity[kLeafEvents];
  alignas(64) std::int64_t high_quantity[kLeafEvents];
  std::uint64_t low_plane, high_plane;
};

/// Where a page's columns lie, each of the tape's price width. `low` is `high` where no low differs. The page's node
/// block stands before `high`.
struct PageColumns {
  const void* low;
  const void* high;
};

inline constexpr unsigned kLevelsMax = 7;  ///< 64^7 pages are more than an index of 64 bits reaches

/// The lowest lows and highest highs of pages, of 64 pages, of 4096 pages...: blocks of 64 nodes, the last one block.
struct Pyramid {
  const PageColumns* pages = nullptr;
  std::uint64_t page_count = 0;
  /// One height: `count` nodes in blocks.
  struct Level {
    const void* blocks;
    std::uint64_t count;
  };
  Level levels[kLevelsMax] = {};  ///< [0]: a node a page
  unsigned level_count = 0;
  PriceWidth width = PriceWidth::NARROW;
};

/// What is compiled for several sets of instructions; see kernels_body.hpp.
struct Kernels {
  const char* name;
  /// The first event of [from, to) with low <= below or high >= above; `to` when none. `to` at most the events there
  /// are.
  std::uint64_t (*search)(const Pyramid&, std::uint64_t from, std::uint64_t to, std::int64_t below, std::int64_t above);
  /// The nodes of `leaves` (at most 64) whole leaves into a block; nodes of leaves that are not there can match
  /// nothing.
  void (*fold)(const PageColumns& page, PriceWidth width, unsigned leaves, void* block);
  /// XXH3, 64 bits, seed 0.
  std::uint64_t (*hash)(const void* bytes, std::uint64_t size);
  /// Packs one leaf; returns how many words were written. `head.words` is left for the caller.
  unsigned (*pack)(const LeafInput& leaf, LeafHead& head, std::uint64_t* words);
  /// Unpacks one leaf; `words` are its own. A word more than the columns take can be read.
  void (*decode)(const LeafHead& head, const std::uint64_t* words, LeafColumns& out);
};

}  // namespace alpha_pulse::tape
