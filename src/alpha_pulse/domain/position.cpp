#include "alpha_pulse/domain/position.hpp"

#include <algorithm>

namespace alpha_pulse::domain {
namespace {

/// whole x part / total, ties away from zero. `part` and `total` are magnitudes.
Int128 share(Int128 whole, Quantity part, Quantity total) {
  return part == total ? whole : multiply_divide_rounding_half_away(whole, part.raw(), total.raw());
}

/// The average entry is over / under, at the price's scale once multiplied by a factor at the ratio's scale.
struct Average {
  Int128 over;
  Int128 under;
};

/// Linear: |cost| / (|q| m). Inverse: (|q| m) / |cost|.
Average average(const Instrument& instrument, Quantity quantity, Int128 cost_raw) {
  const Int128 size = wide_mul(quantity.magnitude().raw(), instrument.multiplier.raw());
  const Int128 cost = cost_raw < 0 ? -cost_raw : cost_raw;
  if (instrument.kind == ContractKind::INVERSE) return {.over = size, .under = cost};
  return {.over = cost, .under = size};
}

}  // namespace

Money Position::apply(const Instrument& instrument, Side side, Quantity quantity, Price price) {
  ensure(quantity.raw() > 0, "a fill has a positive quantity");
  const Currency settle = instrument.settle();
  const Quantity change = signed_quantity(side, quantity);
  const bool reduces = !flat() && (quantity_.raw() < 0) != (change.raw() < 0);
  if (!reduces) {
    cost_raw_ = checked_add<Int128>(cost_raw_, position_value(instrument, price, change).raw());
    quantity_ += change;
    return Money(settle);
  }
  const Quantity closed = std::min(quantity, quantity_.magnitude());
  const Quantity closing = signed_quantity(side, closed);
  const Int128 cost_closed = share(cost_raw_, closed, quantity_.magnitude());
  const Int128 proceeds = position_value(instrument, price, -closing).raw();
  cost_raw_ = checked_sub<Int128>(cost_raw_, cost_closed);
  quantity_ += closing;
  const Quantity rest = quantity - closed;
  if (!rest.is_zero()) apply(instrument, side, rest, price);
  return Money::from_raw(checked_sub<Int128>(proceeds, cost_closed), settle);
}

Money Position::unrealised(const Instrument& instrument, Price price) const {
  if (flat()) return Money(instrument.settle());
  return position_value(instrument, price, quantity_) - cost(instrument);
}

Price Position::entry(const Instrument& instrument) const {
  if (flat()) return Price{};
  const auto [over, under] = average(instrument, quantity_, cost_raw_);
  return Price::from_raw(narrow(multiply_divide_rounding_half_away(over, kOne, under)));
}

Price Position::entry_times(const Instrument& instrument, Ratio factor, bool round_up) const {
  if (flat()) return Price{};
  const auto [over, under] = average(instrument, quantity_, cost_raw_);
  // Rounding to the raw unit and then to the tick in the same direction is one rounding.
  const Int128 exact = round_up ? multiply_divide_rounding_up(over, factor.raw(), under)
                                : multiply_divide_rounding_down(over, factor.raw(), under);
  const Price price = Price::from_raw(narrow(exact));
  return round_up ? instrument.round_up_to_tick(price) : instrument.round_down_to_tick(price);
}

}  // namespace alpha_pulse::domain
