#pragma once

#include <span>
#include <string>
#include <string_view>

#include "alpha_pulse/config/yaml_reader.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::config {

/// One instrument from the values below its symbol. Every field is required except `multiplier` (1),
/// `unattended_rise` (0.60) and each bracket's `cum`, which is checked when given: cum_1 = 0 and
/// cum_k = cum_(k-1) + floor_k (maintenance_k - maintenance_(k-1)), so that the margin has no jumps.
/// Internal to the room; errors as in `InstrumentTable::parse`.
Result<Instrument> read_instrument(const std::string& symbol, std::span<const YamlValue> values, std::string_view name);

}  // namespace alpha_pulse::config
