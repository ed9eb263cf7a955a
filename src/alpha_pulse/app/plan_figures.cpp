#include "alpha_pulse/app/plan_figures.hpp"

#include "alpha_pulse/app/instrument_text.hpp"

namespace alpha_pulse::app {

std::string spacing_text(const session::Plan& plan) {
  return format_decimal_rounded(plan.grid_spacing.raw(), kDecimals, price_places(plan.instrument));
}

std::string price_text(const session::Plan& plan, Price price) {
  return price.to_string(price_places(plan.instrument));
}

std::string rounded_price_text(const session::Plan& plan, Price price) {
  return price_text(plan.instrument, price);
}

std::string money_needed_text(const Money& amount) {
  const Int128 cents = divide_rounding_up<Int128>(amount.raw(), Money::kUnit / 100);
  return format_decimal(cents, 2, 2);
}

std::string money_text(const Money& amount) {
  return format_decimal_rounded(amount.raw(), Money::kMoneyDecimals, 2);
}

std::string distance_text(const session::Plan& plan, Price price) {
  const Int128 scaled = wide_mul((price - plan.reference_price).raw(), 10'000);
  const Int128 hundredths = divide_rounding_half_away<Int128>(scaled, plan.reference_price.raw());
  std::string text = format_decimal(hundredths, 2, 2) + " %";
  if (hundredths > 0) text.insert(text.begin(), '+');
  return text;
}

std::string_view profile_text(hedging::Profile profile) {
  return profile == hedging::Profile::GUARDED ? "guarded" : "classic";
}

}  // namespace alpha_pulse::app
