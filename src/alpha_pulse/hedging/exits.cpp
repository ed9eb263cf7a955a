// Keeps the protective orders of the hedge leg: which part they guard, when their triggers move, and what happens when
// the market has already passed one that is not there.
#include <algorithm>

#include "alpha_pulse/hedging/grid_strategy.hpp"
#include "alpha_pulse/hedging/price_reach.hpp"

namespace alpha_pulse::hedging {
namespace {

constexpr Duration kUnprotectedMax = Duration::seconds(10);
constexpr Ratio kDisasterSlack = Ratio::from_raw(kOne / 200);  // a trigger this close to the wanted one stays

OrderSpec exit_pattern(const Instrument& instrument, OrderType type, Side side) {
  OrderSpec spec;
  spec.instrument = instrument.id;
  spec.side = side;
  spec.type = type;
  spec.reduce_only = true;
  spec.trigger_by = PriceKind::MARK;
  return spec;
}

bool close_to(Price a, Price b) {
  return a.known() && b.known() && a >= scale_rounding_down(b, Ratio::one() - kDisasterSlack) &&
         a <= scale_rounding_up(b, Ratio::one() + kDisasterSlack);
}

}  // namespace

/// At least everything that may come to be held: reduce-only, so more than that does no harm.
Quantity GridStrategy::cover(const StrategyView& view) const {
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Quantity by_ratio = instrument.round_up_to_lot(share_of_holding(view, settings_.ratio.max));
  const Quantity by_orders = book_.held(view) + book_.raising_live(view);
  return std::max({by_ratio, by_orders, instrument.lot});
}

bool GridStrategy::stop_stands(const StrategyView& view, SlotKind kind) const {
  return std::any_of(view.live_orders.begin(), view.live_orders.end(), [&](const Order& order) {
    return order.spec.slot.kind == kind && order.spec.instrument == book_.hedge_leg() && order.working();
  });
}

void GridStrategy::refresh_exit_triggers(const StrategyView& view) {
  if (!exits_stale_) return;
  exits_stale_ = false;
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const bool is_short = book_.hedge_is_short();
  const Position& part =
      settings_.exits.scope == ExitScope::ALL ? view.position(book_.hedge_leg()) : book_.ladder_part();
  stop_trigger_ = take_profit_trigger_ = Price{};
  if (!part.flat()) {
    const ExitTriggers triggers = exit_triggers(instrument, settings_.exits, part, is_short);
    stop_trigger_ = triggers.stop_loss;
    take_profit_trigger_ = triggers.take_profit;
  } else if (const auto first = next_rung_price(); first && settings_.exits.stop_while_flat) {
    stop_trigger_ = staged_stop(instrument, settings_.exits, *first, is_short);
  }
}

void GridStrategy::refresh_disaster_trigger(const StrategyView& view) {
  if (!disaster_stale_ || !settings_.exits.disaster_stop) return;
  disaster_stale_ = false;
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Quantity held = book_.held(view);
  const Quantity planned = std::max(held, instrument.round_up_to_lot(base_goal(view)));
  if (planned.is_zero()) {
    disaster_trigger_ = Price{};
    return;
  }
  // Entry and liquidation as they will be once the hedge is complete at today's price.
  const Price reference = view.market(book_.hedge_leg()).reference();
  Position projected = view.position(book_.hedge_leg());
  if (planned > held) projected.apply(instrument, book_.raise_side(), planned - held, reference);
  if (projected.flat()) return;
  const Price liquidation =
      liquidation_price(instrument, projected.quantity(), projected.cost(instrument), view.wallet);
  const Price trigger =
      disaster_trigger(instrument, *settings_.exits.disaster_stop, projected.entry(instrument), liquidation);
  if (!close_to(disaster_trigger_, trigger)) disaster_trigger_ = trigger;
}

std::optional<WantedExit> GridStrategy::wanted_stop(const StrategyView& view) const {
  if (!stop_trigger_.known() || ladder_ended_) return std::nullopt;
  if (settings_.exits.scope == ExitScope::ALL) {
    return WantedExit{.trigger = stop_trigger_,
                      .quantity = cover(view),
                      .exact_quantity = false,
                      .passed = passed(view, stop_trigger_)};
  }
  if (!book_.ladder_held().is_zero()) {
    return WantedExit{.trigger = stop_trigger_,
                      .quantity = book_.ladder_held(),
                      .exact_quantity = true,
                      .passed = passed(view, stop_trigger_)};
  }
  if (ladder_.rungs().empty()) return std::nullopt;
  return WantedExit{.trigger = stop_trigger_,
                    .quantity = ladder_.rungs().front().level.quantity,
                    .exact_quantity = true,
                    .passed = passed(view, stop_trigger_)};
}

std::optional<WantedExit> GridStrategy::wanted_take_profit(const StrategyView& view) const {
  if (!take_profit_trigger_.known() || ladder_ended_) return std::nullopt;
  if (settings_.exits.scope == ExitScope::ALL) {
    return WantedExit{.trigger = take_profit_trigger_, .quantity = cover(view), .exact_quantity = false};
  }
  return WantedExit{.trigger = take_profit_trigger_, .quantity = book_.ladder_held(), .exact_quantity = true};
}

std::optional<WantedExit> GridStrategy::wanted_disaster(const StrategyView& view) const {
  if (!disaster_trigger_.known()) return std::nullopt;
  const bool needed = !book_.held(view).is_zero() || (settings_.exits.stop_while_flat && !base_goal(view).is_zero());
  if (!needed) return std::nullopt;
  return WantedExit{.trigger = disaster_trigger_,
                    .quantity = cover(view),
                    .exact_quantity = false,
                    .passed = passed(view, disaster_trigger_)};
}

void GridStrategy::keep_exits(const StrategyView& view, Commands& out) {
  refresh_exit_triggers(view);
  refresh_disaster_trigger(view);
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Side side = book_.reduce_side();
  const OrderSpec stop = exit_pattern(instrument, OrderType::STOP_MARKET, side);
  const OrderSpec profit = exit_pattern(instrument, OrderType::TAKE_PROFIT_MARKET, side);
  stop_.keep(wanted_stop(view), stop, view.live_orders, view.now, out);
  take_profit_.keep(wanted_take_profit(view), profit, view.live_orders, view.now, out);
  disaster_.keep(wanted_disaster(view), stop, view.live_orders, view.now, out);
}

/// While flat a stop may be wanted that the market has passed already: it waits for the price to come back.
bool GridStrategy::passed(const StrategyView& view, Price trigger) const {
  return stop_touched(view.market(book_.hedge_leg()).reference(), trigger, book_.hedge_is_short());
}

/// A trigger the market has passed while its order is missing means: exit now. So does a stop missing for too long.
void GridStrategy::exit_if_passed(const StrategyView& view) {
  if (ended_ || pending_exit_ || book_.held(view).is_zero()) return;
  refresh_exit_triggers(view);
  refresh_disaster_trigger(view);
  const Price mark = view.market(book_.hedge_leg()).reference();
  const bool is_short = book_.hedge_is_short();
  const bool guards_now = settings_.exits.scope == ExitScope::ALL || !book_.ladder_held().is_zero();
  const auto overdue = [&](const ExitKeeper& keeper) {
    return keeper.missing_since() && view.now - *keeper.missing_since() >= kUnprotectedMax;
  };
  const auto fires = [&](SlotKind kind, Price trigger, bool touched, bool late) {
    if (trigger.known() && !stop_stands(view, kind) && (touched || late)) pending_exit_ = {.kind = kind, .price = mark};
  };
  if (!ladder_ended_ && guards_now) {
    fires(SlotKind::STOP_LOSS, stop_trigger_, stop_touched(mark, stop_trigger_, is_short), overdue(stop_));
    if (pending_exit_) return;
    fires(SlotKind::TAKE_PROFIT, take_profit_trigger_, take_profit_touched(mark, take_profit_trigger_, is_short),
          false);
    if (pending_exit_) return;
  }
  fires(SlotKind::DISASTER_STOP, disaster_trigger_, stop_touched(mark, disaster_trigger_, is_short),
        overdue(disaster_));
}

/// An exit that is missing matters when it is sent again, when it is overdue, and when the price crosses its trigger;
/// one that stands is the venue's business.
void GridStrategy::wake_for_exits(const StrategyView& view) {
  const MarketState& market = view.market(book_.hedge_leg());
  const bool is_short = book_.hedge_is_short();
  const auto watch = [&](const ExitKeeper& keeper, Price trigger, bool upwards) {
    wakeup_.not_later_than(keeper.retry_at());
    if (!keeper.missing_since()) return;
    const Timestamp overdue = *keeper.missing_since() + kUnprotectedMax;
    if (overdue > view.now) wakeup_.not_later_than(overdue);
    if (trigger.known()) {
      wakeup_.add(same_side(book_.hedge_leg(), reference_kind(market), market.reference(), trigger, upwards));
    }
  };
  watch(stop_, stop_trigger_, is_short);
  watch(take_profit_, take_profit_trigger_, !is_short);
  watch(disaster_, disaster_trigger_, is_short);
}

}  // namespace alpha_pulse::hedging
