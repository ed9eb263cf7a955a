#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "alpha_pulse/config/log_rules.hpp"
#include "alpha_pulse/config/secret.hpp"
#include "alpha_pulse/domain/money.hpp"
#include "alpha_pulse/execution/advice_settings.hpp"
#include "alpha_pulse/execution/trading_mode.hpp"
#include "alpha_pulse/hedging/hedge_settings.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"
#include "alpha_pulse/risk/risk_limits.hpp"

/// Everything one run can be told, validated. Made by `load_config` only; the key of each member, its range and its
/// default stand in the key table (config/key_table.hpp) and, for people, in docs/configuration.md.
namespace alpha_pulse::config {

enum class CandlePath : std::uint8_t { SIGN, NEAREST };
enum class OnExit : std::uint8_t { LEAVE, CANCEL_GRID, FLATTEN };
enum class StopForm : std::uint8_t { REDUCE_ONLY, CLOSE_POSITION };
/// The order of the words of `exchange.name`.
enum class Exchange : std::uint8_t { BINANCE, BYBIT, OKX, SIM };

/// What is held, where no account says so. `equity` has no currency yet: see `in_quote_currency`.
struct SpotSettings {
  Quantity quantity = Quantity::from_raw(kOne);
  Money equity;  ///< futures wallet at the start
};

/// `data.*`
struct DataSettings {
  std::optional<Duration> stale_after;  ///< none: the larger of 3 s and twice the cadence of the source
  CandlePath candle_path = CandlePath::SIGN;
};

/// `funding.*`: what is paid where the data hold no rates.
struct FundingSettings {
  Ratio default_rate;
};

/// `run.*`
struct RunSettings {
  OnExit on_exit = OnExit::LEAVE;
};

/// `recommendation.*`
struct RecommendationSettings {
  Duration expires;
  execution::Assume assume = execution::Assume::FOLLOWED;
};

/// `venue.*`: what the venue takes and how.
struct VenueSettings {
  StopForm stop_form = StopForm::REDUCE_ONLY;
  bool stop_while_flat = true;  ///< as configured; `hedge.exits.stop_while_flat` is what the mode makes of it
};

/// Empty: the venue's own address.
struct ExchangeUrls {
  std::string spot_rest, spot_ws, spot_ws_api;
  std::string futures_rest, futures_public, futures_market, futures_private, futures_ws_api;
};

/// `exchange.credentials.*`; redacted wherever they are shown.
struct Credentials {
  Secret api_key, api_secret;
};

/// `exchange.*`
struct ExchangeSettings {
  Exchange name = Exchange::BINANCE;
  bool testnet = true;
  Credentials credentials;
  ExchangeUrls urls;
};

/// `journal.*`
struct JournalSettings {
  std::optional<std::string> path;  ///< none: the state directory of this mode, venue, account and symbol
};

/// Used only where past returns are given to the strategy.
struct HistorySettings {
  int volatility_lookback = 20;
  int rolling_window = 20;
  Ratio var_confidence;
  std::int64_t mc_simulations = 10'000;
};

/// The whole: one member a section, and what the sections do not own.
struct AppConfig {
  std::string symbol;
  bool symbol_explicit = false;   ///< named by file or command line; otherwise a data file's name may decide
  bool profile_explicit = false;  ///< REAL on a production venue demands it
  execution::TradingMode trading_mode{};
  SpotSettings spot;
  hedging::HedgeSettings hedge;
  Ratio volatility_start;  ///< `hedge.grid.volatility` when that one is measured
  risk::RiskLimits risk;
  matching::FillSettings fills;
  DataSettings data;
  FundingSettings funding;
  RunSettings run;
  RecommendationSettings recommendation;
  VenueSettings venue;
  ExchangeSettings exchange;
  LogSettings logging;
  JournalSettings journal;
  HistorySettings history;
};

/// `config` with its amounts of money (`spot.equity`, `risk.quote_limit`) in `quote`. A configuration file knows no
/// currency, the instrument does: call this once the instrument is chosen. Mixing the currencies up stops the process.
AppConfig in_quote_currency(AppConfig config, Currency quote);

}  // namespace alpha_pulse::config
