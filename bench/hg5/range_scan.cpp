#include "hg5/range_scan.hpp"

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace alpha_pulse::bench {
namespace {

std::size_t scan_plain(const std::int32_t* low, const std::int32_t* high, std::size_t from, std::size_t to,
                       std::int32_t below, std::int32_t above) {
  while (from < to && low[from] > below && high[from] < above) ++from;
  return from;
}

std::size_t scan_sse2(const std::int32_t* low, const std::int32_t* high, std::size_t from, std::size_t to,
                      std::int32_t below, std::int32_t above) {
  const __m128i floor = _mm_set1_epi32(below);
  const __m128i ceiling = _mm_set1_epi32(above);
  const auto load = [](const std::int32_t* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); };
  for (; from + 4 <= to; from += 4) {
    const __m128i inside =
        _mm_and_si128(_mm_cmpgt_epi32(load(low + from), floor), _mm_cmplt_epi32(load(high + from), ceiling));
    const auto outside = static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(inside))) ^ 0xFU;
    if (outside != 0) return from + static_cast<std::size_t>(std::countr_zero(outside));
  }
  return scan_plain(low, high, from, to, below, above);
}

[[gnu::target("avx2")]] std::size_t scan_avx2(const std::int32_t* low, const std::int32_t* high, std::size_t from,
                                              std::size_t to, std::int32_t below, std::int32_t above) {
  const __m256i floor = _mm256_set1_epi32(below);
  const __m256i ceiling = _mm256_set1_epi32(above);
  for (; from + 8 <= to; from += 8) {
    const __m256i lows = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(low + from));
    const __m256i highs = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(high + from));
    const __m256i inside = _mm256_and_si256(_mm256_cmpgt_epi32(lows, floor), _mm256_cmpgt_epi32(ceiling, highs));
    const auto outside = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(inside))) ^ 0xFFU;
    if (outside != 0) return from + static_cast<std::size_t>(std::countr_zero(outside));
  }
  return scan_plain(low, high, from, to, below, above);
}

[[gnu::target("avx512f")]] std::size_t scan_avx512(const std::int32_t* low, const std::int32_t* high, std::size_t from,
                                                   std::size_t to, std::int32_t below, std::int32_t above) {
  const __m512i floor = _mm512_set1_epi32(below);
  const __m512i ceiling = _mm512_set1_epi32(above);
  for (; from + 16 <= to; from += 16) {
    const __mmask16 outside = static_cast<__mmask16>(_mm512_cmple_epi32_mask(_mm512_loadu_si512(low + from), floor) |
                                                     _mm512_cmpge_epi32_mask(_mm512_loadu_si512(high + from), ceiling));
    if (outside != 0) return from + static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(outside)));
  }
  if (from == to) return to;
  const auto rest = static_cast<__mmask16>((1U << (to - from)) - 1U);
  const __mmask16 outside =
      static_cast<__mmask16>(_mm512_mask_cmple_epi32_mask(rest, _mm512_maskz_loadu_epi32(rest, low + from), floor) |
                             _mm512_mask_cmpge_epi32_mask(rest, _mm512_maskz_loadu_epi32(rest, high + from), ceiling));
  return outside == 0 ? to : from + static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(outside)));
}

/// Inlined into one function for each set of instructions, and vectorised there by the compiler.
[[gnu::always_inline]] inline Extremes extremes_of(const std::int32_t* numbers, std::size_t count) {
  Extremes found{numbers[0], numbers[0]};
  for (std::size_t i = 1; i < count; ++i) {
    found.lowest = std::min(found.lowest, numbers[i]);
    found.highest = std::max(found.highest, numbers[i]);
  }
  return found;
}
Extremes extremes_sse2(const std::int32_t* numbers, std::size_t count) {
  return extremes_of(numbers, count);
}
[[gnu::target("avx2")]] Extremes extremes_avx2(const std::int32_t* numbers, std::size_t count) {
  return extremes_of(numbers, count);
}

[[gnu::target("avx512f,prefer-vector-width=512")]] Extremes extremes_avx512(const std::int32_t* numbers,
                                                                            std::size_t count) {
  return extremes_of(numbers, count);
}

ScanPath choose() {
  const std::vector<ScanPath> paths = scan_paths();
  const char* wanted = std::getenv("ALPHA_PULSE_SIMD");
  for (const ScanPath& path : paths) {
    if (wanted != nullptr && path.name == wanted) return path;
  }
  return paths.back();
}

}  // namespace

std::vector<ScanPath> scan_paths() {
  std::vector<ScanPath> paths{{"sse2", scan_sse2, extremes_sse2}};
  if (__builtin_cpu_supports("avx2")) paths.push_back({"avx2", scan_avx2, extremes_avx2});
  if (__builtin_cpu_supports("avx512f")) paths.push_back({"avx512", scan_avx512, extremes_avx512});
  return paths;
}

const ScanPath& scan_path() {
  static const ScanPath kPath = choose();
  return kPath;
}

}  // namespace alpha_pulse::bench
