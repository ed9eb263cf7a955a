#pragma once

#include <optional>
#include <string>

#include "alpha_pulse/session/run_summary.hpp"

namespace alpha_pulse::session {

/// How a bot stands while it runs: what `status`, the live line, the status lines of the log and the library's
/// `get_status()` are made from. The six names of the seed keep their spelling; the rest is in `run`.
/// Tested by session/bot_status_test.cpp.
struct BotStatus {
  RunSummary run;                 ///< the figures so far; `run.to` is the market time reached
  std::size_t active_orders = 0;  ///< live at the venue, exits included
  std::size_t grid_levels = 0;    ///< rungs of the ladder that stands; 0 without one
  bool stop_loss_active = false, take_profit_active = false;  ///< confirmed at the venue
  /// Market time at which an order of the grid or of the hedge ratio was last sent or taken away.
  std::optional<Timestamp> last_rebalance{};
  bool production = false;         ///< real money stands behind its orders
  std::optional<Timestamp> end{};  ///< market time at which the run is over; none: not before somebody ends it

  /// Share of the run's market time that is over, 0..1; nothing without an end.
  std::optional<double> progress() const;
};

/// Reads only. The figures are as of the last event delivered: `loop.catch_up()` first brings in prices that were
/// skipped.
BotStatus status_of(const backtest::ClosedLoop& loop, const config::AppConfig& config, std::string exchange,
                    std::optional<Timestamp> end = std::nullopt);

}  // namespace alpha_pulse::session
