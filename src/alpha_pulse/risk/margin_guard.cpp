#include "alpha_pulse/risk/margin_guard.hpp"

#include <algorithm>
#include <limits>

namespace alpha_pulse::risk {
namespace {

/// The price at which the distance to `liquidation` is exactly `distance`, as a fraction n / d.
struct Edge {
  Int128 n;
  Int128 d;
};
Edge edge(Price liquidation, Ratio distance, bool is_short) {
  const std::int64_t factor = is_short ? kOne + distance.raw() : kOne - distance.raw();
  return {.n = wide_mul(liquidation.raw(), kOne), .d = factor};
}

/// A long that every price liquidates has its edge beyond all of them.
Price price_of(Int128 raw) {
  constexpr Int128 kBeyond = std::numeric_limits<std::int64_t>::max() - 1;
  return Price::from_raw(narrow(std::min(raw, kBeyond)));
}

/// Is the distance smaller than `distance`? Beyond liquidation counts as near.
bool near(Price price, Price liquidation, Ratio distance, bool is_short) {
  const Edge at = edge(liquidation, distance, is_short);
  const Int128 scaled = Int128{price.raw()} * at.d;
  return is_short ? scaled > at.n : scaled < at.n;
}

}  // namespace

MarginGuard::MarginGuard(Ratio guard)
    : guard_(guard), release_(Ratio::from_raw(narrow(wide_mul(guard.raw(), 11) / 10))) {
  ensure(guard.raw() >= 0 && release_ < Ratio::one(), "the margin guard is a share below 0.9");
}

void MarginGuard::on_event(Price reference, Price liquidation, bool is_short) {
  if (!liquidation.known() || !reference.known()) {
    reducing_ = false;
    return;
  }
  reducing_ = near(reference, liquidation, reducing_ ? release_ : guard_, is_short);
}

Wakeup MarginGuard::next_wakeup(InstrumentId instrument, PriceKind kind, Price liquidation, bool is_short) const {
  Wakeup wakeup;
  if (!liquidation.known()) return wakeup;
  const Edge at = edge(liquidation, reducing_ ? release_ : guard_, is_short);
  const Price below = price_of(divide_rounding_down<Int128>(at.n, at.d));
  const Price above = price_of(divide_rounding_up<Int128>(at.n, at.d));
  const PriceDelta unit = PriceDelta::from_raw(1);
  PriceBand band{.instrument = instrument, .kind = kind, .at_or_below = {}, .at_or_above = {}};
  if (is_short) {
    if (reducing_)
      band.at_or_below = below;
    else
      band.at_or_above = below + unit;
  } else {
    if (reducing_)
      band.at_or_above = above;
    else
      band.at_or_below = above - unit;
  }
  wakeup.add(band);
  return wakeup;
}

}  // namespace alpha_pulse::risk
