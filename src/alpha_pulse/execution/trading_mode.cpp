#include "alpha_pulse/execution/trading_mode.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace alpha_pulse::execution {
namespace {

constexpr std::array<std::pair<std::string_view, TradingMode>, 3> kNames = {{
    {"REAL", TradingMode::REAL},
    {"PAPER", TradingMode::PAPER},
    {"RECOMMENDATION", TradingMode::RECOMMENDATION},
}};

}  // namespace

Result<TradingMode> parse_trading_mode(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const auto found = std::ranges::find(kNames, upper, [](const auto& entry) { return entry.first; });
  if (found != kNames.end()) return found->second;
  return fail(ErrorCode::kInvalidArgument,
              "trading mode '" + std::string(text) + "' is not one of REAL, PAPER, RECOMMENDATION; e.g. PAPER");
}

std::string_view to_string(TradingMode mode) {
  return std::ranges::find(kNames, mode, [](const auto& entry) { return entry.second; })->first;
}

}  // namespace alpha_pulse::execution
