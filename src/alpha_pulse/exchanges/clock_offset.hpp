#pragma once

#include <boost/container/static_vector.hpp>
#include <cstddef>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::exchanges {

/// What is known about a venue's clock: server time = ours + `offset`, give or take `error`.
struct OffsetEstimate {
  Duration offset{};
  Duration error{};  ///< never negative
  Timestamp measured_at{};
};

/// A venue's clock measured against ours, from questions asked and answered: offset = server - (sent + received) / 2,
/// wrong by at most (received - sent) / 2, and half a millisecond more both, because the venue tells whole ones. The
/// sample with the smallest error wins, where an error grows with age by the drift two clocks may have. No clock in
/// here: all times come in. Proven by exchanges/clock_offset_test.cpp (the true offset always lies inside the error).
class ClockOffset {
 public:
  static constexpr std::size_t kSamplesMax = 8;
  /// 500 parts in a million.
  static constexpr std::int64_t kDriftPerMillion = 500;

  /// `sent`, `received`: by our clock, around the question. A sample received before it was sent, or one whose clock
  /// stepped back behind the last, is refused: false.
  bool add(Timestamp sent, Timestamp received, Timestamp server);
  /// Forgets all samples: after our clock stepped, or the venue named a time that ours cannot explain.
  void reset() { samples_.clear(); }

  bool known() const { return !samples_.empty(); }
  /// The best of the recent samples at `now`. Only when known().
  OffsetEstimate estimate(Timestamp now) const;
  /// The venue's time at our `now`. Only when known().
  Timestamp server_time(Timestamp now) const { return now + estimate(now).offset; }

 private:
  boost::container::static_vector<OffsetEstimate, kSamplesMax> samples_;
};

}  // namespace alpha_pulse::exchanges
