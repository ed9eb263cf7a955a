#pragma once

#include <cstdint>

#include "alpha_pulse/tape/entry.hpp"
#include "alpha_pulse/tape/kernel_types.hpp"

namespace alpha_pulse::tape {

/// Up to 4096 events, column by column, on their way into a page or out of it: whoever makes many writes them here, and
/// a full one is packed where it lies.
struct PageBuffer {
  alignas(64) std::int64_t low[kPageEvents];
  alignas(64) std::int64_t high[kPageEvents];
  alignas(64) std::int64_t time[kPageEvents];
  alignas(64) std::int64_t quantity[kPageEvents];
  alignas(64) std::int64_t high_quantity[kPageEvents];
  alignas(64) std::uint8_t kind[kPageEvents];
  unsigned count = 0;
  /// There are no quotes: `low` is `high` and `high_quantity` is zero for every event, and neither is written.
  bool single = false;

  Entry entry(unsigned i) const {
    return {.at = Timestamp::from_ns(time[i]),
            .low = single ? high[i] : low[i],
            .high = high[i],
            .kind = static_cast<Kind>(kind[i]),
            .quantity = Quantity::from_raw(quantity[i]),
            .high_quantity = single ? Quantity{} : Quantity::from_raw(high_quantity[i])};
  }

  /// Appends an event; one that is `single` takes prints and marks only.
  void put(const Entry& entry) {
    const unsigned i = count++;
    time[i] = entry.at.ns();
    high[i] = entry.high;
    kind[i] = static_cast<std::uint8_t>(entry.kind);
    quantity[i] = entry.quantity.raw();
    if (single) return;
    low[i] = entry.low;
    high_quantity[i] = entry.high_quantity.raw();
  }
};

}  // namespace alpha_pulse::tape
