#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"
#include "alpha_pulse/tape/tape_cursor.hpp"

namespace alpha_pulse::data_pipeline {

/// One tape of a replay: what its events are to the run, and which of them are played.
struct TapeSeries {
  std::shared_ptr<const tape::Tape> tape;
  PriceRole role;
  std::uint64_t begin = 0, end = 0;  ///< [begin, end) of its events
  /// Of the first bar that ends inside the window; replaces the tape's own, which may have begun before it.
  BarClosed first_bar{};
  std::size_t bar_begin =
      0;  ///< index of that bar among the tape's; its size when there is none, or no bars are wanted
};

/// Recorded tapes ready to be played, by any number of threads at once: nothing here changes any more.
struct TapeReplay {
  std::vector<TapeSeries> series;  ///< marks first, then spot, then the perpetual: the order at one time
  std::vector<Event> words;        ///< funding and flows, in order of time
  Timestamp begin, end;            ///< first price event; last moment played
  Duration cadence;                ///< typical distance between two events of the slowest price series
};

/// True when every price file of `sources` begins as a tape does. Errors: kNotFound, kIo; kInvalidArgument when tapes
/// and text stand side by side (the text file is named).
Result<bool> are_tapes(const ReplaySources& sources);

/// Maps and checks the tapes, reads funding and flows. The events are those that ReplayDataProvider makes of the same
/// recording: tested by data_pipeline/tape_stream_test.cpp. Without funding files the tape's own rates are played.
/// Errors: those of Tape::open, open_funding, open_flows; kInvalidArgument when a leg has more than one tape or the
/// sources do not fit together; kBadData when the series have no time in common with each other and the window.
Result<std::shared_ptr<const TapeReplay>> open_tapes(const ReplaySources& sources);

using tape::Silence;

/// Silences of the whole recording longer than `limit`, in order: between two prices, whatever their series.
std::vector<Silence> silences(const TapeReplay& replay, Duration limit);

}  // namespace alpha_pulse::data_pipeline
