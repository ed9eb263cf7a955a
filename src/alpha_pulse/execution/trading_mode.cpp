#include "alpha_pulse/execution/trading_mode.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace alpha_pulse::execution {
namespace {

struct ModeWords {
  TradingMode mode;
  std::string_view name, orders;
};
constexpr std::array kModes{
    ModeWords{TradingMode::REAL, "REAL", "orders would go to an exchange, with money; this version refuses to run so"},
    ModeWords{TradingMode::PAPER, "PAPER", "orders go to the built-in venue, without money"},
    ModeWords{TradingMode::RECOMMENDATION, "RECOMMENDATION", "orders are told to a person as advice, none is sent"},
};

const ModeWords& words_of(TradingMode mode) {
  return *std::ranges::find(kModes, mode, &ModeWords::mode);
}

}  // namespace

Result<TradingMode> parse_trading_mode(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const auto found = std::ranges::find(kModes, upper, &ModeWords::name);
  if (found != kModes.end()) return found->mode;
  return fail(ErrorCode::kInvalidArgument,
              "Invalid trading_mode: " + std::string(text) + ". Must be one of: REAL, PAPER, or RECOMMENDATION");
}

std::string_view to_string(TradingMode mode) {
  return words_of(mode).name;
}

std::string_view what_becomes_of_orders(TradingMode mode) {
  return words_of(mode).orders;
}

}  // namespace alpha_pulse::execution
