#pragma once

#include <optional>
#include <string>

#include "alpha_pulse/session/operator_desk.hpp"

/// What a running bot says over its control socket: one JSON object on one line. Keys: docs/figures.md.
/// Tested by app/status_text_test.cpp.
namespace alpha_pulse::app {

/// What the process knows besides its run.
struct ProcessFacts {
  std::string journal;                     ///< its path
  std::optional<std::string> log_trouble;  ///< what the log lost so far
};

std::string status_json(const session::BotStatus& status, const ProcessFacts& facts);

/// What became of a person's word: the request, the state before, and all of the status after.
std::string outcome_json(OperatorAction action, ProgramState before, const session::BotStatus& after,
                         const ProcessFacts& facts);

}  // namespace alpha_pulse::app
