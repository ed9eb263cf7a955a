#pragma once

#include <cstdint>

#include "alpha_pulse/tape/kernel_types.hpp"

/// Reading one of 64 events' packed times, quantities and kinds. Packing and unpacking all 64 are kernels.
/// Tested by tape/leaf_codec_test.cpp.
namespace alpha_pulse::tape {

/// The most words that one leaf's packed columns take.
inline constexpr unsigned kLeafWordsMax = 2 + 3 * 64;

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
