#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/load_config.hpp"

/// A value somebody wrote somewhere, before it is read. Internal to the room.
namespace alpha_pulse::config {

/// Rising precedence.
enum class Source : std::uint8_t { FALLBACK, FILE, ENVIRONMENT, COMMAND_LINE };

/// One key with its text, and where it stood.
struct Entry {
  const KeySpec* key;
  std::string text;  ///< as written, `${NAME}` included
  Source source;
  std::string where;                 ///< `grid.yaml:3:15`, `--set`, `--symbol`, `TRADING_MODE`
  std::string_view written_as = {};  ///< a former name of the key; empty: its own

  std::string_view name() const { return written_as.empty() ? key->name : written_as; }
};

/// `grid.yaml:3:15: grid.volatility: '0.5' and the problem`: one printable line that never shows a secret.
std::unexpected<Error> refuse(const Entry& entry, std::string_view problem);

/// How the entry reads on one line, its value shown: `--set grid.volatility=0.5`.
std::string describe(const Entry& entry);

/// Everything that was written, in rising precedence. Unknown and repeated keys are refused here.
Result<std::vector<Entry>> file_entries(std::string_view text, std::string_view name);
Result<std::vector<Entry>> command_line_entries(const ConfigInputs& inputs);
Result<std::vector<Entry>> fallback_entries(const ConfigInputs& inputs);
/// `exchange`: the word of `exchange.name` that is in force; it decides which variables count.
Result<std::vector<Entry>> environment_entries(const ConfigInputs& inputs, std::string_view exchange);

/// `text` with every `${NAME}` replaced, once. The error names the variable, or the brace that is not closed; `missing`
/// tells the two apart.
struct Expansion {
  std::string text;
  std::optional<std::string> missing;  ///< the first name that is not set
  std::optional<std::string> problem;  ///< not a well-formed ${NAME}, or a secret where it would be shown
};
Expansion expand(const Entry& entry, const std::map<std::string, std::string>& environment);

}  // namespace alpha_pulse::config
