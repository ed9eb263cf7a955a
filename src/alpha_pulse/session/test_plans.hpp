#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/session/plan.hpp"

/// Plans as the tests ask for them: an instrument, a price, and the keys that differ from the defaults.
namespace alpha_pulse::session::test {

using Sets = std::vector<std::string>;

inline Price price(const char* text) {
  return *Price::parse(text);
}
inline Quantity coins(const char* text) {
  return *Quantity::parse(text);
}
inline Ratio ratio(const char* text) {
  return *Ratio::parse(text);
}

inline Instrument btc() {
  return *config::InstrumentTable::bundled().find("BTCUSDT");
}

/// BTCUSDT with steps so fine that nothing is rounded.
inline Instrument exact() {
  Instrument instrument = btc();
  instrument.tick = Price::from_raw(1);
  instrument.lot = Quantity::from_raw(1);
  instrument.min_notional = Money(instrument.quote);
  return instrument;
}

inline Instrument with_tick(const char* tick) {
  Instrument instrument = exact();
  instrument.tick = price(tick);
  return instrument;
}

inline Result<Plan> plan_of(const Instrument& instrument, const char* at, const Sets& sets) {
  config::ConfigInputs inputs;
  inputs.sets = sets;
  const auto loaded = config::load_config(inputs);
  if (!loaded) return std::unexpected(loaded.error());
  return make_plan({.config = loaded->config,
                    .hedge = instrument,
                    .reference_price = at == nullptr ? Price{} : price(at),
                    .warnings = loaded->warnings,
                    .effective_text = loaded->effective_text});
}

inline Plan plan(const Instrument& instrument, const char* at, const Sets& sets = {}) {
  auto result = plan_of(instrument, at, sets);
  if (!result) {
    ADD_FAILURE() << result.error().message;
    return {};
  }
  return *result;
}

inline Error refusal(const Instrument& instrument, const char* at, const Sets& sets) {
  const auto result = plan_of(instrument, at, sets);
  if (result) {
    ADD_FAILURE() << "was not refused";
    return {};
  }
  return result.error();
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
inline bool says(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return says(line, part); });
}

inline const PlanShock& shock(const Plan& plan, int pct) {
  const auto found = std::find_if(plan.shocks.begin(), plan.shocks.end(),
                                  [&](const PlanShock& s) { return s.move == Ratio::from_raw(kOne / 100 * pct); });
  return *found;
}

}  // namespace alpha_pulse::session::test
