#include "alpha_pulse/session/explain_unhedged.hpp"

#include <algorithm>

#include "alpha_pulse/session/order_causes.hpp"

namespace alpha_pulse::session {
namespace {

using hedging::GridStrategy;
using Gaps = std::vector<Gap>;

Timestamp since_of(const CaseRecorder& run) {
  return run.states().empty() ? Timestamp{} : run.states().back().moment.at;
}

Gap ended_gap(GapWhy why, const GridStrategy& strategy, const GridStrategy::Ended& ended) {
  const hedging::ExitSettings& exits = strategy.settings().exits;
  Gap gap{.why = why};
  gap.reason = ended.reason;
  gap.price = ended.price;
  gap.since = ended.at;
  if (ended.by_exit() && exits.rearm == hedging::Rearm::TIMED) gap.until = ended.at + exits.rearm_after;
  if (ended.by_exit() && exits.rearm == hedging::Rearm::PRICE) {
    const auto [low, high] = strategy.rearm_prices(ended);
    gap.low = low;
    gap.high = high;
  }
  return gap;
}

/// What the state alone forbids.
void add_state(const CaseRecorder& run, const StrategyView& view, Gaps& gaps) {
  const GridStrategy& strategy = run.strategy();
  Gap gap;
  gap.reason = strategy.reason();
  gap.since = since_of(run);
  switch (strategy.state()) {
    case ProgramState::HALTED:
    case ProgramState::SAFE:
      gap.why = GapWhy::HALTED;
      break;
    case ProgramState::REDUCING:
      gap.why = GapWhy::REDUCING;
      gap.price = view.liquidation;
      gap.share = view.margin_guard;
      break;
    case ProgramState::PAUSED:
      gap.why = GapWhy::PAUSED;
      break;
    case ProgramState::STARTING:
    case ProgramState::ACTIVE:
    case ProgramState::STOPPED:
      if (view.may_raise) return;
      gap.why = GapWhy::PRICE_UNTRUSTED;
      gap.reason = view.risk_reason;
      break;
  }
  gaps.push_back(gap);
}

bool rests(const StrategyView& view, std::size_t index) {
  return std::any_of(view.live_orders.begin(), view.live_orders.end(), [index](const Order& order) {
    return order.spec.slot.kind == SlotKind::GRID_OPEN && order.spec.slot.index == index && !order.cancel_requested;
  });
}

/// What the ladder has still to carry, and why it has not.
void add_ladder(const Unhedged& u, const CaseRecorder& run, const StrategyView& view, Gaps& gaps) {
  const GridStrategy& strategy = run.strategy();
  const hedging::Ladder& ladder = strategy.ladder();
  const Quantity base = hedging::base_goal(strategy.settings(), strategy.need(view));
  if (strategy.ladder_ended()) {
    Gap gap = ended_gap(GapWhy::LADDER_STOPPED, strategy, *strategy.ladder_ended());
    gap.quantity = std::max(Quantity{}, u.wanted - base);
    gaps.push_back(gap);
    return;
  }
  if (!ladder.built()) return;
  if (ladder.rungs().empty()) {
    gaps.push_back({.why = GapWhy::NO_RUNG_FITS, .quantity = ladder.split().minimum});
    return;
  }
  Quantity ahead;
  Quantity withheld;
  for (std::size_t i = 0; i < ladder.rungs().size(); ++i) {
    (rests(view, i) ? ahead : withheld) += ladder.rungs()[i].to_open();
  }
  if (!ahead.is_zero()) {
    gaps.push_back(
        {.why = GapWhy::RUNGS_AHEAD, .price = strategy.next_rung_price().value_or(Price{}), .quantity = ahead});
  }
  if (!withheld.is_zero()) {
    gaps.push_back({.why = GapWhy::RUNGS_WITHHELD, .price = strategy.stop_price(), .quantity = withheld});
  }
  const Quantity lot = view.instrument(strategy.book().hedge_leg()).lot;
  if (base + ladder.total() + lot <= u.wanted) {
    gaps.push_back({.why = GapWhy::GRID_CARRIES_LESS, .quantity = ladder.total()});
  }
}

/// The base hedge: on its way, too little to trade, or left alone on purpose.
void add_base(const Unhedged& u, const CaseRecorder& run, const StrategyView& view, Gaps& gaps) {
  const GridStrategy& strategy = run.strategy();
  const Instrument& instrument = view.instrument(strategy.book().hedge_leg());
  const Quantity base = hedging::base_goal(strategy.settings(), strategy.need(view));
  const bool building = strategy.building() && !base.is_zero();
  if (building) gaps.push_back({.why = GapWhy::BUILDING, .quantity = base});
  if (!building && strategy.goal()) gaps.push_back({.why = GapWhy::IN_FLIGHT, .quantity = *strategy.goal()});
  if (view.cap < u.wanted && u.held < u.wanted) gaps.push_back({.why = GapWhy::OVER_CAP, .quantity = view.cap});
  const Quantity off = (strategy.soft_target(view) - u.held).magnitude();
  if (off < instrument.lot || building || strategy.goal()) return;
  const Quantity minimum = instrument.minimum_quantity(u.price);
  if (off < minimum) gaps.push_back({.why = GapWhy::BELOW_MINIMUM, .quantity = minimum});
  if (strategy.settings().ratio.band == hedging::BandMode::OFF) {
    gaps.push_back({.why = GapWhy::NO_CORRECTION});
  } else {
    gaps.push_back({.why = GapWhy::INSIDE_BAND, .share = Ratio::nearest(strategy.band_width())});
  }
}

Gaps gaps_of(const Unhedged& u, const CaseRecorder& run, const StrategyView& view) {
  const GridStrategy& strategy = run.strategy();
  if (!u.price.known()) return {{.why = GapWhy::NO_PRICE}};
  if (u.holding.is_zero()) return {{.why = GapWhy::NOTHING_TO_HEDGE}};
  if (strategy.ended()) return {ended_gap(GapWhy::STOPPED, strategy, *strategy.ended())};
  Gaps gaps;
  if ((u.wanted - u.held).magnitude() >= view.instrument(strategy.book().hedge_leg()).lot) {
    add_state(run, view, gaps);
    if (strategy.settings().grid.ladder && u.held < u.wanted) add_ladder(u, run, view, gaps);
    add_base(u, run, view, gaps);
  }
  if (gaps.empty()) gaps.push_back({.why = GapWhy::AS_WANTED});
  return gaps;
}

std::vector<RefusedLately> refused_lately(const CaseRecorder& run, Timestamp now) {
  std::vector<RefusedLately> list;
  for (auto story = run.orders().rbegin(); story != run.orders().rend() && story->moment.at >= now - kLately; ++story) {
    if (!story->refused) continue;
    const auto known = std::find_if(list.begin(), list.end(), [&](const RefusedLately& entry) {
      return entry.refusal.reason == story->refused->reason;
    });
    if (known != list.end()) {
      ++known->times;
    } else {
      list.push_back({.refusal = *story->refused, .times = 1, .last = story->id, .at = story->moment.at});
    }
  }
  return list;
}

}  // namespace

Unhedged why_unhedged(const CaseRecorder& run, const StrategyView& view) {
  const GridStrategy& strategy = run.strategy();
  const hedging::RatioSettings& ratio = strategy.settings().ratio;
  Unhedged u;
  u.at = view.now;
  u.price = view.market(strategy.book().hedge_leg()).reference();
  const hedging::HedgeNeed need = strategy.need(view);
  u.holding = need.holding;
  u.held = strategy.book().held(view);
  u.wanted = need.share(ratio.target);
  if (!need.holding.is_zero()) u.ratio = ratio_of(u.held, need.holding);
  u.target = ratio.target;
  u.min = ratio.min;
  u.max = ratio.max;
  u.state = strategy.state();
  u.reason = strategy.reason();
  u.gaps = gaps_of(u, run, view);
  u.refused = refused_lately(run, view.now);
  return u;
}

}  // namespace alpha_pulse::session
