#pragma once

#include <algorithm>
#include <span>

#include "alpha_pulse/domain/market_state.hpp"

namespace alpha_pulse::domain {

/// How many at the beginning are prints of the first one's instrument and roles for which `holds`. 0 when the first is
/// no print.
template <class Holds>
std::size_t print_run(std::span<const Event> events, Holds holds) {
  const auto* first = events.empty() ? nullptr : events.front().as<TradeTick>();
  if (first == nullptr) return 0;
  const InstrumentId instrument = events.front().instrument;
  const PrintRoles roles = first->roles;
  std::size_t count = 0;
  for (; count < events.size(); ++count) {
    const Event& event = events[count];
    const auto* trade = event.as<TradeTick>();
    if (trade == nullptr || event.instrument != instrument || trade->roles != roles || !holds(event, *trade)) break;
  }
  return count;
}

/// Takes in prints with the same roles: as `absorb` of each does, of which only the last two leave a trace in `market`.
template <class Absorb>
void absorb_print_run(MarketState& market, std::span<const Event> prints, Absorb absorb) {
  const std::size_t traces = std::min<std::size_t>(prints.size(), 2);
  for (const Event& print : prints.last(traces)) absorb(print);
  market.updates += prints.size() - traces;
}

/// The same of this instrument. Tested by domain/print_run_test.cpp.
inline void absorb_print_run(MarketState& market, std::span<const Event> prints, const Instrument& instrument) {
  absorb_print_run(market, prints, [&](const Event& print) { market.absorb(print, instrument); });
}

}  // namespace alpha_pulse::domain
