#pragma once

#include <string_view>

#include "alpha_pulse/domain/instrument.hpp"

/// Values and an instrument for tests of words.
namespace alpha_pulse::telemetry {

inline Price price(std::string_view text) {
  return Price::parse(text).value();
}
inline Quantity quantity(std::string_view text) {
  return Quantity::parse(text).value();
}
inline Ratio ratio(std::string_view text) {
  return Ratio::parse(text).value();
}

inline Instrument btc() {
  Instrument instrument;
  instrument.id = kHedgeLeg;
  instrument.symbol = "BTCUSDT";
  instrument.tick = price("0.10");
  instrument.lot = quantity("0.001");
  return instrument;
}

}  // namespace alpha_pulse::telemetry
