#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/session/explain.hpp"

/// The answers of `explain --json`: one object each. Keys: docs/figures.md. Tested by app/explain_text_test.cpp.
namespace alpha_pulse::app {

std::string order_json(const session::CaseFile& file, const session::OrderStory& order);
std::string steps_json(const session::CaseFile& file, const std::vector<session::Step>& steps);
std::string unhedged_json(const session::CaseFile& file);
std::string protection_json(const session::CaseFile& file);

}  // namespace alpha_pulse::app
