#pragma once

#include <string>
#include <utility>
#include <vector>

#include "alpha_pulse/app/options.hpp"
#include "alpha_pulse/session/sim_run.hpp"

/// Runs on the built-in market for tests of what people and programs are shown.
namespace alpha_pulse::app {

/// As `gridhedge run --set ... --speed max` would be asked for.
inline session::SimRunRequest run_of(std::vector<std::string> sets, Duration duration) {
  CommonOptions options;
  options.sets = std::move(sets);
  auto loaded = load(options).value();
  session::SimRunRequest request;
  request.config = loaded.configuration.config;
  request.hedge = loaded.hedge;
  request.effective_text = loaded.configuration.effective_text;
  request.duration = duration;
  return request;
}

}  // namespace alpha_pulse::app
