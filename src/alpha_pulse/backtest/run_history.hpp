#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "alpha_pulse/domain/strategy.hpp"
#include "alpha_pulse/engine/account_terms.hpp"

/// What a run leaves behind to be drawn. Kept only when somebody asked for it: LoopSettings::history.
namespace alpha_pulse::backtest {

/// The account at one full UTC hour.
struct HourPoint {
  Timestamp at;
  Price mark, spot;
  Quantity held, holding;  ///< the hedge (signed) and the coins
  Money wallet;            ///< of futures
  engine::AccountTerms terms;
  Money slippage;  ///< a part of the overlay: see CostMeter
};

/// One execution of the hedge leg.
struct FillPoint {
  Timestamp at;
  SlotKind purpose = SlotKind::GRID_OPEN;  ///< of its order; FLATTEN for one that nobody knows
  Side side = Side::SELL;
  Liquidity liquidity = Liquidity::TAKER;
  Quantity quantity;
  Price price;
  Money fee;
};

/// An order that stood at the end of the run.
struct StandingOrder {
  SlotKind purpose = SlotKind::GRID_OPEN;
  Side side = Side::SELL;
  Quantity quantity;
  Price price;  ///< its limit, or its trigger
};

/// All of it. Grows with hours and fills.
struct RunHistory {
  std::vector<HourPoint> hours;
  std::vector<FillPoint> fills;
  std::vector<StandingOrder> standing;
};

}  // namespace alpha_pulse::backtest
