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

}  // namespace

Money Drawdown::breach_level() const {
  return *peak_ - scale(*peak_, *limit_);
}

bool Drawdown::on_equity(Money less_transfers) {
  if (!limit_) return false;
  if (!peak_ || less_transfers > *peak_) peak_ = less_transfers;
  return peak_->raw() > 0 && less_transfers <= breach_level();
}

Wakeup Drawdown::next_wakeup(InstrumentId hedge, PriceKind mark_kind, InstrumentId spot, const EquityLine& line) const {
  Wakeup wakeup;
  if (!limit_) return wakeup;
  if (!peak_ || !line.linear || !line.mark.known() || !line.spot.known()) {
    wakeup.every_event = true;
    return wakeup;
  }
  const Int128 rise = (*peak_ - line.less_transfers).raw();
  const Int128 fall = (line.less_transfers - breach_level()).raw();
  if (line.one_series) {
    add_band(wakeup, hedge, mark_kind, line.mark, Int128{line.per_mark} + line.per_spot, rise, fall);
  } else {
    add_band(wakeup, hedge, mark_kind, line.mark, line.per_mark, rise / 2, fall / 2);
    add_band(wakeup, spot, PriceKind::TRADE, line.spot, line.per_spot, rise / 2, fall / 2);
  }
  return wakeup;
}

}  // namespace alpha_pulse::risk
