#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/domain/wakeup.hpp"

namespace alpha_pulse::engine {

/// A wake-up promise compiled into plain numbers, so that "can this event change anything?" costs a few comparisons.
/// A print is compared once against the bounds of all prices it stands for (by its roles). Prices that are not positive
/// are never quiet. Tested against a plain reading of the promise in engine/quiet_bounds_test.cpp.
class QuietBounds {
 public:
  QuietBounds(std::span<const Instrument> instruments, InstrumentId spot_leg);

  void compile(const Wakeup& wakeup);

  /// True when the event lies strictly inside the promise: a price strictly between its bounds, or a bar nobody waits
  /// for, before `at`. Everything else is never quiet.
  bool quiet(const Event& event) const {
    if (every_event_ || event.ts_event >= at_) return false;
    const std::size_t i = event.instrument.value;
    switch (event.body.index()) {
      case 0: {
        const auto& trade = *std::get_if<TradeTick>(&event.body);
        return legs_[i].prints[roles_index(trade.roles)].holds(trade.price);
      }
      case 1: {
        const auto& quote = *std::get_if<QuoteTick>(&event.body);
        return legs_[i].bid.holds(quote.bid) && legs_[i].ask.holds(quote.ask);
      }
      case 2:
        return legs_[i].mark.holds(std::get_if<MarkPrice>(&event.body)->price);
      case 3:
        return !bars_;
      default:
        return false;
    }
  }

  /// How many at the beginning are prints of one leg, with the same roles, and quiet.
  std::size_t quiet_prints(std::span<const Event> events) const;

  /// An open interval of prices at 1e-8.
  struct Range {
    std::int64_t low = 0;
    std::int64_t high = std::numeric_limits<std::int64_t>::max();
    bool holds(Price price) const { return price.raw() > low && price.raw() < high; }
    void narrow_to(const Range& other);
    Range shifted_down(std::int64_t by) const;
  };

  /// The same promise, for a source that looks for the first event outside it instead of asking about each.
  bool every_event() const { return every_event_; }
  bool bars_matter() const { return bars_; }
  Timestamp at() const { return at_; }
  const Range& prints(InstrumentId leg, PrintRoles roles) const { return legs_[leg.value].prints[roles_index(roles)]; }
  const Range& bids(InstrumentId leg) const { return legs_[leg.value].bid; }
  const Range& asks(InstrumentId leg) const { return legs_[leg.value].ask; }
  const Range& marks(InstrumentId leg) const { return legs_[leg.value].mark; }

 private:
  struct Leg {
    Range trade, bid, ask, mark;
    std::array<Range, 8> prints;  ///< by roles
  };
  static std::size_t roles_index(PrintRoles roles) {
    return (roles.spot ? 1U : 0U) | (roles.mark ? 2U : 0U) | (roles.quote ? 4U : 0U);
  }
  static Range& range_of(Leg& leg, PriceKind kind);
  void compile_prints();

  std::vector<Leg> legs_;
  std::vector<std::int64_t> ticks_;
  std::size_t spot_leg_;
  Timestamp at_;
  bool bars_ = true;
  bool every_event_ = true;
};

}  // namespace alpha_pulse::engine
