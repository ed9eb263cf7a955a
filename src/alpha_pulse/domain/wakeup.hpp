#pragma once

#include <boost/container/small_vector.hpp>

#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::domain {

/// While the price of `kind` stays strictly between the two, nothing changes. Price{} = no bound on that side.
struct PriceBand {
  InstrumentId instrument{};
  PriceKind kind = PriceKind::TRADE;
  Price at_or_below{};
  Price at_or_above{};
};

/// A promise: until a band is touched or `at` is reached, no price event can change what the promising part does.
/// Funding, account events, bars (when `bars`), timers and people are always delivered.
///
/// Property, tested over random tapes and on real data: keeping the promise and ignoring it give the same commands,
/// fills and equity (tests/wakeup_property_test.cpp).
struct Wakeup {
  boost::container::small_vector<PriceBand, 8> bands;
  Timestamp at = Timestamp::never();
  bool bars = false;         ///< closed bars matter
  bool every_event = false;  ///< no bound is known: correct, only slower

  static Wakeup on_every_event() { return {.bands = {}, .at = Timestamp::never(), .bars = true, .every_event = true}; }
  void add(const PriceBand& band) { bands.push_back(band); }
  void not_later_than(Timestamp time) { at = time < at ? time : at; }
  /// Keeps every promise of both.
  void intersect(const Wakeup& other);
};

}  // namespace alpha_pulse::domain
