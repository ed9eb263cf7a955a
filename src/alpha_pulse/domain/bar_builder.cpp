#include "alpha_pulse/domain/bar_builder.hpp"

#include <algorithm>
#include <limits>

namespace alpha_pulse::domain {
namespace {

Quantity saturating_sum(Quantity a, Quantity b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.raw(), b.raw(), &sum)) sum = std::numeric_limits<std::int64_t>::max();
  return Quantity::from_raw(sum);
}

}  // namespace

BarBuilder::BarBuilder(Duration step, Timestamp anchor) : phase_(anchor - anchor.floor_to(step)) {
  ensure(step > Duration{}, "a bar has a length");
  bar_.step = step;
}

Timestamp BarBuilder::period_start(Timestamp at) const {
  return (at - phase_).floor_to(bar_.step) + phase_;
}

std::optional<ClosedBar> BarBuilder::close_until(Timestamp now) {
  if (!open_ || now < end()) return std::nullopt;
  open_ = false;
  start_ = start_ + bar_.step;  // nothing from before the end of a closed bar is taken in any more
  return ClosedBar{.bar = bar_, .end = start_};
}

std::optional<ClosedBar> BarBuilder::add(Price price, Quantity quantity, Timestamp at) {
  ensure(price.known() && quantity >= Quantity{}, "a bar is made of trades with a price");
  if (at < start_) {
    ++late_trades_;
    return std::nullopt;
  }
  if (open_ && at < end()) [[likely]] {
    bar_.high = std::max(bar_.high, price);
    bar_.low = std::min(bar_.low, price);
    bar_.close = price;
    bar_.volume = saturating_sum(bar_.volume, quantity);
    return std::nullopt;
  }
  const auto closed = close_until(at);
  open_ = true;
  start_ = period_start(at);
  bar_ = BarClosed{.open = price, .high = price, .low = price, .close = price, .volume = quantity, .step = bar_.step};
  return closed;
}

}  // namespace alpha_pulse::domain
