#include "alpha_pulse/domain/price.hpp"

#include <algorithm>

namespace alpha_pulse::domain {
namespace {

std::int64_t nearest_raw(double value) {
  const double scaled = value * static_cast<double>(kOne);
  ensure(scaled > -9.2e18 && scaled < 9.2e18, "a computed number fits the fixed-point range");
  // Adding 0.5 before cutting would itself round: 0.49999999999999994 would become 1, and odd numbers above 2^52 move.
  const auto whole = static_cast<std::int64_t>(scaled);
  const double fraction = scaled - static_cast<double>(whole);  // exact
  if (fraction >= 0.5) return whole + 1;
  return fraction <= -0.5 ? whole - 1 : whole;
}

}  // namespace

Ratio Ratio::nearest(double value) {
  return Ratio(nearest_raw(value));
}

Price scale_rounding_down(Price price, Ratio factor) {
  return Price::from_raw(narrow(divide_rounding_down<Int128>(wide_mul(price.raw(), factor.raw()), kOne)));
}

Price scale_rounding_up(Price price, Ratio factor) {
  return Price::from_raw(narrow(divide_rounding_up<Int128>(wide_mul(price.raw(), factor.raw()), kOne)));
}

Quantity scale_toward_zero(Quantity quantity, Ratio factor) {
  return Quantity::from_raw(narrow(wide_mul(quantity.raw(), factor.raw()) / kOne));
}

Ratio ratio_of(Quantity a, Quantity b) {
  ensure(!b.is_zero(), "a ratio has a denominator");
  const Int128 n = wide_mul(a.raw(), kOne) * (b.raw() < 0 ? -1 : 1);
  return Ratio::from_raw(narrow(divide_rounding_half_away<Int128>(n, b.magnitude().raw())));
}

Price nearest_price(double value) {
  return Price::from_raw(std::max<std::int64_t>(1, nearest_raw(value)));
}

}  // namespace alpha_pulse::domain
