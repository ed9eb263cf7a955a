#include "alpha_pulse/session/order_causes.hpp"

#include <algorithm>

namespace alpha_pulse::session {
namespace {

using hedging::GridStrategy;

bool ladder_only(const GridStrategy& strategy, SlotKind kind) {
  return kind != SlotKind::DISASTER_STOP && strategy.settings().exits.scope == hedging::ExitScope::LADDER;
}

/// What an exit of that kind guards is held.
bool part_is_held(SlotKind kind, const GridStrategy& strategy, const StrategyView& view) {
  const bool ladder = ladder_only(strategy, kind);
  return !(ladder ? strategy.book().ladder_held() : strategy.book().held(view)).is_zero();
}

PlaceCause rung_cause(const OrderStory* previous, const GridFacts& grid) {
  if (previous == nullptr || previous->moment.at < grid.laid_at) return PlaceCause::RUNG;
  if (previous->state == OrderState::FILLED) return PlaceCause::RUNG_AGAIN;
  return previous->moment.at < grid.moved_at ? PlaceCause::RUNG : PlaceCause::RUNG_REPLACED;
}

PlaceCause exit_cause(const OrderSpec& spec, const OrderStory* previous, const GridStrategy& strategy,
                      const StrategyView& view) {
  const PlaceCause anew = part_is_held(spec.slot.kind, strategy, view) ? PlaceCause::EXIT_SET : PlaceCause::EXIT_STAGED;
  if (previous == nullptr) return anew;
  if (previous->refused || previous->state == OrderState::REJECTED) return PlaceCause::EXIT_RESENT;
  if (find_live(view, previous->id) != nullptr) {
    if (previous->spec.trigger != spec.trigger) return PlaceCause::EXIT_MOVED;
    return previous->spec.quantity != spec.quantity ? PlaceCause::EXIT_RESIZED : PlaceCause::EXIT_RESENT;
  }
  const bool done_with = previous->cancel || previous->state == OrderState::FILLED;
  return done_with ? anew : PlaceCause::EXIT_RESENT;
}

bool timed_out(const Order& order, const GridStrategy& strategy, const StrategyView& view) {
  const auto& timeout = strategy.settings().grid.order_timeout;
  return timeout && view.now - order.submitted_at >= *timeout;
}

bool unguarded(const GridStrategy& strategy, const StrategyView& view) {
  const Price stop = strategy.stop_price();
  const Price price = view.market(strategy.book().hedge_leg()).reference();
  return !stop.known() || hedging::stop_touched(price, stop, strategy.book().hedge_is_short()) ||
         !stands(view, SlotKind::STOP_LOSS);
}

CancelCause opening_cause(const Order& order, const GridStrategy& strategy, const StrategyView& view) {
  const auto& rungs = strategy.ladder().rungs();
  const std::size_t index = order.spec.slot.index;
  if (strategy.state() != ProgramState::ACTIVE) return CancelCause::NOT_ACTIVE;
  if (strategy.rebuild_wanted() || index >= rungs.size()) return CancelCause::GRID_MOVED;
  if (rungs[index].level.price != order.spec.price) return CancelCause::GRID_MOVED;
  if (timed_out(order, strategy, view)) return CancelCause::TIMED_OUT;
  if (rungs[index].to_open() != order.remaining()) return CancelCause::RESIZED;
  return unguarded(strategy, view) ? CancelCause::UNGUARDED : CancelCause::NO_ROOM;
}

CancelCause closing_cause(const Order& order, const GridStrategy& strategy, const StrategyView& view) {
  const hedging::Ladder& ladder = strategy.ladder();
  const std::size_t rungs = ladder.rungs().size();
  const std::size_t index = order.spec.slot.index;
  if (index >= rungs + ladder.buy_backs().size()) return CancelCause::GRID_MOVED;
  const bool back = index >= rungs;
  const Price price = back ? ladder.buy_backs()[index - rungs].level.price : ladder.rungs()[index].close_price;
  const Quantity wanted = back ? ladder.buy_backs()[index - rungs].to_fill() : ladder.rungs()[index].to_close();
  if (price != order.spec.price) return CancelCause::GRID_MOVED;
  if (timed_out(order, strategy, view)) return CancelCause::TIMED_OUT;
  const bool nothing = wanted.is_zero() || strategy.book().held(view).is_zero();
  return nothing ? CancelCause::NOTHING_LEFT : CancelCause::RESIZED;
}

CancelCause rebalance_cause(const Order& order, const GridStrategy& strategy, const StrategyView& view) {
  const auto& goal = strategy.goal();
  const Quantity held = strategy.book().held(view);
  const bool raises = order.spec.side == strategy.book().raise_side();
  if (!goal) return CancelCause::NO_LONGER_AIMED;
  if (raises && strategy.state() != ProgramState::ACTIVE) return CancelCause::NOT_ACTIVE;
  const Quantity missing = *goal - held;
  if (raises != (missing.raw() > 0) || order.remaining() > missing.magnitude()) return CancelCause::NO_LONGER_AIMED;
  return strategy.patient(view.now) ? CancelCause::REQUOTED : CancelCause::PATIENCE_OVER;
}

}  // namespace

const Order* find_live(const StrategyView& view, ClientOrderId id) {
  const auto found = std::find_if(view.live_orders.begin(), view.live_orders.end(),
                                  [id](const Order& order) { return order.id == id; });
  return found == view.live_orders.end() ? nullptr : &*found;
}

bool stands(const StrategyView& view, SlotKind kind) {
  return std::any_of(view.live_orders.begin(), view.live_orders.end(),
                     [kind](const Order& order) { return order.spec.slot.kind == kind && order.working(); });
}

PlaceCause place_cause(const OrderSpec& spec, const OrderStory* previous, const GridFacts& grid,
                       const GridStrategy& strategy, const StrategyView& view) {
  switch (spec.slot.kind) {
    case SlotKind::GRID_OPEN:
      return rung_cause(previous, grid);
    case SlotKind::GRID_CLOSE:
      return spec.slot.index < strategy.ladder().rungs().size() ? PlaceCause::TAKE_BACK : PlaceCause::BUY_BACK;
    case SlotKind::REBALANCE:
      return PlaceCause::HEDGE_RATIO;
    case SlotKind::FLATTEN:
      return PlaceCause::FLATTEN;
    case SlotKind::STOP_LOSS:
    case SlotKind::TAKE_PROFIT:
    case SlotKind::DISASTER_STOP:
      return exit_cause(spec, previous, strategy, view);
  }
  std::unreachable();
}

ClientOrderId replacement_of(const Order& order, const StrategyView& view) {
  ClientOrderId newest;
  for (const Order& other : view.live_orders) {
    const bool same = other.spec.slot.kind == order.spec.slot.kind && other.id != order.id;
    if (same && other.working() && other.id > newest) newest = other.id;
  }
  return newest;
}

CancelCause cancel_cause(const Order& order, const GridStrategy& strategy, const StrategyView& view) {
  const SlotKind kind = order.spec.slot.kind;
  if (strategy.ended()) return CancelCause::ENDED;
  const bool of_ladder = kind == SlotKind::GRID_OPEN || kind == SlotKind::GRID_CLOSE || ladder_only(strategy, kind);
  if (strategy.ladder_ended() && of_ladder && kind != SlotKind::REBALANCE) return CancelCause::ENDED;
  switch (kind) {
    case SlotKind::GRID_OPEN:
      return opening_cause(order, strategy, view);
    case SlotKind::GRID_CLOSE:
      return closing_cause(order, strategy, view);
    case SlotKind::REBALANCE:
      return rebalance_cause(order, strategy, view);
    case SlotKind::FLATTEN:
      return CancelCause::NOTHING_LEFT;
    case SlotKind::STOP_LOSS:
    case SlotKind::TAKE_PROFIT:
    case SlotKind::DISASTER_STOP:
      return replacement_of(order, view).value != 0 ? CancelCause::REPLACED : CancelCause::NOTHING_LEFT;
  }
  std::unreachable();
}

ExitFacts exit_facts(SlotKind kind, const GridStrategy& strategy, const StrategyView& view) {
  const hedging::ExitSettings& settings = strategy.settings().exits;
  const InstrumentId leg = strategy.book().hedge_leg();
  ExitFacts facts;
  facts.ladder_only = ladder_only(strategy, kind);
  const Position& part = facts.ladder_only ? strategy.book().ladder_part() : view.position(leg);
  facts.entry = part.entry(view.instrument(leg));
  if (kind == SlotKind::DISASTER_STOP) {
    facts.share = settings.disaster_stop.value_or(Ratio{});
    facts.liquidation = view.liquidation;
    if (part.flat()) facts.entry = view.market(leg).reference();
    return facts;
  }
  facts.share = kind == SlotKind::STOP_LOSS ? settings.stop_loss : settings.take_profit;
  if (part.flat()) facts.entry = strategy.next_rung_price().value_or(Price{});
  return facts;
}

EndFacts end_facts(const GridStrategy& strategy) {
  const auto& ended = strategy.ended() ? strategy.ended() : strategy.ladder_ended();
  return ended ? EndFacts{.reason = ended->reason, .price = ended->price, .at = ended->at} : EndFacts{};
}

}  // namespace alpha_pulse::session
