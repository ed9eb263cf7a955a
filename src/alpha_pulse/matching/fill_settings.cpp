#include "alpha_pulse/matching/fill_settings.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace alpha_pulse::matching {
namespace {

struct RatioRule {
  const char* key;
  Ratio value;
  std::int64_t lowest, highest;  // raw
  const char* example;
};

}  // namespace

Result<void> validate(const FillSettings& s) {
  const RatioRule rules[] = {
      {"fees.maker", s.maker_fee, -kOne / 100, kOne / 20, "0.0002"},
      {"fees.taker", s.taker_fee, -kOne / 100, kOne / 20, "0.0005"},
      {"fills.slippage", s.slippage, 0, kOne / 20, "0.0001"},
      {"fills.stop_slippage", s.stop_slippage, 0, kOne / 20, "0.0004"},
      {"fills.liquidation_fee", s.liquidation_fee, 0, kOne / 10, "0.0125"},
  };
  for (const RatioRule& rule : rules) {
    if (rule.value.raw() >= rule.lowest && rule.value.raw() <= rule.highest) continue;
    return fail(ErrorCode::kInvalidArgument, std::string(rule.key) + " " + rule.value.to_string() +
                                                 " must be between " + Ratio::from_raw(rule.lowest).to_string() +
                                                 " and " + Ratio::from_raw(rule.highest).to_string() + ", e.g. " +
                                                 rule.example);
  }
  if (s.latency < Duration{} || s.latency > Duration::minutes(1)) {
    return fail(ErrorCode::kInvalidArgument, "fills.latency " + std::to_string(s.latency.ns() / 1'000'000) +
                                                 " ms must be between 0 and 60000, e.g. 50");
  }
  if (s.leverage < 1 || s.leverage > 125) {
    return fail(ErrorCode::kInvalidArgument,
                "fills.leverage " + std::to_string(s.leverage) + " must be between 1 and 125, e.g. 20");
  }
  return {};
}

Result<FillModel> parse_fill_model(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const FillModel model : {FillModel::THROUGH, FillModel::TOUCH, FillModel::QUEUE}) {
    if (lower == to_string(model)) return model;
  }
  return fail(ErrorCode::kInvalidArgument,
              "fills.model '" + std::string(text) + "' is not one of through, touch, queue; e.g. through");
}

std::string_view to_string(FillModel model) {
  switch (model) {
    case FillModel::THROUGH:
      return "through";
    case FillModel::TOUCH:
      return "touch";
    case FillModel::QUEUE:
      return "queue";
  }
  std::unreachable();
}

}  // namespace alpha_pulse::matching
