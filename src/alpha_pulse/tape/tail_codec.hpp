#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/tape/head_codec.hpp"

namespace alpha_pulse::tape {

/// What follows the pages.
struct TailParts {
  PriceWidth width;
  const std::vector<format::DirectoryRow>& directory;
  std::vector<std::byte> levels;
  const std::vector<TapeBar>& bars;
  const std::vector<TapeFunding>& funding;
  const std::vector<TapeGap>& gaps;
  std::uint64_t gaps_total, events;
  Timestamp first, last;
  Duration cadence;
  std::uint32_t kinds;
};

/// What follows the pages, in its three pieces. The bars, which are most of it, lie where they were gathered.
struct PackedTail {
  std::vector<std::byte> index;  ///< directory and levels
  std::span<const std::byte> bars;
  std::vector<std::byte> rest;  ///< the other sections and the tail proper
};
/// Sections and tail, as they follow pages that end at `place`. Valid as long as `parts` are.
PackedTail pack_tail(const TailParts& parts, std::uint64_t place);

/// The tail proper, of bytes that end with one.
format::Tail tail_of(std::span<const std::byte> bytes);

/// What lies in one section of a file; empty when that has no rows.
std::span<const std::byte> section_of(std::span<const std::byte> file, const format::Tail& tail, format::SectionId id);

/// Looks at tail and sections of a whole file whose pages begin at `pages_begin` and whose head states the width;
/// returns the tail. That the directory is that of the pages is seen with them.
/// Errors (kBadData): cut off, or damaged where.
Result<format::Tail> check_tail(const std::string& name, std::span<const std::byte> file, std::uint64_t pages_begin,
                                PriceWidth width);

TapeInfo info_of(const TapeHead& head, const format::Tail& tail);

}  // namespace alpha_pulse::tape
