#pragma once

#include <memory>
#include <span>

#include "alpha_pulse/data_pipeline/price_unit.hpp"
#include "alpha_pulse/data_pipeline/recording.hpp"
#include "alpha_pulse/tape/entry.hpp"

namespace alpha_pulse::data_pipeline {

/// One series of recorded data as a tape's events, many at a time. Streaming; owns its open file; one thread.
/// Tested by data_pipeline/tape_import_test.cpp.
class EntrySource {
 public:
  virtual ~EntrySource() = default;

  /// The events that follow, in order of time; none at the end. Valid until the next call.
  /// Errors: those of the rows; kBadData for a price that is no whole number of the unit (then `finer` says of which)
  /// or does not fit a tape.
  virtual Result<std::span<const tape::Entry>> more() = 0;
  /// After an error of `more`: a unit with which it would have passed, if that is all that was wrong.
  std::optional<PriceUnit> finer() const { return finer_; }
  /// How much was read, 0 to 1.
  virtual double done() const = 0;

 protected:
  std::optional<PriceUnit> finer_;
};

/// What the rows of a series become. PRICES: candles or trades as trades; MARKS: candles or trades as marks.
enum class EntryRole : std::uint8_t { PRICES, MARKS, QUOTES };

/// The files' rows with their prices counted in `unit`. `files` are of one kind, as `open_prices` wants them (QUOTES:
/// of quotes). Errors: those of the rows.
Result<std::unique_ptr<EntrySource>> open_entries(const Files& files, EntryRole series, CandlePath path,
                                                  PriceUnit unit);

/// The coarsest unit for the first rows of each file: a guess that the rest may prove too coarse.
Result<PriceUnit> look_for_unit(const Files& files);

}  // namespace alpha_pulse::data_pipeline
