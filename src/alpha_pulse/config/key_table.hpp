#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/config/value.hpp"

/// The one table of everything that can be configured. It validates, fills the `AppConfig`, generates
/// docs/configuration.md and the effective configuration. A new setting is one row here and one member there.
/// Every row is tried out by config/key_table_test.cpp.
namespace alpha_pulse::config {

struct AppConfig;

/// One row: a key, what it takes, and where it goes.
struct KeySpec {
  std::string_view name;  ///< `section.key`
  ValueType type;
  std::string_view words;             ///< words taken besides (CHOICE: instead of) a number, `a|b`
  std::string_view unit;              ///< for people; empty where there is none
  std::string_view range;             ///< `0 < x <= 0.49`: shown and checked; empty: any
  std::string_view classic, guarded;  ///< defaults by profile
  std::string_view example;           ///< a value that passes, for error messages
  std::string_view meaning;           ///< one sentence for people
  void (*store)(AppConfig&, const Value&);
  const char* (*idle)(const AppConfig&) = nullptr;  ///< why the key has no effect in this setup; nullptr: it has
  std::string_view flag = {};                       ///< the dedicated command-line flag
};

/// All keys, in the order in which people read them.
std::span<const KeySpec> key_table();

/// The row of `name`, nullptr when there is none.
const KeySpec* find_key(std::string_view name);

/// The key closest to `name` by edits; an equal last part (`volatility`) counts as close. For "did you mean".
std::string_view nearest_key(std::string_view name);

/// Rows of the parts of the table; see keys_*.cpp.
std::span<const KeySpec> strategy_keys();
std::span<const KeySpec> protection_keys();
std::span<const KeySpec> world_keys();

/// The words of a row, split.
std::vector<std::string_view> words_of(const KeySpec& key);

/// `must be 0 < x <= 0.49, e.g. 0.02`: what would pass.
std::string what_passes(const KeySpec& key);

}  // namespace alpha_pulse::config
