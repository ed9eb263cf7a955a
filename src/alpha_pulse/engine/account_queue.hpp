#pragma once

#include <deque>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/engine/ports.hpp"

namespace alpha_pulse::engine {

/// Where a simulated broker puts its order and account events until the runner takes them: first in, first out, never
/// dropped. `kMax` is far above what one market event can cause (every live order filled and answered); more is a bug.
class AccountQueue : public EventSink {
 public:
  static constexpr std::size_t kMax = 1U << 16U;

  Outcome push(const Event& event) override {
    ensure(events_.size() < kMax, "the account queue has room");
    events_.push_back(event);
    return Outcome::ACCEPTED;
  }
  bool empty() const { return events_.empty(); }
  std::size_t size() const { return events_.size(); }
  Event pop() {
    ensure(!events_.empty(), "an event is waiting");
    const Event event = events_.front();
    events_.pop_front();
    return event;
  }

 private:
  std::deque<Event> events_;
};

}  // namespace alpha_pulse::engine
