#pragma once

#include <memory>
#include <optional>

#include "alpha_pulse/data_pipeline/price_unit.hpp"
#include "alpha_pulse/data_pipeline/recording.hpp"
#include "alpha_pulse/tape/page_buffer.hpp"

namespace alpha_pulse::data_pipeline {

/// One series of recorded data as a tape's events, many at a time. Streaming; owns its open file; one thread.
/// Tested by data_pipeline/tape_import_test.cpp.
class EntrySource {
 public:
  virtual ~EntrySource() = default;

  /// Replaces what is in `out` by the events that follow, in order of time: a page full of them but at the end, then
  /// none. Errors: those of the rows; kBadData for a price that the scale cannot count (then `wider` is one that can).
  virtual Result<void> more(tape::PageBuffer& out) = 0;
  /// After an error of `more`: a scale with which it would have passed, if that is all that was wrong.
  std::optional<PriceScale> wider() const { return wider_; }
  /// How much was read, 0 to 1.
  virtual double done() const = 0;

 protected:
  std::optional<PriceScale> wider_;
};

/// What the rows of a series become. PRICES: candles or trades as trades; MARKS: candles or trades as marks.
enum class EntryRole : std::uint8_t { PRICES, MARKS, QUOTES };

/// The files' rows with their prices counted on `scale`. `files` are of one kind, as `open_prices` wants them (QUOTES:
/// of quotes). Errors: those of the rows.
Result<std::unique_ptr<EntrySource>> open_entries(const Files& files, EntryRole series, CandlePath path,
                                                  PriceScale scale);

/// The coarsest and narrowest scale for the first rows of each file: a guess, of which the rest may need more.
Result<PriceScale> look_for_scale(const Files& files);

}  // namespace alpha_pulse::data_pipeline
