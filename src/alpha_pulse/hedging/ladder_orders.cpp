// When the ladder is built, moved to a new spacing, and how much of it may rest.
#include <algorithm>

#include "alpha_pulse/hedging/grid_strategy.hpp"

namespace alpha_pulse::hedging {
namespace {

constexpr double kRespaceAt = 0.20;  // relative move of the measured volatility

bool any_grid_order(const StrategyView& view, InstrumentId leg) {
  return std::any_of(view.live_orders.begin(), view.live_orders.end(), [&](const Order& order) {
    const SlotKind kind = order.spec.slot.kind;
    return order.spec.instrument == leg && (kind == SlotKind::GRID_OPEN || kind == SlotKind::GRID_CLOSE);
  });
}

PriceDelta half_spread(const MarketState& market) {
  if (!market.bid.known() || market.ask <= market.bid) return PriceDelta{};
  return PriceDelta::from_raw((market.ask - market.bid).raw() / 2);
}

}  // namespace

/// Moves the ladder when that is due and builds it when it is wanted and the orders of the one before are proven gone.
void GridStrategy::prepare_ladder(const StrategyView& view, Commands& out) {
  if (!settings_.grid.ladder || ladder_ended_) return;
  if (state_ == ProgramState::ACTIVE && ladder_.built()) {
    if (const auto due = respacing_due(view)) respace(view, *due, out);
  }
  const bool wanted = ladder_.built() ? rebuild_wanted_.has_value() : waits_to_build() && view.may_raise;
  if (!wanted || any_grid_order(view, book_.hedge_leg())) return;
  const Reason why = rebuild_wanted_.value_or(ladder_built_before_ ? Reason::REARMED : Reason::NONE);
  rebuild_wanted_.reset();
  build_ladder(view, why, out);
}

/// The reference of a new ladder is an accepted price: while prices are doubted, crossed or stale it waits.
bool GridStrategy::waits_to_build() const {
  return settings_.grid.ladder && !ladder_ended_ && !ladder_.built() && !building_ && state_ == ProgramState::ACTIVE;
}

void GridStrategy::keep_ladder(const StrategyView& view, Commands& out) {
  if (!settings_.grid.ladder || ladder_ended_ || !ladder_.built()) return;
  grid_.keep(ladder_, grid_permission(view),
             {.now = view.now,
              .instrument = view.instrument(book_.hedge_leg()),
              .live = view.live_orders,
              .held = book_.held(view),
              .raising_other = book_.raising_live_outside_ladder(view),
              .retry_after = settings_.grid.rebalance_interval,
              .order_timeout = settings_.grid.order_timeout},
             out);
}

void GridStrategy::build_ladder(const StrategyView& view, Reason why, Commands& out) {
  const Instrument& instrument = view.instrument(book_.hedge_leg());
  const MarketState& market = view.market(book_.hedge_leg());
  const LadderRequest request = ladder_request(
      settings_, need(view),
      {.spacing = {.reference = market.reference(), .sigma = sigma(), .half_spread = half_spread(market)},
       .equity = view.wallet + view.unrealised,
       .cap = view.cap,
       .held = book_.held(view)});
  ladder_built_before_ = true;
  ladder_ = Ladder(instrument, settings_, request);
  spaced_at_ = view.now;
  exits_stale_ = true;
  refresh_exit_triggers(view);
  announce_ladder(view, why, out);
  const SplitSizes& split = ladder_.split();
  if (split.sizes.empty()) {
    out.notify(Warned{.about = Warned::About::BELOW_MINIMUM, .price = {}, .quantity = split.minimum});
    return;
  }
  if (!split.dust.is_zero()) out.notify(Warned{.about = Warned::About::DUST, .price = {}, .quantity = split.dust});
  const Price outermost = ladder_.rungs().back().level.price;
  if (stop_trigger_.known() && stop_touched(outermost, stop_trigger_, book_.hedge_is_short())) {
    out.notify(Warned{.about = Warned::About::STOP_INSIDE_GRID, .price = stop_trigger_, .quantity = {}});
  }
}

bool GridStrategy::volatility_moved() const {
  const double moved = sigma() / ladder_.sigma() - 1;
  return moved > kRespaceAt || moved < -kRespaceAt;
}

/// Why the ladder should move now; nothing while it may stay.
std::optional<Reason> GridStrategy::respacing_due(const StrategyView& view) const {
  if (settings_.grid.volatility_mode != VolatilityMode::MEASURED || rebuild_wanted_) return std::nullopt;
  if (view.now < spaced_at_ + settings_.grid.rebalance_interval) return std::nullopt;
  if (volatility_moved()) return Reason::VOLATILITY_MOVED;
  if (!book_.held(view).is_zero()) return std::nullopt;
  const Price price = view.market(book_.hedge_leg()).reference();
  const auto [below, above] = recentring_band();
  return price < below || price > above ? std::optional(Reason::RECENTRED) : std::nullopt;
}

void GridStrategy::respace(const StrategyView& view, Reason why, Commands& out) {
  const bool untouched = book_.ladder_held().is_zero();
  spaced_at_ = view.now;
  if (untouched) {  // nothing held: a new reference too, once the old orders are proven gone
    rebuild_wanted_ = why;
    return;
  }
  const MarketState& market = view.market(book_.hedge_leg());
  Price beyond = book_.hedge_is_short() ? market.ask_or_last() : market.bid_or_last();
  for (const Rung& rung : ladder_.rungs()) {
    if (rung.opened.is_zero() && !rung.closing) continue;
    beyond = book_.hedge_is_short() ? std::max(beyond, rung.level.price) : std::min(beyond, rung.level.price);
  }
  const SpacingInputs spacing{
      .reference = ladder_.geometry().reference, .sigma = sigma(), .half_spread = half_spread(market)};
  ladder_.respace(view.instrument(book_.hedge_leg()), settings_, spacing, beyond);
  announce_ladder(view, why, out);
}

void GridStrategy::announce_ladder(const StrategyView& view, Reason why, Commands& out) const {
  out.notify(GridBuilt{.spot = holding(view),
                       .price = ladder_.geometry().reference,
                       .spacing = ladder_.geometry().spacing,
                       .step = ladder_.step(),
                       .stop_loss = settings_.exits.stop_loss,
                       .take_profit = settings_.exits.take_profit,
                       .reason = why});
}

/// While flat, a price from the first to the second leaves the ladder where it is.
std::pair<Price, Price> GridStrategy::recentring_band() const {
  return std::minmax({ladder_.geometry().at(-1), ladder_.geometry().at(settings_.grid.num_levels + 1)});
}

/// Before a stop stands at the venue one rung may rest, not more. Orders that reduce may always rest.
GridPermission GridStrategy::grid_permission(const StrategyView& view) const {
  GridPermission permission;
  permission.may_close = state_ != ProgramState::STOPPED && !rebuild_wanted_;  // the new one waits for all to be gone
  const bool open = state_ == ProgramState::ACTIVE && !rebuild_wanted_;
  const Price mark = view.market(book_.hedge_leg()).reference();
  const bool passed = stop_trigger_.known() && stop_touched(mark, stop_trigger_, book_.hedge_is_short());
  const int all = settings_.grid.max_orders.value_or(settings_.grid.num_levels);
  // A stop that is no longer wanted is being taken away in this very moment: it guards nothing.
  const bool guarded = wanted_stop(view).has_value() && stop_stands(view, SlotKind::STOP_LOSS);
  if (open && !passed) permission.rungs = guarded ? all : 1;
  const Ratio lift = std::max(Ratio::one(), settings_.ratio.target);
  permission.limit = share_of_holding(view, lift);
  permission.may_place = view.may_raise;
  permission.cap = view.cap;
  if (settings_.profile == Profile::GUARDED) permission.stop = stop_trigger_;
  return permission;
}

std::optional<Price> GridStrategy::next_rung_price() const {
  for (const Rung& rung : ladder_.rungs()) {
    if (!rung.to_open().is_zero()) return rung.level.price;
  }
  return std::nullopt;
}

}  // namespace alpha_pulse::hedging
