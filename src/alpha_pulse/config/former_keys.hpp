#pragma once

#include <span>
#include <string_view>

namespace alpha_pulse::config {

/// A key that earlier files for this kind of program have and this one spells differently or does not need.
struct FormerKey {
  std::string_view name;
  std::string_view now;  ///< the key it means, read as such with a warning; empty: none
  std::string_view why;  ///< where there is none, what stands in its place; completes "'grid.center_price' ..."
};

/// All of them, for the documentation.
std::span<const FormerKey> former_keys();

/// Nullptr when `name` is no former key. Tested by config/former_keys_test.cpp.
const FormerKey* find_former_key(std::string_view name);

}  // namespace alpha_pulse::config
