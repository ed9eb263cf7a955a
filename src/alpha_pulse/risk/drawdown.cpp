#include "alpha_pulse/risk/drawdown.hpp"

#include <algorithm>
#include <limits>

namespace alpha_pulse::risk {
namespace {

/// How far a price may move before `slack` is used up at `slope` per unit; at least one unit, so that a band is open.
Int128 room(Int128 slack, Int128 slope) {
  return std::max<Int128>(1, slack / slope);
}

Price moved(Price price, Int128 by) {
  constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
  return Price::from_raw(narrow(std::clamp<Int128>(price.raw() + by, 0, kMax)));
}

/// The band about `price` inside which equity, moving `slope` per unit, rises by at most `rise` and falls by less than
/// `fall`. No slope: no band.
void add_band(Wakeup& wakeup, InstrumentId instrument, PriceKind kind, Price price, Int128 slope, Int128 rise,
              Int128 fall) {
  if (slope == 0) return;
  const Int128 steepness = slope < 0 ? -slope : slope;
  const Int128 up = room(slope > 0 ? rise : fall, steepness);
  const Int128 down = room(slope > 0 ? fall : rise, steepness);
  wakeup.add(
      {.instrument = instrument, .kind = kind, .at_or_below = moved(price, -down), .at_or_above = moved(price, up)});
}

/// The same for inverse contracts, as wide as it can be. What they are worth in coins, size / F, falls with the price;
/// rounded to the unit it is at most n while F > 2 size / (2n + 1), and at least n while F <= 2 size / (2n - 1).
void add_inverse_band(Wakeup& wakeup, InstrumentId instrument, PriceKind kind, Price price, Int128 size, Int128 rise,
                      Int128 fall) {
  if (size == 0) return;
  const bool is_short = size < 0;  // earns where the price falls and the contracts are worth more coins
  const Int128 twice = checked_mul<Int128>(is_short ? -size : size, 2);
  const Int128 worth = multiply_divide_rounding_half_away(twice / 2, kOne, price.raw());
  const Int128 loss = std::max<Int128>(1, fall) - 1;
  const Int128 most = worth + (is_short ? rise : loss);
  const Int128 least = worth - (is_short ? loss : rise);
  PriceBand band{.instrument = instrument, .kind = kind, .at_or_below = {}, .at_or_above = {}};
  band.at_or_below = moved(Price{}, multiply_divide_rounding_down(twice, kOne, 2 * most + 1));
  if (least > 0) band.at_or_above = moved(Price{}, multiply_divide_rounding_down(twice, kOne, 2 * least - 1) + 1);
  wakeup.add(band);
}

}  // namespace

Money Drawdown::breach_level() const {
  return *peak_ - scale(*peak_, *limit_);
}

bool Drawdown::on_equity(Money less_transfers) {
  if (!limit_) return false;
  if (!peak_ || less_transfers > *peak_) peak_ = less_transfers;
  return peak_->raw() > 0 && less_transfers <= breach_level();
}

Wakeup Drawdown::next_wakeup(InstrumentId hedge, PriceKind mark_kind, InstrumentId spot,
                             const EquityByPrice& equity) const {
  Wakeup wakeup;
  if (!limit_) return wakeup;
  const Price mark = equity.mark;
  if (!peak_ || equity.shape == EquityShape::UNKNOWN || !mark.known() || !equity.spot.known()) {
    wakeup.every_event = true;
    return wakeup;
  }
  const Int128 rise = (*peak_ - equity.less_transfers).raw();
  const Int128 fall = (equity.less_transfers - breach_level()).raw();
  if (equity.shape == EquityShape::INVERSE) {
    add_inverse_band(wakeup, hedge, mark_kind, mark, equity.size, rise, fall);
  } else if (equity.one_series) {
    add_band(wakeup, hedge, mark_kind, mark, Int128{equity.per_mark} + equity.per_spot, rise, fall);
  } else {
    add_band(wakeup, hedge, mark_kind, mark, equity.per_mark, rise / 2, fall / 2);
    add_band(wakeup, spot, PriceKind::TRADE, equity.spot, equity.per_spot, rise / 2, fall / 2);
  }
  return wakeup;
}

}  // namespace alpha_pulse::risk
