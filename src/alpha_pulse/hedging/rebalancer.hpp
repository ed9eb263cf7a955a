#pragma once

#include <functional>
#include <optional>
#include <span>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/domain/wakeup.hpp"

namespace alpha_pulse::hedging {

/// Moves the hedge to a wanted quantity, one order in flight. Patient: post-only at the near touch, re-quoted at most
/// every five seconds when a tick off, after sixty seconds immediate-or-cancel within ten basis points. Urgent:
/// immediate-or-cancel at once. What is below the minimum waits for a price that lifts it. Tested by
/// rebalancer_test.cpp.
class Rebalancer {
 public:
  enum class Urgency : std::uint8_t { PATIENT, URGENT };

  /// What a correction of the ratio is decided from.
  struct Inputs {
    Timestamp now;
    const Instrument& instrument;
    const MarketState& market;
    std::span<const Order> live;
    Quantity held;  ///< magnitude, in the direction of the hedge
    Side raise_side = Side::SELL;
    bool may_raise = true;       ///< a new raising order may be sent
    bool raise_may_rest = true;  ///< one that rests may stay: prices that are doubted or crossed take nothing away
    std::function<Quantity()> room{};  ///< how much a raising order may add under the gate's cap; empty: no cap
    /// Prices about the present one between which `room` stays below the smallest order; nothing when not known.
    std::function<std::optional<PriceBand>()> no_room_within{};
  };

  /// Takes up a goal (magnitude). A goal already taken up keeps its clock unless the urgency rises.
  void aim(Quantity goal, Urgency urgency, Timestamp now);
  void give_up() { goal_.reset(); }
  const std::optional<Quantity>& goal() const { return goal_; }
  bool has_order(std::span<const Order> live, InstrumentId instrument) const;
  bool patient(Timestamp now) const;  ///< still rests at the touch instead of taking

  /// Drops a goal that is reached, or was passed because something else moved the hedge, or of which too little is
  /// missing to trade; so that the next can be taken up in the same moment.
  void settle(const Inputs& in);

  /// Sends the next step towards the goal.
  void step(const Inputs& in, Commands& out);

  /// Adds to a promise when this part must look again.
  void wake(const Inputs& in, Wakeup& wakeup) const;

 private:
  struct Quote {
    Side side;
    Quantity quantity;
    bool raises;
  };
  Quote missing(const Inputs& in) const;
  bool unwanted(const Order& order, const Inputs& in) const;
  void wake_for_minimum(const Inputs& in, Wakeup& wakeup) const;
  void wake_to_place(const Inputs& in, Wakeup& wakeup) const;
  void wake_to_requote(const Inputs& in, const Order& order, Wakeup& wakeup) const;
  Timestamp may_place_at(const Inputs& in) const;
  Timestamp asks_for_room_at(Timestamp from) const;
  std::optional<PriceBand> known_to_lack_room(const Inputs& in) const;
  bool fit_into_room(Quote& quote, const Inputs& in);
  void place(const Inputs& in, const Quote& quote, Commands& out);

  std::optional<Quantity> goal_;
  Urgency urgency_ = Urgency::PATIENT;
  std::optional<bool> raising_;  ///< which way the goal lay when it was first pursued
  Timestamp aimed_at_;
  std::optional<Timestamp> quoted_at_;
  std::optional<Timestamp> no_room_until_;  // the cap leaves too little: asked again then, or full minutes later
  Quantity deferred_;  ///< raises that many once the price makes it worth the minimum notional; 0 = nothing waits
};

}  // namespace alpha_pulse::hedging
