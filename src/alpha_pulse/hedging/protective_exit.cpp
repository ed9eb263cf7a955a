#include "alpha_pulse/hedging/protective_exit.hpp"

#include <algorithm>
#include <array>

namespace alpha_pulse::hedging {
namespace {

constexpr Duration kRetryAfter = Duration::seconds(1);

Ratio above(Ratio share) {
  return Ratio::one() + share;
}
Ratio below(Ratio share) {
  return Ratio::one() - share;
}

bool satisfies(const Order& order, const WantedExit& wanted) {
  if (order.spec.trigger != wanted.trigger || order.cancel_requested || order.unresolved) return false;
  const Quantity rest = order.remaining();
  return wanted.exact_quantity ? rest == wanted.quantity : rest >= wanted.quantity;
}

}  // namespace

ExitTriggers exit_triggers(const Instrument& instrument, const ExitSettings& settings, const Position& part,
                           bool hedge_is_short) {
  if (hedge_is_short) {
    return {.stop_loss = part.entry_times(instrument, above(settings.stop_loss), false),
            .take_profit = part.entry_times(instrument, below(settings.take_profit), true)};
  }
  return {.stop_loss = part.entry_times(instrument, below(settings.stop_loss), true),
          .take_profit = part.entry_times(instrument, above(settings.take_profit), false)};
}

Price staged_stop(const Instrument& instrument, const ExitSettings& settings, Price first_fill, bool hedge_is_short) {
  if (hedge_is_short) {
    return instrument.round_down_to_tick(scale_rounding_down(first_fill, above(settings.stop_loss)));
  }
  return instrument.round_up_to_tick(scale_rounding_up(first_fill, below(settings.stop_loss)));
}

Price disaster_trigger(const Instrument& instrument, Ratio share, Price entry, Price liquidation) {
  if (!entry.known() || !liquidation.known()) return Price{};
  const Int128 way = wide_mul((liquidation - entry).raw(), share.raw()) / kOne;  // toward the entry
  const Price trigger = entry + PriceDelta::from_raw(narrow(way));
  return liquidation > entry ? instrument.round_down_to_tick(trigger) : instrument.round_up_to_tick(trigger);
}

bool stop_touched(Price price, Price trigger, bool hedge_is_short) {
  return hedge_is_short ? price >= trigger : price <= trigger;
}

bool take_profit_touched(Price price, Price trigger, bool hedge_is_short) {
  return hedge_is_short ? price <= trigger : price >= trigger;
}

bool ExitKeeper::keep(const std::optional<WantedExit>& wanted, const OrderSpec& pattern, std::span<const Order> live,
                      Timestamp now, Commands& out) {
  retry_at_ = Timestamp::never();
  std::array<const Order*, 2> slots{};
  const Order* match = nullptr;
  for (const Order& order : live) {
    if (order.spec.slot.kind != kind_ || order.spec.instrument != pattern.instrument) continue;
    slots[order.spec.slot.index % 2] = &order;
    if (wanted && satisfies(order, *wanted)) match = &order;
  }
  const bool confirmed = match != nullptr && match->working();
  if (!wanted || confirmed) {
    attempted_.reset();
    missing_since_.reset();
    for (const Order* order : slots) {
      if (order != nullptr && order != match && !order->cancel_requested) out.cancel(*order);
    }
    return true;
  }
  if (!missing_since_) missing_since_ = now;
  if (match != nullptr) return false;  // sent, not yet confirmed
  const auto free = std::find(slots.begin(), slots.end(), nullptr);
  if (free == slots.end()) {
    // What is wanted moved again while the last one travelled: once both stand, the older makes room.
    if (slots[0]->working() && slots[1]->working()) out.cancel(slots[0]->id < slots[1]->id ? *slots[0] : *slots[1]);
    return false;
  }
  if (wanted->passed) return false;

  OrderSpec spec = pattern;
  spec.slot = {.kind = kind_, .index = static_cast<std::uint16_t>(free - slots.begin())};
  spec.trigger = wanted->trigger;
  spec.quantity = wanted->quantity;
  const bool repeated = attempted_ && attempted_->trigger == spec.trigger && attempted_->quantity == spec.quantity;
  if (repeated && now - attempted_at_ < kRetryAfter) {
    retry_at_ = attempted_at_ + kRetryAfter;
    return false;
  }
  attempted_ = spec;
  attempted_at_ = now;
  out.place(spec);
  retry_at_ = now + kRetryAfter;  // should it be refused or lost
  return false;
}

}  // namespace alpha_pulse::hedging
