#pragma once

#include <optional>
#include <span>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/hedging/hedge_settings.hpp"

/// Where a stop loss, a take profit and a disaster stop are decided. Formulas: STRATEGY.md 6; vectors in
/// protective_exit_test.cpp.
namespace alpha_pulse::hedging {

/// Triggers of the two exits of a position. SHORT: stop E(1+sl) rounded down, take profit E(1-tp) rounded up; LONG:
/// stop E(1-sl) rounded up, take profit E(1+tp) rounded down: never towards more loss.
struct ExitTriggers {
  Price stop_loss;
  Price take_profit;
};
ExitTriggers exit_triggers(const Instrument& instrument, const ExitSettings& settings, const Position& part,
                           bool hedge_is_short);

/// The stop that guards a rung before it has filled: as if the whole part had been entered at `first_fill`.
Price staged_stop(const Instrument& instrument, const ExitSettings& settings, Price first_fill, bool hedge_is_short);

/// Entry + share x (liquidation - entry), rounded towards the entry. Price{} when nothing liquidates the position.
Price disaster_trigger(const Instrument& instrument, Ratio share, Price entry, Price liquidation);

/// True when `price` has touched the trigger of a stop (away from the entry) or take profit of a short or long hedge.
bool stop_touched(Price price, Price trigger, bool hedge_is_short);
bool take_profit_touched(Price price, Price trigger, bool hedge_is_short);

/// What a protective order should look like now.
struct WantedExit {
  Price trigger;
  Quantity quantity;  ///< at least this much (or exactly, when `exact_quantity`)
  bool exact_quantity = false;
  bool passed = false;  ///< the market is beyond the trigger: a new order would be refused, so none is sent
};

/// Keeps one protective order of a kind at the venue, make before break: a new one goes to the free one of two slots
/// and is confirmed before the old one is cancelled, so there is no moment without.
class ExitKeeper {
 public:
  explicit ExitKeeper(SlotKind kind) : kind_(kind) {}

  /// Sends what is missing. `wanted` empty: takes away what is there.
  /// Returns whether an order as wanted (or nothing, when nothing is wanted) is confirmed.
  bool keep(const std::optional<WantedExit>& wanted, const OrderSpec& pattern, std::span<const Order> live,
            Timestamp now, Commands& out);

  /// When a lost order is tried again; never() when nothing is missing or the market has passed the trigger.
  Timestamp retry_at() const { return retry_at_; }
  /// Since when the wanted order has been missing; empty when it is there.
  const std::optional<Timestamp>& missing_since() const { return missing_since_; }
  void forget() { *this = ExitKeeper(kind_); }

 private:
  SlotKind kind_;
  std::optional<OrderSpec> attempted_;
  Timestamp attempted_at_;
  Timestamp retry_at_ = Timestamp::never();
  std::optional<Timestamp> missing_since_;
};

}  // namespace alpha_pulse::hedging
