#pragma once

#include <algorithm>
#include <string>

#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::telemetry {

/// How the prices and quantities of one instrument are shown to a person: prices to the tick, at least two decimals,
/// rounded half away from zero; quantities to the lot. Tested by telemetry/notice_text_test.cpp.
class InstrumentNumbers {
 public:
  explicit InstrumentNumbers(const Instrument& instrument)
      : price_places_(std::max(2, decimals_of(instrument.tick.raw()))),
        quantity_places_(decimals_of(instrument.lot.raw())) {}

  std::string price(Price p) const { return format_decimal_rounded(p.raw(), kDecimals, price_places_); }
  std::string spacing(PriceDelta d) const { return format_decimal_rounded(d.raw(), kDecimals, price_places_); }
  std::string quantity(Quantity q) const { return format_decimal(q.raw(), kDecimals, quantity_places_); }

 private:
  /// Decimals that a multiple of `step` can need: 0.10 -> 1, 0.001 -> 3, 5 -> 0.
  static int decimals_of(std::int64_t step) {
    int decimals = kDecimals;
    while (decimals > 0 && step % 10 == 0) {
      step /= 10;
      --decimals;
    }
    return decimals;
  }

  int price_places_;
  int quantity_places_;
};

}  // namespace alpha_pulse::telemetry
