#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/domain/order.hpp"

/// What the program would do at a price, without doing it. Every number comes from the functions that the strategy, the
/// risk gate and the paper venue use themselves (hedging/, risk/exposure, matching/marketable, domain/instrument), so a
/// plan cannot disagree with the run that follows it.
/// Pure: no file, no clock. Tested by session/plan_test.cpp.
namespace alpha_pulse::session {

/// What a plan is made from.
struct PlanRequest {
  config::AppConfig config;
  Instrument hedge;                   ///< the instrument that is traded
  Price reference_price;              ///< P0
  std::vector<std::string> warnings;  ///< of the configuration; they lead the plan's own
  std::string effective_text;         ///< the configuration in force, for the hash
};

/// One order of the grid. A reduce-only one takes back and rests only as far as something is held (direction BOTH).
struct PlanLevel {
  Side side = Side::SELL;
  Price price;
  Quantity quantity;
  bool reduce_only = false;
};

/// The two exits once `fills` rungs have filled, of the part that `risk.exit_scope` protects. With scope ALL and a base
/// hedge, the row of 0 fills is the base alone, entered at the reference price.
struct PlanExit {
  int fills = 0;
  Price entry;
  Price stop;
  Price take_profit;
};

/// The account after the price went straight from the reference price to the end of a move; see plan_shock.hpp.
struct PlanShock {
  Ratio move;
  Money holding_pnl;
  Money hedge_pnl;          ///< fees, slippage and a liquidation's loss included
  Money net_pnl;            ///< the sum
  double margin_ratio = 0;  ///< maintenance margin over equity of the futures account at the end; 1 when liquidated
  int rungs_filled = 0;
  int taken_back = 0;            ///< buy-backs filled
  std::optional<SlotKind> exit;  ///< what ended the hedge or its ladder on the way
  bool liquidated = false;
};

/// What carrying a plan out costs, before slippage. A year has 365 days.
struct PlanCosts {
  Money base_fees;     ///< for the base, all of it as a taker: at most
  Money rung_fees;     ///< for every rung, each filled at its own price as a maker
  Money funding_year;  ///< received (+) or paid (-) by `most that is held` at funding.default_rate, at its own notional
  Money fees() const { return base_fees + rung_fees; }
};

/// How many orders it takes.
struct PlanOrders {
  int raising = 0;        ///< rungs that rest together, or slices of the base: at least this many to begin with
  int protective = 0;     ///< exits that rest once something is held
  int minute_budget = 0;  ///< of raising orders: what risk.orders_per_minute leaves them
};

/// The plan: every number that people should see before the money.
struct Plan {
  execution::TradingMode mode = execution::TradingMode::PAPER;
  std::string symbol;
  hedging::Profile profile{};
  GridDirection direction{};
  hedging::ExitScope exit_scope{};
  Instrument instrument;
  Quantity holding;
  Money wallet;  ///< futures wallet the plan counts on
  Price reference_price;
  PriceDelta grid_spacing;  ///< before rounding to the tick; 0 without a ladder
  Quantity position_step;   ///< target / n rounded down to the lot; 0 without a ladder
  Ratio stop_loss_pct;
  Ratio take_profit_pct;
  std::vector<PlanLevel> levels;  ///< nearest the price first; the buy-backs of BOTH after the rungs
  std::vector<PlanExit> exits;

  Quantity base_hedge;          ///< held from the start
  Price disaster_stop;          ///< trigger once the base stands; Price{} when off or without a base
  Quantity max_hedge_quantity;  ///< base and every rung filled
  Money cash_required;          ///< wallet that survives the instrument's unattended rise with all of the wanted hedge
  Money margin_required;        ///< initial margin while the base stands and every rung rests, each at its own price
  Price liquidation_price;      ///< with everything filled, before fees; Price{} when no price liquidates it
  Price margin_guard_price;     ///< from here on the margin guard reduces, with everything filled; Price{}: nowhere
  PlanCosts costs;
  PlanOrders orders;
  std::string unprotected_note;
  std::vector<PlanShock> shocks;  ///< -50, -25, -10, +10, +25, +50 %
  std::vector<std::string> warnings;
  std::string plan_hash;  ///< SHA-256 (hex) over every number above and the configuration in force
};

/// Errors:
///   kInvalidArgument  no price (names --price), settings that make no sense, a grid that leaves the range of prices
///   kRefused          the hedge cannot be met by margin, lot or minimum; names the filter, the value, and what passes
///   kUnsupported      an inverse instrument, or one whose contract is not one base unit
Result<Plan> make_plan(const PlanRequest& request);

}  // namespace alpha_pulse::session
