#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/market/synth.hpp"

namespace alpha_pulse::data_pipeline {

/// Which tape to write, how long, and where.
struct SynthJob {
  market::SynthSettings settings = {};
  std::uint64_t events = 1'000'000;
  std::filesystem::path out = {};  ///< `.csv`, or `.zst` for zstd: a file of trades; any other: a tape
  bool overwrite = false;
  /// Called now and then with the number of trades written; may be empty.
  std::function<void(std::uint64_t written)> progress = {};
  /// Asked every few thousand trades; `false` gives up. May be empty: never.
  std::function<bool()> keep_going = {};
};

/// Writes artificial trades, as a file of rows (`time_ms,price,qty,is_buyer_maker,trade_id`) or as a tape: the same
/// trades. It grows beside its place as `<out>.partial` and takes its name once it is whole: true. False when
/// `keep_going` gave up; then, as after an error, nothing stays. Errors: kInvalidArgument (no events), kRefused (the
/// file exists and may not be overwritten), kBadData (prices too high for the decimals of a tape), kIo. Tested by
/// data_pipeline/synth_writer_test.cpp.
Result<bool> write_synth(const SynthJob& job);

}  // namespace alpha_pulse::data_pipeline
