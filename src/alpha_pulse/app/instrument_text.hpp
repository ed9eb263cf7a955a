#pragma once

#include <string>

#include "alpha_pulse/domain/instrument.hpp"

/// How prices and quantities of an instrument are written for people. Tested by app/explain_text_test.cpp.
namespace alpha_pulse::app {

/// As many decimals as the tick has, at least two.
int price_places(const Instrument& instrument);
/// `97107.10`, rounded half away from zero to those decimals.
std::string price_text(const Instrument& instrument, Price price);
/// `0.200 BTC`: with the decimals of the lot, more where it lies off the lot.
std::string coins_text(const Instrument& instrument, Quantity quantity);
/// `4.00 %`.
std::string percent_text(Ratio share);

/// Words broken at blanks (but not before `%`) so that no line passes a hundred columns; lines after the first are
/// indented.
std::string wrapped(std::string_view text, std::size_t indent);

}  // namespace alpha_pulse::app
