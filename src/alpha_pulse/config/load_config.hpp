#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/config/app_config.hpp"

/// From a file, the environment and the command line to one validated configuration.
///
/// Precedence: command line > environment > file > `fallbacks` > profile default. Every value is checked, also one that
/// another source overrides.
/// Tested by config/load_config_test.cpp.
namespace alpha_pulse::config {

/// Everything that may say something; nothing else is looked at.
struct ConfigInputs {
  std::optional<std::filesystem::path> file;
  std::vector<std::string> sets;                   ///< `key=value`, one for each --set
  std::map<std::string, std::string> environment;  ///< all of it; only the documented names are looked at
  std::map<std::string, std::string> flags;        ///< key -> value of dedicated flags, e.g. grid.volatility -> 0.02
  std::map<std::string, std::string> fallbacks;    ///< key -> value guessed, e.g. symbol from a data file's name
};

/// A configuration in force, with what people should hear about it.
struct LoadedConfig {
  AppConfig config;
  std::vector<std::string> warnings;  ///< one line each
  std::string effective_text;         ///< every key that is not secret, `key: value`, in the table's order
};

/// Errors (kInvalidArgument), one line: where (`file:line:column`, `--set key=value`, flag or variable), the key, its
/// value (never a secret's) and what would pass. `${NAME}` in a file or a --set is replaced from `environment`, once;
/// a missing name is an error, except for a credential outside REAL, which then stays unset. Reads the file, nothing
/// else.
Result<LoadedConfig> load_config(const ConfigInputs& inputs);

/// The text of a configuration file, for `load_text`; it may hold a credential (`wipe`, config/secret.hpp). Errors:
/// kInvalidArgument, those of `load_config` about a file that cannot be read.
Result<std::string> read_config_file(const std::filesystem::path& file);

/// One `--set` word alone: the key exists, the value is one of its type and in its range. Gives the key's name of
/// today. Errors: those of `load_config` about such a word, naming `option` in the place of `--set`.
Result<std::string> check_setting(const std::string& set, std::string_view option);

/// The configuration behind an effective text (a journal's header): same values, no environment, no warnings, no
/// credentials.
Result<LoadedConfig> load_effective(std::string_view text);

/// The same for text that is at hand: `name` stands for the file in errors.
Result<LoadedConfig> load_text(std::string_view text, std::string_view name, const ConfigInputs& inputs);

}  // namespace alpha_pulse::config
