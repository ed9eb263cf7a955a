#pragma once

#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/money.hpp"

/// Figures for people, from the account sampled at every full UTC hour. Definitions: STRATEGY 8 and docs/figures.md.
namespace alpha_pulse::backtest {

/// The account at one UTC hour: totals since the start, so that differences are the profit of an hour or a day.
struct HourSample {
  Timestamp hour;
  Money profit;       ///< equity less everything moved in or out, since the start
  Money spot_profit;  ///< the holding's part of it: sum of Q dS
};

/// How much of the holding's variance the hedge took away: 1 all of it, 0 none, below 0 it added some.
struct HedgeEffectiveness {
  std::optional<double> daily;   ///< 1 - Var(dV) / Var(Q dS) over full UTC days; nothing below 20 days
  std::optional<double> hourly;  ///< over full UTC hours; nothing below 20 hours
};

HedgeEffectiveness hedge_effectiveness(std::span<const HourSample> samples);

/// Profit of each full UTC day.
std::vector<double> daily_profit(std::span<const HourSample> samples);

/// Mean of the worst twentieth of daily profits over `initial_value`, as a loss (positive); nothing below 20 days.
std::optional<double> conditional_value_at_risk(std::span<const HourSample> samples, double initial_value);

/// Deepest fall of cumulated daily profit from its peak, in percent of `initial_value`.
double max_drawdown_pct(std::span<const HourSample> samples, double initial_value);

/// `amount` over `initial_value` and a year, in basis points; 0 for a run without length.
double basis_points_per_year(double amount, double initial_value, Duration length);

}  // namespace alpha_pulse::backtest
