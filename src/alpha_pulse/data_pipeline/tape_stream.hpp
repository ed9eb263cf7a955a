#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "alpha_pulse/data_pipeline/default_funding.hpp"
#include "alpha_pulse/data_pipeline/tape_replay.hpp"
#include "alpha_pulse/engine/quiet_bounds.hpp"

namespace alpha_pulse::data_pipeline {

/// Prices that nobody had to see one by one.
struct PassedOver {
  std::uint64_t count = 0;  ///< events passed, bars included
  Timestamp last_at;        ///< of the last price among them
  /// The last one of each instrument and kind; `seq` is its place among those passed, from 1.
  boost::container::small_vector<Event, 4> latest;
  /// Of a stream that `tells_hours`: the last price before each full hour that was passed, in order.
  std::vector<Price> hours;
};

/// Tapes, funding and flows as one stream of events, and the way to jump in it.
///
/// Order at one time: funding that falls due by default, BarClosed, FundingRateDue, MarkPrice, trades and quotes (spot
/// before perpetual; within a tape as recorded), SpotBalanceChanged. `seq` stays 0: whoever drives gives numbers.
/// A value; one thread. Tested by data_pipeline/tape_stream_test.cpp.
class TapeStream {
 public:
  /// `replay` outlives the stream. `default_funding`: settled every eight hours UTC when no rates were recorded; zero:
  /// none.
  TapeStream(const TapeReplay& replay, Ratio default_funding);

  /// The next event; false at the end.
  bool next(Event& out);
  /// Fills `out` with the next events, as many as there are; says how many.
  std::size_t next(std::span<Event> out);

  /// Passes over every event before `limit` that lies inside `bounds` without a break, as far as all series go: what
  /// `next` gives then is the first event that does not, or is at `limit` or later, or is not a price. Closed bars are
  /// passed over when `bounds` says nobody waits for them. `next_hour`: the first full hour not yet told of.
  void jump(const engine::QuietBounds& bounds, Timestamp limit, Timestamp next_hour, PassedOver& passed);

  /// True when one price stands for everything and bars end at full hours, so that the price before an hour is known
  /// without going there. Otherwise a jump must not cross one.
  bool tells_hours() const { return tells_hours_; }

 private:
  struct Series {
    const TapeSeries* source;
    std::uint64_t at;  ///< index of the head
    std::uint64_t end;
    std::size_t bar;   ///< the next bar that closes
    std::size_t bars;  ///< one past the last of the tape
    tape::TapeCursor cursor;
    tape::Entry head;
    bool known = false;             ///< `head` is the entry at `at`
    std::uint64_t read = 0;         ///< the last index read past the cursor
    int in_order = 0;               ///< how many were read so one after another
    std::uint64_t limit_index = 0;  ///< the first event at `limit_at` or later
    Timestamp limit_at{};
  };
  /// What one series leaves out in a jump: [begin, end) of its events.
  struct Passage {
    std::uint64_t begin, end;
  };
  /// Which stream comes next, and when.
  struct Head {
    Timestamp at = Timestamp::never();
    int rank = 0;
    std::size_t series = 0;
  };

  Head earliest();
  const tape::Entry& head_of(Series& series);
  Timestamp bar_end(const Series& series) const;
  const BarClosed& bar_of(const Series& series) const;
  std::uint64_t first_at(Series& series, Timestamp limit) const;
  bool next_alone(Event& out);
  std::size_t next_run(std::span<Event> out);
  std::size_t next_prints(Series& series, std::span<Event> out);
  static void fill(const Series& series, const tape::Entry& entry, Event& out);
  Timestamp calm_until() const;
  std::uint64_t first_outside(const Series& series, const engine::QuietBounds& bounds, std::uint64_t until) const;
  void pass(Series& series, std::uint64_t until, PassedOver& passed);
  void number(PassedOver& passed, std::size_t noted, std::size_t k, std::span<const Passage> passages) const;
  std::size_t bar_after(const Series& series, std::size_t from, Timestamp at) const;
  void pass_bars(Timestamp next_hour, PassedOver& passed);
  void take(Series& series, Event& out);

  const TapeReplay& replay_;
  std::vector<Series> series_;
  std::size_t word_ = 0;
  DefaultFunding default_funding_;
  Timestamp calm_until_;  ///< before it come only prices
  Price last_close_;      ///< of the last bar that ended
  bool tells_hours_ = false;
};

}  // namespace alpha_pulse::data_pipeline
