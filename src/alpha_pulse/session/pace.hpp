#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::session {

/// Holds market time to the wall clock. The first moment waited for is due at once and sets the two side by side.
/// Tested through sim_run_test.cpp and, with a real clock, by tests/bot_control_test.cpp.
class Pace {
 public:
  /// Market seconds a second; none: as fast as it goes, and nothing is ever waited for.
  explicit Pace(std::optional<double> speed) : speed_(speed) {}

  /// Waits, in naps, until `moment` is due. `meanwhile` is asked before each nap; false ends the waiting early.
  void wait_for(Timestamp moment, const std::function<bool()>& meanwhile);

  bool held() const { return speed_.has_value(); }
  /// The market time that is due now; none before the first wait and without a speed.
  std::optional<Timestamp> due_now() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::optional<double> speed_;
  bool begun_ = false;
  Timestamp market_begin_;
  Clock::time_point wall_begin_;
};

}  // namespace alpha_pulse::session
