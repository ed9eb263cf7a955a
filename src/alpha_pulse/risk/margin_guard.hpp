#pragma once

#include "alpha_pulse/domain/wakeup.hpp"

namespace alpha_pulse::risk {

/// Watches the distance |P_liq / P - 1| from the reference price to liquidation. Below `guard` the program must reduce;
/// it may stop reducing at 1.1 guard, so that a price at the edge does not switch it on and off. Integers only.
/// Tested in risk/watchers_test.cpp.
class MarginGuard {
 public:
  explicit MarginGuard(Ratio guard);

  /// `liquidation` Price{} when there is none; `is_short` tells on which side of the price it lies.
  void on_event(Price reference, Price liquidation, bool is_short);
  bool reducing() const { return reducing_; }
  /// The price at which `reducing` changes. Nothing when there is no liquidation price.
  Wakeup next_wakeup(InstrumentId instrument, PriceKind kind, Price liquidation, bool is_short) const;

 private:
  Ratio guard_;
  Ratio release_;
  bool reducing_ = false;
};

}  // namespace alpha_pulse::risk
