#include "alpha_pulse/hedging/grid_strategy.hpp"

#include <algorithm>

namespace alpha_pulse::hedging {
namespace {

Reason reason_of(SlotKind exit) {
  switch (exit) {
    case SlotKind::TAKE_PROFIT:
      return Reason::TAKE_PROFIT;
    case SlotKind::DISASTER_STOP:
      return Reason::DISASTER_STOP;
    default:
      return Reason::STOP_LOSS;
  }
}

}  // namespace

GridStrategy::GridStrategy(const HedgeSettings& settings, InstrumentId spot_leg, InstrumentId hedge_leg)
    : settings_(settings),
      book_(spot_leg, hedge_leg, settings.grid.direction),
      volatility_(settings.grid.volatility),
      beta_(settings.ratio.beta_min, settings.ratio.beta_max) {}

double GridStrategy::sigma() const {
  return settings_.grid.volatility_mode == VolatilityMode::MEASURED ? volatility_.sigma()
                                                                    : settings_.grid.volatility.to_double();
}

void GridStrategy::on_event(const Event& event, const StrategyView& view, Commands& out) {
  absorb(event, view);
  if (event.more_follow) return;
  decide(view, out);
  make_promise(view);
}

// ---- absorb --------------------------------------------------------------------------------------------------------

void GridStrategy::absorb(const Event& event, const StrategyView& view) {
  if (const auto* filled = event.as<OrderFilled>()) {
    if (event.instrument == book_.hedge_leg()) absorb_fill(filled->fill, view);
  } else if (event.as<OrderTriggered>() != nullptr) {
    const Order* order = view.order;
    if (order != nullptr && is_protective(order->spec.slot.kind) && !pending_exit_ && !ended_) {
      pending_exit_ = {.kind = order->spec.slot.kind, .price = view.market(book_.hedge_leg()).reference()};
    }
  } else if (const auto* bar = event.as<BarClosed>()) {
    absorb_bar(event, *bar, view);
  } else if (const auto* request = event.as<OperatorRequested>()) {
    absorb_request(request->action, view);
  } else if (event.as<PositionLiquidated>() != nullptr) {
    book_.on_liquidation(view);
    exits_stale_ = disaster_stale_ = true;
  } else if (event.as<WalletTransferred>() != nullptr || event.as<SpotBalanceChanged>() != nullptr) {
    disaster_stale_ = true;
    rebalancer_.give_up();  // a goal reckoned from another holding
    drift_.on_target(view.now, share_of_holding(view, settings_.ratio.target));
  }
}

void GridStrategy::absorb_fill(const Fill& fill, const StrategyView& view) {
  if (view.order == nullptr) return;  // not an order of ours: the gate sees the position disagree
  const OrderSlot slot = view.order->spec.slot;
  book_.on_fill(slot.kind, fill, view);
  disaster_stale_ = true;  // less held is liquidated further away, more nearer
  if (fill.side == book_.raise_side() || book_.held(view).is_zero()) exits_stale_ = true;
  if (settings_.exits.scope == ExitScope::LADDER && book_.ladder_held().is_zero()) exits_stale_ = true;
  if (slot.kind == SlotKind::GRID_OPEN) {
    ladder_.on_open_fill(slot.index, fill.quantity, settings_.grid.rearm_levels);
    grid_.on_completed({.kind = SlotKind::GRID_CLOSE, .index = slot.index});
  } else if (slot.kind == SlotKind::GRID_CLOSE) {
    ladder_.on_close_fill(slot.index, fill.quantity);
    grid_.on_completed({.kind = SlotKind::GRID_OPEN, .index = slot.index});
  } else if (is_protective(slot.kind) && !pending_exit_ && !ended_) {
    pending_exit_ = {.kind = slot.kind, .price = view.market(book_.hedge_leg()).reference()};
  }
}

void GridStrategy::absorb_bar(const Event& event, const BarClosed& bar, const StrategyView& view) {
  if (event.instrument == book_.hedge_leg()) volatility_.on_bar(bar, event.ts_event, view.instrument(event.instrument));
  if (settings_.ratio.model != RatioModel::EWMA_BETA) return;
  beta_.on_bar(event.instrument, bar, event.ts_event);
  const Price spot = view.market(book_.spot_leg()).last;
  const Price future = view.market(book_.hedge_leg()).reference();
  if (!spot.known() || !future.known()) return;
  cross_factor_ = Ratio::nearest(beta_.beta().to_double() * spot.to_double() / future.to_double());
  drift_.on_target(view.now, share_of_holding(view, settings_.ratio.target));
}

void GridStrategy::absorb_request(OperatorAction action, const StrategyView& view) {
  const Price price = view.market(book_.hedge_leg()).reference();
  switch (action) {
    case OperatorAction::PAUSE:
    case OperatorAction::STOP:  // the session ends the run; until then nothing new is begun
      paused_ = true;
      break;
    case OperatorAction::RESUME:
      paused_ = false;
      break;
    case OperatorAction::REARM:
      rearm_requested_ = true;
      break;
    case OperatorAction::FLATTEN:
      if (!ended_) ended_ = Ended{.reason = Reason::OPERATOR, .price = price, .at = view.now};
      break;
  }
}

// ---- decide --------------------------------------------------------------------------------------------------------

void GridStrategy::decide(const StrategyView& view, Commands& out) {
  if (!view.market(book_.hedge_leg()).reference().known()) return;
  if (!first_price_at_) {
    first_price_at_ = view.now;
    drift_.on_target(view.now, share_of_holding(view, settings_.ratio.target));
  }
  exit_if_passed(view);
  note_exit(view, out);
  const bool whole = ended_.has_value();  // a ladder that may begin again does not begin the whole again
  if (const auto& ended = whole ? ended_ : ladder_ended_; ended && rearm_due(*ended, whole, view)) rearm(view);
  if (!ended_ && !ladder_ended_) rearm_requested_ = false;  // one that came too early waits for the end to be clean
  note_built(view);
  const auto [state, reason] = wanted_state(view);
  enter(state, reason, out);
  if (ended_) {
    wind_down(*ended_, view, true, out);
    return;
  }
  prepare_ladder(view, out);  // before the exits: a new ladder brings a stop of its own
  keep_exits(view, out);
  if (ladder_ended_) wind_down(*ladder_ended_, view, false, out);
  aim_base(view);
  keep_ladder(view, out);
  keep_base(view, out);
}

void GridStrategy::note_exit(const StrategyView& view, Commands& out) {
  if (!pending_exit_) return;
  const PendingExit exit = *pending_exit_;
  pending_exit_.reset();
  const bool ladder_only = settings_.exits.scope == ExitScope::LADDER && exit.kind != SlotKind::DISASTER_STOP;
  auto& ended = ladder_only ? ladder_ended_ : ended_;
  if (ended) return;
  ended = Ended{.reason = reason_of(exit.kind), .price = exit.price, .at = view.now};
  out.notify(ExitTriggered{.exit = exit.kind, .price = exit.price});
}

std::pair<ProgramState, Reason> GridStrategy::wanted_state(const StrategyView& view) const {
  if (ended_) return {ProgramState::STOPPED, ended_->reason};
  if (view.risk_state != ProgramState::ACTIVE) return {view.risk_state, view.risk_reason};
  if (paused_) return {ProgramState::PAUSED, Reason::OPERATOR};
  if (building_ && !base_goal(view).is_zero()) return {ProgramState::ACTIVE, Reason::BUILDING_HEDGE};
  if (ladder_ended_) return {ProgramState::ACTIVE, Reason::LADDER_STOPPED};
  return {ProgramState::ACTIVE, Reason::NONE};
}

void GridStrategy::enter(ProgramState state, Reason reason, Commands& out) {
  if (state == state_ && reason == reason_) return;
  out.notify(StateChanged{.from = state_, .to = state, .reason = reason});
  state_ = state;
  reason_ = reason;
}

}  // namespace alpha_pulse::hedging
