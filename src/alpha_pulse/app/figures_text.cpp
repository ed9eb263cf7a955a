#include "alpha_pulse/app/figures_text.hpp"

#include <fmt/format.h>

namespace alpha_pulse::app {

std::string two_places(const Money& amount) {
  return format_decimal_rounded(amount.raw(), Money::kMoneyDecimals, 2);
}

std::string two_places(Price price) {
  return price.known() ? price.to_string() : "none";
}

std::string with_sign(const Money& amount) {
  return (amount.raw() > 0 ? "+" : "") + two_places(amount);
}

std::string ratio_text(const std::optional<Ratio>& value) {
  return value ? fmt::format("{:.4f}", value->to_double()) : "none (nothing held)";
}

std::string decimals(const std::optional<double>& value, int places) {
  if (!value) return "-";
  std::string text = fmt::format("{:.{}f}", *value, places);
  if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

}  // namespace alpha_pulse::app
