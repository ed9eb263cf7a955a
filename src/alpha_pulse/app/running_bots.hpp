#pragma once

#include <filesystem>

#include "alpha_pulse/app/options.hpp"

/// Where the bot is that a person means. Tested by tests/bot_control_test.cpp.
namespace alpha_pulse::app {

/// Its control socket: the one named by --socket; the one of the configuration and symbol given, as `run` would use
/// them; else that of the only bot running from its usual place. Errors: kNotFound when none runs, kInvalidArgument
/// when several do, and those of a configuration.
Result<std::filesystem::path> find_bot(const ControlOptions& options);

/// In words a person expects: that no bot runs there, when that is why it could not be reached.
Error no_bot_at(const std::filesystem::path& socket, const Error& why);

}  // namespace alpha_pulse::app
