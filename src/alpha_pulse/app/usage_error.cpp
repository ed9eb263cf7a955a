#include "alpha_pulse/app/usage_error.hpp"

#include <charconv>
#include <cstdint>

namespace alpha_pulse::app {
namespace {

constexpr std::string_view kNeedsValue = "needs a value";

std::string unknown_word(const CLI::App& command, const std::string& word) {
  if (word.starts_with("-")) return "unknown option '" + word + "'";
  const std::string known = commands_of(command);
  return known.empty() ? "unexpected argument '" + word + "'" : "unknown command '" + word + "'; known: " + known;
}

/// The library names the option first: `--seed: 1 required UINT missing`.
std::string in_words(const CLI::ParseError& error) {
  std::string text = error.what();
  const std::size_t colon = text.find(": ");
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) == nullptr || colon == std::string::npos) return text;
  const std::string option = text.substr(0, colon + 2);
  if (text.ends_with(" missing")) return option + std::string(kNeedsValue);
  if (text.find("At Most 1 ") != std::string::npos) return option + "given more than once";
  return text;
}

}  // namespace

const CLI::App& command_named(const CLI::App& app, std::string& path) {
  path = app.get_name();
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    path += " " + command->get_name();
  }
  return *command;
}

std::string commands_of(const CLI::App& app) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands({})) names += (names.empty() ? "" : ", ") + command->get_name();
  return names;
}

std::string usage_error(const CLI::App& app, const CLI::ParseError& error) {
  std::string path;
  const CLI::App& command = command_named(app, path);
  const bool not_understood = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  const auto words = app.remaining(true);
  // An option before the command is one of the program itself, which has none but --help and --version.
  const bool before_command = not_understood && !app.remaining(false).empty();
  const CLI::App& where = before_command ? app : command;
  if (before_command) path = app.get_name();
  const std::string what = not_understood && !words.empty() ? unknown_word(where, words.front()) : in_words(error);
  return path + ": " + what + " (see " + path + " --help)";
}

std::string check_count(const std::string& text) {
  if (std::string trouble = check_value(text); !trouble.empty()) return trouble;
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec == std::errc{} && parsed.ptr == end) return {};
  return "'" + text + "' is not a count; a whole number from 0 to 18446744073709551615, e.g. 42";
}

std::string check_assignment(const std::string& text) {
  if (std::string trouble = check_value(text); !trouble.empty()) return trouble;
  if (text.find('=') != std::string::npos) return {};
  return "'" + text.substr(0, text.find_first_of(": \t")) +
         "' is not of the form key=value, e.g. --set grid.volatility=0.02";
}

std::string check_value(const std::string& text) {
  return text.starts_with("--") ? std::string(kNeedsValue) + ", not the option '" + text + "'" : std::string();
}

}  // namespace alpha_pulse::app
