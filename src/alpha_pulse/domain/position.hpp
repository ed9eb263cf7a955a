#pragma once

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/domain/order.hpp"

namespace alpha_pulse::domain {

/// A signed position with its average cost. A fill that adds moves the entry, one that reduces leaves it, one that
/// crosses zero closes the whole and opens the rest at its own price, flat forgets the entry.
///
/// Cost is the sum of `position_value` at the fills, signed like the position, exact at 1e-16; reducing takes the
/// share quantity/held of it, ties away from zero, and what was taken plus what stays is always the whole.
/// Proven by domain/position_test.cpp (properties against an independent average-cost oracle).
class Position {
 public:
  /// Books a fill and returns the realised profit (settle currency, before fees).
  Money apply(const Instrument& instrument, Side side, Quantity quantity, Price price);

  Quantity quantity() const { return quantity_; }  ///< negative = short
  bool flat() const { return quantity_.is_zero(); }
  Money cost(const Instrument& instrument) const { return Money::from_raw(cost_raw_, instrument.settle()); }
  /// Profit if closed at `price`, before fees.
  Money unrealised(const Instrument& instrument, Price price) const;
  /// Average entry, rounded half away from zero at 1e-8; Price{} when flat. Exact comparisons use `cost`.
  Price entry(const Instrument& instrument) const;
  /// The entry times `factor` (such as 1.04), rounded down or up to the tick in one step from the exact average.
  Price entry_times(const Instrument& instrument, Ratio factor, bool round_up) const;

  friend bool operator==(const Position&, const Position&) = default;

 private:
  Quantity quantity_;
  Int128 cost_raw_ = 0;
};

}  // namespace alpha_pulse::domain
