#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/matching/tick_event.hpp"

/// The two recordings of the measured work: seeded, the same bytes on every machine whose libm rounds alike.
namespace alpha_pulse::bench {

/// One-minute bars, prices in ticks; 32 bytes.
struct Bar {
  std::int64_t at = 0;
  std::int32_t open = 0, high = 0, low = 0, close = 0;
  std::int64_t volume = 0;
};
static_assert(sizeof(Bar) == 32);

/// Best quotes and trades of a market of tick 0.1 and lot 0.001: about 67 events a second, a step of the price with
/// every seventh, 60 % volatility a year, jumps.
std::vector<matching::TickEvent> tick_recording(std::uint64_t seed, std::size_t events);
/// One-minute bars of twenty steps each, drawn back to the first price a little.
std::vector<Bar> bar_recording(std::uint64_t seed, std::size_t bars);

/// SHA-256 of what lies in memory, as it would lie in a file.
std::string sha256_of(std::span<const std::byte> bytes);

/// Low, high and value (bid + ask; twice the close) of each event, and the levels above them (RangeIndex).
std::vector<std::int32_t> range_block(std::span<const matching::TickEvent> events);
std::vector<std::int32_t> range_block(std::span<const Bar> bars);

}  // namespace alpha_pulse::bench
