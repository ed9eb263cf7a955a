#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/data_pipeline/tape_replay.hpp"

namespace alpha_pulse::session {

/// Recorded data of a backtest, opened once and played as often as one likes: text files, streamed anew each time, or
/// tapes, mapped once, which any number of threads may play at the same time.
class RecordedData {
 public:
  /// Errors: those of ReplayDataProvider::open or open_tapes; kBadData when the hedge leg has no price.
  static Result<std::shared_ptr<const RecordedData>> open(const data_pipeline::ReplaySources& sources);

  Timestamp first() const { return first_; }          ///< of the first price event
  Price first_price() const { return first_price_; }  ///< of the hedge leg
  Duration cadence() const { return cadence_; }       ///< see ReplayDataProvider::cadence
  bool one_series() const;                            ///< one series is spot, futures and mark
  bool mapped() const { return tape_ != nullptr; }    ///< tapes
  double load_ms() const { return load_ms_; }         ///< what opening took: mapping, checking, looking for silences

  /// What one play-through came to.
  struct Played {
    double inside_ms = 0;  ///< time spent in the loops; reading of text is not in it
    bool interrupted = false;
  };
  using Progress = std::function<bool(Timestamp reached)>;
  /// Plays everything into each loop and finishes it. `default_funding` falls due every eight hours where no rates were
  /// recorded. Errors: those of the rows.
  Result<Played> play(const std::vector<backtest::ClosedLoop*>& loops, Ratio default_funding,
                      const Progress& progress) const;

 private:
  RecordedData() = default;
  Result<void> open_text();
  Result<void> open_mapped();
  Result<Played> play_text(const std::vector<backtest::ClosedLoop*>& loops, Ratio default_funding,
                           const Progress& progress) const;
  Result<Played> play_mapped(const std::vector<backtest::ClosedLoop*>& loops, Ratio default_funding,
                             const Progress& progress) const;

  data_pipeline::ReplaySources sources_;
  std::shared_ptr<const data_pipeline::TapeReplay> tape_;
  Timestamp first_;
  Price first_price_;
  Duration cadence_;
  double load_ms_ = 0;
  Duration silence_limit_;                        ///< the stale limit of runs that do not set their own
  std::vector<data_pipeline::Silence> silences_;  ///< of a tape, longer than that
};

}  // namespace alpha_pulse::session
