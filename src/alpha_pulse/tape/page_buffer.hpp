#pragma once

#include <cstdint>

#include "alpha_pulse/tape/kernel_types.hpp"

namespace alpha_pulse::tape {

/// Up to 4096 events, column by column, on their way into a page or out of it.
struct PageBuffer {
  alignas(64) std::int64_t low[kPageEvents];
  alignas(64) std::int64_t high[kPageEvents];
  std::int64_t time[kPageEvents], quantity[kPageEvents], high_quantity[kPageEvents];
  std::uint8_t kind[kPageEvents];
  unsigned count = 0;
};

}  // namespace alpha_pulse::tape
