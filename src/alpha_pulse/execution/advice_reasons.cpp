#include "alpha_pulse/execution/advice_reasons.hpp"

#include <algorithm>

#include "alpha_pulse/engine/portfolio.hpp"
#include "alpha_pulse/execution/standing_advice.hpp"
#include "alpha_pulse/matching/marketable.hpp"

namespace alpha_pulse::execution {
namespace {

using engine::AdviceCause;
using engine::AdviceWhy;

Quantity position_after(const OrderSpec& spec, Quantity held) {
  const Quantity change = signed_quantity(spec.side, spec.quantity);
  if (!spec.reduce_only) return held + change;
  const bool reduces = (held.raw() > 0) != (change.raw() > 0);
  if (!reduces || held.is_zero()) return held;
  return spec.quantity >= held.magnitude() ? Quantity{} : held + change;
}

AdviceWhy why_exit(AdviceCause cause, bool of_ladder, const AdviceMoment& moment) {
  AdviceWhy why;
  why.cause = cause;
  why.of_ladder = of_ladder;
  if (!of_ladder) why.entry = moment.position.entry(moment.instrument);
  return why;
}

/// Of BOTH, the indices behind the rungs are those of its buy-backs, which have no number of their own.
AdviceWhy why_rung(AdviceCause cause, const OrderSpec& spec, const AdviceSettings& settings) {
  AdviceWhy why;
  why.cause = cause;
  if (cause == AdviceCause::RUNG_BACK && settings.direction == GridDirection::BOTH) return why;
  why.rung = spec.slot.index + 1;
  why.rungs = settings.rungs;
  return why;
}

AdviceWhy why_rebalance(const OrderSpec& spec, const AdviceSettings& settings, const AdviceMoment& moment) {
  AdviceWhy why;
  const Ratio ratio = ratio_change(spec, moment).before.value_or(settings.ratio_target);
  if (spec.reduce_only && moment.reason == Reason::MARGIN_GUARD) {
    why.cause = AdviceCause::MARGIN_GUARD;
  } else if (ratio > settings.ratio_max) {
    why.cause = AdviceCause::RATIO_ABOVE_MAX;
    why.limit = settings.ratio_max;
  } else if (moment.reason == Reason::BUILDING_HEDGE) {
    why.cause = AdviceCause::BUILDING_HEDGE;
    why.limit = settings.ratio_target;
  } else if (ratio < settings.ratio_min) {
    why.cause = AdviceCause::RATIO_BELOW_MIN;
    why.limit = settings.ratio_min;
  } else {
    why.cause = AdviceCause::RATIO_OFF_TARGET;
    why.limit = settings.ratio_target;
  }
  return why;
}

bool of_the_ladder(SlotKind kind) {
  return kind != SlotKind::REBALANCE && kind != SlotKind::DISASTER_STOP;
}

}  // namespace

RatioChange ratio_change(const OrderSpec& spec, const AdviceMoment& moment) {
  const Quantity held = moment.position.quantity();
  const Price mark = moment.market.reference();
  return {.before = engine::hedge_ratio(moment.instrument, held, mark, moment.holding),
          .after = engine::hedge_ratio(moment.instrument, position_after(spec, held), mark, moment.holding)};
}

AdviceWhy why_place(const OrderSpec& spec, const AdviceSettings& settings, const AdviceMoment& moment) {
  switch (spec.slot.kind) {
    case SlotKind::GRID_OPEN:
      return why_rung(AdviceCause::RUNG, spec, settings);
    case SlotKind::GRID_CLOSE:
      return why_rung(AdviceCause::RUNG_BACK, spec, settings);
    case SlotKind::REBALANCE:
      return why_rebalance(spec, settings, moment);
    case SlotKind::STOP_LOSS:
      return why_exit(AdviceCause::STOP_LOSS, settings.exits_guard_ladder, moment);
    case SlotKind::TAKE_PROFIT:
      return why_exit(AdviceCause::TAKE_PROFIT, settings.exits_guard_ladder, moment);
    case SlotKind::DISASTER_STOP:
      return why_exit(AdviceCause::DISASTER_STOP, false, moment);
    case SlotKind::FLATTEN:
      break;
  }
  AdviceWhy why;
  why.cause = AdviceCause::FLATTEN;
  why.reason = moment.reason;
  return why;
}

AdviceWhy why_cancel(const OrderSpec& spec, std::optional<ClientOrderId> successor, const AdviceMoment& moment) {
  AdviceWhy why;
  if (successor) {
    why.cause = AdviceCause::MOVED;
    why.successor = successor;
    return why;
  }
  why.cause = AdviceCause::WITHDRAWN;
  const bool ladder_ended = moment.reason == Reason::LADDER_STOPPED && of_the_ladder(spec.slot.kind);
  if (moment.state != ProgramState::ACTIVE || ladder_ended) why.reason = moment.reason;
  return why;
}

Money expected_fee(const OrderSpec& spec, const matching::FillSettings& fills, const AdviceMoment& moment) {
  const bool rests = spec.type == OrderType::LIMIT && !is_immediate(spec);
  const Price quote = matching::opposite_quote(spec.side, matching::quotes_of(moment.market, moment.instrument));
  const Price price = is_conditional(spec.type) ? spec.trigger : spec.type == OrderType::MARKET ? quote : spec.price;
  if (!price.known()) return Money(moment.instrument.settle());
  return matching::charge(notional(moment.instrument, price, spec.quantity), rests ? fills.maker_fee : fills.taker_fee);
}

}  // namespace alpha_pulse::execution
