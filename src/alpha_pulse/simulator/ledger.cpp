#include "alpha_pulse/simulator/ledger.hpp"

namespace alpha_pulse::simulator {
namespace {

Price per_unit(Int128 value, Quantity amount) {
  if (amount.is_zero()) return {};
  const bool negative = amount.raw() < 0;
  const Int128 top = negative ? -value : value;
  return Price::from_raw(narrow(divide_rounding_half_away<Int128>(top, amount.magnitude().raw())));
}

}  // namespace

Price Holding::entry() const {
  return per_unit(cost, amount);
}

Price Holding::break_even() const {
  return per_unit(cost + paid, amount);
}

// Sheet 9.5: adding averages, reducing leaves the entry, a flip opens the rest at the fill price.
Int128 Holding::apply(Quantity signed_quantity, Price price) {
  const bool adds = flat() || (amount.raw() > 0) == (signed_quantity.raw() > 0);
  if (adds) {
    if (flat()) paid = 0;
    amount += signed_quantity;
    cost += value_of(price, signed_quantity);
    return 0;
  }
  const bool flips = signed_quantity.magnitude() > amount.magnitude();
  const Quantity closed = flips ? amount : -signed_quantity;  // signed like the position
  const Int128 share = multiply_divide_rounding_half_away(cost, closed.magnitude().raw(), amount.magnitude().raw());
  const Int128 profit = booked(value_of(price, closed) - share);
  cost -= share;
  amount -= closed;
  realized_total += profit;
  paid -= profit;
  if (amount.is_zero()) cost = paid = 0;
  if (flips) {
    amount = signed_quantity + closed;
    cost = value_of(price, amount);
  }
  return profit;
}

}  // namespace alpha_pulse::simulator
