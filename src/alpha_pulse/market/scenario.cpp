#include "alpha_pulse/market/scenario.hpp"

#include <array>
#include <string>

namespace alpha_pulse::market {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"calm", "trend", "range", "crash", "squeeze", "gap"};

}  // namespace

std::string_view to_string(Scenario scenario) {
  return kNames[static_cast<std::size_t>(scenario)];
}

Result<Scenario> parse_scenario(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (text == kNames[i]) return static_cast<Scenario>(i);
  }
  return fail(
      ErrorCode::kInvalidArgument,
      "scenario '" + std::string(text) + "' does not exist; calm, trend, range, crash, squeeze or gap would pass");
}

}  // namespace alpha_pulse::market
