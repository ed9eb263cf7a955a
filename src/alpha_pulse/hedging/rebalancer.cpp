#include "alpha_pulse/hedging/rebalancer.hpp"

#include <algorithm>

#include "alpha_pulse/hedging/price_reach.hpp"

namespace alpha_pulse::hedging {
namespace {

constexpr Duration kRequoteAfter = Duration::seconds(5);
constexpr Duration kPatience = Duration::seconds(60);
constexpr Duration kRetryAfter = Duration::seconds(1);
constexpr Duration kAskForRoomAgain = Duration::seconds(60);
constexpr std::int64_t kHighestPrice = 9'000'000'000'000'000'000;
constexpr Ratio kTakerCap = Ratio::from_raw(kOne / 1000);  // ten basis points

const Order* find_order(std::span<const Order> live, InstrumentId instrument) {
  const auto found = std::find_if(live.begin(), live.end(), [&](const Order& order) {
    return order.spec.slot.kind == SlotKind::REBALANCE && order.spec.instrument == instrument;
  });
  return found == live.end() ? nullptr : &*found;
}

/// The near touch: a patient sell rests on the ask, a patient buy on the bid, on the tick away from the market.
Price near_touch(const Instrument& instrument, const MarketState& market, Side side) {
  if (side == Side::SELL) return instrument.round_up_to_tick(market.ask_or_last());
  return instrument.round_down_to_tick(market.bid_or_last());
}

Price taker_limit(const Instrument& instrument, const MarketState& market, Side side) {
  if (side == Side::SELL) {
    return instrument.round_up_to_tick(scale_rounding_up(market.bid_or_last(), Ratio::one() - kTakerCap));
  }
  return instrument.round_down_to_tick(scale_rounding_down(market.ask_or_last(), Ratio::one() + kTakerCap));
}

}  // namespace

void Rebalancer::aim(Quantity goal, Urgency urgency, Timestamp now) {
  if (goal_ == goal && urgency_ >= urgency) return;
  goal_ = goal;
  urgency_ = urgency;
  aimed_at_ = now;
  quoted_at_.reset();
  raising_.reset();
  no_room_until_.reset();
}

bool Rebalancer::has_order(std::span<const Order> live, InstrumentId instrument) const {
  return find_order(live, instrument) != nullptr;
}

bool Rebalancer::patient(Timestamp now) const {
  return urgency_ == Urgency::PATIENT && now - aimed_at_ < kPatience;
}

Rebalancer::Quote Rebalancer::missing(const Inputs& in) const {
  const Quantity difference = *goal_ - in.held;
  const bool raises = difference.raw() > 0;
  return {.side = raises ? in.raise_side : opposite(in.raise_side),
          .quantity = in.instrument.round_down_to_lot(difference.magnitude()),
          .raises = raises};
}

void Rebalancer::settle(const Inputs& in) {
  deferred_ = Quantity{};
  if (!goal_ || has_order(in.live, in.instrument.id)) return;
  const Quote rest = missing(in);
  if (!raising_) raising_ = rest.raises;
  const bool passed = rest.raises != *raising_;  // something else moved the hedge across the goal: it is void
  const bool deferred = !passed && rest.raises && rest.quantity < in.instrument.minimum_quantity(in.market.reference());
  if (deferred) deferred_ = rest.quantity;
  if (passed || deferred || rest.quantity.is_zero()) goal_.reset();
}

/// A resting order that is no longer what is wanted: another direction, more than is missing, or not allowed any more.
bool Rebalancer::unwanted(const Order& order, const Inputs& in) const {
  if (!goal_) return true;
  const bool raises = order.spec.side == in.raise_side;
  const Quote rest = missing(in);
  return (raises && !in.raise_may_rest) || rest.raises != raises || order.remaining() > rest.quantity;
}

/// The first of the minutes at `from` or later, counted from the moment room was lacking. It hangs on nothing that an
/// event in between could have moved, so it is the same minute whoever was asked.
Timestamp Rebalancer::asks_for_room_at(Timestamp from) const {
  if (from <= *no_room_until_) return *no_room_until_;
  const std::int64_t minutes = divide_rounding_up((from - *no_room_until_).ns(), kAskForRoomAgain.ns());
  return *no_room_until_ + kAskForRoomAgain * minutes;
}

std::optional<PriceBand> Rebalancer::known_to_lack_room(const Inputs& in) const {
  return no_room_until_ && in.no_room_within ? in.no_room_within() : std::nullopt;
}

void Rebalancer::step(const Inputs& in, Commands& out) {
  if (const Order* order = find_order(in.live, in.instrument.id); order != nullptr) {
    if (order->cancel_requested || order->state == OrderState::SUBMITTED) return;
    const bool impatient = order->spec.time_in_force == TimeInForce::GTX && !patient(in.now);
    const bool off = order->spec.price != near_touch(in.instrument, in.market, order->spec.side) &&
                     in.now - order->submitted_at >= kRequoteAfter;
    if (impatient || off || unwanted(*order, in)) out.cancel(*order);
    return;
  }
  settle(in);
  if (!goal_) return;
  Quote quote = missing(in);
  if (quote.raises && !in.may_raise) return;
  const Duration pace = patient(in.now) ? kRequoteAfter : kRetryAfter;
  if (quoted_at_ && in.now - *quoted_at_ < pace) return;
  if (quote.raises && !fit_into_room(quote, in)) return;
  place(in, quote, out);
}

/// Cuts a raising order to what the cap leaves. When that is too little to trade, the cap is asked again on full
/// minutes; not at prices known to leave too little, which need not have been seen.
bool Rebalancer::fit_into_room(Quote& quote, const Inputs& in) {
  if (no_room_until_ && in.now != asks_for_room_at(in.now)) return false;
  if (known_to_lack_room(in)) return false;
  no_room_until_.reset();
  if (!in.room) return true;
  quote.quantity = std::min(quote.quantity, in.instrument.round_down_to_lot(std::max(Quantity{}, in.room())));
  if (quote.quantity >= in.instrument.minimum_quantity(in.market.reference())) return true;
  no_room_until_ = in.now + kAskForRoomAgain;
  return false;
}

void Rebalancer::place(const Inputs& in, const Quote& quote, Commands& out) {
  const bool patient_now = patient(in.now);
  OrderSpec spec;
  spec.instrument = in.instrument.id;
  spec.slot = {.kind = SlotKind::REBALANCE, .index = 0};
  spec.side = quote.side;
  spec.type = OrderType::LIMIT;
  spec.time_in_force = patient_now ? TimeInForce::GTX : TimeInForce::IOC;
  spec.reduce_only = !quote.raises;
  spec.quantity = quote.quantity;
  spec.price = patient_now ? near_touch(in.instrument, in.market, quote.side)
                           : taker_limit(in.instrument, in.market, quote.side);
  out.place(spec);
  quoted_at_ = in.now;
}

void Rebalancer::wake(const Inputs& in, Wakeup& wakeup) const {
  if (!goal_) {
    wake_for_minimum(in, wakeup);
  } else if (const Order* order = find_order(in.live, in.instrument.id); order == nullptr) {
    wake_to_place(in, wakeup);
  } else if (!order->cancel_requested) {
    if (order->spec.time_in_force == TimeInForce::GTX) {
      wake_to_requote(in, *order, wakeup);
    } else {
      wakeup.every_event = true;  // gone in a moment, unless it is advice that nobody followed yet
    }
  }
}

/// Nothing is at work: waiting to try again, for room, or for permission (the gate wakes everybody when it allows).
void Rebalancer::wake_to_place(const Inputs& in, Wakeup& wakeup) const {
  const bool raises = missing(in).raises;
  // A goal of which too little is missing is given up, and the smallest order hangs on the price.
  if (raises) wakeup.add(same_minimum(in.instrument, reference_kind(in.market), in.market.reference()));
  if (raises && !in.may_raise) return;
  if (const auto too_little = raises ? known_to_lack_room(in) : std::nullopt) {
    wakeup.add(*too_little);
    return;
  }
  const Timestamp again = may_place_at(in);
  if (again > in.now) wakeup.not_later_than(again);
}

/// The pace at which one order follows another, shorter once patience is over, and the minute at which room is asked
/// for again.
Timestamp Rebalancer::may_place_at(const Inputs& in) const {
  Timestamp at = in.now;
  if (quoted_at_) {
    at = *quoted_at_ + kRetryAfter;
    if (patient(in.now)) at = std::min(*quoted_at_ + kRequoteAfter, std::max(at, aimed_at_ + kPatience));
  }
  return missing(in).raises && no_room_until_ ? asks_for_room_at(std::max(at, in.now)) : at;
}

void Rebalancer::wake_to_requote(const Inputs& in, const Order& order, Wakeup& wakeup) const {
  wakeup.not_later_than(aimed_at_ + kPatience);
  const Timestamp may_requote = order.submitted_at + kRequoteAfter;
  if (in.now < may_requote) {
    wakeup.not_later_than(may_requote);
    return;
  }
  const PriceDelta unit = PriceDelta::from_raw(1);
  const bool sells = order.spec.side == Side::SELL;
  const bool quoted = sells ? in.market.ask.known() : in.market.bid.known();
  const Price touch = sells ? in.market.ask_or_last() : in.market.bid_or_last();
  wakeup.add({.instrument = in.instrument.id,
              .kind = !quoted ? PriceKind::TRADE
                      : sells ? PriceKind::ASK
                              : PriceKind::BID,
              .at_or_below = touch - unit,
              .at_or_above = touch + unit});
}

/// The price from which on what was deferred is worth the minimum notional; of an inverse contract no price changes it.
void Rebalancer::wake_for_minimum(const Inputs& in, Wakeup& wakeup) const {
  if (deferred_.is_zero() || in.instrument.kind == ContractKind::INVERSE) return;
  const Int128 units = wide_mul(deferred_.raw(), in.instrument.multiplier.raw());
  const Int128 price = multiply_divide_rounding_up(in.instrument.min_notional.raw(), kOne, units);
  if (price > Int128{kHighestPrice}) return;
  for (const PriceKind kind : {PriceKind::MARK, PriceKind::TRADE}) {
    wakeup.add({.instrument = in.instrument.id,
                .kind = kind,
                .at_or_below = {},
                .at_or_above = Price::from_raw(narrow(price))});
  }
}

}  // namespace alpha_pulse::hedging
