#include "alpha_pulse/engine/quiet_bounds.hpp"

#include <algorithm>

#include "alpha_pulse/domain/print_run.hpp"

namespace alpha_pulse::engine {

void QuietBounds::Range::narrow_to(const Range& other) {
  low = std::max(low, other.low);
  high = std::min(high, other.high);
}

QuietBounds::Range QuietBounds::Range::shifted_down(std::int64_t by) const {
  return {.low = low - by, .high = high - by};
}

QuietBounds::QuietBounds(std::span<const Instrument> instruments, InstrumentId spot_leg)
    : legs_(instruments.size()), spot_leg_(spot_leg.value) {
  ensure(spot_leg_ < legs_.size(), "the spot leg is one of the instruments");
  for (const Instrument& instrument : instruments) ticks_.push_back(instrument.tick.raw());
}

QuietBounds::Range& QuietBounds::range_of(Leg& leg, PriceKind kind) {
  switch (kind) {
    case PriceKind::TRADE:
      return leg.trade;
    case PriceKind::BID:
      return leg.bid;
    case PriceKind::ASK:
      return leg.ask;
    case PriceKind::MARK:
      return leg.mark;
  }
  return leg.trade;
}

void QuietBounds::compile(const Wakeup& wakeup) {
  at_ = wakeup.at;
  bars_ = wakeup.bars;
  every_event_ = wakeup.every_event;
  if (every_event_) return;
  std::ranges::fill(legs_, Leg{});
  for (const PriceBand& band : wakeup.bands) {
    Range range{.low = std::max<std::int64_t>(0, band.at_or_below.raw())};
    if (band.at_or_above.known()) range.high = band.at_or_above.raw();
    range_of(legs_[band.instrument.value], band.kind).narrow_to(range);
  }
  compile_prints();
}

std::size_t QuietBounds::quiet_prints(std::span<const Event> events) const {
  const auto* first = events.empty() ? nullptr : events.front().as<TradeTick>();
  if (every_event_ || first == nullptr) return 0;
  return print_run(events, [at = at_, range = prints(events.front().instrument, first->roles)](const Event& event,
                                                                                               const TradeTick& trade) {
    return event.ts_event < at && range.holds(trade.price);
  });
}

void QuietBounds::compile_prints() {
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    Leg& leg = legs_[i];
    for (std::size_t roles = 0; roles < leg.prints.size(); ++roles) {
      Range range = leg.trade;
      if ((roles & 1U) != 0) range.narrow_to(legs_[spot_leg_].trade);
      if ((roles & 2U) != 0) range.narrow_to(leg.mark);
      if ((roles & 4U) != 0) {
        range.narrow_to(leg.bid);
        range.narrow_to(leg.ask.shifted_down(ticks_[i]));
      }
      leg.prints[roles] = range;
    }
  }
}

}  // namespace alpha_pulse::engine
