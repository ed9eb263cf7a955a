#include "alpha_pulse/config/resolve.hpp"

#include <algorithm>

namespace alpha_pulse::config {
namespace {

/// The entry in force for each key name.
using Winners = std::map<std::string_view, const Entry*>;

Winners winners_of(const std::vector<Entry>& entries) {
  Winners winners;
  for (const Entry& entry : entries) {
    const Entry*& winner = winners[entry.key->name];
    if (winner == nullptr || entry.source >= winner->source) winner = &entry;
  }
  return winners;
}

Result<Value> read_text(const Entry& entry, const std::string& text) {
  auto value = parse_value(*entry.key, text);
  if (!value) return refuse(entry, value.error().message);
  return value;
}

/// The entry's value; nothing when a variable it refers to is not set.
Result<std::optional<Value>> read_entry(const Entry& entry, const std::map<std::string, std::string>& environment,
                                        bool expand_references) {
  Expansion expansion = expand_references ? expand(entry, environment) : Expansion{entry.text, {}, {}};
  if (expansion.problem) return refuse(entry, *expansion.problem);
  if (expansion.missing) return std::optional<Value>{};
  const bool is_secret = entry.key->type == ValueType::SECRET;
  if (is_secret && expansion.text.empty()) return std::optional<Value>{};  // a variable that is set to nothing
  auto value = read_text(entry, expansion.text);
  if (is_secret) wipe(expansion.text);
  if (!value) return std::unexpected(value.error());
  return std::optional{std::move(*value)};
}

Result<Value> read_default(const KeySpec& key, bool is_guarded) {
  auto value = parse_value(key, is_guarded ? key.guarded : key.classic);
  ensure(value.has_value(), "the defaults in the key table are valid");
  return value;
}

std::unexpected<Error> refuse_missing(const Entry& entry, const std::map<std::string, std::string>& environment) {
  const std::string name = expand(entry, environment).missing.value_or("the variable");
  return refuse(entry, "refers to " + name + ", which is not set or empty; export " + name + "=... first");
}

Result<bool> profile_is_guarded(const Winners& winners, const std::map<std::string, std::string>& environment,
                                bool expand_references) {
  const auto winner = winners.find("profile");
  if (winner == winners.end()) return false;
  const auto value = read_entry(*winner->second, environment, expand_references);
  if (!value) return std::unexpected(value.error());
  return *value && (*value)->raw == static_cast<std::int64_t>(hedging::Profile::GUARDED);
}

bool is_real(const Settings& settings) {
  return setting(settings, "trading_mode").value.raw == static_cast<std::int64_t>(execution::TradingMode::REAL);
}

}  // namespace

const Setting& setting(const Settings& settings, std::string_view name) {
  const auto found =
      std::find_if(settings.begin(), settings.end(), [name](const Setting& s) { return s.key->name == name; });
  ensure(found != settings.end(), "every key of the table has a setting");
  return *found;
}

Setting& setting(Settings& settings, std::string_view name) {
  return const_cast<Setting&>(setting(std::as_const(settings), name));
}

Result<Settings> resolve(const std::vector<Entry>& entries, const std::map<std::string, std::string>& environment,
                         bool expand_references) {
  const Winners winners = winners_of(entries);
  const auto is_guarded = profile_is_guarded(winners, environment, expand_references);
  if (!is_guarded) return std::unexpected(is_guarded.error());

  Settings settings;
  for (const KeySpec& key : key_table()) settings.push_back({&key, *read_default(key, *is_guarded), std::nullopt});

  std::vector<const Entry*> unset;  // winners that refer to a variable nobody set
  for (const Entry& entry : entries) {
    auto value = read_entry(entry, environment, expand_references);
    if (!value) return std::unexpected(value.error());
    if (winners.at(entry.key->name) != &entry) continue;
    if (!*value) {
      unset.push_back(&entry);
      continue;
    }
    Setting& target = setting(settings, entry.key->name);
    target.value = std::move(**value);
    target.from = entry;
  }
  for (const Entry* entry : unset) {
    const bool may_stay_unset = entry->key->type == ValueType::SECRET && !is_real(settings);
    if (!may_stay_unset) return refuse_missing(*entry, environment);
  }
  return settings;
}

}  // namespace alpha_pulse::config
