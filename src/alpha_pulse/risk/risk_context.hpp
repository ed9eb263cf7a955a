#pragma once

#include <span>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/domain/order.hpp"

namespace alpha_pulse::risk {

/// How equity hangs on the prices.
enum class EquityShape : std::uint8_t {
  LINE,     ///< value(F, S) = less_transfers + per_mark (F - mark) + per_spot (S - spot)
  INVERSE,  ///< value(F) = less_transfers + round(size / mark) - round(size / F), half away from zero: in coins
  UNKNOWN,  ///< not known: the gate then asks for every event
};

/// Equity less transfers as a function of the two prices, so that a limit on it becomes a limit on prices.
struct EquityByPrice {
  Money less_transfers;     ///< now: wallet + unrealised + Q S - everything moved in or out
  std::int64_t per_mark{};  ///< 1e-8 units gained per unit of the mark: position x multiplier
  std::int64_t per_spot{};  ///< 1e-8 units gained per unit of the spot price: the holding
  Price mark;
  Price spot;
  bool one_series = false;  ///< spot and mark are one price: they move together
  EquityShape shape = EquityShape::LINE;
  Int128 size = 0;  ///< INVERSE: position x multiplier, at 1e-16
};

/// What the gate looks at, after tracker and portfolio have taken the event in. Valid during one call.
struct RiskContext {
  Timestamp now;
  const Instrument& hedge;
  const MarketState& market;  ///< of the hedge leg
  Price previous;             ///< reference price before this event; Price{} when there was none
  Timestamp previous_at;      ///< of the price event before this one
  Quantity spot;              ///< base units held
  Quantity position;          ///< signed, our ledger
  std::span<const Order> live_orders;
  Money wallet;
  Money unrealised;
  Price liquidation;  ///< Price{} when none or unknown
  EquityByPrice equity;
};

}  // namespace alpha_pulse::risk
