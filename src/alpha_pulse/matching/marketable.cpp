#include "alpha_pulse/matching/marketable.hpp"

#include <algorithm>

namespace alpha_pulse::matching {

Quotes quotes_of(const MarketState& market, const Instrument& instrument) {
  const Price ask_of_last = market.last.known() ? market.last + (instrument.tick - Price{}) : Price{};
  return {.bid = market.bid_or_last(), .ask = market.ask.known() ? market.ask : ask_of_last};
}

bool crosses(const OrderSpec& spec, Quotes quotes) {
  const Price quote = opposite_quote(spec.side, quotes);
  if (!quote.known()) return false;
  return spec.side == Side::BUY ? spec.price >= quote : spec.price <= quote;
}

Price taker_price(const Instrument& instrument, Side side, Price touch, Ratio slippage) {
  if (side == Side::BUY) {
    return instrument.round_up_to_tick(scale_rounding_up(touch, Ratio::one() + slippage));
  }
  return std::max(instrument.tick, instrument.round_down_to_tick(scale_rounding_down(touch, Ratio::one() - slippage)));
}

Price trigger_price(const OrderSpec& spec, const MarketState& market) {
  return spec.trigger_by == PriceKind::TRADE ? market.last : market.reference();
}

bool is_triggered(const OrderSpec& spec, const MarketState& market) {
  const Price price = trigger_price(spec, market);
  if (!price.known()) return false;
  return waits_for_rise(spec) ? price >= spec.trigger : price <= spec.trigger;
}

Money charge(Money notional, Ratio rate) {
  const Int128 exact = checked_mul<Int128>(notional.raw(), rate.raw());  // 1e-24
  return Money::from_raw(divide_rounding_half_away<Int128>(exact, Money::kUnit) * kOne, notional.currency());
}

}  // namespace alpha_pulse::matching
