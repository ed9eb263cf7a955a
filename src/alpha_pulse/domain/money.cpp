#include "alpha_pulse/domain/money.hpp"

#include <algorithm>

namespace alpha_pulse::domain {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

Result<Currency> Currency::parse(std::string_view code) {
  if (code.empty() || code.size() > 8 || !std::all_of(code.begin(), code.end(), is_letter_or_digit)) {
    return fail(ErrorCode::kInvalidArgument,
                "currency '" + std::string(code.substr(0, 20)) + "' must be one to eight letters or digits, e.g. USDT");
  }
  return Currency(code);
}

}  // namespace alpha_pulse::domain
