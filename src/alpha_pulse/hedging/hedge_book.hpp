#pragma once

#include "alpha_pulse/domain/strategy.hpp"
#include "alpha_pulse/hedging/hedge_settings.hpp"

namespace alpha_pulse::hedging {

/// What the user owns and what hedges it, never netted: the spot leg, the hedge leg, and which part of the hedge leg
/// the ladder built (the rest is the base). One symbol is one hedge leg; every record carries its InstrumentId.
class HedgeBook {
 public:
  HedgeBook(InstrumentId spot_leg, InstrumentId hedge_leg, GridDirection direction)
      : spot_leg_(spot_leg), hedge_leg_(hedge_leg), short_(direction != GridDirection::LONG) {}

  InstrumentId spot_leg() const { return spot_leg_; }
  InstrumentId hedge_leg() const { return hedge_leg_; }
  bool hedge_is_short() const { return short_; }
  Side raise_side() const { return short_ ? Side::SELL : Side::BUY; }
  Side reduce_side() const { return opposite(raise_side()); }

  /// Magnitude of the hedge leg in the hedge's direction; 0 when the position is on the other side.
  Quantity held(const StrategyView& view) const {
    const Quantity q = view.position(hedge_leg_).quantity();
    return std::max(Quantity{}, short_ ? -q : q);
  }
  /// Remaining quantity of the live orders that raise the hedge, all of them or those that are not the ladder's.
  Quantity raising_live(const StrategyView& view) const;
  Quantity raising_live_outside_ladder(const StrategyView& view) const;
  const Position& ladder_part() const { return ladder_; }
  Quantity ladder_held() const { return ladder_.quantity().magnitude(); }

  /// Books a fill of the hedge leg into the part it belongs to. The ladder part never exceeds what is held.
  void on_fill(SlotKind kind, const Fill& fill, const StrategyView& view);
  void on_liquidation(const StrategyView& view) { clip(view); }

 private:
  void take_from_ladder(const Fill& fill, const Instrument& instrument);
  void clip(const StrategyView& view);

  InstrumentId spot_leg_, hedge_leg_;
  bool short_;
  Position ladder_;
};

}  // namespace alpha_pulse::hedging
