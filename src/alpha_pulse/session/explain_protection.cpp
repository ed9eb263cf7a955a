#include "alpha_pulse/session/explain_protection.hpp"

#include <algorithm>

#include "alpha_pulse/session/order_causes.hpp"

namespace alpha_pulse::session {
namespace {

using hedging::GridStrategy;

Price trigger_of(SlotKind kind, const GridStrategy& strategy) {
  if (kind == SlotKind::TAKE_PROFIT) return strategy.take_profit_price();
  return kind == SlotKind::DISASTER_STOP ? strategy.disaster_price() : strategy.stop_price();
}

std::optional<NoExit> disaster_missing(const GridStrategy& strategy, const StrategyView& view) {
  if (!strategy.settings().exits.disaster_stop) return NoExit::SWITCHED_OFF;
  const bool nothing =
      strategy.book().held(view).is_zero() && hedging::base_goal(strategy.settings(), strategy.need(view)).is_zero();
  if (nothing) return NoExit::NOTHING_HELD;
  if (!strategy.disaster_price().known()) return NoExit::NO_LIQUIDATION;
  return std::nullopt;
}

/// Why no such exit is wanted now; nothing when one is.
std::optional<NoExit> missing(SlotKind kind, const GridStrategy& strategy, const StrategyView& view) {
  if (strategy.state() == ProgramState::STARTING) return NoExit::NO_STATE_YET;
  if (strategy.ended()) return NoExit::ENDED;
  if (kind == SlotKind::DISASTER_STOP) return disaster_missing(strategy, view);
  if (strategy.ladder_ended()) return NoExit::LADDER_ENDED;
  const bool ladder_only = strategy.settings().exits.scope == hedging::ExitScope::LADDER;
  if (ladder_only && !strategy.settings().grid.ladder) return NoExit::NO_LADDER;
  if (trigger_of(kind, strategy).known()) return std::nullopt;
  if (kind == SlotKind::STOP_LOSS && !strategy.next_rung_price()) return NoExit::NO_RUNG;
  return NoExit::NOTHING_HELD;
}

/// The confirmed order that stands for it: the one with the wanted trigger before an older one.
const Order* standing_order(SlotKind kind, Price trigger, const StrategyView& view) {
  const Order* best = nullptr;
  for (const Order& order : view.live_orders) {
    if (order.spec.slot.kind != kind || !order.working()) continue;
    if (best == nullptr || order.spec.trigger == trigger) best = &order;
  }
  return best;
}

std::size_t moves_of(SlotKind kind, const std::vector<OrderStory>& orders) {
  return static_cast<std::size_t>(std::count_if(orders.begin(), orders.end(), [kind](const OrderStory& story) {
    return story.spec.slot.kind == kind && story.cause == PlaceCause::EXIT_MOVED && !story.refused;
  }));
}

Ratio distance(Price price, Price trigger) {
  return Ratio::from_raw(
      narrow(divide_rounding_half_away<Int128>(wide_mul((trigger - price).raw(), kOne), price.raw())));
}

ExitStory exit_story(SlotKind kind, const CaseRecorder& run, const StrategyView& view) {
  const GridStrategy& strategy = run.strategy();
  ExitStory story;
  story.kind = kind;
  story.none = missing(kind, strategy, view);
  story.moves = moves_of(kind, run.orders());
  if (story.none) return story;
  story.trigger = trigger_of(kind, strategy);
  story.facts = exit_facts(kind, strategy, view);
  story.guards = story.facts.ladder_only ? strategy.book().ladder_held() : strategy.book().held(view);
  story.staged = story.guards.is_zero();
  story.distance = distance(view.market(strategy.book().hedge_leg()).reference(), story.trigger);
  if (const Order* order = standing_order(kind, story.trigger, view); order != nullptr) {
    story.order = order->id;
    story.order_quantity = order->remaining();
    story.since = order->submitted_at;
  }
  return story;
}

}  // namespace

Protection protection_now(const CaseRecorder& run, const StrategyView& view) {
  const GridStrategy& strategy = run.strategy();
  Protection out;
  out.at = view.now;
  out.price = view.market(strategy.book().hedge_leg()).reference();
  out.held = strategy.book().held(view);
  out.state = strategy.state();
  out.reason = strategy.reason();
  for (const SlotKind kind : {SlotKind::STOP_LOSS, SlotKind::TAKE_PROFIT, SlotKind::DISASTER_STOP}) {
    out.exits.push_back(exit_story(kind, run, view));
  }
  const auto stopped = std::find_if(run.states().rbegin(), run.states().rend(), [](const StateStory& story) {
    return story.moment.state == ProgramState::STOPPED || story.moment.reason == Reason::LADDER_STOPPED;
  });
  if (stopped != run.states().rend()) out.stopped_by = *stopped;
  return out;
}

}  // namespace alpha_pulse::session
