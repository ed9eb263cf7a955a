#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::session {

/// One configuration key of a sweep and the values it takes, in order, as texts that `--set` reads.
struct SweepParam {
  std::string key;
  std::vector<std::string> values;

  std::string setting(std::size_t level) const { return key + "=" + values[level]; }
};

/// Reads `key=a:b:step` (from a, b included when a step ends on it; exact decimals, all three with the same unit letter
/// or with none) or `key=x,y,z`. Whether the key exists and takes the values is not looked at here.
/// Errors (kInvalidArgument) name the text and one that would pass. Pure. Tested by session/sweep_param_test.cpp.
Result<SweepParam> parse_sweep_param(std::string_view text);

}  // namespace alpha_pulse::session
