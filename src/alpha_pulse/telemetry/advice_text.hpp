#pragma once

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/engine/advice.hpp"
#include "alpha_pulse/telemetry/log_line.hpp"

/// Advice in words. A line begins as the seed wrote it, so that whoever read those reads these; what the seed did not
/// say follows behind. Tested line by line in telemetry/advice_text_test.cpp.
///
///   [RECOMMENDATION] Would place order: Symbol=BTCUSDT, Side=sell, Quantity=0.200, Type=limit, Price=96155.10,
///   Order=2, Why=rung 1 of 5, Hedge=0.00->0.20, Fee=3.85 USDT, Valid until=2025-02-03 11:26:25.000
///
/// The price of a market order is MARKET, that of a stop or take profit its trigger, and the line says so.
namespace alpha_pulse::telemetry {

/// Level INFO. `instrument` is the one of the order.
LogLine render(const engine::Advice& advice, const Instrument& instrument);

/// Why, without a comma: `rung 1 of 5`.
std::string why_text(const engine::Advice& advice, const Instrument& instrument);

}  // namespace alpha_pulse::telemetry
