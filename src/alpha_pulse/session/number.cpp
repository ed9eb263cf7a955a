#include "alpha_pulse/session/number.hpp"

#include <fmt/format.h>

#include <cmath>

namespace alpha_pulse::session {
namespace {

constexpr double kMax = 9e10;  // the largest holding and price that any instrument may have

}  // namespace

Number::Number(double value) {
  if (std::isfinite(value) && std::abs(value) <= kMax) {
    raw_ = Ratio::nearest(value).raw();
  } else {
    unreadable_ = fmt::format("{}", value);
  }
}

Number::Number(std::string_view text) {
  if (const auto parsed = parse_decimal(text, kDecimals)) {
    raw_ = *parsed;
  } else {
    unreadable_ = text.empty() ? std::string_view("nothing") : text.substr(0, 40);
  }
}

Number Number::from_integer(std::int64_t value, bool fits) {
  Number number(0.0);
  if (fits && value <= static_cast<std::int64_t>(kMax) && value >= -static_cast<std::int64_t>(kMax)) {
    number.raw_ = value * kOne;
  } else {
    number.unreadable_ = std::to_string(value);
  }
  return number;
}

Result<std::int64_t> Number::raw(std::string_view name) const {
  if (unreadable_.empty()) return raw_;
  return fail(
      ErrorCode::kInvalidArgument,
      fmt::format("{}: '{}' is not a number of at most eight decimals within 9e10; e.g. 95203.05", name, unreadable_));
}

Result<std::string> Number::text(std::string_view name) const {
  return map_value(raw(name), [](std::int64_t raw) { return format_decimal(raw, kDecimals); });
}

}  // namespace alpha_pulse::session
