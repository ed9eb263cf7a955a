#pragma once

#include <optional>

#include "alpha_pulse/domain/instrument.hpp"

/// What must stand behind a position so that it survives a rise of `unattended_rise` with nobody there. STRATEGY 7; the
/// cap made of it: risk/exposure.hpp. Proven by risk/exposure_test.cpp.
namespace alpha_pulse::domain {

/// (1 + u)(1 + rate) - 1 at 1e-8, rounded up: what one unit of notional needs in that row of the margin table.
Int128 required_backing(const Instrument& instrument, const MarginBracket& bracket);

/// An open interval of prices; Price{} = no bound on that side.
struct PriceInterval {
  Price at_or_below{};
  Price at_or_above{};
};

/// Prices about `price` at which an account does not back `contracts`: in one row of the margin table at least, wallet
/// + unrealised + cum < contracts x P x required. `own` is the wallet less the position's cost. Nothing when it backs
/// them at `price`, or nearly. Each row gives a half-line and all of them hold `price`, so what they cover is one
/// interval; it is a hundred-millionth narrower than it could be, for the roundings of the account.
std::optional<PriceInterval> backs_less_than(const Instrument& instrument, Quantity contracts, Quantity position,
                                             Money own, Price price);

}  // namespace alpha_pulse::domain
