#include "alpha_pulse/domain/position.hpp"

#include <algorithm>

namespace alpha_pulse::domain {
namespace {

/// whole x part / total, ties away from zero, without leaving 128 bits for any position this program accepts.
Int128 share(Int128 whole, Quantity part, Quantity total) {
  if (part == total) return whole;
  const Int128 d = total.magnitude().raw();
  const Int128 p = part.magnitude().raw();
  const Int128 quotient = whole / d;  // split so that whole * p never has to be formed
  const Int128 remainder = whole % d;
  return checked_add<Int128>(checked_mul<Int128>(quotient, p),
                             divide_rounding_half_away<Int128>(checked_mul<Int128>(remainder, p), d));
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
  const Int128 cost_closed = share(cost_raw_, closed, quantity_);
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
  const Int128 size = wide_mul(quantity_.magnitude().raw(), instrument.multiplier.raw());  // 1e-16
  const Int128 cost = cost_raw_ < 0 ? -cost_raw_ : cost_raw_;
  if (instrument.kind == ContractKind::INVERSE) {  // entry = q m / |cost|
    return Price::from_raw(narrow(divide_rounding_half_away<Int128>(checked_mul<Int128>(size, kOne), cost)));
  }
  return Price::from_raw(narrow(divide_rounding_half_away<Int128>(checked_mul<Int128>(cost, kOne), size)));
}

Price Position::entry_times(const Instrument& instrument, Ratio factor, bool round_up) const {
  if (flat()) return Price{};
  if (instrument.kind == ContractKind::INVERSE) {
    const Price exact_enough = entry(instrument);
    return round_up ? instrument.round_up_to_tick(scale_rounding_up(exact_enough, factor))
                    : instrument.round_down_to_tick(scale_rounding_down(exact_enough, factor));
  }
  // |cost|(1e-16) x factor(1e-8) / (q m (1e-16) x tick(1e-8)) = ticks
  const Int128 cost = cost_raw_ < 0 ? -cost_raw_ : cost_raw_;
  const Int128 size = wide_mul(quantity_.magnitude().raw(), instrument.multiplier.raw());
  Int128 n = 0;
  Int128 d = 0;
  const bool fits = !__builtin_mul_overflow(cost, Int128{factor.raw()}, &n) &&
                    !__builtin_mul_overflow(size, Int128{instrument.tick.raw()}, &d);
  if (!fits) {
    const Price exact_enough = entry(instrument);
    return round_up ? instrument.round_up_to_tick(scale_rounding_up(exact_enough, factor))
                    : instrument.round_down_to_tick(scale_rounding_down(exact_enough, factor));
  }
  const Int128 ticks = round_up ? divide_rounding_up<Int128>(n, d) : divide_rounding_down<Int128>(n, d);
  return Price::from_raw(narrow(checked_mul<Int128>(ticks, instrument.tick.raw())));
}

}  // namespace alpha_pulse::domain
