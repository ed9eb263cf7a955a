#pragma once

#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::session {

/// Funding for recorded data that comes without any: the configured rate, due every eight hours UTC.
class DefaultFunding {
 public:
  explicit DefaultFunding(Ratio rate) : rate_(rate) {}

  /// Gives the payments due at or before `next`, the time of the source's next event, to `deliver`.
  template <class Deliver>
  void before(Timestamp next, Deliver&& deliver) {
    if (rate_ == Ratio{}) return;
    if (due_ == Timestamp{}) due_ = next.floor_to(kInterval) + kInterval;
    for (; due_ <= next; due_ = due_ + kInterval) {
      Event event;
      event.instrument = kHedgeLeg;
      event.ts_event = event.ts_receive = due_;
      event.body = FundingRateDue{.rate = rate_};
      deliver(event);
    }
  }

 private:
  static constexpr Duration kInterval = Duration::hours(8);
  Ratio rate_;
  Timestamp due_;
};

}  // namespace alpha_pulse::session
