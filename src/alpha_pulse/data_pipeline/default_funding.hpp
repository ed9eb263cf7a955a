#pragma once

#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::data_pipeline {
using namespace domain;

/// Funding for recorded data that comes without any: the configured rate, due every eight hours UTC, first after the
/// recording has begun. A rate of zero is never due. A value. Tested by data_pipeline/default_funding_test.cpp.
class DefaultFunding {
 public:
  static constexpr Duration kInterval = Duration::hours(8);

  explicit DefaultFunding(Ratio rate) : rate_(rate) {}

  /// The recording's first event; said once, before anything else is asked.
  void begin(Timestamp first) {
    if (rate_ != Ratio{}) due_ = first.floor_to(kInterval) + kInterval;
  }
  /// When the next payment falls due.
  Timestamp due() const { return due_; }
  /// That payment; the one after it is next.
  Event pay() {
    Event event;
    event.instrument = kHedgeLeg;
    event.ts_event = event.ts_receive = due_;
    event.body = FundingRateDue{.rate = rate_};
    due_ = due_ + kInterval;
    return event;
  }
  /// Gives the payments due at or before `next`, the time of the source's next event, to `deliver`; the first such
  /// event begins the recording.
  template <class Deliver>
  void before(Timestamp next, Deliver&& deliver) {
    if (!begun_) begin(next);
    begun_ = true;
    while (due_ <= next) deliver(pay());
  }

 private:
  Ratio rate_;
  Timestamp due_ = Timestamp::never();
  bool begun_ = false;
};

}  // namespace alpha_pulse::data_pipeline
