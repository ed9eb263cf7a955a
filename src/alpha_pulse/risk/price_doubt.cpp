#include "alpha_pulse/risk/price_doubt.hpp"

#include <algorithm>

#include "alpha_pulse/base/maths.hpp"

namespace alpha_pulse::risk {

PriceDoubt::PriceDoubt(Ratio absurd_move, double sigma_daily)
    : absurd_move_(absurd_move.to_double()), half_band_(exp(absurd_move_ / 2)), sigma_(sigma_daily) {}

bool PriceDoubt::within(Price price, Price level, Duration elapsed) const {
  const double move = ln(price.to_double() / level.to_double());
  const double days = std::max(0.0, elapsed.to_days());
  const double threshold = std::max(absurd_move_, 10.0 * sigma_ * square_root(days));
  return move <= threshold && -move <= threshold;
}

bool PriceDoubt::on_price(Price price, Timestamp at, Price previous, Timestamp previous_at) {
  if (!previous.known()) return false;
  const Price level = doubting() && level_.known() ? level_ : previous;
  if (!within(price, level, at - previous_at)) {
    level_ = price;
    missing_ = kConfirmations;
    return true;
  }
  if (doubting() && --missing_ == 0) level_ = Price{};
  return false;
}

Wakeup PriceDoubt::next_wakeup(InstrumentId instrument, PriceKind kind, Price price) const {
  Wakeup wakeup;
  if (!price.known()) return wakeup;
  wakeup.every_event = doubting();
  wakeup.add({.instrument = instrument,
              .kind = kind,
              .at_or_below = nearest_price(price.to_double() / half_band_),
              .at_or_above = nearest_price(price.to_double() * half_band_)});
  return wakeup;
}

}  // namespace alpha_pulse::risk
