#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "alpha_pulse/matching/testing/test_venue.hpp"

/// Random market tapes and random order flow for the property tests, all from one seed.
namespace alpha_pulse::matching::test {

/// SplitMix64: small, and the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t roll() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(roll() % static_cast<std::uint64_t>(n)); }
  std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }
  bool one_in(std::int64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// A random walk around 100 on the linear and the inverse future, seen as prints (alone, or standing for everything),
/// quotes and marks; with gaps of up to 7 %, prices off the tick, funding, transfers and timers in between.
inline std::vector<Event> random_tape(Dice& dice, std::size_t length) {
  std::vector<Event> tape;
  std::int64_t last[2] = {10'000'000'000, 10'000'000'000};  // 100.00, raw
  std::int64_t ns = 0;
  const bool one_series = dice.one_in(3);
  const bool marks = !dice.one_in(3);
  const std::int64_t step = dice.one_in(2) ? 6 : 1;  // calm tapes linger at a level, so queues are served in parts
  for (std::size_t i = 0; i < length; ++i) {
    ns += dice.between(0, 400) * 1'000'000;
    const auto leg = static_cast<std::size_t>(dice.one_in(3));
    const InstrumentId id = leg == 0 ? kHedgeLeg : kInverse;
    const std::int64_t move = dice.one_in(60) ? dice.between(-700, 700) : dice.between(-step, step);
    last[leg] = std::max<std::int64_t>(last[leg] + last[leg] / 10'000 * move, 100'000'000);
    const std::int64_t p = dice.one_in(4) ? last[leg] : last[leg] / 1'000'000 * 1'000'000;  // mostly on the tick
    const Price here = Price::from_raw(p);
    const Quantity size = Quantity::from_raw(dice.between(0, 4000) * 100'000);
    const std::int64_t kind = dice.below(one_series ? 3 : 10);
    EventBody body = TradeTick{
        .price = here, .quantity = size, .aggressor = Side::BUY, .roles = one_series ? kAllRoles : PrintRoles{}};
    if (kind >= 4 && kind < 7) {
      const Price ask = Price::from_raw(p + dice.between(1, 4) * 1'000'000);
      body = QuoteTick{here, size, ask, Quantity::from_raw(dice.between(0, 4000) * 100'000)};
    } else if (kind >= 7 && marks) {
      body = MarkPrice{Price::from_raw(p + dice.between(-20, 20) * 100'000)};
    }
    if (dice.one_in(150)) body = FundingRateDue{Ratio::from_raw(dice.between(-300'000, 300'000))};
    if (dice.one_in(200))
      body = WalletTransferred{Money::from_raw(Int128{dice.between(-50, 200)} * Money::kUnit, kUsdt)};
    if (dice.one_in(6)) body = TimerElapsed{};
    tape.push_back(event(Timestamp::from_ns(ns), body, id));
  }
  return tape;
}

/// A random order near `reference`; sizes that sometimes exceed what is held or what the wallet allows.
inline OrderSpec random_order(Dice& dice, InstrumentId id, Price reference) {
  OrderSpec spec;
  spec.instrument = id;
  spec.side = dice.one_in(2) ? Side::BUY : Side::SELL;
  spec.type = static_cast<OrderType>(dice.below(4));
  spec.time_in_force = static_cast<TimeInForce>(dice.below(3));
  spec.reduce_only = is_conditional(spec.type) ? !dice.one_in(6) : dice.one_in(3);
  spec.trigger_by = dice.one_in(3) ? PriceKind::TRADE : PriceKind::MARK;
  spec.quantity = id == kInverse ? Quantity::from_raw(dice.between(1, 40) * kOne)
                                 : Quantity::from_raw(dice.between(1, 40) * 50'000'000);
  const std::int64_t ticks =
      reference.raw() / 1'000'000 + (dice.one_in(2) ? dice.between(-250, 250) : dice.between(-4, 4));
  const Price near = Price::from_raw(std::max<std::int64_t>(ticks, 1) * 1'000'000);
  if (spec.type == OrderType::LIMIT) spec.price = near;
  if (is_conditional(spec.type)) spec.trigger = near;
  return spec;
}

inline FillSettings random_settings(Dice& dice) {
  FillSettings s;
  s.model = static_cast<FillModel>(dice.below(3));
  if (dice.one_in(2)) s.latency = Duration::milliseconds(dice.between(1, 900));
  s.stop_while_flat = !dice.one_in(4);
  return s;
}

/// Every field of an account event.
inline std::string text(const Event& e) {
  std::string out = std::to_string(e.ts_event.ns()) + " #" + std::to_string(e.instrument.value) + " " +
                    std::string(event_name(e)) + (e.more_follow ? " + " : " . ");
  const auto id = [](ClientOrderId order) { return "order " + std::to_string(order.value); };
  if (const auto* b = e.as<OrderAccepted>()) out += id(b->order) + " venue " + std::to_string(b->venue_order.value);
  if (const auto* b = e.as<OrderRejected>()) out += id(b->order) + " " + std::string(to_string(b->reason));
  if (const auto* b = e.as<OrderTriggered>()) out += id(b->order);
  if (const auto* b = e.as<OrderCanceled>()) out += id(b->order);
  if (const auto* b = e.as<OrderExpired>()) out += id(b->order);
  if (const auto* b = e.as<CancelRejected>()) out += id(b->order);
  if (const auto* b = e.as<PositionReported>()) out += b->quantity.to_string();
  if (const auto* b = e.as<FundingSettled>()) out += b->amount.to_string() + b->amount.currency().code();
  if (const auto* b = e.as<OrderFilled>()) {
    const Fill& f = b->fill;
    out += id(f.order) + " trade " + std::to_string(f.trade.value) + " " + std::string(to_string(f.side)) + " " +
           f.quantity.to_string() + " @ " + f.price.to_string() + " fee " + f.fee.to_string() + " " +
           std::string(to_string(f.liquidity));
  }
  if (const auto* b = e.as<PositionLiquidated>()) {
    out += "trade " + std::to_string(b->trade.value) + " " + std::string(to_string(b->side)) + " " +
           b->quantity.to_string() + " @ " + b->price.to_string() + " fee " + b->fee.to_string();
  }
  return out;
}

}  // namespace alpha_pulse::matching::test
