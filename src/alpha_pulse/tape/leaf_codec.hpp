#pragma once

#include <cstdint>

#include "alpha_pulse/tape/kernel_types.hpp"

/// Packing 64 events' times, quantities and kinds, and reading one of them. Unpacking all 64 is a kernel.
/// Tested by tape/leaf_codec_test.cpp.
namespace alpha_pulse::tape {

/// The most words that one leaf's packed columns take.
inline constexpr unsigned kLeafWordsMax = 2 + 3 * 64;

/// The unpacked cold columns of a leaf. `count` of 64 are events; times do not fall, quantities are not negative.
struct LeafInput {
  const std::int64_t* time;
  const std::int64_t* quantity;
  const std::int64_t* high_quantity;
  const std::uint8_t* kind;
  unsigned count;
};

/// Packs; returns how many words were written. `head.words` is left for the caller.
unsigned pack_leaf(const LeafInput& leaf, LeafHead& head, std::uint64_t* words);

/// How many words its columns take, by its head; more than kLeafWordsMax when the head cannot be true.
unsigned leaf_words(const LeafHead& head);

/// Event `i` of a leaf; `words` are its own.
std::int64_t leaf_time(const LeafHead& head, const std::uint64_t* words, unsigned i);
/// No two events of the leaf that follow each other lie further apart.
std::int64_t leaf_longest_step(const LeafHead& head);
std::int64_t leaf_quantity(const LeafHead& head, const std::uint64_t* words, unsigned i);
std::int64_t leaf_high_quantity(const LeafHead& head, const std::uint64_t* words, unsigned i);

/// Bit i is of event i.
struct KindPlanes {
  std::uint64_t low, high;
};
KindPlanes leaf_kinds(const LeafHead& head, const std::uint64_t* words);

}  // namespace alpha_pulse::tape
