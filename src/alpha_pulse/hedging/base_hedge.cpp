// The base hedge: how much of the holding should be hedged now, and by which urgency the difference is traded.
#include <algorithm>

#include "alpha_pulse/domain/backing.hpp"
#include "alpha_pulse/hedging/grid_strategy.hpp"
#include "alpha_pulse/hedging/price_reach.hpp"

namespace alpha_pulse::hedging {
namespace {

// The margin guard demands a distance to liquidation. Once inside it, reducing goes a little beyond, so that the next
// tick need not reduce again; raising stays well beyond it, so that the two do not take turns.
constexpr Ratio kReduceTo = Ratio::from_raw(kOne / 100 * 105);
constexpr Ratio kRaiseUpTo = Ratio::from_raw(kOne / 100 * 120);

Ratio times(Ratio a, Ratio b) {
  return Ratio::from_raw(narrow(divide_rounding_up<Int128>(wide_mul(a.raw(), b.raw()), kOne)));
}

}  // namespace

HedgeNeed GridStrategy::need(const StrategyView& view) const {
  return hedge_need(view.spot, book_.hedge_is_short(), cross_factor_);
}

Quantity GridStrategy::holding(const StrategyView& view) const {
  return need(view).holding;
}

Quantity GridStrategy::share_of_holding(const StrategyView& view, Ratio share) const {
  return need(view).share(share);
}

Quantity GridStrategy::base_goal(const StrategyView& view) const {
  return hedging::base_goal(settings_, need(view));
}

/// h_target: the wanted ratio less the rungs that have not filled.
Quantity GridStrategy::soft_target(const StrategyView& view) const {
  if (settings_.grid.ladder) return base_goal(view) + book_.ladder_held();
  return share_of_holding(view, settings_.ratio.target);
}

double GridStrategy::band_width() const {
  if (settings_.ratio.band == BandMode::FIXED) return settings_.ratio.band_width.to_double();
  return no_trade_band(settings_.costs, drift_.daily_deviation(), sigma());
}

Rebalancer::Inputs GridStrategy::rebalancer_inputs(const StrategyView& view) const {
  const bool active = state_ == ProgramState::ACTIVE;
  return {.now = view.now,
          .instrument = view.instrument(book_.hedge_leg()),
          .market = view.market(book_.hedge_leg()),
          .live = view.live_orders,
          .held = book_.held(view),
          .raise_side = book_.raise_side(),
          .may_raise = active && view.may_raise,
          .raise_may_rest = active,
          .room = [this, &view] { return room_to_raise(view); },
          .no_room_within = [this, &view] { return no_room_within(view); }};
}

/// The hedge is built once what is missing, if anything, is too small to trade.
void GridStrategy::note_built(const StrategyView& view) {
  if (!building_) return;
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Quantity goal = instrument.round_down_to_lot(base_goal(view));
  const Quantity minimum = instrument.minimum_quantity(view.market(book_.hedge_leg()).reference());
  if (book_.held(view) + minimum > goal) building_ = false;
}

void GridStrategy::keep_base(const StrategyView& view, Commands& out) {
  rebalancer_.step(rebalancer_inputs(view), out);
  const Quantity held = book_.held(view);
  const Quantity lower = share_of_holding(view, settings_.ratio.min);
  if (!time_to_hedge_ && !lower.is_zero() && held >= lower) {
    time_to_hedge_ = view.now - first_price_at_.value_or(view.now);
    out.notify(HedgeReached{.hedge_ratio = ratio_of(held, holding(view)), .since_first_price = *time_to_hedge_});
  }
}

void GridStrategy::aim_base(const StrategyView& view) {
  rebalancer_.settle(rebalancer_inputs(view));
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Quantity held = book_.held(view);
  const Quantity upper = instrument.round_down_to_lot(share_of_holding(view, settings_.ratio.max));
  if (reduces_for_margin(view)) {
    if (largest_safe(view, view.margin_guard, held) < held) {
      pursue(HedgeAim::MARGIN_GUARD, largest_safe(view, times(view.margin_guard, kReduceTo), held),
             Rebalancer::Urgency::URGENT, view.now);
    }
  } else if (held > share_of_holding(view, settings_.ratio.max)) {
    pursue(HedgeAim::ABOVE_MAX, upper, Rebalancer::Urgency::URGENT, view.now);
  } else if (building_ && state_ == ProgramState::ACTIVE) {
    aim_while_building(view, held);
  } else if (state_ == ProgramState::ACTIVE && !building_) {
    aim_within_band(view, held);
  }
}

bool GridStrategy::reduces_for_margin(const StrategyView& view) const {
  return view.risk_reason == Reason::MARGIN_GUARD && view.risk_state == ProgramState::REDUCING;
}

void GridStrategy::pursue(HedgeAim why, Quantity goal, Rebalancer::Urgency urgency, Timestamp now) {
  aim_ = why;
  rebalancer_.aim(goal, urgency, now);
}

/// First slice with its stop, then taker to the lower limit, then patiently to the goal itself.
void GridStrategy::aim_while_building(const StrategyView& view, Quantity held) {
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Quantity goal = instrument.round_down_to_lot(base_goal(view));
  const Price price = view.market(book_.hedge_leg()).reference();
  const Quantity minimum = instrument.minimum_quantity(price);
  const Quantity per_level = Quantity::from_raw(holding(view).raw() / settings_.grid.num_levels);
  const Quantity slice = std::max(instrument.round_up_to_lot(per_level), minimum);
  const bool guarded_by_stop = !disaster_trigger_.known() || stop_stands(view, SlotKind::DISASTER_STOP);
  if (!guarded_by_stop && (settings_.exits.stop_while_flat || !held.is_zero())) return;
  const Quantity first = std::min(slice, goal);
  if (held + minimum <= first) {  // less than the smallest order may be missing of a slice that filled in part
    pursue(HedgeAim::FIRST_SLICE, first, Rebalancer::Urgency::URGENT, view.now);
    return;
  }
  const Quantity lower = instrument.round_up_to_lot(share_of_holding(view, settings_.ratio.min));
  if (held < lower) {
    const Quantity reach = std::max(std::min(lower, goal), held + minimum);
    pursue(HedgeAim::LOWER_LIMIT, std::min(reach, goal), Rebalancer::Urgency::URGENT, view.now);
  } else {
    pursue(HedgeAim::TARGET, goal, Rebalancer::Urgency::PATIENT, view.now);
  }
}

/// Hard limit first, at once; then the no-trade band, patiently; inside the band nothing new begins.
void GridStrategy::aim_within_band(const StrategyView& view, Quantity held) {
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Quantity lower = share_of_holding(view, settings_.ratio.min);
  if (held < lower) {
    pursue(HedgeAim::BELOW_MIN, instrument.round_up_to_lot(lower), Rebalancer::Urgency::URGENT, view.now);
    return;
  }
  if (settings_.ratio.band == BandMode::OFF) return;
  if (rebalancer_.goal() || rebalancer_.has_order(view.live_orders, instrument.id)) return;
  const Quantity target = soft_target(view);
  const Quantity band = share_of_holding(view, Ratio::nearest(band_width()));
  const bool to_edge = settings_.ratio.rebalance_to == RebalanceTo::EDGE;
  if (held < target - band) {
    const Quantity goal = to_edge ? instrument.round_up_to_lot(target - band) : instrument.round_down_to_lot(target);
    pursue(HedgeAim::OUT_OF_BAND, goal, Rebalancer::Urgency::PATIENT, view.now);
  } else if (held > target + band) {
    const Quantity goal = to_edge ? instrument.round_down_to_lot(target + band) : instrument.round_up_to_lot(target);
    pursue(HedgeAim::OUT_OF_BAND, goal, Rebalancer::Urgency::PATIENT, view.now);
  }
}

/// The largest position, in lots and up to `most`, that would be liquidated no nearer than `distance` from the price,
/// reached by trading the difference now. Searched with the exact margin table instead of solved for.
Quantity GridStrategy::largest_safe(const StrategyView& view, Ratio distance, Quantity most) const {
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const Price price = view.market(book_.hedge_leg()).reference();
  const Quantity held = book_.held(view);
  const auto safe = [&](Quantity quantity) {
    Position position = view.position(book_.hedge_leg());
    Money wallet = view.wallet;
    if (quantity < held) wallet += position.apply(instrument, book_.reduce_side(), held - quantity, price);
    if (quantity > held) position.apply(instrument, book_.raise_side(), quantity - held, price);
    if (position.flat()) return true;
    const Price at = liquidation_price(instrument, position.quantity(), position.cost(instrument), wallet);
    const PriceDelta away = book_.hedge_is_short() ? at - price : price - at;
    return !at.known() || away >= scale_rounding_up(price, distance) - Price{};
  };
  std::int64_t largest = 0;
  std::int64_t too_many = most.raw() / instrument.lot.raw() + 1;
  while (too_many - largest > 1) {
    const std::int64_t middle = largest + (too_many - largest) / 2;
    (safe(instrument.lot * middle) ? largest : too_many) = middle;
  }
  return instrument.lot * largest;
}

/// What the cap and the margin guard leave for a raising order.
Quantity GridStrategy::room_to_raise(const StrategyView& view) const {
  const Quantity used = book_.held(view) + book_.raising_live(view);
  const Quantity by_cap = view.cap - used;
  const bool raising = rebalancer_.goal().value_or(Quantity{}) > book_.held(view);
  if (by_cap.raw() <= 0 || !raising) return by_cap;
  return largest_safe(view, times(view.margin_guard, kRaiseUpTo), view.cap) - used;
}

/// Prices at which the margin term of the cap alone leaves less than the smallest order. Nothing where something else
/// is short: another limit, whose price is not known here, or the distance to liquidation.
std::optional<PriceBand> GridStrategy::no_room_within(const StrategyView& view) const {
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const MarketState& market = view.market(book_.hedge_leg());
  const Position& position = view.position(book_.hedge_leg());
  const Quantity used = book_.held(view) + book_.raising_live(view);
  const auto range = backs_less_than(instrument, used + instrument.minimum_quantity(market.reference()),
                                     position.quantity(), view.wallet - position.cost(instrument), market.reference());
  if (!range) return std::nullopt;
  return PriceBand{.instrument = instrument.id,
                   .kind = reference_kind(market),
                   .at_or_below = range->at_or_below,
                   .at_or_above = range->at_or_above};
}

}  // namespace alpha_pulse::hedging
