#pragma once

#include <expected>
#include <optional>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/risk/approved.hpp"
#include "alpha_pulse/risk/drawdown.hpp"
#include "alpha_pulse/risk/exposure.hpp"
#include "alpha_pulse/risk/margin_guard.hpp"
#include "alpha_pulse/risk/order_filters.hpp"
#include "alpha_pulse/risk/order_rate.hpp"
#include "alpha_pulse/risk/price_doubt.hpp"
#include "alpha_pulse/risk/risk_context.hpp"
#include "alpha_pulse/risk/risk_limits.hpp"

namespace alpha_pulse::risk {

/// The last word on every command, and the only maker of `RiskApproved<Command>`.
///
/// Passes always: cancels. Passes unless malformed or out of order tokens: reduce-only orders. Everything else raises
/// the hedge and passes only while `may_raise` and while position + all that may be live + this order <= `order_cap`.
/// The kill latch (`trip`, drawdown, liquidation, a venue that refuses) lets nothing raise until an operator re-arms.
///
/// An `OrderRejected` of order 0 is about no order but about all of them: the venue has said that something is wrong
/// that a person must look at (the key, the symbol's rules, the account's mode), and why. Of three reasons reducing
/// goes on and raising does not: MARGIN_GUARD is the venue's own margin call, OVER_CAP says that it takes only what
/// reduces, both until an operator re-arms; ORDER_RATE that it does so for a period whose end it does not name, which
/// is waited for an hour at a time. Of the last two the state's reason is VENUE_REFUSED.
///
/// Pure; one thread. Sources: STRATEGY 7, invariants I2, I3, I6, I7. Proven by risk/risk_gate_test.cpp: over random
/// commands and fills |position| never exceeds the cap that held when the last order was approved.
class RiskGate {
 public:
  RiskGate(const RiskLimits& limits, GridDirection direction, InstrumentId hedge, double sigma_daily = 0.02,
           InstrumentId spot = kSpotLeg);

  /// Takes an event in. Returns true when this event began a doubt about the price (for a notice).
  bool on_event(const Event& event, const RiskContext& context);
  /// A price event that could not be one (zero, negative) and was not absorbed by anybody.
  void on_refused_price() { doubt_.on_refused_price(); }

  /// Approves or says why not. An approved order has used up one token of the order rate.
  std::expected<RiskApproved<Command>, RiskRefusal> check(const Command& command, const RiskContext& context);

  /// Largest |position| that raising orders may reach now (contracts, on the lot), orders already live included.
  Quantity cap(const RiskContext& context) const { return order_cap(limits_, context); }
  /// Why no order may raise exposure now; nothing when it may. A price that is missing, doubted, crossed or stale has a
  /// word of its own.
  std::optional<RiskRefusal> raise_refusal(const RiskContext& context) const;
  bool may_raise(const RiskContext& context) const { return !raise_refusal(context); }

  /// ACTIVE, REDUCING (margin guard, position mismatch) or HALTED (kill latch).
  ProgramState state() const;
  Reason reason() const;  ///< of `state`; NONE when ACTIVE

  void trip(Reason reason);  ///< the first reason stays
  bool halted() const { return latch_ != Reason::NONE; }
  std::optional<Money> peak_equity() const { return drawdown_.peak(); }

  /// Until when nothing the gate says can change through a price. The cap moves with the price but is asked only when a
  /// command is checked, i.e. at a delivered event, so it needs no band; nor do staleness and crossed quotes.
  Wakeup next_wakeup(const RiskContext& context) const;

 private:
  Verdict check_place(const OrderSpec& spec, const RiskContext& context);
  void on_venue_alarm(Reason reason, Timestamp at);
  void on_position_reported(Quantity reported, Quantity ledger);

  RiskLimits limits_;
  GridDirection direction_;
  InstrumentId hedge_;
  InstrumentId spot_;
  OrderRate rate_;
  PriceDoubt doubt_;
  MarginGuard guard_;
  Drawdown drawdown_;
  Reason latch_ = Reason::NONE;
  bool margin_called_ = false;
  std::optional<Timestamp> reducing_until_;    ///< the venue takes only what reduces; never(): until re-armed
  std::optional<Quantity> disputed_position_;  ///< the venue's word while it differs from our ledger
};

}  // namespace alpha_pulse::risk
