#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "alpha_pulse/tape/format.hpp"
#include "alpha_pulse/tape/page_buffer.hpp"

namespace alpha_pulse::tape {

/// A page in memory: where its parts begin.
struct PageParts {
  format::PageHead head;
  PriceWidth width;
  PageColumns columns;
  const LeafHead* leaves;
  const std::uint64_t* words;
};

/// Packs a page of at least one event, whose prices fit `width`, into `out` (kPageBytesMax bytes, aligned to 64);
/// returns its size. The buffer's columns are filled up with values that match nothing.
std::size_t pack_page(PageBuffer& page, std::uint64_t index, PriceWidth width, std::byte* out);

/// The parts of a page that was found good.
PageParts parts_of(const std::byte* page);

/// Looks at the page that begins at `bytes`, of which there may be fewer than it says: its size, its checksum, that its
/// parts fit together, and that its nodes are those of its prices. Nothing when it is good, else what is wrong with it.
std::optional<std::string> check_page(std::span<const std::byte> bytes, std::uint64_t index, PriceWidth width);

/// All of it back into columns.
void unpack_page(const PageParts& page, PageBuffer& out);

}  // namespace alpha_pulse::tape
