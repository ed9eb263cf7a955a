#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/data_pipeline/candle_path.hpp"
#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::data_pipeline {

using Files = std::vector<std::filesystem::path>;

/// One recorded stream of events in order of time: a price series, a funding history, a list of flows. `seq` is left 0
/// for whoever merges streams. Streaming; owns its open file; one thread.
/// Tested by data_pipeline/recording_test.cpp.
class Recording {
 public:
  virtual ~Recording() = default;
  /// Moves to the next event; false at the end. Errors: those of the rows.
  virtual Result<bool> advance() = 0;
  const Event& head() const { return head_; }

 protected:
  Event head_;
};

/// What the prints of a price series become.
struct PriceRole {
  InstrumentId leg;
  PrintRoles roles;        ///< of TradeTick
  bool mark_only = false;  ///< MarkPrice events instead of TradeTick
};

/// Candle files (walked, see candle_path.hpp) or trade files, one after another as given.
class PriceRecording : public Recording {
 public:
  /// How bars are to be made of it.
  virtual Duration candle_step() const = 0;  ///< Duration{}: trades
  virtual Timestamp first() const = 0;       ///< time of the first row
  /// Typical distance between two events: a quarter of a candle, the mean over the first trades.
  virtual Duration cadence() const = 0;
};

/// Opens every file once before the run, so that a missing or misplaced one is found at its start.
/// Errors: those of the rows; kBadData when the files are not of one kind and candle length, or do not follow each
/// other in time (both are named); kInvalidArgument for no file.
Result<std::unique_ptr<PriceRecording>> open_prices(const Files& files, const PriceRole& role, CandlePath path);

/// FundingRateDue on kHedgeLeg, of the rows of `symbol` (any case).
/// Errors: those of the rows; kBadData when the files hold rows of other symbols only (one is named).
Result<std::unique_ptr<Recording>> open_funding(const Files& files, const std::string& symbol);

/// SpotBalanceChanged on kSpotLeg; rows that name another symbol are not the run's.
Result<std::unique_ptr<Recording>> open_flows(const Files& files, const std::string& symbol);

}  // namespace alpha_pulse::data_pipeline
