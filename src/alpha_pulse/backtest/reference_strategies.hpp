#pragma once

#include <memory>

#include "alpha_pulse/domain/strategy.hpp"

/// What every policy is compared with, run through the same engine, venue, fees and funding.
namespace alpha_pulse::backtest {

/// Does nothing: the holding alone.
std::unique_ptr<IStrategy> unhedged_strategy();

/// Sells the whole holding (rounded down to the lot) at the first event, as a taker, and holds.
std::unique_ptr<IStrategy> static_strategy(InstrumentId hedge_leg);

}  // namespace alpha_pulse::backtest
