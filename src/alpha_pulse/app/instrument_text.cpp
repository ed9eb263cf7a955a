#include "alpha_pulse/app/instrument_text.hpp"

#include <algorithm>

namespace alpha_pulse::app {
namespace {

constexpr std::size_t kColumns = 100;

int places_of(const std::string& step) {
  const std::size_t point = step.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(step.size() - point - 1);
}

}  // namespace

int price_places(const Instrument& instrument) {
  return std::max(2, places_of(instrument.tick.to_string(0)));
}

std::string price_text(const Instrument& instrument, Price price) {
  return format_decimal_rounded(price.raw(), kDecimals, price_places(instrument));
}

std::string coins_text(const Instrument& instrument, Quantity quantity) {
  return quantity.to_string(places_of(instrument.lot.to_string(0))) + " " + instrument.base.code();
}

std::string percent_text(Ratio share) {
  return format_decimal_rounded(share.raw(), kDecimals - 2, 2) + " %";
}

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const bool unit_follows = text.substr(std::min(blank, text.size())).starts_with(" %");  // stays with its number
    const std::size_t length = std::min(unit_follows ? text.find(' ', blank + 1) : blank, text.size());
    if (column > indent && column + 1 + length > kColumns) {
      out.append(1, '\n').append(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += text.substr(0, length);
    column += length;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return out;
}

}  // namespace alpha_pulse::app
