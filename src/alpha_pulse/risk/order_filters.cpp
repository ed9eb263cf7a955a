#include "alpha_pulse/risk/order_filters.hpp"

#include "alpha_pulse/risk/exposure.hpp"

namespace alpha_pulse::risk {
namespace {

std::unexpected<RiskRefusal> refuse(std::string_view detail) {
  return std::unexpected(RiskRefusal{.reason = Reason::BAD_FILTER, .detail = detail});
}

Verdict check_prices(const OrderSpec& spec, const Instrument& instrument) {
  const bool wants_price = spec.type == OrderType::LIMIT;
  const bool wants_trigger = is_conditional(spec.type);
  if (wants_price != (spec.price != Price{})) return refuse("a limit order has a price, no other order has one");
  if (wants_trigger != (spec.trigger != Price{})) return refuse("a conditional order has a trigger, no other has one");
  if (wants_price && !(spec.price.known() && instrument.on_tick(spec.price))) return refuse("price not on the tick");
  if (wants_trigger && !(spec.trigger.known() && instrument.on_tick(spec.trigger))) {
    return refuse("trigger not on the tick");
  }
  return {};
}

/// Catches a slipped digit: on the giving side half a price is far outside anything a plan asks for; on the patient
/// side a rung may be far away, but not a hundred prices.
bool plausible(Side side, Price price, Price reference) {
  const Int128 p = price.raw();
  const Int128 r = reference.raw();
  if (p > 100 * r || 100 * p < r) return false;
  return side == Side::SELL ? 2 * p >= r : 2 * p <= 3 * r;
}

}  // namespace

Verdict check_form(const OrderSpec& spec, const Instrument& instrument, Price reference, GridDirection direction) {
  if (spec.quantity.raw() <= 0) return refuse("quantity not positive");
  if (!instrument.on_lot(spec.quantity)) return refuse("quantity not on the lot");
  if (const Verdict prices = check_prices(spec, instrument); !prices) return prices;
  const bool banded = spec.type == OrderType::LIMIT && reference.known();
  if (banded && !plausible(spec.side, spec.price, reference)) return refuse("limit price far from the market");
  if (spec.reduce_only) return {};
  if (is_conditional(spec.type)) return refuse("a conditional order must be reduce-only");
  if (spec.side != raising_side(direction)) return refuse("the closing side must be reduce-only");
  if (!reference.known()) return std::unexpected(RiskRefusal{Reason::NO_PRICE, "no price of the hedge leg yet"});
  const Price price = spec.type == OrderType::LIMIT ? spec.price : reference;
  if (spec.quantity < instrument.minimum_quantity(price)) return refuse("below the minimum notional");
  return {};
}

}  // namespace alpha_pulse::risk
