#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "alpha_pulse/tape/entry.hpp"
#include "alpha_pulse/tape/kernel_types.hpp"

/// The bytes of a tape, as docs/tape-format.md describes them. Everything is little endian and begins at a multiple
/// of 64.
namespace alpha_pulse::tape::format {

static_assert(std::endian::native == std::endian::little, "numbers of a mapped tape are read in place");

/// Version 2 is version 1 with prices of 64 bits. A tape is of the lowest version that holds it.
constexpr std::uint32_t version_of(PriceWidth width) {
  return width == PriceWidth::WIDE ? 2 : 1;
}
inline constexpr std::uint32_t kNewestVersion = 2;
/// A first byte that is no text, and an end of line that copying as text would change.
inline constexpr std::array<unsigned char, 8> kMagic = {0x89, 'A', 'P', 'T', 'A', 'P', 'E', '\n'};
inline constexpr std::array<unsigned char, 8> kEndMagic = {'\n', 'E', 'P', 'A', 'T', 'P', 'A', 0x98};
inline constexpr std::uint32_t kPageMagic = 0x45474150;  // PAGE
inline constexpr std::uint64_t kAlign = 64;
inline constexpr std::size_t kTextMax = 4'000;  ///< of symbol, source and candle path, each

constexpr std::uint64_t aligned(std::uint64_t bytes) {
  return (bytes + kAlign - 1) / kAlign * kAlign;
}

/// The file's first bytes. The texts follow, then zeros up to `bytes`.
struct FileHead {
  std::array<unsigned char, 8> magic;
  std::uint32_t version;
  std::uint32_t bytes;     ///< of head and texts
  std::uint64_t checksum;  ///< of everything after it, up to `bytes`
  std::int64_t price_unit, candle_step, bar_step, cadence;
  std::uint16_t symbol_size, source_size, candle_path_size, zero;
};
static_assert(sizeof(FileHead) == 64);

/// Before each page. Then: the node block, the highs, the lows (kHasLows), the leaf heads, their words, zeros.
struct PageHead {
  std::uint32_t magic, events, bytes, flags;
  std::int64_t first;  ///< time of the first event
  std::uint64_t index;
  std::uint32_t kinds;  ///< bit k: kind k occurs
  std::uint32_t words;  ///< of packed columns
  std::array<std::uint32_t, 4> zero;
  std::uint64_t checksum;  ///< of the page without this field: the bytes before it, then those after it
};
static_assert(sizeof(PageHead) == 64);
inline constexpr std::uint32_t kHasLows = 1, kWidePrices = 2;  ///< flags
inline constexpr std::size_t kPageBytesMax =
    aligned(sizeof(PageHead) + kNodeBlock * 8 + kPageEvents * 16 + kLeafEvents * (sizeof(LeafHead) + 194 * 8) + 8);

constexpr std::size_t bytes_of(PriceWidth width) {
  return static_cast<std::size_t>(width);
}

constexpr unsigned leaves_of(std::uint64_t events) {
  return static_cast<unsigned>((events + kLeafEvents - 1) / kLeafEvents);
}

/// Where a page is.
struct DirectoryRow {
  std::uint64_t place;  ///< of its first byte; the lowest four bits, zero in a place, are its kinds
  std::int64_t first;
};
static_assert(sizeof(DirectoryRow) == 16);
inline constexpr std::uint64_t kKindsMask = 15;

/// A TapeBar is kept as it lies in memory: these are its numbers.
struct BarRow {
  std::uint64_t end;
  std::int64_t at, open, high, low, close, volume, step;
};
static_assert(sizeof(BarRow) == 64);
static_assert(std::is_trivially_copyable_v<TapeBar> && sizeof(TapeBar) == sizeof(BarRow));
static_assert(offsetof(TapeBar, end) == offsetof(BarRow, end) && offsetof(TapeBar, at) == offsetof(BarRow, at) &&
              offsetof(TapeBar, bar) == offsetof(BarRow, open));
static_assert(offsetof(BarClosed, open) == 0 && offsetof(BarClosed, high) == 8 && offsetof(BarClosed, low) == 16 &&
              offsetof(BarClosed, close) == 24 && offsetof(BarClosed, volume) == 32 && offsetof(BarClosed, step) == 40);

/// A pair of numbers: a funding rate and its time, or the two ends of a gap.
struct PairRow {
  std::int64_t first, second;
};
static_assert(sizeof(PairRow) == 16);

/// What follows the pages, in this order, each padded with zeros to a multiple of 64.
enum class SectionId : std::uint32_t { DIRECTORY = 1, LEVELS, BARS, FUNDING, GAPS };
inline constexpr std::size_t kSections = 5;
constexpr std::array<std::uint64_t, kSections> row_bytes(PriceWidth width) {
  return {sizeof(DirectoryRow), kNodeBlock * bytes_of(width), sizeof(BarRow), sizeof(PairRow), sizeof(PairRow)};
}
/// Where a section is.
struct Section {
  std::uint32_t id, zero;
  std::uint64_t place, rows, checksum;
};
static_assert(sizeof(Section) == 32);

/// The file's last bytes.
struct Tail {
  std::array<Section, kSections> sections;
  std::array<unsigned char, 32> zero;
  std::uint64_t events, pages;
  std::int64_t first, last, cadence;
  std::uint64_t gaps_total;
  std::uint32_t kinds, version;
  std::uint64_t index_bytes, file_bytes;
  std::array<unsigned char, 40> more_zero;
  std::uint64_t checksum;  ///< of everything before it in the tail
  std::array<unsigned char, 8> magic;
};
static_assert(sizeof(Tail) == 320);

}  // namespace alpha_pulse::tape::format
