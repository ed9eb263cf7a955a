#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::domain {

/// A finished bar and the moment it ended: the `ts_event` of its BarClosed event.
struct ClosedBar {
  BarClosed bar;
  Timestamp end;
};

/// Gathers the trades of one instrument into bars of one length.
///
/// Periods are [anchor + k step, anchor + (k+1) step). A bar is closed by the first trade, or the first word about the
/// time, at or after its end; the caller delivers it *before* the event that closed it. A period without a trade has no
/// bar. A trade from before the current period changes nothing and is counted. Volume stays at the largest quantity
/// rather than overflow. A value: no allocation, no clock.
///
/// Tested by domain/bar_builder_test.cpp.
class BarBuilder {
 public:
  /// `step` positive. `anchor`: any moment at which a period begins (default: the epoch, hence UTC minutes and days).
  explicit BarBuilder(Duration step, Timestamp anchor = Timestamp{});

  /// Takes a trade in; returns the bar that it closed, if any. `price` positive, `quantity` not negative.
  std::optional<ClosedBar> add(Price price, Quantity quantity, Timestamp at);

  /// Says that time has reached `now` and no earlier trade will come; returns the bar that has ended by then, if any.
  std::optional<ClosedBar> close_until(Timestamp now);

  /// End of the bar being gathered; never when there is none.
  Timestamp end() const { return open_ ? start_ + bar_.step : Timestamp::never(); }
  Duration step() const { return bar_.step; }
  std::uint64_t late_trades() const { return late_trades_; }

 private:
  Timestamp period_start(Timestamp at) const;

  BarClosed bar_;
  Duration phase_;  ///< of the anchor within a step
  Timestamp start_ = Timestamp::from_ns(std::numeric_limits<std::int64_t>::min());
  bool open_ = false;
  std::uint64_t late_trades_ = 0;
};

}  // namespace alpha_pulse::domain
