// The promise: between these bands and this time the strategy would do nothing. Whatever has no bound says so.
#include "alpha_pulse/hedging/grid_strategy.hpp"

namespace alpha_pulse::hedging {

void GridStrategy::make_promise(const StrategyView& view) {
  promise(view);
  if (wakeup_.at > view.now) return;
  wakeup_.at = Timestamp::never();  // due already and held up by something else: look again at the next event
  wakeup_.every_event = true;
}

void GridStrategy::promise(const StrategyView& view) {
  wakeup_ = Wakeup{};
  wakeup_.bars = settings_.grid.volatility_mode == VolatilityMode::MEASURED || settings_.ratio.band == BandMode::AUTO ||
                 settings_.ratio.model == RatioModel::EWMA_BETA;
  if (!first_price_at_) {
    wakeup_.every_event = true;
    return;
  }
  if (ended_) {
    wakeup_.every_event = !ended_->flattened || rearm_requested_;
    wake_for_rearm(*ended_, wakeup_);
    return;
  }
  if (ladder_ended_) {
    wakeup_.every_event = !ladder_ended_->flattened || rearm_requested_;
    wake_for_rearm(*ladder_ended_, wakeup_);
  }
  if (!exits_confirmed_) wakeup_.every_event = true;
  for (const ExitKeeper* keeper : {&stop_, &take_profit_, &disaster_}) wakeup_.not_later_than(keeper->retry_at());
  wakeup_.not_later_than(grid_.next_at());
  if (view.risk_reason == Reason::MARGIN_GUARD)
    wakeup_.every_event = true;  // what is safe to keep moves with the price
  if (grid_.blocked() || (rebalancer_.goal() && state_ == ProgramState::ACTIVE && !view.may_raise)) {
    wakeup_.every_event = true;  // the gate may allow at any event
  }
  wake_for_ladder(view);
  rebalancer_.wake(rebalancer_inputs(view), wakeup_);
  if (building_ && state_ == ProgramState::ACTIVE) wakeup_.every_event = true;
}

/// Re-spacing by price, and rungs that wait for the price to come back from beyond the stop.
void GridStrategy::wake_for_ladder(const StrategyView& view) {
  if (!settings_.grid.ladder || ladder_ended_) return;
  if (rebuild_wanted_ || (!ladder_.built() && state_ == ProgramState::ACTIVE)) wakeup_.every_event = true;
  if (!ladder_.built()) return;
  const Price mark = view.market(book_.hedge_leg()).reference();
  if (stop_trigger_.known() && stop_touched(mark, stop_trigger_, book_.hedge_is_short())) wakeup_.every_event = true;
  if (stop_trigger_.known() && next_rung_price()) {  // beyond its stop no rung is placed: the crossing matters
    const bool up = book_.hedge_is_short();
    wakeup_.add({.instrument = book_.hedge_leg(),
                 .kind = PriceKind::MARK,
                 .at_or_below = up ? Price{} : stop_trigger_,
                 .at_or_above = up ? stop_trigger_ : Price{}});
  }
  if (settings_.grid.volatility_mode != VolatilityMode::MEASURED || !book_.held(view).is_zero()) return;
  const Timestamp may_respace = spaced_at_ + settings_.grid.rebalance_interval;
  if (view.now < may_respace) {
    wakeup_.not_later_than(may_respace);
    return;
  }
  const auto [below, above] = recentring_band();
  for (const PriceKind kind : {PriceKind::MARK, PriceKind::TRADE}) {
    wakeup_.add({.instrument = book_.hedge_leg(), .kind = kind, .at_or_below = below, .at_or_above = above});
  }
}

}  // namespace alpha_pulse::hedging
