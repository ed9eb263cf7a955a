#include "alpha_pulse/config/key_table.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <numeric>

namespace alpha_pulse::config {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view last_part(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

/// Levenshtein distance: insertions, deletions and replacements that turn `a` into `b`.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::vector<KeySpec> joined() {
  std::vector<KeySpec> all;
  for (const auto part : {strategy_keys(), protection_keys(), world_keys()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

std::span<const KeySpec> key_table() {
  static const std::vector<KeySpec> kTable = joined();
  return kTable;
}

const KeySpec* find_key(std::string_view name) {
  const auto table = key_table();
  const auto row = std::find_if(table.begin(), table.end(), [name](const KeySpec& k) { return k.name == name; });
  return row == table.end() ? nullptr : &*row;
}

std::string_view nearest_key(std::string_view name) {
  constexpr std::size_t kLongest = 80;  // a longer name is no misspelling, and comparing it would only take time
  const std::string wanted = lower(name.substr(0, kLongest));
  std::string_view best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (const KeySpec& key : key_table()) {
    std::size_t distance = edits(wanted, key.name);
    if (last_part(wanted) == last_part(key.name)) distance = std::min<std::size_t>(distance, 2);
    if (distance < best_distance) {
      best_distance = distance;
      best = key.name;
    }
  }
  return best;
}

std::vector<std::string_view> words_of(const KeySpec& key) {
  std::vector<std::string_view> words;
  std::string_view rest = key.words;
  while (!rest.empty()) {
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    words.push_back(rest.substr(0, bar));
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
  return words;
}

std::string what_passes(const KeySpec& key) {
  std::string text;
  const auto also = [&text](std::string_view more) { text += (text.empty() ? "" : " or ") + std::string(more); };
  if (!key.range.empty()) also(key.range);
  for (const std::string_view word : words_of(key)) also(word);
  if (key.type == ValueType::SWITCH) also("on or off");
  if (key.type == ValueType::SECRET) return "it is never shown";
  return (text.empty() ? "" : "must be " + text + ", ") + "e.g. " + std::string(key.example);
}

}  // namespace alpha_pulse::config
