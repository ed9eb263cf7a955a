#pragma once

#include <optional>

#include "alpha_pulse/domain/wakeup.hpp"
#include "alpha_pulse/risk/risk_context.hpp"

namespace alpha_pulse::risk {

/// The fall of equity less transfers from its peak, as a share of the peak.
///
/// Exact under skipping: equity is a line over the prices, or in coins a hyperbola over the mark, so a new peak and a
/// breach each lie at a price. One series, or inverse contracts: those two prices. Two series: a box about the present
/// prices inside which neither can happen (the slack is shared half and half). Another shape: every event. Tested in
/// risk/watchers_test.cpp.
class Drawdown {
 public:
  explicit Drawdown(std::optional<Ratio> limit) : limit_(limit) {}

  /// Returns true when the fall reaches the limit.
  bool on_equity(Money less_transfers);
  void forget() { peak_.reset(); }  ///< after a re-arm the present equity is the peak
  std::optional<Money> peak() const { return peak_; }
  Wakeup next_wakeup(InstrumentId hedge, PriceKind mark_kind, InstrumentId spot, const EquityByPrice& equity) const;

 private:
  Money breach_level() const;

  std::optional<Ratio> limit_;
  std::optional<Money> peak_;
};

}  // namespace alpha_pulse::risk
