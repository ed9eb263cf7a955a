#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "alpha_pulse/net/clock.hpp"

namespace alpha_pulse::net {

/// A clock that stands still until it is moved: for tests and for simulations, which run an `io_context` until nothing
/// is ready (`poll`), then move the clock to `next`. Sleepers wake in the order of their moments, those of one moment
/// in the order they lay down, each by a post to its own executor. Any thread. Tested by net/clock_test.cpp.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}

  Timestamp now() const override;
  asio::awaitable<void> sleep_until(Timestamp moment) const override;

  /// Moves to `moment`, which must not lie before `now`; wakes whoever waits for a moment up to it.
  void advance_to(Timestamp moment);
  void advance(Duration d) { advance_to(now() + d); }
  /// The earliest moment somebody waits for; none when nobody does.
  std::optional<Timestamp> next() const;

 private:
  struct Sleeper;
  using Key = std::pair<Timestamp, std::uint64_t>;
  std::optional<Key> lie_down(Timestamp moment, const std::shared_ptr<Sleeper>& sleeper) const;

  mutable std::mutex mutex_;
  Timestamp now_;
  mutable std::uint64_t last_ = 0;
  mutable std::map<Key, std::weak_ptr<Sleeper>> sleepers_;  // a coroutine's own: it may go with its io_context
};

}  // namespace alpha_pulse::net
