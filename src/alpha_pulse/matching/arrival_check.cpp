#include "alpha_pulse/matching/arrival_check.hpp"

#include "alpha_pulse/matching/marketable.hpp"

namespace alpha_pulse::matching {
namespace {

bool positive_on_tick(const Instrument& instrument, Price price) {
  return price.known() && instrument.on_tick(price);
}

bool numbers_fit(const Instrument& instrument, const OrderSpec& spec) {
  if (instrument.kind == ContractKind::SPOT) return false;
  if (spec.quantity.raw() <= 0 || !instrument.on_lot(spec.quantity)) return false;
  if (spec.type == OrderType::LIMIT) return positive_on_tick(instrument, spec.price);
  if (!is_conditional(spec.type)) return true;
  const bool trigger_known = spec.trigger_by == PriceKind::MARK || spec.trigger_by == PriceKind::TRADE;
  return trigger_known && positive_on_tick(instrument, spec.trigger);
}

/// The price at which the minimum notional is judged.
Price judged_at(const OrderSpec& spec, Price market) {
  if (spec.type == OrderType::LIMIT) return spec.price;
  return is_conditional(spec.type) ? spec.trigger : market;
}

}  // namespace

Reason check_arrival(const Instrument& instrument, const MarketState& market, const Position& position,
                     const FillSettings& settings, const OrderSpec& spec) {
  if (!numbers_fit(instrument, spec)) return Reason::BAD_FILTER;
  const Price quote = opposite_quote(spec.side, quotes_of(market, instrument));
  if (!quote.known() || !market.reference().known()) return Reason::NO_PRICE;
  if (!spec.reduce_only && spec.quantity < instrument.minimum_quantity(judged_at(spec, quote))) {
    return Reason::BAD_FILTER;
  }
  if (is_conditional(spec.type)) {
    if (!trigger_price(spec, market).known()) return Reason::NO_PRICE;
    if (is_triggered(spec, market)) return Reason::WOULD_TRIGGER_IMMEDIATELY;
    if (settings.stop_while_flat) return Reason::NONE;
  }
  if (spec.reduce_only && !reduces(spec.side, position.quantity())) return Reason::REDUCE_ONLY_REJECTED;
  return Reason::NONE;
}

}  // namespace alpha_pulse::matching
