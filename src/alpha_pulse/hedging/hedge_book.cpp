#include "alpha_pulse/hedging/hedge_book.hpp"

#include <algorithm>

namespace alpha_pulse::hedging {
namespace {

template <class Counts>
Quantity remaining(const StrategyView& view, InstrumentId leg, Side side, Counts counts) {
  Quantity sum;
  for (const Order& order : view.live_orders) {
    const bool raises = order.spec.instrument == leg && order.spec.side == side && !order.spec.reduce_only;
    if (raises && counts(order.spec.slot.kind)) sum += order.remaining();
  }
  return sum;
}

}  // namespace

Quantity HedgeBook::raising_live(const StrategyView& view) const {
  return remaining(view, hedge_leg_, raise_side(), [](SlotKind) { return true; });
}

Quantity HedgeBook::raising_live_outside_ladder(const StrategyView& view) const {
  return remaining(view, hedge_leg_, raise_side(), [](SlotKind kind) { return kind != SlotKind::GRID_OPEN; });
}

void HedgeBook::on_fill(SlotKind kind, const Fill& fill, const StrategyView& view) {
  const Instrument& instrument = view.instrument(hedge_leg_);
  if (kind == SlotKind::GRID_OPEN) {
    ladder_.apply(instrument, fill.side, fill.quantity, fill.price);
  } else if (kind != SlotKind::REBALANCE) {
    take_from_ladder(fill, instrument);
  }
  clip(view);
}

void HedgeBook::take_from_ladder(const Fill& fill, const Instrument& instrument) {
  const Quantity taken = std::min(fill.quantity, ladder_held());
  if (!taken.is_zero() && fill.side == reduce_side()) ladder_.apply(instrument, fill.side, taken, fill.price);
}

void HedgeBook::clip(const StrategyView& view) {
  const Quantity excess = ladder_held() - held(view);
  if (excess.raw() <= 0) return;
  const Instrument& instrument = view.instrument(hedge_leg_);
  ladder_.apply(instrument, reduce_side(), excess, ladder_.entry(instrument));
}

}  // namespace alpha_pulse::hedging
