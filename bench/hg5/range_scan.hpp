#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// The first place of two columns where a price leaves a corridor, and the extremes of a column: for several sets of
/// instructions, chosen when the program runs.
namespace alpha_pulse::bench {

/// The first i in [from, to) with low[i] <= below or high[i] >= above; `to` when there is none.
using RangeScan = std::size_t (*)(const std::int32_t* low, const std::int32_t* high, std::size_t from, std::size_t to,
                                  std::int32_t below, std::int32_t above);

/// Lowest and highest of some numbers.
struct Extremes {
  std::int32_t lowest = 0;
  std::int32_t highest = 0;
};
/// Of `count` numbers, at least one.
using FindExtremes = Extremes (*)(const std::int32_t* numbers, std::size_t count);

/// One set of instructions, and its name: "sse2", "avx2" or "avx512".
struct ScanPath {
  std::string_view name;
  RangeScan scan = nullptr;
  FindExtremes extremes = nullptr;
};

/// Those this processor can run, the best one last. Never empty.
std::vector<ScanPath> scan_paths();
/// The best one, chosen once; ALPHA_PULSE_SIMD=sse2|avx2|avx512 lowers it.
const ScanPath& scan_path();

}  // namespace alpha_pulse::bench
