// What happens after a stop, a take profit or the command to stop: everything of the scope is cancelled and flattened,
// and nothing is placed again until it is re-armed.
#include <algorithm>

#include "alpha_pulse/hedging/grid_strategy.hpp"

namespace alpha_pulse::hedging {
namespace {

constexpr Duration kFlattenRetry = Duration::seconds(1);
constexpr Ratio kFlattenCap = Ratio::from_raw(kOne / 1000);  // the first attempt stays within ten basis points

bool is_grid(SlotKind kind) {
  return kind == SlotKind::GRID_OPEN || kind == SlotKind::GRID_CLOSE;
}

/// Orders that stand in the way of beginning again.
bool belongs(SlotKind kind, bool whole_leg) {
  return whole_leg || is_grid(kind) || kind == SlotKind::STOP_LOSS || kind == SlotKind::TAKE_PROFIT;
}

}  // namespace

/// Of the whole leg everything goes; of the ladder its grid orders (its exits are taken away by their keepers).
void GridStrategy::wind_down(Ended& ended, const StrategyView& view, bool whole_leg, Commands& out) {
  bool executing = false;  // a triggered exit or an earlier attempt is still at work
  for (const Order& order : view.live_orders) {
    if (order.spec.instrument != book_.hedge_leg()) continue;
    const SlotKind kind = order.spec.slot.kind;
    const bool at_work = kind == SlotKind::FLATTEN || (is_protective(kind) && order.triggered);
    executing = executing || at_work;
    if (at_work || order.cancel_requested) continue;
    if (whole_leg || is_grid(kind)) out.cancel(order);
  }
  if (whole_leg) rebalancer_.give_up();
  grid_.forget();
  const Quantity remaining = whole_leg ? book_.held(view) : book_.ladder_held();
  ended.flattened = ended.flattened || remaining.is_zero();
  if (!executing && !remaining.is_zero()) flatten(ended, view, remaining, out);
}

void GridStrategy::flatten(Ended& ended, const StrategyView& view, Quantity remaining, Commands& out) {
  if (ended.flatten_attempts >= 2 && view.now < ended.last_attempt + kFlattenRetry) return;
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const MarketState& market = view.market(book_.hedge_leg());
  OrderSpec spec;
  spec.instrument = instrument.id;
  spec.slot = {.kind = SlotKind::FLATTEN, .index = 0};
  spec.side = book_.reduce_side();
  spec.reduce_only = true;
  spec.quantity = remaining;
  spec.type = ended.flatten_attempts == 0 ? OrderType::LIMIT : OrderType::MARKET;
  spec.time_in_force = TimeInForce::IOC;
  if (spec.type == OrderType::LIMIT) {
    spec.price =
        spec.side == Side::BUY
            ? instrument.round_down_to_tick(scale_rounding_down(market.ask_or_last(), Ratio::one() + kFlattenCap))
            : instrument.round_up_to_tick(scale_rounding_up(market.bid_or_last(), Ratio::one() - kFlattenCap));
  }
  out.place(spec);
  ++ended.flatten_attempts;
  ended.last_attempt = view.now;
}

bool GridStrategy::rearm_due(const Ended& ended, bool whole_leg, const StrategyView& view) const {
  const bool anything_live = std::any_of(view.live_orders.begin(), view.live_orders.end(), [&](const Order& order) {
    return order.spec.instrument == book_.hedge_leg() && belongs(order.spec.slot.kind, whole_leg);
  });
  if (!ended.flattened || anything_live) return false;
  if (rearm_requested_) return true;
  if (!ended.by_exit()) return false;  // a disaster or a person: only a person begins again
  if (settings_.exits.rearm == Rearm::TIMED) return view.now >= ended.at + settings_.exits.rearm_after;
  if (settings_.exits.rearm == Rearm::MANUAL) return false;
  const Price now = view.market(book_.hedge_leg()).reference();
  const auto [below, above] = rearm_prices(ended);
  return now <= below || now >= above;
}

std::pair<Price, Price> GridStrategy::rearm_prices(const Ended& ended) const {
  return {scale_rounding_down(ended.price, Ratio::one() - settings_.exits.rearm_move),
          scale_rounding_up(ended.price, Ratio::one() + settings_.exits.rearm_move)};
}

void GridStrategy::rearm(const StrategyView& view) {
  if (ended_) building_ = true;
  ended_.reset();
  ladder_ended_.reset();
  ladder_ = Ladder{};
  grid_.forget();
  stop_.forget();
  take_profit_.forget();
  exits_stale_ = disaster_stale_ = true;
  spaced_at_ = view.now;
}

/// What is found to be due after the decision, because only now everything is gone, is done at the next event.
void GridStrategy::wake_for_rearm(const Ended& ended, bool whole_leg, const StrategyView& view) {
  wakeup_.every_event = !ended.flattened || rearm_requested_ || rearm_due(ended, whole_leg, view);
  if (!ended.flattened) {
    if (ended.flatten_attempts > 0) wakeup_.not_later_than(ended.last_attempt + kFlattenRetry);
    return;
  }
  if (!ended.by_exit()) return;  // only a person begins again, and a person always wakes
  if (settings_.exits.rearm == Rearm::TIMED) wakeup_.not_later_than(ended.at + settings_.exits.rearm_after);
  if (settings_.exits.rearm != Rearm::PRICE) return;
  const auto [below, above] = rearm_prices(ended);
  for (const PriceKind kind : {PriceKind::MARK, PriceKind::TRADE}) {
    wakeup_.add({.instrument = book_.hedge_leg(), .kind = kind, .at_or_below = below, .at_or_above = above});
  }
}

}  // namespace alpha_pulse::hedging
