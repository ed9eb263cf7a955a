#include "alpha_pulse/tape/kernels.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "alpha_pulse/tape/simd_path.hpp"

namespace alpha_pulse::tape {

namespace sse2 {
extern const Kernels kKernels;
}
namespace avx2 {
extern const Kernels kKernels;
}
namespace avx512 {
extern const Kernels kKernels;
}

namespace {

constexpr const char* kWish = "ALPHA_PULSE_SIMD";
constexpr std::array<const Kernels*, 3> kAll = {&sse2::kKernels, &avx2::kKernels, &avx512::kKernels};

/// The place of the wished set in kAll; the last one without a wish, kAll.size() for a word that is none.
std::size_t wished() {
  const char* wish = std::getenv(kWish);
  if (wish == nullptr || *wish == '\0') return kAll.size() - 1;
  for (std::size_t i = 0; i < kAll.size(); ++i) {
    if (std::string_view(wish) == kAll[i]->name) return i;
  }
  return kAll.size();
}

std::size_t runnable_count() {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) return 1;
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return avx512 ? 3 : 2;
}

}  // namespace

std::vector<const Kernels*> runnable_kernels() {
  return {kAll.begin(), kAll.begin() + static_cast<std::ptrdiff_t>(runnable_count())};
}

const Kernels& kernels() {
  static const Kernels& kChosen = *kAll[std::min(wished(), runnable_count() - 1)];
  return kChosen;
}

std::string_view simd_path() {
  return kernels().name;
}

base::Result<void> check_simd_wish() {
  if (wished() < kAll.size()) return {};
  return base::fail(base::ErrorCode::kInvalidArgument, std::string(kWish) + "='" + std::getenv(kWish) +
                                                           "' is no set of instructions; sse2, avx2 or avx512 would "
                                                           "pass");
}

}  // namespace alpha_pulse::tape
