#pragma once

#include <span>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/domain/wakeup.hpp"

namespace alpha_pulse::domain {

/// What a strategy may look at, after the order tracker, the portfolio and the risk gate have absorbed the event.
/// Valid during the call only.
struct StrategyView {
  Timestamp now{};
  std::span<const Instrument> instruments;  ///< by InstrumentId
  std::span<const MarketState> markets;     ///< by InstrumentId
  std::span<const Position> positions;      ///< by InstrumentId; our ledger
  std::span<const Order> live_orders;       ///< every order that may be live, in the order submitted
  Quantity spot{};                          ///< base units held (negative: borrowed)
  Price spot_price{};                       ///< of the holding; Price{} when unknown
  Money wallet{};                           ///< futures wallet, settle currency of the hedge leg
  Money unrealised{};                       ///< of the hedge leg, at mark
  Ratio margin_guard{};                     ///< distance to liquidation the gate demands
  Price liquidation{};                      ///< of the hedge leg; Price{} when none
  Quantity cap{};                           ///< largest |position| the gate accepts now, all live orders counted in
  bool may_raise = false;                   ///< the gate would accept an order that raises exposure
  /// What the gate demands: ACTIVE (nothing), REDUCING (margin guard, position mismatch) or HALTED (kill latch).
  ProgramState risk_state = ProgramState::ACTIVE;
  Reason risk_reason = Reason::NONE;  ///< why not ACTIVE, or why `may_raise` is false
  /// The order this event is about, after it took the event in (so also a filled or rejected one, which is no longer
  /// among `live_orders`); null for other events and for orders we do not know.
  const Order* order = nullptr;

  const Instrument& instrument(InstrumentId id) const { return instruments[id.value]; }
  const MarketState& market(InstrumentId id) const { return markets[id.value]; }
  const Position& position(InstrumentId id) const { return positions[id.value]; }
};

/// The port of a strategy. Pure: the same events and views give the same commands, on every machine.
///
/// The engine calls `on_event` for every event outside the wake-up promise, then reads `next_wakeup()`. While
/// `event.more_follow` is set the strategy takes the event in but does not decide yet.
class IStrategy {
 public:
  virtual ~IStrategy() = default;
  virtual void on_event(const Event& event, const StrategyView& view, Commands& out) = 0;
  virtual Wakeup next_wakeup() const = 0;
};

}  // namespace alpha_pulse::domain
