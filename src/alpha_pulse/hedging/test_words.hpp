#pragma once

#include <string>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/instrument.hpp"

/// Short words for the tests of this room: exact values from text, and a linear future whose filters are given.
namespace alpha_pulse::hedging::test {

inline constexpr Currency kUsdt{"USDT"};
inline constexpr Currency kBtc{"BTC"};

inline Price price(const std::string& text) {
  return *Price::parse(text);
}
inline Quantity qty(const std::string& text) {
  return *Quantity::parse(text);
}
inline Ratio ratio(const std::string& text) {
  return *Ratio::parse(text);
}
inline Money usdt(const std::string& text) {
  return *Money::parse(text, kUsdt);
}
inline Timestamp at(std::int64_t seconds) {
  return Timestamp::from_ms(seconds * 1000);
}

struct Filters {
  std::string tick = "0.01";
  std::string lot = "0.001";
  std::string min_notional = "5";
};

/// One margin row of 0.4 %, contracts of one coin.
inline Instrument linear(const Filters& filters = {}) {
  Instrument i;
  i.id = kHedgeLeg;
  i.symbol = "BTCUSDT";
  i.kind = ContractKind::LINEAR;
  i.base = kBtc;
  i.quote = kUsdt;
  i.tick = price(filters.tick);
  i.lot = qty(filters.lot);
  i.min_notional = usdt(filters.min_notional);
  i.multiplier = qty("1");
  i.brackets = {{usdt("0"), ratio("0.004"), usdt("0")}};
  return i;
}

inline Instrument spot_of(const Instrument& future) {
  Instrument i = future;
  i.id = kSpotLeg;
  i.kind = ContractKind::SPOT;
  i.brackets.clear();
  return i;
}

}  // namespace alpha_pulse::hedging::test
