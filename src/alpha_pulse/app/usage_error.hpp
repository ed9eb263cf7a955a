#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace alpha_pulse::app {

/// What is wrong with a command line, as one line: which command, which option, where help is.
/// `app` is as the failed parse left it. Tested by app/cli_test.cpp.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error);

/// The commands the person named, and how many: `gridhedge data synth`.
const CLI::App& command_named(const CLI::App& app, std::string& path);

/// `run, plan, backtest`: the commands of a command.
std::string commands_of(const CLI::App& app);

/// Checks of values, in the form the library wants: empty when the text passes.
std::string check_count(const std::string& text);
std::string check_value(const std::string& text);

/// Nothing when `text` is of the form key=value, else what is wrong with it. It shows only the key: what follows a
/// blank where the sign was forgotten may be a credential.
std::string check_assignment(const std::string& text);

}  // namespace alpha_pulse::app
