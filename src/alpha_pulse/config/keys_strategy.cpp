#include <array>

#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/stores.hpp"

/// What is hedged, how much of it, and the ladder of orders.
namespace alpha_pulse::config {
namespace {

using enum ValueType;
using hedging::BandMode;
using hedging::GridSettings;
using hedging::HedgeSettings;
using hedging::RatioModel;
using hedging::RatioSettings;
using hedging::SizingSettings;
using hedging::VolatilityMode;

void store_band(AppConfig& config, const Value& value) {
  auto& ratio = config.hedge.ratio;
  ratio.band = !value.is_word ? BandMode::FIXED : value.raw == 0 ? BandMode::OFF : BandMode::AUTO;
  ratio.band_width = value.is_word ? Ratio{} : Ratio::from_raw(value.raw);
}

void store_volatility(AppConfig& config, const Value& value) {
  auto& grid = config.hedge.grid;
  grid.volatility_mode = value.is_word ? VolatilityMode::MEASURED : VolatilityMode::FIXED;
  if (!value.is_word) grid.volatility = Ratio::from_raw(value.raw);
}

const char* equity_from_account(const AppConfig& c) {
  return c.trading_mode == execution::TradingMode::REAL ? "REAL takes the wallet from the account" : nullptr;
}
const char* without_band(const AppConfig& c) {
  return c.hedge.ratio.band == BandMode::OFF ? "hedge.band is off" : nullptr;
}
const char* without_beta(const AppConfig& c) {
  return c.hedge.ratio.model == RatioModel::NAIVE ? "hedge.ratio_model is naive" : nullptr;
}
const char* without_ladder(const AppConfig& c) {
  return c.hedge.grid.ladder ? nullptr : "grid.ladder is off";
}
const char* without_slices(const AppConfig& c) {
  return c.hedge.grid.ladder || c.hedge.ratio.initial > Ratio{} ? nullptr : "grid.ladder is off and hedge.initial is 0";
}
const char* without_measuring(const AppConfig& c) {
  return c.hedge.grid.volatility_mode == VolatilityMode::FIXED ? "grid.volatility is a fixed number" : nullptr;
}

constexpr auto kHedge = &AppConfig::hedge;
constexpr auto kGrid = &HedgeSettings::grid;
constexpr auto kRatio = &HedgeSettings::ratio;
constexpr auto kSizing = &HedgeSettings::sizing;

constexpr std::array kKeys{
    KeySpec{"profile", CHOICE, "classic|guarded", "", "", "classic", "guarded", "guarded",
            "Which set of defaults applies. A key that is written out wins over the profile wherever it stands.",
            put<kHedge, &HedgeSettings::profile>},
    KeySpec{"symbol", SYMBOL, "", "", "", "BTCUSDT", "BTCUSDT", "BTCUSDT",
            "The instrument that is hedged, as the venue spells it.", put<&AppConfig::symbol>, nullptr, "--symbol"},
    KeySpec{"trading_mode", CHOICE, "REAL|PAPER|RECOMMENDATION", "", "", "PAPER", "PAPER", "PAPER",
            "REAL sends orders to a venue, PAPER fills them in the program, RECOMMENDATION only advises.",
            put<&AppConfig::trading_mode>, nullptr, "--trading-mode"},

    KeySpec{"spot.quantity", DECIMAL, "", "base units", "-40000000000 <= x <= 40000000000", "1", "1", "1",
            "The holding to hedge where no account tells it; in REAL an upper limit of it. Negative: borrowed coins, "
            "which is what the direction LONG hedges.",
            put<&AppConfig::spot, &SpotSettings::quantity>, nullptr, "--spot-quantity"},
    KeySpec{"spot.equity", DECIMAL, "", "quote currency", "0 < x <= 90000000000", "100000", "100000", "100000",
            "Futures wallet at the start of a run without an account.", put<&AppConfig::spot, &SpotSettings::equity>,
            equity_from_account},

    KeySpec{"hedge.initial", DECIMAL, "", "of the holding", "0 <= x <= 2", "0", "1", "1",
            "Hedge ratio built at the start, before any ladder order fills.",
            put<kHedge, kRatio, &RatioSettings::initial>},
    KeySpec{"hedge.target", DECIMAL, "", "of the holding", "0 < x <= 2", "1", "1", "1",
            "Hedge ratio when every ladder order has filled; 1 hedges the whole holding.",
            put<kHedge, kRatio, &RatioSettings::target>},
    KeySpec{"hedge.ratio_min", DECIMAL, "", "of the holding", "0 <= x <= 2", "0", "0.9", "0.9",
            "Below this ratio the hedge is raised at once, without waiting for a better price.",
            put<kHedge, kRatio, &RatioSettings::min>},
    KeySpec{"hedge.ratio_max", DECIMAL, "", "of the holding", "0 < x <= 2", "1", "1.05", "1.05",
            "Above this ratio the hedge is cut at once; no order may lead beyond it.",
            put<kHedge, kRatio, &RatioSettings::max>},
    KeySpec{"hedge.band", DECIMAL, "off|auto", "of the holding", "0 < x < 1", "off", "auto", "0.02",
            "Deviation from the target that is left alone. `auto` weighs trading costs against risk, 0.01 to 0.05; "
            "`off` trades only at the hard limits.",
            store_band},
    KeySpec{"hedge.rebalance_to", CHOICE, "edge|target", "", "", "edge", "edge", "edge",
            "How far a correction goes: to the near edge of the band or to the target itself.",
            put<kHedge, kRatio, &RatioSettings::rebalance_to>, without_band},
    KeySpec{"hedge.ratio_model", CHOICE, "naive|ewma_beta", "", "", "naive", "naive", "naive",
            "`naive` hedges unit for unit, right when holding and hedge are the same asset; `ewma_beta` measures how "
            "much the hedge moves with the holding.",
            put<kHedge, kRatio, &RatioSettings::model>},
    KeySpec{"hedge.beta_min", DECIMAL, "", "", "0 < x <= 10", "0.2", "0.2", "0.2", "Smallest measured beta believed.",
            put<kHedge, kRatio, &RatioSettings::beta_min>, without_beta},
    KeySpec{"hedge.beta_max", DECIMAL, "", "", "0 < x <= 10", "3", "3", "3", "Largest measured beta believed.",
            put<kHedge, kRatio, &RatioSettings::beta_max>, without_beta},

    KeySpec{"grid.ladder", SWITCH, "", "", "", "on", "off", "on",
            "Whether orders rest above (SHORT) or below (LONG) the reference price and add to the hedge as they fill.",
            put<kHedge, kGrid, &GridSettings::ladder>},
    KeySpec{"grid.volatility", DECIMAL, "auto", "a day", "0 < x <= 0.49", "0.02", "auto", "0.02",
            "Expected standard deviation of a day's return; sets spacing and default exits. `auto` measures it.",
            store_volatility, nullptr, "--volatility"},
    KeySpec{"grid.volatility_start", DECIMAL, "", "a day", "0 < x <= 0.49", "0.02", "0.02", "0.02",
            "What a measured volatility starts from.", put<&AppConfig::volatility_start>, without_measuring},
    KeySpec{"grid.num_levels", COUNT, "", "orders", "1 <= x <= 500", "5", "5", "5",
            "Rungs of the ladder; also the number of slices in which a hedge is first built.",
            put<kHedge, kGrid, &GridSettings::num_levels>, without_slices},
    KeySpec{"grid.direction", CHOICE, "LONG|SHORT|BOTH", "", "", "SHORT", "SHORT", "SHORT",
            "SHORT hedges a holding with sales above the price, LONG borrowed coins with purchases below it, BOTH adds "
            "reduce-only buy-backs below to SHORT.",
            put<kHedge, kGrid, &GridSettings::direction>},
    KeySpec{"grid.spacing", CHOICE, "arithmetic|geometric", "", "", "arithmetic", "geometric", "geometric",
            "Equal steps in price, or equal steps in per cent that never fall below the cost of a round trip.",
            put<kHedge, kGrid, &GridSettings::spacing>, without_ladder},
    KeySpec{"grid.spacing_sigma", DECIMAL, "", "daily volatilities", "0 < x <= 10", "0.5", "0.5", "0.5",
            "Distance between two rungs.", put<kHedge, kGrid, &GridSettings::spacing_sigma>, without_ladder},
    KeySpec{"grid.rearm_levels", SWITCH, "", "", "", "off", "off", "on",
            "After a rung fills, rest the opposite order one rung closer, and after that the rung again.",
            put<kHedge, kGrid, &GridSettings::rearm_levels>, without_ladder},
    KeySpec{"grid.rebalance_interval", DURATION, "", "", "0 < x <= 7d", "60s", "60s", "60s",
            "Shortest time between two re-spacings or two attempts to replace a lost order.",
            put<kHedge, kGrid, &GridSettings::rebalance_interval>},
    KeySpec{"grid.order_timeout", DURATION, "off", "", "1s <= x <= 365d", "off", "off", "1h",
            "Age at which a resting rung is replaced.", put<kHedge, kGrid, &GridSettings::order_timeout>,
            without_ladder},
    KeySpec{"grid.max_orders", COUNT, "all", "orders", "1 <= x <= 500", "all", "all", "5",
            "Most rungs that rest at one time, nearest to the price first.",
            put<kHedge, kGrid, &GridSettings::max_orders>, without_ladder},

    KeySpec{"position.target_volatility", DECIMAL, "", "a day", "0 < x <= 1", "0.01", "0.01", "0.01",
            "A rung is no larger than the wallet times this over the volatility, as a share of the price.",
            put<kHedge, kSizing, &SizingSettings::target_volatility>, without_ladder},
    KeySpec{"position.max_size_pct", DECIMAL, "", "of the wallet", "0.01 <= x <= 1", "0.2", "0.2", "0.2",
            "Largest share of the wallet one rung may be.", put<kHedge, kSizing, &SizingSettings::max_size_pct>,
            without_ladder},
};

}  // namespace

std::span<const KeySpec> strategy_keys() {
  return kKeys;
}

}  // namespace alpha_pulse::config
