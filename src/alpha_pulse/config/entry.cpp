#include "alpha_pulse/config/entry.hpp"

#include <algorithm>
#include <cctype>

#include "alpha_pulse/config/former_keys.hpp"
#include "alpha_pulse/config/yaml_reader.hpp"

namespace alpha_pulse::config {
namespace {

std::string value_shown(const Entry& entry) {
  // A reference such as ${NAME} is no secret, what it stands for is.
  const bool is_reference = entry.text.starts_with("${") && entry.text.find('}') == entry.text.size() - 1;
  return entry.key->type == ValueType::SECRET && !is_reference ? "***" : shown(entry.text);
}

/// `name:value` and `name=value` where a key was expected are slips of the hand, and the value may be a credential.
std::string_view without_value(std::string_view key) {
  return key.substr(0, key.find_first_of(":= \t"));
}

std::unexpected<Error> unknown_key(const std::string& where, std::string_view key) {
  const std::string_view name = without_value(key);
  const std::string spelled = name.size() < key.size() ? " (is a blank missing before the value?)" : "";
  return fail(ErrorCode::kInvalidArgument, where + ": unknown key '" + shown(name) + "'" + spelled +
                                               "; the nearest is '" + std::string(nearest_key(name)) +
                                               "', docs/configuration.md lists them all");
}

/// A key as somebody wrote it: its row, and its former name where that was written. Nothing when there is no such key.
struct Named {
  const KeySpec* key;
  std::string_view written_as;
};
Result<std::optional<Named>> key_named(const std::string& where, std::string_view name) {
  if (const KeySpec* key = find_key(name)) return Named{key, {}};
  const FormerKey* former = find_former_key(name);
  if (former == nullptr) return std::optional<Named>{};
  if (!former->now.empty()) return Named{find_key(former->now), former->name};
  return fail(ErrorCode::kInvalidArgument, where + ": '" + std::string(former->name) + "' " + std::string(former->why));
}

/// `symbol` in `symbol.0` or `symbol.x`: a single value that was given a list or a block.
const KeySpec* single_value_above(std::string_view path) {
  for (std::size_t dot = path.rfind('.'); dot != std::string_view::npos; dot = path.rfind('.')) {
    path = path.substr(0, dot);
    if (const KeySpec* key = find_key(path)) return key;
  }
  return nullptr;
}

template <class Holds>
bool any_key_below(std::string_view path, Holds&& holds) {
  const std::string prefix = std::string(path) + ".";
  const auto table = key_table();
  return std::any_of(table.begin(), table.end(),
                     [&](const KeySpec& key) { return key.name.starts_with(prefix) && holds(key); });
}
bool is_section(std::string_view path) {
  return any_key_below(path, [](const KeySpec&) { return true; });
}
/// What stands in the place of such a block may be a credential whose key lost its line or its blank.
bool holds_secrets(std::string_view path) {
  return any_key_below(path, [](const KeySpec& key) { return key.type == ValueType::SECRET; });
}

std::string place(std::string_view name, int line, int column) {
  return std::string(name) + ":" + std::to_string(line) + ":" + std::to_string(column);
}

Result<std::optional<Entry>> file_entry(const YamlValue& value, std::string_view name) {
  const std::string where = place(name, value.line, value.column);
  const std::string where_named = place(name, value.key_line, value.key_column);
  const auto named = key_named(where_named, value.path);
  if (!named) return std::unexpected(named.error());
  if (*named) {
    Entry entry{(*named)->key, value.text, Source::FILE, where, (*named)->written_as};
    if (value.is_empty) return refuse(entry, "has no value; " + what_passes(*entry.key));
    return entry;
  }
  if (const KeySpec* key = single_value_above(value.path)) {
    return fail(ErrorCode::kInvalidArgument, where + ": " + std::string(key->name) +
                                                 " takes one value, not a list or a block; " + what_passes(*key));
  }
  if (is_section(value.path)) {
    if (value.is_empty) return std::optional<Entry>{};
    const std::string text = holds_secrets(value.path) ? "***" : shown(value.text);
    return fail(ErrorCode::kInvalidArgument, where + ": " + shown(value.path) + ": '" + text +
                                                 "' stands where a block of keys is expected, e.g. " +
                                                 std::string(nearest_key(value.path + ".")));
  }
  return unknown_key(where_named, value.path);
}

void keep_if_set(std::vector<Entry>& entries, const ConfigInputs& inputs, const std::string& variable,
                 std::string_view key) {
  const auto found = inputs.environment.find(variable);
  if (found == inputs.environment.end() || found->second.empty()) return;
  entries.push_back({find_key(key), found->second, Source::ENVIRONMENT, variable});
}

bool is_set(const ConfigInputs& inputs, const std::string& variable) {
  const auto found = inputs.environment.find(variable);
  return found != inputs.environment.end() && !found->second.empty();
}

bool is_name(std::string_view text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) != 0) return false;
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return c < 0x80 && (std::isalnum(c) != 0 || c == '_'); });
}

}  // namespace

std::string describe(const Entry& entry) {
  const std::string key(entry.name());
  const std::string value = value_shown(entry);
  switch (entry.source) {
    case Source::FALLBACK:
    case Source::FILE:
      return entry.where + ": " + key + ": '" + value + "'";
    case Source::ENVIRONMENT:
      return "environment " + entry.where + "=" + value + " (" + key + "):";
    case Source::COMMAND_LINE:
      return entry.where == "--set" ? "--set " + key + "=" + value + ":" : entry.where + " " + value + ":";
  }
  std::unreachable();
}

std::unexpected<Error> refuse(const Entry& entry, std::string_view problem) {
  return fail(ErrorCode::kInvalidArgument, describe(entry) + " " + std::string(problem));
}

Result<std::vector<Entry>> file_entries(std::string_view text, std::string_view name) {
  const auto values = read_yaml(text, name);
  if (!values) return std::unexpected(values.error());
  std::vector<Entry> entries;
  for (const YamlValue& value : *values) {
    auto entry = file_entry(value, name);
    if (!entry) return std::unexpected(entry.error());
    if (!*entry) continue;
    const auto first =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == (*entry)->key; });
    if (first != entries.end()) {  // one of them by its former name: two equal names were refused by the reader
      return refuse(**entry, "means " + std::string(first->name()) + ", given at " + first->where + "; keep one");
    }
    entries.push_back(std::move(**entry));
  }
  return entries;
}

Result<std::vector<Entry>> command_line_entries(const ConfigInputs& inputs) {
  std::vector<Entry> entries;
  for (const std::string& set : inputs.sets) {
    const std::size_t equals = set.find('=');
    const std::string name = set.substr(0, equals);
    const auto named = key_named("--set", name);
    if (!named) return std::unexpected(named.error());
    if (!*named && equals == std::string::npos) {
      return fail(ErrorCode::kInvalidArgument, "--set: '" + shown(without_value(set)) +
                                                   "' is not of the form key=value, e.g. --set grid.volatility=0.02");
    }
    if (!*named) return unknown_key("--set", name);
    const KeySpec* key = (*named)->key;
    if (equals == std::string::npos) {
      const std::string given = "--set " + name;
      return fail(ErrorCode::kInvalidArgument,
                  given + ": has no value; write " + given + "=" + std::string(key->example));
    }
    entries.push_back({key, set.substr(equals + 1), Source::COMMAND_LINE, "--set", (*named)->written_as});
  }
  for (const auto& [name, value] : inputs.flags) {
    const KeySpec* key = find_key(name);
    if (key == nullptr) return unknown_key("command line", name);
    entries.push_back({key, value, Source::COMMAND_LINE, key->flag.empty() ? "--set" : std::string(key->flag)});
  }
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    const auto first = std::find_if(entries.begin(), entry, [&](const Entry& e) { return e.key == entry->key; });
    if (first == entry || first->text == entry->text) continue;
    return refuse(*entry, "is given twice on the command line, first as '" + value_shown(*first) + "'; keep one");
  }
  return entries;
}

Result<std::vector<Entry>> fallback_entries(const ConfigInputs& inputs) {
  std::vector<Entry> entries;
  for (const auto& [name, value] : inputs.fallbacks) {
    const KeySpec* key = find_key(name);
    if (key == nullptr) return unknown_key("fallback", name);
    entries.push_back({key, value, Source::FALLBACK, "derived"});
  }
  return entries;
}

Result<std::vector<Entry>> environment_entries(const ConfigInputs& inputs, std::string_view exchange) {
  std::string upper(exchange);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const std::string own = "ALPHA_PULSE_" + upper + "_";
  // Key and secret belong together: both from the venue's own variables when one of these is set.
  const bool own_pair = is_set(inputs, own + "API_KEY") || is_set(inputs, own + "API_SECRET");
  const std::string pair = own_pair ? own + "API_" : "EXCHANGE_API_";
  std::vector<Entry> entries;
  keep_if_set(entries, inputs, "TRADING_MODE", "trading_mode");
  keep_if_set(entries, inputs, own + "TESTNET", "exchange.testnet");
  keep_if_set(entries, inputs, pair + "KEY", "exchange.credentials.api_key");
  keep_if_set(entries, inputs, pair + "SECRET", "exchange.credentials.api_secret");
  return entries;
}

Expansion expand(const Entry& entry, const std::map<std::string, std::string>& environment) {
  const bool written_by_hand =
      entry.source == Source::FILE || (entry.source == Source::COMMAND_LINE && entry.where == "--set");
  if (!written_by_hand) return {entry.text, {}, {}};
  Expansion result;
  std::string_view rest = entry.text;
  for (std::size_t open = rest.find("${"); open != std::string_view::npos; open = rest.find("${")) {
    result.text += rest.substr(0, open);
    const std::size_t close = rest.find('}', open);
    const std::string name(close == std::string_view::npos ? "" : rest.substr(open + 2, close - open - 2));
    if (!is_name(name)) {
      result.problem = "has a ${ without a name and a closing brace; write ${NAME}";
      return result;
    }
    if (entry.key->type != ValueType::SECRET && names_a_secret(name)) {
      result.problem = "would show the secret ${" + name + "}; only exchange.credentials.* may take it";
      return result;
    }
    const auto found = environment.find(name);
    if (found != environment.end()) {
      result.text += found->second;
    } else if (!result.missing) {
      result.missing = name;
    }
    rest.remove_prefix(close + 1);
  }
  result.text += rest;
  return result;
}

}  // namespace alpha_pulse::config
