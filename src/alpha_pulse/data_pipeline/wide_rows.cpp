#include "alpha_pulse/data_pipeline/wide_rows.hpp"

#include "alpha_pulse/tape/simd_path.hpp"

namespace alpha_pulse::data_pipeline {

namespace avx512 {
extern const ReadWide kReadWide;
}

ReadWide wide_rows() {
  static const ReadWide kChosen = [] {
    __builtin_cpu_init();
    const bool bits =
        __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    return bits && tape::simd_path() == "avx512" ? avx512::kReadWide : nullptr;
  }();
  return kChosen;
}

}  // namespace alpha_pulse::data_pipeline
