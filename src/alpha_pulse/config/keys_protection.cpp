#include <array>

#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/stores.hpp"

/// Exits, limits, what follows after them, and the statistics they may be derived from.
namespace alpha_pulse::config {
namespace {

using enum ValueType;
using hedging::ExitScope;
using hedging::ExitSettings;
using hedging::HedgeSettings;
using hedging::Rearm;
using risk::RiskLimits;

const char* without_exits(const AppConfig& c) {
  const bool protects_nothing = c.hedge.exits.scope == ExitScope::LADDER && !c.hedge.grid.ladder;
  return protects_nothing ? "risk.exit_scope is ladder and grid.ladder is off" : nullptr;
}
const char* without_timed_rearm(const AppConfig& c) {
  if (const char* why = without_exits(c)) return why;
  return c.hedge.exits.rearm == Rearm::TIMED ? nullptr : "risk.rearm is not timed";
}
const char* without_price_rearm(const AppConfig& c) {
  if (const char* why = without_exits(c)) return why;
  return c.hedge.exits.rearm == Rearm::PRICE ? nullptr : "risk.rearm is not price";
}
const char* without_history(const AppConfig&) {
  return "a run is given no past returns";
}

constexpr auto kHedge = &AppConfig::hedge;
constexpr auto kExits = &HedgeSettings::exits;
constexpr auto kRisk = &AppConfig::risk;
constexpr auto kHistory = &AppConfig::history;

/// The two percentages: `auto` is worked out once every key is known.
void store_stop_loss(AppConfig& config, const Value& value) {
  if (!value.is_word) config.hedge.exits.stop_loss = Ratio::from_raw(value.raw);
}
void store_take_profit(AppConfig& config, const Value& value) {
  if (!value.is_word) config.hedge.exits.take_profit = Ratio::from_raw(value.raw);
}

constexpr std::array kKeys{
    KeySpec{"risk.stop_loss_pct", DECIMAL, "auto", "of the entry price", "0 < x < 1", "auto", "auto", "0.04",
            "Loss at which the hedge is closed; 0.04 is 4 %. `auto` is twice grid.volatility.", store_stop_loss,
            without_exits},
    KeySpec{"risk.take_profit_pct", DECIMAL, "auto", "of the entry price", "0 < x < 1", "auto", "auto", "0.06",
            "Gain at which the hedge is closed. `auto` is one and a half times risk.stop_loss_pct.", store_take_profit,
            without_exits},
    KeySpec{"risk.exit_scope", CHOICE, "all|ladder", "", "", "all", "ladder", "ladder",
            "What stop loss and take profit close: the whole hedge, or only what the ladder added.",
            put<kHedge, kExits, &ExitSettings::scope>},
    KeySpec{"risk.disaster_stop", DECIMAL, "off", "of the way to liquidation", "0 < x < 1", "off", "0.8", "0.8",
            "A stop for the whole hedge, placed between its entry price and its liquidation price.",
            put<kHedge, kExits, &ExitSettings::disaster_stop>},
    KeySpec{"risk.rearm", CHOICE, "manual|timed|price", "", "", "manual", "timed", "timed",
            "What starts a stopped hedge again: the command `rearm`, time, or a move of the price.",
            put<kHedge, kExits, &ExitSettings::rearm>, without_exits},
    KeySpec{"risk.rearm_after", DURATION, "", "", "0 < x <= 3650d", "24h", "24h", "24h",
            "Time from an exit to the new start.", put<kHedge, kExits, &ExitSettings::rearm_after>,
            without_timed_rearm},
    KeySpec{"risk.rearm_move", DECIMAL, "", "of the exit price", "0 < x < 1", "0.01", "0.01", "0.01",
            "Move away from the exit price that starts the hedge again.",
            put<kHedge, kExits, &ExitSettings::rearm_move>, without_price_rearm},
    KeySpec{"risk.max_position_size", DECIMAL, "off", "base units", "0 < x <= 90000000000", "off", "off", "1.0",
            "Largest hedge whatever the holding, all orders that may still fill counted in.",
            put<kRisk, &RiskLimits::max_position_size>},
    KeySpec{"risk.quote_limit", DECIMAL, "off", "quote currency", "0 < x <= 90000000000", "off", "off", "50000",
            "Largest value of the hedge at the current price.", put<kRisk, &RiskLimits::quote_limit>},
    KeySpec{"risk.max_drawdown_pct", DECIMAL, "off", "of the highest equity", "0 < x < 1", "off", "off", "0.25",
            "Fall of the equity from its peak, transfers aside, that cancels the ladder and halts the program.",
            put<kRisk, &RiskLimits::max_drawdown>},
    KeySpec{"risk.margin_guard", DECIMAL, "", "of the price", "0 <= x < 1", "0.225", "0.225", "0.225",
            "Distance to liquidation below which the hedge is only reduced.", put<kRisk, &RiskLimits::margin_guard>},
    KeySpec{"risk.absurd_move", DECIMAL, "", "of the price", "0 < x < 1", "0.05", "0.05", "0.05",
            "Jump between two prices that is doubted until further events confirm it.",
            put<kRisk, &RiskLimits::absurd_move>},
    KeySpec{"risk.orders_per_minute", COUNT, "", "orders a minute", "10 <= x <= 100000", "600", "600", "600",
            "Most orders sent in a minute of market time; a fifth is kept for protective ones.",
            put<kRisk, &RiskLimits::orders_per_minute>},

    KeySpec{"position.volatility_lookback", COUNT, "", "returns", "2 <= x <= 10000", "20", "20", "20",
            "Past returns whose standard deviation may raise the volatility.",
            put<kHistory, &HistorySettings::volatility_lookback>, without_history},
    KeySpec{"risk_analysis.rolling_window", COUNT, "", "returns", "2 <= x <= 10000", "20", "20", "20",
            "Length of the window over past returns.", put<kHistory, &HistorySettings::rolling_window>,
            without_history},
    KeySpec{"risk_analysis.var_confidence", DECIMAL, "", "", "0.5 <= x < 1", "0.95", "0.95", "0.95",
            "Confidence of the value at risk that sets the stop loss from past returns.",
            put<kHistory, &HistorySettings::var_confidence>, without_history},
    KeySpec{"risk_analysis.mc_simulations", COUNT, "", "draws", "100 <= x <= 10000000", "10000", "10000", "10000",
            "Draws of a Monte Carlo estimate of the value at risk.", put<kHistory, &HistorySettings::mc_simulations>,
            without_history},

    KeySpec{"run.on_exit", CHOICE, "leave|cancel_grid|flatten", "", "", "leave", "leave", "leave",
            "What is done with the orders and the hedge when the program ends. The stop stays while there is a hedge.",
            put<&AppConfig::run, &RunSettings::on_exit>},
};

}  // namespace

std::span<const KeySpec> protection_keys() {
  return kKeys;
}

}  // namespace alpha_pulse::config
