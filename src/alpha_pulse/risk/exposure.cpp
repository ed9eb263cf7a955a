#include "alpha_pulse/risk/exposure.hpp"

#include <algorithm>
#include <limits>

#include "alpha_pulse/domain/backing.hpp"

namespace alpha_pulse::risk {
namespace {

constexpr Int128 kUnlimited = std::numeric_limits<std::int64_t>::max();

/// n x a / b toward zero; a product too wide for 128 bits is divided first, where the lost digits no longer matter.
Int128 times_over(Int128 n, Int128 a, Int128 b) {
  Int128 product = 0;
  if (!__builtin_mul_overflow(n, a, &product)) return product / b;
  return checked_mul<Int128>(n / b, a);
}

/// Contracts (1e-8) whose size is `base_raw` base units.
Int128 contracts_of_base(const Instrument& hedge, Price price, Int128 base_raw) {
  if (hedge.kind == ContractKind::INVERSE) return times_over(base_raw, price.raw(), hedge.multiplier.raw());
  return times_over(base_raw, kOne, hedge.multiplier.raw());
}

/// Contracts whose notional is `notional_raw` (1e-16) of the settle currency.
Int128 contracts_of_notional(const Instrument& hedge, Price price, Int128 notional_raw) {
  if (hedge.kind == ContractKind::INVERSE) return contracts_of_base(hedge, price, notional_raw / kOne);
  return contracts_of_base(hedge, price, notional_raw / price.raw());
}

/// Whether `backed` is enough for `cap` base units at this price, without dividing. False also where that cannot be
/// told in 128 bits.
bool backs(Int128 backed, Int128 required, Price price, Int128 cap) {
  Int128 has = 0, needs = 0;
  if (__builtin_mul_overflow(backed, Int128{kOne}, &has)) return false;
  if (__builtin_mul_overflow(cap, Int128{price.raw()}, &needs)) return false;
  return !__builtin_mul_overflow(needs, required, &needs) && has >= needs;
}

/// `cap`, or what the margin allows where that is less.
Int128 within_margin(const RiskContext& context, Int128 cap) {
  const Int128 funds = context.wallet.raw() + context.unrealised.raw();
  const Price price = context.market.reference();
  const bool in_base = context.hedge.kind != ContractKind::INVERSE && context.hedge.multiplier.raw() == kOne;
  Int128 least = cap;
  for (const MarginBracket& bracket : context.hedge.brackets) {
    const Int128 backed = std::max<Int128>(0, funds + bracket.cum.raw());
    const Int128 required = required_backing(context.hedge, bracket);
    if (in_base && backs(backed, required, price, least)) continue;
    const Int128 notional_raw = times_over(backed, kOne, required);
    least = std::min(least, contracts_of_notional(context.hedge, price, notional_raw));
  }
  return least;
}

Int128 quote_cap(const RiskContext& context, Money limit) {
  if (context.hedge.kind == ContractKind::INVERSE) return limit.raw() / context.hedge.multiplier.raw();
  return contracts_of_notional(context.hedge, context.market.reference(), limit.raw());
}

Quantity on_lot(const Instrument& hedge, Int128 contracts) {
  const Int128 bounded = std::clamp<Int128>(contracts, 0, kUnlimited);
  return hedge.round_down_to_lot(Quantity::from_raw(narrow(bounded)));
}

Int128 share_of_holding(const RiskContext& context, Ratio share) {
  const Quantity base = scale_toward_zero(context.spot.magnitude(), share);
  return contracts_of_base(context.hedge, context.market.reference(), base.raw());
}

}  // namespace

Quantity position_cap(const RiskLimits& limits, const RiskContext& context) {
  const Price price = context.market.reference();
  if (!price.known()) return Quantity{};
  Int128 cap = std::min(kUnlimited, share_of_holding(context, limits.ratio_max));
  if (limits.max_position_size) {
    cap = std::min(cap, contracts_of_base(context.hedge, price, limits.max_position_size->raw()));
  }
  if (limits.quote_limit) cap = std::min(cap, quote_cap(context, *limits.quote_limit));
  return on_lot(context.hedge, within_margin(context, cap));
}

Quantity order_cap(const RiskLimits& limits, const RiskContext& context) {
  if (!context.market.reference().known()) return Quantity{};
  const Ratio share = std::max(Ratio::one(), limits.target);
  return std::min(position_cap(limits, context), on_lot(context.hedge, share_of_holding(context, share)));
}

Quantity worst_case(GridDirection direction, Quantity position, std::span<const Order> live_orders) {
  Quantity total = position.magnitude();
  for (const Order& order : live_orders) {
    const bool raises = order.spec.side == raising_side(direction) && !order.spec.reduce_only;
    if (raises && order.live()) total += order.remaining();
  }
  return total;
}

}  // namespace alpha_pulse::risk
