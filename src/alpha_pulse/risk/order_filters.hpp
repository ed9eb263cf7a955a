#pragma once

#include <expected>
#include <string_view>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/domain/order.hpp"

namespace alpha_pulse::risk {

/// Why a command may not leave. `detail` is a literal.
struct RiskRefusal {
  Reason reason = Reason::NONE;
  std::string_view detail;
};
using Verdict = std::expected<void, RiskRefusal>;

/// The last look at an order's form, written apart from the code that made it (I7 of the invariants): quantity positive
/// and on the lot, prices present exactly where the type has them and on the tick, minimum notional (not for
/// reduce-only), only reduce-only orders on the closing side and among conditional ones, and no limit that gives away
/// more than half the price (SELL below 0.5 P, BUY above 1.5 P) or lies beyond 100 P. `reference` may be unknown; then
/// only reduce-only orders pass. Tested in risk/order_filters_test.cpp.
Verdict check_form(const OrderSpec& spec, const Instrument& instrument, Price reference, GridDirection direction);

}  // namespace alpha_pulse::risk
