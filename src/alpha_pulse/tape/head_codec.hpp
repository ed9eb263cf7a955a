#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/tape/entry.hpp"
#include "alpha_pulse/tape/format.hpp"

namespace alpha_pulse::tape {

/// What stands before the first page: all that was known before the first event.
struct TapeHead {
  Price price_unit;
  PriceWidth width;
  Duration candle_step, bar_step, cadence;
  std::string symbol, source, candle_path;
};

/// Errors: kInvalidArgument for a setting that no tape can have.
Result<void> check_head(const TapeHead& head);

std::vector<std::byte> pack_head(const TapeHead& head);

/// Errors (kBadData), beginning with `name`: not a tape, an unknown version, cut off, damaged.
Result<TapeHead> unpack_head(const std::string& name, std::span<const std::byte> bytes);
/// How many bytes a good head takes.
std::uint64_t head_bytes(std::span<const std::byte> bytes);

/// Whether a tape begun with the head `there` may go on as one of `wanted`; both packed.
/// Errors (kBadData): those of unpack_head; begun with other settings (which).
Result<void> check_same_head(const std::string& name, std::span<const std::byte> there,
                             std::span<const std::byte> wanted);

}  // namespace alpha_pulse::tape
