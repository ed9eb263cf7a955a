#include "alpha_pulse/domain/backing.hpp"

#include <algorithm>
#include <limits>

namespace alpha_pulse::domain {
namespace {

constexpr std::int64_t kHighestPrice = 9'000'000'000'000'000'000;

/// Raw prices strictly between the two.
struct Stretch {
  Int128 low = 0;
  Int128 high = kHighestPrice;
  bool holds(Int128 price) const { return price > low && price < high; }
};
constexpr Stretch kNowhere{.low = kHighestPrice, .high = 0};

/// Where a P < b x scale, of prices.
Stretch where_less(Int128 a, Int128 b, Int128 scale) {
  if (a == 0) return b > 0 ? Stretch{} : kNowhere;
  if (a > 0) {
    if (b <= 0) return kNowhere;
    return {.low = 0, .high = std::min<Int128>(multiply_divide_rounding_down(b, scale, a), kHighestPrice)};
  }
  if (b > 0) return {};
  return {.low = std::min<Int128>(multiply_divide_rounding_up(-b, scale, -a), kHighestPrice), .high = kHighestPrice};
}

/// Linear: own + cum + q m P < N m P required. Inverse: own + cum - q m / P < N m required / P.
Stretch short_of(const Instrument& instrument, const MarginBracket& row, Quantity contracts, Quantity position,
                 Money own) {
  const Int128 funds = (own + row.cum).raw();
  const Int128 needed = checked_mul<Int128>(required_backing(instrument, row), contracts.raw());
  const Int128 held = wide_mul(position.raw(), kOne);
  if (instrument.kind == ContractKind::INVERSE) {
    const Int128 size = checked_mul<Int128>(checked_add<Int128>(needed, held), instrument.multiplier.raw());
    return where_less(funds, size, 1);
  }
  const Int128 slope = checked_mul<Int128>(checked_sub<Int128>(held, needed), instrument.multiplier.raw());
  return where_less(divide_rounding_up<Int128>(slope, kOne), -funds, kOne);
}

}  // namespace

Int128 required_backing(const Instrument& instrument, const MarginBracket& bracket) {
  const Int128 grown = wide_mul(kOne + instrument.unattended_rise.raw(), kOne + bracket.maintenance.raw());
  const auto narrow_grown = static_cast<std::int64_t>(grown);
  if (narrow_grown == grown) return divide_rounding_up(narrow_grown, kOne) - kOne;  // as good as always, and no call
  return divide_rounding_up<Int128>(grown, kOne) - kOne;
}

std::optional<PriceInterval> backs_less_than(const Instrument& instrument, Quantity contracts, Quantity position,
                                             Money own, Price price) {
  Stretch all{.low = price.raw(), .high = price.raw()};
  for (const MarginBracket& row : instrument.brackets) {
    const Stretch stretch = short_of(instrument, row, contracts, position, own);
    if (!stretch.holds(price.raw())) continue;
    all.low = std::min(all.low, stretch.low);
    all.high = std::max(all.high, stretch.high);
  }
  // For the roundings, and by what each end itself is: whoever asks at a price inside is told of the same ends.
  if (all.low > 0) all.low += all.low / kOne + 2;
  if (all.high < kHighestPrice) all.high -= all.high / kOne + 2;
  if (!all.holds(price.raw())) return std::nullopt;
  PriceInterval interval{.at_or_below = Price::from_raw(narrow(all.low)), .at_or_above = {}};
  if (all.high < kHighestPrice) interval.at_or_above = Price::from_raw(narrow(all.high));
  return interval;
}

}  // namespace alpha_pulse::domain
