#pragma once

// Included once by each kernels_<instructions>.cpp, which defines ALPHA_PULSE_KERNELS to the name of its namespace and
// is compiled for those instructions. Everything is internal to that source: a function shared with another one could
// be taken from here by the linker and meet a processor that lacks the instructions. Hence no standard library below.
#ifndef ALPHA_PULSE_KERNELS
#error "include this from kernels_*.cpp"
#endif

#include <immintrin.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "alpha_pulse/tape/kernel_types.hpp"
#include "alpha_pulse/tape/kernels_pack.hpp"

namespace alpha_pulse::tape {
namespace {

/// The ends of a price column's numbers: what no price is.
template <class Units>
constexpr Units kMost = static_cast<Units>(~(std::uint64_t{1} << (8 * sizeof(Units) - 1)));
template <class Units>
constexpr Units kLeast = static_cast<Units>(-kMost<Units> - 1);

/// What is looked for: a low at or under `below`, or a high over `over`.
template <class Units>
struct Band {
  Units below, over;
};

/// Bit i: low[i] <= below or high[i] > over, for 64 pairs.
std::uint64_t outside(const std::int32_t* low, const std::int32_t* high, const Band<std::int32_t>& band) {
  std::uint64_t mask = 0;
#if defined(__AVX512F__)
  const __m512i below = _mm512_set1_epi32(band.below), over = _mm512_set1_epi32(band.over);
  for (unsigned i = 0; i < 4; ++i) {
    const __mmask16 down = _mm512_cmple_epi32_mask(_mm512_loadu_si512(low + 16 * i), below);
    const __mmask16 up = _mm512_cmpgt_epi32_mask(_mm512_loadu_si512(high + 16 * i), over);
    mask |= static_cast<std::uint64_t>(static_cast<std::uint16_t>(down | up)) << (16 * i);
  }
#elif defined(__AVX2__)
  const __m256i below = _mm256_set1_epi32(band.below), over = _mm256_set1_epi32(band.over);
  const auto load = [](const std::int32_t* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); };
  for (unsigned i = 0; i < 8; ++i) {
    const __m256i inside =
        _mm256_andnot_si256(_mm256_cmpgt_epi32(load(high + 8 * i), over), _mm256_cmpgt_epi32(load(low + 8 * i), below));
    const auto bits = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(inside)));
    mask |= static_cast<std::uint64_t>(bits ^ 0xffU) << (8 * i);
  }
#else
  const __m128i below = _mm_set1_epi32(band.below), over = _mm_set1_epi32(band.over);
  const auto load = [](const std::int32_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); };
  for (unsigned i = 0; i < 16; ++i) {
    const __m128i inside =
        _mm_andnot_si128(_mm_cmpgt_epi32(load(high + 4 * i), over), _mm_cmpgt_epi32(load(low + 4 * i), below));
    const auto bits = static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(inside)));
    mask |= static_cast<std::uint64_t>(bits ^ 0xfU) << (4 * i);
  }
#endif
  return mask;
}

std::uint64_t outside(const std::int64_t* low, const std::int64_t* high, const Band<std::int64_t>& band) {
  std::uint64_t mask = 0;
#if defined(__AVX512F__)
  const __m512i below = _mm512_set1_epi64(band.below), over = _mm512_set1_epi64(band.over);
  for (unsigned i = 0; i < 8; ++i) {
    const __mmask8 down = _mm512_cmple_epi64_mask(_mm512_loadu_si512(low + 8 * i), below);
    const __mmask8 up = _mm512_cmpgt_epi64_mask(_mm512_loadu_si512(high + 8 * i), over);
    mask |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(down | up)) << (8 * i);
  }
#elif defined(__AVX2__)
  const __m256i below = _mm256_set1_epi64x(band.below), over = _mm256_set1_epi64x(band.over);
  const auto load = [](const std::int64_t* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); };
  for (unsigned i = 0; i < 16; ++i) {
    const __m256i inside =
        _mm256_andnot_si256(_mm256_cmpgt_epi64(load(high + 4 * i), over), _mm256_cmpgt_epi64(load(low + 4 * i), below));
    const auto bits = static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(inside)));
    mask |= static_cast<std::uint64_t>(bits ^ 0xfU) << (4 * i);
  }
#else
  for (unsigned i = 0; i < kLeafEvents; ++i) {  // these instructions compare no 64 bits
    mask |= static_cast<std::uint64_t>((low[i] <= band.below) | (high[i] > band.over)) << i;
  }
#endif
  return mask;
}

unsigned lowest_bit(std::uint64_t mask) {
  return static_cast<unsigned>(__builtin_ctzll(mask));
}

/// Of the nodes of a block, those from `from` on that reach outside.
template <class Units>
std::uint64_t outside_block(const Units* block, unsigned from, const Band<Units>& band) {
  return outside(block, block + kLeafEvents, band) & (~std::uint64_t{0} << from);
}

/// A page's leaf: of its events, those that reach outside.
template <class Units>
std::uint64_t outside_leaf(const PageColumns& page, unsigned leaf, const Band<Units>& band) {
  const unsigned first = leaf * kLeafEvents;
  return outside(static_cast<const Units*>(page.low) + first, static_cast<const Units*>(page.high) + first, band);
}

/// The node block of a page.
template <class Units>
const Units* leaf_nodes(const PageColumns& page) {
  return static_cast<const Units*>(page.high) - kNodeBlock;
}

/// A block of one of the heights above the pages.
template <class Units>
const Units* block_of(const Pyramid::Level& level, std::uint64_t block) {
  return static_cast<const Units*>(level.blocks) + block * kNodeBlock;
}

/// The first page at or after `page` that reaches outside; page_count when none.
template <class Units>
std::uint64_t next_page(const Pyramid& pyramid, std::uint64_t page, const Band<Units>& band) {
  unsigned level = 0;
  std::uint64_t node = page;
  while (true) {  // up, until a block holds a match
    if (level == pyramid.level_count || node >= pyramid.levels[level].count) return pyramid.page_count;
    const auto from = static_cast<unsigned>(node % kLeafEvents);
    const Units* const block = block_of<Units>(pyramid.levels[level], node / kLeafEvents);
    if (const std::uint64_t mask = outside_block(block, from, band)) {
      node = node - from + lowest_bit(mask);
      break;
    }
    node = node / kLeafEvents + 1;
    ++level;
  }
  while (level > 0) {  // down: a node that reaches outside has a child that does
    --level;
    const Units* const block = block_of<Units>(pyramid.levels[level], node);
    node = node * kLeafEvents + lowest_bit(outside_block(block, 0, band));
  }
  return node;
}

/// The first match in a leaf of a page that has one.
template <class Units>
std::uint64_t in_leaf(const PageColumns& page, std::uint64_t index, unsigned leaf, const Band<Units>& band) {
  return index * kPageEvents + leaf * kLeafEvents + lowest_bit(outside_leaf(page, leaf, band));
}

template <class Units>
std::uint64_t search_columns(const Pyramid& pyramid, std::uint64_t from, std::uint64_t to, const Band<Units>& band) {
  if (from >= to) return to;
  std::uint64_t index = from / kPageEvents;
  const auto leaf = static_cast<unsigned>(from % kPageEvents / kLeafEvents);
  {
    const PageColumns& page = pyramid.pages[index];
    const std::uint64_t mask = outside_leaf(page, leaf, band) & (~std::uint64_t{0} << (from % kLeafEvents));
    if (mask != 0) {
      const std::uint64_t found = from - from % kLeafEvents + lowest_bit(mask);
      return found < to ? found : to;
    }
    if (leaf + 1 < kLeafEvents) {
      if (const std::uint64_t nodes = outside_block(leaf_nodes<Units>(page), leaf + 1, band)) {
        const std::uint64_t found = in_leaf(page, index, lowest_bit(nodes), band);
        return found < to ? found : to;
      }
    }
  }
  if ((index + 1) * kPageEvents >= to) return to;
  index = next_page(pyramid, index + 1, band);
  if (index >= pyramid.page_count || index * kPageEvents >= to) return to;
  const PageColumns& page = pyramid.pages[index];
  const std::uint64_t found = in_leaf(page, index, lowest_bit(outside_block(leaf_nodes<Units>(page), 0, band)), band);
  return found < to ? found : to;
}

std::int32_t narrowed(std::int64_t number) {
  if (number > kMost<std::int32_t>) return kMost<std::int32_t>;
  return number < kLeast<std::int32_t> ? kLeast<std::int32_t> : static_cast<std::int32_t>(number);
}

std::uint64_t search(const Pyramid& pyramid, std::uint64_t from, std::uint64_t to, std::int64_t below,
                     std::int64_t above) {
  const std::int64_t over = above == kLeast<std::int64_t> ? above : above - 1;
  if (pyramid.width == PriceWidth::WIDE) return search_columns<std::int64_t>(pyramid, from, to, {below, over});
  return search_columns<std::int32_t>(pyramid, from, to, {narrowed(below), narrowed(over)});
}

template <class Units>
void fold_columns(const PageColumns& page, unsigned leaves, Units* block) {
  for (unsigned leaf = 0; leaf < leaves; ++leaf) {
    Units lowest = kMost<Units>, highest = kLeast<Units>;
    const Units* const low = static_cast<const Units*>(page.low) + leaf * kLeafEvents;
    const Units* const high = static_cast<const Units*>(page.high) + leaf * kLeafEvents;
    for (unsigned i = 0; i < kLeafEvents; ++i) {
      lowest = low[i] < lowest ? low[i] : lowest;
      highest = high[i] > highest ? high[i] : highest;
    }
    block[leaf] = lowest;
    block[kLeafEvents + leaf] = highest;
  }
  for (unsigned leaf = leaves; leaf < kLeafEvents; ++leaf) {
    block[leaf] = kMost<Units>;
    block[kLeafEvents + leaf] = kLeast<Units>;
  }
}

void fold(const PageColumns& page, PriceWidth width, unsigned leaves, void* block) {
  if (width == PriceWidth::WIDE) return fold_columns(page, leaves, static_cast<std::int64_t*>(block));
  fold_columns(page, leaves, static_cast<std::int32_t*>(block));
}

std::uint64_t hash(const void* bytes, std::uint64_t size) {
  return XXH3_64bits(bytes, size);
}

std::uint64_t load_word(const unsigned char* bytes) {
  std::uint64_t word;
  __builtin_memcpy(&word, bytes, sizeof word);
  return word;
}

/// 64 numbers of `width` bits, times `factor`; returns where they end.
const std::uint64_t* unpack(const std::uint64_t* words, unsigned width, std::uint64_t factor, std::int64_t* out) {
  if (width == 0) {
    for (unsigned i = 0; i < kLeafEvents; ++i) out[i] = 0;
    return words;
  }
  const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  if (width <= 57) {  // within eight bytes from the byte of its first bit
    const auto* bytes = reinterpret_cast<const unsigned char*>(words);
    for (unsigned i = 0; i < kLeafEvents; ++i) {
      const unsigned bit = i * width;
      out[i] = static_cast<std::int64_t>(((load_word(bytes + bit / 8) >> (bit % 8)) & mask) * factor);
    }
    return words + width;
  }
  for (unsigned i = 0; i < kLeafEvents; ++i) {
    const unsigned bit = i * width, shift = bit % 64;
    const std::uint64_t* word = words + bit / 64;
    std::uint64_t value = word[0] >> shift;
    if (shift + width > 64) value |= word[1] << (64 - shift);
    out[i] = static_cast<std::int64_t>((value & mask) * factor);
  }
  return words + width;
}

void decode(const LeafHead& head, const std::uint64_t* words, LeafColumns& out) {
  const unsigned low_mode = head.planes & 3U, high_mode = (head.planes >> 2U) & 3U;
  out.low_plane = low_mode == 0 ? 0 : low_mode == 1 ? ~std::uint64_t{0} : *words++;
  out.high_plane = high_mode == 0 ? 0 : high_mode == 1 ? ~std::uint64_t{0} : high_mode == 2 ? *words++ : ~out.low_plane;
  const std::uint64_t time_unit = kTens.of[head.exponents & 15U].value;
  const std::uint64_t quantity_unit = kTens.of[head.exponents >> 4U].value;
  words = unpack(words, head.time_width, time_unit, out.time);
  words = unpack(words, head.quantity_width, quantity_unit, out.quantity);
  unpack(words, head.high_quantity_width, quantity_unit, out.high_quantity);
  const std::uint64_t step = time_unit * head.time_slope, base = static_cast<std::uint64_t>(head.time_base);
  for (unsigned i = 0; i < kLeafEvents; ++i) {
    out.time[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(out.time[i]) + base + step * i);
  }
}

}  // namespace

namespace ALPHA_PULSE_KERNELS {
extern const Kernels kKernels;
#define ALPHA_PULSE_TEXT(word) #word
#define ALPHA_PULSE_NAME(word) ALPHA_PULSE_TEXT(word)
const Kernels kKernels{ALPHA_PULSE_NAME(ALPHA_PULSE_KERNELS), search, fold, hash, pack, decode};
}  // namespace ALPHA_PULSE_KERNELS

}  // namespace alpha_pulse::tape
