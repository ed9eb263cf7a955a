#include "alpha_pulse/data_pipeline/exchange_type.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"sim", "binance", "bybit", "okx"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view to_string(ExchangeType type) {
  return kNames[static_cast<std::size_t>(type)];
}

Result<ExchangeType> parse_exchange_type(std::string_view text) {
  std::string wanted(text);
  std::transform(wanted.begin(), wanted.end(), wanted.begin(), lower);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (wanted == kNames[i]) return static_cast<ExchangeType>(i);
  }
  std::string message("exchange '");
  message.append(text).append("' does not exist; sim, binance, bybit or okx would pass");
  return fail(ErrorCode::kInvalidArgument, message);
}

}  // namespace alpha_pulse::data_pipeline
