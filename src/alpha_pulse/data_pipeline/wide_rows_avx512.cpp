// Compiled for AVX-512 and the bit instructions that come with it. Everything is internal to this source: a function
// shared with another one could be taken from here by the linker and meet a processor that lacks the instructions.
// Hence no standard library below.
#include <immintrin.h>

#include "alpha_pulse/data_pipeline/wide_rows.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using Word = unsigned long long;

/// Where the digits of a block's rows lie, before they are joined.
struct Digits {
  alignas(64) Word whole[kWideRows][8];            ///< eight characters that end where the whole part does
  alignas(64) Word part[kWideRows][8];             ///< eight characters that begin where the decimals do
  alignas(64) unsigned char stops[kWideRows][16];  ///< where in the row a comma or a point stands
};

__m512i load(const char* at) {
  return _mm512_loadu_si512(at);
}
Word word_at(const char* at) {
  Word word;
  __builtin_memcpy(&word, at, sizeof word);
  return word;
}

/// 64 characters: bit i is of character i.
struct Classes {
  explicit Classes(__m512i text)
      : others(_mm512_cmpgt_epu8_mask(_mm512_sub_epi8(text, _mm512_set1_epi8('0')), _mm512_set1_epi8(9))),
        commas(_mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(','))),
        points(_mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('.'))) {}
  Word others;  ///< than digits
  Word commas, points;
};

/// Finds the ends of at most kWideRows lines, so that no row has to wait for where the one before it ends.
unsigned find_lines(const char* text, const char* end, unsigned* ends) {
  unsigned count = 0;
  for (const char* at = text; at < end && count < kWideRows; at += 64) {
    const auto base = static_cast<unsigned>(at - text) + 1;
    Word found = _mm512_cmpeq_epi8_mask(load(at), _mm512_set1_epi8('\n'));
    const auto here = static_cast<unsigned>(_mm_popcnt_u64(found));
    unsigned* out = ends + count;
    out[0] = base + static_cast<unsigned>(_tzcnt_u64(found));
    found = _blsr_u64(found);
    out[1] = base + static_cast<unsigned>(_tzcnt_u64(found));
    for (unsigned i = 2; i < here; ++i) {  // shorter lines than rows are
      found = _blsr_u64(found);
      out[i] = base + static_cast<unsigned>(_tzcnt_u64(found));
    }
    count += here;
  }
  if (count > kWideRows) count = kWideRows;
  while (count > 0 && text + ends[count - 1] > end) --count;
  return count;
}

/// The first `kStops` characters that are no digits are a comma and then, in turn, a point and a comma (or the line's
/// end in the last one's place); they are within 128 characters.
template <unsigned kStops>
bool find_stops(const char* row, unsigned char* stops) {
  constexpr Word kAll = (Word{1} << kStops) - 1, kPoints = 0xaaaaaaaaaaaaaaaaULL & kAll;
  constexpr Word kCommas = kAll & ~kPoints & (kAll >> 1U);  // the last is looked at with what follows
  const Classes first(load(row)), second(load(row + 64));
  const auto here = static_cast<unsigned>(_mm_popcnt_u64(first.others));
  Word commas = _pext_u64(first.commas, first.others), points = _pext_u64(first.points, first.others);
  if (here < kStops) {
    commas |= _pext_u64(second.commas, second.others) << here;
    points |= _pext_u64(second.points, second.others) << here;
  }
  if ((commas & kAll & (kAll >> 1U)) != kCommas || (points & kAll) != kPoints) return false;
  Word others = first.others;
  unsigned i = 0;
  for (; i < kStops && i < here; ++i) {
    stops[i] = static_cast<unsigned char>(_tzcnt_u64(others));
    others = _blsr_u64(others);
  }
  others = second.others;
  for (; i < kStops; ++i) {
    stops[i] = static_cast<unsigned char>(64 + _tzcnt_u64(others));
    others = _blsr_u64(others);
  }
  return true;
}

/// `fields` columns of digits, letters, points and signs, which end where the line does.
bool are_fields(const char* at, unsigned length, unsigned fields) {
  const __m512i text[2] = {load(at), load(at + 64)}, highest_stop = _mm512_set1_epi8('-');
  const Word first = _bzhi_u64(_mm512_cmplt_epi8_mask(text[0], highest_stop), length < 64 ? length : 64);
  const Word second = _bzhi_u64(_mm512_cmplt_epi8_mask(text[1], highest_stop), length < 64 ? 0 : length - 64);
  const Word others = (first & ~_mm512_cmpeq_epi8_mask(text[0], _mm512_set1_epi8(','))) |
                      (second & ~_mm512_cmpeq_epi8_mask(text[1], _mm512_set1_epi8(',')));
  const auto commas = static_cast<unsigned>(_mm_popcnt_u64(first) + _mm_popcnt_u64(second));
  return length < 128 && others == 0 && commas + 1 == fields;
}

/// What follows the decimals, of which the last ends at `stop` of a row of `length` characters.
bool fits_behind(const char* row, unsigned stop, unsigned length, const WideShape& shape) {
  if (shape.passed == 0 && !shape.flag) return stop == length;
  if (stop >= length || row[stop] != ',') return false;
  if (shape.flag) return length == stop + 2 && (row[stop + 1] == '0' || row[stop + 1] == '1');
  return are_fields(row + stop + 1, length - stop - 1, shape.passed);
}

template <unsigned kDecimals>
unsigned find_digits(const char* text, unsigned lines, const WideShape& shape, WideBlock& out, Digits& digits) {
  const char* row = text;
  for (unsigned i = 0; i < lines; ++i) {
    unsigned char* const stops = digits.stops[i];
    if (!find_stops<2 * kDecimals + 1>(row, stops)) return i;
    const unsigned stop = stops[2 * kDecimals];
    const auto length = static_cast<unsigned>(text + out.ends[i] - 1 - row);
    if (!fits_behind(row, stop, length, shape)) return i;
    out.flags[i] = row[stop + 1];
    out.time_digits[i] = stops[0];
    digits.whole[i][0] = word_at(row + stops[0] - 16);
    digits.part[i][0] = word_at(row + stops[0] - 8);
    for (unsigned column = 1; column <= kDecimals; ++column) {
      const unsigned point = stops[2 * column - 1];
      digits.whole[i][column] = word_at(row + point - 8);
      digits.part[i][column] = word_at(row + point + 1);
    }
    row = text + out.ends[i];
  }
  return lines;
}

/// The numbers that eight digits each make, the first character leading.
__m512i join(__m512i digits) {
  const __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
  const __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00010064));
  return _mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10'000)), _mm512_srli_epi64(fours, 32));
}

/// Of how many digits each column's part is, by the distances of stops.
__m512i widths(__m128i distances, __m128i places) {
  return _mm512_cvtepu8_epi64(_mm_shuffle_epi8(distances, places));
}

/// All rows whose every number has one to eight digits on each side.
template <unsigned kDecimals>
unsigned join_rows(const Digits& digits, unsigned rows, WideBlock& out) {
  constexpr auto kColumns = static_cast<__mmask8>((1U << (kDecimals + 1)) - 1);
  const __m128i whole_at = _mm_setr_epi8(0, 1, 3, 5, 7, 9, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  const __m128i part_at = _mm_setr_epi8(-1, 2, 4, 6, 8, 10, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  // A time is two parts without a point: its last eight digits, and those before.
  const __m128i between = _mm_setr_epi8(8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  const __m512i zeros = _mm512_set1_epi8('0'), all = _mm512_set1_epi64(-1), eight = _mm512_set1_epi64(8);
  const __m512i time_part = _mm512_maskz_mov_epi64(1, eight);
  for (unsigned i = 0; i < rows; ++i) {
    const __m128i stops = _mm_load_si128(reinterpret_cast<const __m128i*>(digits.stops[i]));
    const __m128i distances = _mm_sub_epi8(_mm_sub_epi8(stops, _mm_slli_si128(stops, 1)), between);
    const __m512i whole = widths(distances, whole_at);
    const __m512i part = _mm512_or_si512(widths(distances, part_at), time_part);
    const __mmask8 wrong = _mm512_cmpge_epu64_mask(_mm512_add_epi64(whole, all), eight) |
                           _mm512_cmpge_epu64_mask(_mm512_add_epi64(part, all), eight);
    if ((wrong & kColumns) != 0) return i;
    const auto kept = [&](const Word* words) { return _mm512_xor_si512(_mm512_load_si512(words), zeros); };
    const auto bits = [&](__m512i width) { return _mm512_slli_epi64(_mm512_sub_epi64(eight, width), 3); };
    const __m512i wholes = join(_mm512_and_si512(kept(digits.whole[i]), _mm512_sllv_epi64(all, bits(whole))));
    const __m512i parts = join(_mm512_and_si512(kept(digits.part[i]), _mm512_srlv_epi64(all, bits(part))));
    _mm512_store_si512(out.values[i],
                       _mm512_add_epi64(_mm512_mul_epu32(wholes, _mm512_set1_epi64(100'000'000)), parts));
  }
  return rows;
}

template <unsigned kDecimals>
unsigned read_rows(const char* text, const char* end, const WideShape& shape, WideBlock& out) {
  Digits digits;
  const unsigned lines = find_lines(text, end, out.ends);
  return join_rows<kDecimals>(digits, find_digits<kDecimals>(text, lines, shape, out, digits), out);
}

unsigned read(const char* text, const char* end, const WideShape& shape, WideBlock& out) {
  switch (shape.decimals) {
    case 2:
      return read_rows<2>(text, end, shape, out);
    case 4:
      return read_rows<4>(text, end, shape, out);
    case 5:
      return read_rows<5>(text, end, shape, out);
    default:
      return 0;
  }
}

}  // namespace

namespace avx512 {
extern const ReadWide kReadWide;
const ReadWide kReadWide = read;
}  // namespace avx512

}  // namespace alpha_pulse::data_pipeline
