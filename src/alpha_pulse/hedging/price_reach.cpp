#include "alpha_pulse/hedging/price_reach.hpp"

#include <algorithm>

namespace alpha_pulse::hedging {
namespace {

constexpr PriceDelta kUnit = PriceDelta::from_raw(1);
constexpr std::int64_t kHighestPrice = 9'000'000'000'000'000'000;

/// The lowest price at which so many lots are worth the minimum notional; Price{} when there is none.
Price worth_the_minimum(const Instrument& instrument, std::int64_t lots) {
  const Int128 one_lot = wide_mul(instrument.lot.raw(), instrument.multiplier.raw());
  const Int128 size = checked_mul<Int128>(one_lot, lots);
  const Int128 price = multiply_divide_rounding_up(instrument.min_notional.raw(), kOne, size);
  return price > Int128{kHighestPrice} ? Price{} : Price::from_raw(narrow(price));
}

}  // namespace

PriceKind reference_kind(const MarketState& market) {
  return market.mark.known() ? PriceKind::MARK : PriceKind::TRADE;
}

PriceBand same_minimum(const Instrument& instrument, PriceKind kind, Price price) {
  PriceBand band{.instrument = instrument.id, .kind = kind, .at_or_below = {}, .at_or_above = {}};
  if (instrument.kind == ContractKind::INVERSE) return band;  // worth the same at every price
  const std::int64_t lots = instrument.minimum_quantity(price).raw() / instrument.lot.raw();
  const Price enough = worth_the_minimum(instrument, lots);
  if (enough.known()) band.at_or_below = enough - kUnit;
  if (lots > 1) band.at_or_above = worth_the_minimum(instrument, lots - 1);
  return band;
}

// A short is far enough while P + g P <= L, a long while P - g P >= L: no rounding is lost on the way to the integers.
PriceBand clear_of_liquidation(InstrumentId instrument, PriceKind kind, Price liquidation, Ratio distance,
                               bool is_short) {
  const Int128 level = wide_mul(liquidation.raw(), kOne);
  PriceBand band{.instrument = instrument, .kind = kind, .at_or_below = {}, .at_or_above = {}};
  if (is_short) {
    band.at_or_above = Price::from_raw(narrow(divide_rounding_down<Int128>(level, kOne + distance.raw()))) + kUnit;
  } else {
    const Int128 enough = divide_rounding_up<Int128>(level, kOne - distance.raw());
    band.at_or_below = Price::from_raw(narrow(std::min<Int128>(enough, kHighestPrice))) - kUnit;
  }
  return band;
}

PriceBand same_side(InstrumentId instrument, PriceKind kind, Price price, Price level, bool upwards) {
  PriceBand band{.instrument = instrument, .kind = kind, .at_or_below = {}, .at_or_above = {}};
  const bool beyond = upwards ? price >= level : price <= level;
  if (upwards == beyond) {
    band.at_or_below = beyond ? level - kUnit : level;
  } else {
    band.at_or_above = beyond ? level + kUnit : level;
  }
  return band;
}

}  // namespace alpha_pulse::hedging
