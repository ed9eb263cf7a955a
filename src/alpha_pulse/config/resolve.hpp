#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/config/entry.hpp"

/// From entries to values: who wins, what the winner says, what nobody says. Internal to the room.
namespace alpha_pulse::config {

/// One row of the key table with the value in force.
struct Setting {
  const KeySpec* key = nullptr;
  Value value;
  std::optional<Entry> from;  ///< none: the default
};

/// Every key of the table, in its order.
using Settings = std::vector<Setting>;

Setting& setting(Settings& settings, std::string_view name);
const Setting& setting(const Settings& settings, std::string_view name);

/// Takes for each key the entry of highest precedence, else the default of the profile in force. Every entry is read,
/// so that an overridden mistake is still found. In `real` mode a credential whose ${NAME} is not set is an error.
Result<Settings> resolve(const std::vector<Entry>& entries, const std::map<std::string, std::string>& environment,
                         bool expand_references);

/// The values into the structs they belong to, then what follows from them: default exits from the volatility, costs of
/// the strategy from fees and slippage, limits of the gate from the hedge ratio.
AppConfig assemble(const Settings& settings);

/// What only several keys together can get wrong; the error names the key somebody wrote.
Result<void> check_together(const Settings& settings, const AppConfig& config);

/// Lines about settings that are allowed and probably not meant.
std::vector<std::string> warn(const Settings& settings, const AppConfig& config);

/// `key: value` for every key that is not secret; `load_effective` reads it back.
std::string effective_text(const Settings& settings, const AppConfig& config);

}  // namespace alpha_pulse::config
