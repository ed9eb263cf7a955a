// The promise: between these bands and this time the strategy would do nothing. Whatever has no bound says so.
#include "alpha_pulse/hedging/grid_strategy.hpp"
#include "alpha_pulse/hedging/price_reach.hpp"

namespace alpha_pulse::hedging {

void GridStrategy::make_promise(const StrategyView& view) {
  promise(view);
  if (wakeup_.at > view.now) return;
  wakeup_.at = Timestamp::never();  // due already and held up by something else: look again at the next event
  wakeup_.every_event = true;
}

void GridStrategy::promise(const StrategyView& view) {
  wakeup_ = Wakeup{};
  wakeup_.bars = settings_.grid.volatility_mode == VolatilityMode::MEASURED ||
                 settings_.ratio.model == RatioModel::EWMA_BETA;  // nothing else is learned from bars
  if (!first_price_at_) {
    wakeup_.every_event = true;
    return;
  }
  if (ended_) {
    wake_for_rearm(*ended_, true, view);
    return;
  }
  if (ladder_ended_) wake_for_rearm(*ladder_ended_, false, view);
  wake_for_exits(view);
  wakeup_.not_later_than(grid_.next_at());
  wake_for_permission(view);
  wake_for_margin_guard(view);
  wake_for_ladder(view);
  wake_for_base(view);
}

/// What waits for the gate to let exposure rise. Doubted and stale prices may be accepted at any event; quotes stay
/// crossed as long as the bid falls no lower and the ask rises no higher. Any other refusal is a state of the gate, and
/// its own promise wakes everybody.
void GridStrategy::wake_for_permission(const StrategyView& view) {
  if (view.may_raise || state_ != ProgramState::ACTIVE) return;
  if (!grid_.blocked() && !rebalancer_.goal() && !waits_to_build()) return;
  if (view.risk_reason != Reason::CROSSED_QUOTES) {
    wakeup_.every_event = true;
    return;
  }
  const MarketState& market = view.market(book_.hedge_leg());
  const PriceDelta unit = PriceDelta::from_raw(1);
  wakeup_.add(
      {.instrument = book_.hedge_leg(), .kind = PriceKind::BID, .at_or_below = market.bid - unit, .at_or_above = {}});
  wakeup_.add(
      {.instrument = book_.hedge_leg(), .kind = PriceKind::ASK, .at_or_below = {}, .at_or_above = market.ask + unit});
}

/// The gate demands to reduce for margin, and goes on demanding it a little beyond the distance at which the hedge is
/// cut: only a price nearer than that distance cuts it again.
void GridStrategy::wake_for_margin_guard(const StrategyView& view) {
  if (!reduces_for_margin(view) || book_.held(view).is_zero()) return;
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Position& position = view.position(book_.hedge_leg());
  const Price liquidation = liquidation_price(instrument, position.quantity(), position.cost(instrument), view.wallet);
  if (!liquidation.known()) return;
  wakeup_.add(clear_of_liquidation(instrument.id, reference_kind(view.market(instrument.id)), liquidation,
                                   view.margin_guard, book_.hedge_is_short()));
}

/// Re-spacing by price, and rungs that wait for the price to come back from beyond the stop.
void GridStrategy::wake_for_ladder(const StrategyView& view) {
  if (!settings_.grid.ladder || ladder_ended_ || !ladder_.built()) return;
  const MarketState& market = view.market(book_.hedge_leg());
  if (stop_trigger_.known() && next_rung_price()) {  // beyond its stop no rung is placed: the crossing matters
    wakeup_.add(same_side(book_.hedge_leg(), reference_kind(market), market.reference(), stop_trigger_,
                          book_.hedge_is_short()));
  }
  const bool may_move = settings_.grid.volatility_mode == VolatilityMode::MEASURED && !rebuild_wanted_;
  if (!may_move || state_ != ProgramState::ACTIVE) return;
  const bool flat = book_.held(view).is_zero();
  const Timestamp may_respace = spaced_at_ + settings_.grid.rebalance_interval;
  if (view.now < may_respace) {
    if (flat || volatility_moved()) wakeup_.not_later_than(may_respace);
    return;
  }
  if (!flat) return;
  const auto [below, above] = recentring_band();
  wakeup_.add(
      {.instrument = book_.hedge_leg(), .kind = reference_kind(market), .at_or_below = below, .at_or_above = above});
}

/// The base: the smallest order decides when it counts as built and how far a step goes, and it changes with the price.
void GridStrategy::wake_for_base(const StrategyView& view) {
  rebalancer_.wake(rebalancer_inputs(view), wakeup_);
  if (!building_) return;
  const MarketState& market = view.market(book_.hedge_leg());
  wakeup_.add(same_minimum(view.instrument(book_.hedge_leg()), reference_kind(market), market.reference()));
}

}  // namespace alpha_pulse::hedging
