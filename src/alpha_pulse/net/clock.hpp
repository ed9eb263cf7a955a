#pragma once

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/net/asio.hpp"

namespace alpha_pulse::net {

/// The time a network lives in: the wall's, one that runs faster, or one a test moves by hand. Every deadline of this
/// room is a moment of such a clock. It must outlive all who wait by it. Tested by net/clock_test.cpp.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  /// UTC, ns; never goes back. Any thread.
  virtual Timestamp now() const = 0;
  /// Returns at `moment` or as soon after it as the executor gets to it; never for `Timestamp::never()`. When it has
  /// passed, whatever else is ready goes first, so that who waits for one past moment after the other starves nobody. A
  /// cancelled wait throws operation_aborted, as every wait of Asio.
  virtual asio::awaitable<void> sleep_until(Timestamp moment) const = 0;
  /// What a deadline of `d` must be in this clock's time so that it is not shorter than 250 ms of wall time merely
  /// because the clock runs fast. The wall's own time, and time that a test moves, leave `d` as it is.
  virtual Duration at_least_wall(Duration d) const { return d; }
};

/// Returns once what was ready on the executor before has been done. Throws operation_aborted when cancelled meanwhile.
asio::awaitable<void> give_way();

/// The time of this machine. Its `now` starts at the system's time and then goes by the steady clock, so that a step of
/// the system's time moves no deadline; `now` therefore drifts from the system's time as that is corrected.
class WallClock final : public Clock {
 public:
  WallClock();
  Timestamp now() const override;
  asio::awaitable<void> sleep_until(Timestamp moment) const override;

 private:
  Timestamp start_;
  std::int64_t steady_start_ns_;
};

/// Time that starts at `start` and runs `speed` times as fast as the wall's. One object may serve several threads, each
/// with an executor of its own: a bot and the venue it talks to see the same time.
class ScaledClock final : public Clock {
 public:
  /// `speed` from 0.000001 to 1'000'000, kept to the millionth.
  ScaledClock(Timestamp start, double speed);
  Timestamp now() const override;
  asio::awaitable<void> sleep_until(Timestamp moment) const override;
  Duration at_least_wall(Duration d) const override;

 private:
  Timestamp start_;
  std::int64_t millionths_;  // of market time for a unit of wall time
  std::int64_t steady_start_ns_;
};

}  // namespace alpha_pulse::net
