#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/config/app_config.hpp"

namespace alpha_pulse::session {

/// The advice of a run.
struct AdviceSummary {
  std::uint64_t placed = 0, canceled = 0;  ///< advice to place an order, to cancel one
  Instrument instrument;                   ///< the hedge leg, for the words
  std::vector<engine::Advice> newest;      ///< at most backtest::AdviceRecord::kKept, in the order given

  std::uint64_t given() const { return placed + canceled; }
};

/// What a run came to: the figures of `run --json`, with the names the command line promises. Definitions:
/// docs/figures.md. A missing optional is null in JSON.
struct RunSummary {
  explicit RunSummary(const engine::AccountTerms& terms) : pnl(terms) {}

  std::string mode, exchange, symbol, profile;
  ProgramState state = ProgramState::STARTING;
  Reason reason = Reason::NONE;
  std::uint64_t events = 0;  ///< of the source, skipped ones included
  std::uint64_t orders_placed = 0, orders_canceled = 0, orders_refused = 0, fills = 0, incidents = 0;
  std::size_t working_orders = 0;
  std::optional<AdviceSummary> advice;  ///< where commands were advice: then none was placed, and fills are virtual
  std::optional<Ratio> hedge_ratio;
  Quantity spot_quantity, hedge_quantity;  ///< the hedge signed: a short is negative
  Price last_price;
  Price entry_price, stop_price, take_profit_price, disaster_stop_price, liquidation_price;  ///< Price{}: none
  Money wallet, equity, initial_equity;
  std::optional<double> seconds_to_hedged;
  engine::AccountTerms pnl;
  Money residual;
  std::string command_hash, timed_hash;
  std::optional<Timestamp> from;
  Timestamp to;
};

RunSummary summarise(const backtest::ClosedLoop& loop, const config::AppConfig& config, std::string exchange);

/// How well a policy did; the figures every report compares.
struct PolicyFigures {
  Money equity;
  backtest::HedgeEffectiveness hedge_effectiveness;
  std::optional<double> cvar95;
  double max_drawdown_pct = 0;
  double turnover = 0;  ///< notional traded over the initial holding's value
  double cost_bp_year = 0;
  double funding_bp_year = 0;
};
PolicyFigures figures(const backtest::ClosedLoop& loop);

/// Shares of market time, in percent.
struct TimeFigures {
  std::optional<double> outside_limits_pct;  ///< nothing before the hedge was first inside
  double active_pct = 0, stopped_pct = 0, gap_pct = 0;
};
TimeFigures time_figures(const backtest::ClosedLoop& loop);

}  // namespace alpha_pulse::session
