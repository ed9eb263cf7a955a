#pragma once

#include <algorithm>
#include <limits>

#include "alpha_pulse/domain/wakeup.hpp"

namespace alpha_pulse::matching {

/// The open interval in which one kind of price may move without anything happening at the venue. Two compares on the
/// hot path, and the source of the wake-up bands.
class PriceWatch {
 public:
  constexpr void at_or_below(Price price) { below_ = std::max(below_, price.raw()); }
  constexpr void at_or_above(Price price) { above_ = std::min(above_, price.raw()); }
  /// No bound is known: every price counts as touched.
  constexpr void everything() { below_ = kNever; }
  constexpr void merge(const PriceWatch& other) {
    below_ = std::max(below_, other.below_);
    above_ = std::min(above_, other.above_);
  }

  constexpr bool touched(Price price) const { return price.raw() <= below_ || price.raw() >= above_; }
  constexpr bool watches_everything() const { return below_ == kNever; }
  constexpr bool idle() const { return below_ <= 0 && above_ == kNever; }

  PriceBand band(InstrumentId instrument, PriceKind kind) const {
    return {.instrument = instrument,
            .kind = kind,
            .at_or_below = Price::from_raw(std::max<std::int64_t>(below_, 0)),
            .at_or_above = above_ == kNever ? Price{} : Price::from_raw(above_)};
  }

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  std::int64_t below_ = 0;  // prices are positive, so 0 is no bound
  std::int64_t above_ = kNever;
};

}  // namespace alpha_pulse::matching
