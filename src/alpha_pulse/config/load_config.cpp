#include "alpha_pulse/config/load_config.hpp"

#include <fstream>
#include <iterator>

#include "alpha_pulse/config/resolve.hpp"
#include "alpha_pulse/config/yaml_reader.hpp"

namespace alpha_pulse::config {
namespace {

void append(std::vector<Entry>& to, std::vector<Entry>&& more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The word of `exchange.name` in force before the environment is looked at, which cannot change it.
std::string exchange_of(const std::vector<Entry>& entries) {
  const KeySpec* key = find_key("exchange.name");
  std::string name(key->classic);
  for (const Entry& entry : entries) {
    if (entry.key == key) name = entry.text;
  }
  return name;
}

Result<std::vector<Entry>> all_entries(std::string_view text, std::string_view name, const ConfigInputs& inputs) {
  auto entries = fallback_entries(inputs);
  if (!entries) return entries;
  auto from_file = file_entries(text, name);
  if (!from_file) return from_file;
  append(*entries, std::move(*from_file));
  auto from_command_line = command_line_entries(inputs);
  if (!from_command_line) return from_command_line;
  append(*entries, std::move(*from_command_line));
  auto from_environment = environment_entries(inputs, exchange_of(*entries));
  if (!from_environment) return from_environment;
  append(*entries, std::move(*from_environment));
  return entries;
}

Result<LoadedConfig> finish(const Result<Settings>& settings) {
  if (!settings) return std::unexpected(settings.error());
  AppConfig config = assemble(*settings);
  if (auto outcome = check_together(*settings, config); !outcome) return std::unexpected(outcome.error());
  std::vector<std::string> warnings = warn(*settings, config);
  std::string text = effective_text(*settings, config);
  return LoadedConfig{std::move(config), std::move(warnings), std::move(text)};
}

}  // namespace

/// At most one byte more than a configuration may have, so that a huge file is refused without being read.
Result<std::string> read_config_file(const std::filesystem::path& path) {
  const auto unreadable = [&](const char* why) {
    return fail(ErrorCode::kInvalidArgument,
                "--config " + path.string() + ": " + why + "; name a YAML file, e.g. configs/guarded.yaml");
  };
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return unreadable("does not exist");
  if (std::filesystem::is_directory(path, error)) return unreadable("is a directory");
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable("cannot be opened");
  std::string text(kYamlBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return unreadable("cannot be read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

Result<std::string> check_setting(const std::string& set, std::string_view option) {
  ConfigInputs inputs;
  inputs.sets = {set};
  const auto named = [&](const Error& error) {
    constexpr std::string_view kSet = "--set";
    const bool speaks_of_it = error.message.starts_with(kSet);
    return fail(error.code, (speaks_of_it ? std::string(option) : "") + error.message.substr(speaks_of_it ? 5 : 0));
  };
  const auto entries = command_line_entries(inputs);
  if (!entries) return named(entries.error());
  const auto settings = resolve(*entries, {}, true);
  if (!settings) return named(settings.error());
  return std::string(entries->front().key->name);
}

Result<LoadedConfig> load_text(std::string_view text, std::string_view name, const ConfigInputs& inputs) {
  const auto entries = all_entries(text, name, inputs);
  if (!entries) return std::unexpected(entries.error());
  return finish(resolve(*entries, inputs.environment, true));
}

Result<LoadedConfig> load_config(const ConfigInputs& inputs) {
  if (!inputs.file) return load_text("", "", inputs);
  auto text = read_config_file(*inputs.file);
  if (!text) return std::unexpected(text.error());
  auto loaded = load_text(*text, inputs.file->string(), inputs);
  wipe(*text);  // it may have held a credential
  return loaded;
}

Result<LoadedConfig> load_effective(std::string_view text) {
  const auto entries = file_entries(text, "effective configuration");
  if (!entries) return std::unexpected(entries.error());
  auto loaded = finish(resolve(*entries, {}, false));
  if (loaded) loaded->warnings.clear();
  return loaded;
}

}  // namespace alpha_pulse::config
