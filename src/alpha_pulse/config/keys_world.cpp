#include <array>

#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/stores.hpp"

/// The venue, what trading costs and how paper fills, the data, and the program itself.
namespace alpha_pulse::config {
namespace {

using enum ValueType;
using execution::TradingMode;
using matching::FillSettings;

bool nothing_fills(const AppConfig& c) {
  return c.trading_mode == TradingMode::RECOMMENDATION && c.recommendation.assume == execution::Assume::NONE;
}
const char* filled_by_venue(const AppConfig& c) {
  if (nothing_fills(c)) return "with recommendation.assume none nothing fills";
  return c.trading_mode == TradingMode::REAL ? "in REAL the venue fills" : nullptr;
}
const char* only_advice(const AppConfig& c) {
  return c.trading_mode == TradingMode::RECOMMENDATION ? nullptr : "only RECOMMENDATION advises";
}
const char* only_real(const AppConfig& c) {
  return c.trading_mode == TradingMode::REAL ? nullptr : "only REAL needs it";
}
const char* without_account(const AppConfig& c) {
  return c.trading_mode == TradingMode::PAPER ? "PAPER uses no account" : nullptr;
}

constexpr auto kFills = &AppConfig::fills;
constexpr auto kAdvice = &AppConfig::recommendation;
constexpr auto kVenue = &AppConfig::venue;
constexpr auto kExchange = &AppConfig::exchange;
constexpr auto kKeysOf = &ExchangeSettings::credentials;
constexpr auto kUrls = &ExchangeSettings::urls;
constexpr auto kLog = &AppConfig::logging;

void store_rotation(AppConfig& config, const Value& value) {
  const auto rotation = parse_rotation(value.text);
  ensure(rotation.has_value(), "a rotation was checked when it was read");
  config.logging.rotation = *rotation;
}
void store_retention(AppConfig& config, const Value& value) {
  const auto retention = parse_retention(value.text);
  ensure(retention.has_value(), "a retention was checked when it was read");
  config.logging.retention = *retention;
}

constexpr const char* kHttps = "https://127.0.0.1:8443";
constexpr const char* kWss = "wss://127.0.0.1:8443/ws";

template <auto Member>
constexpr KeySpec url(std::string_view name, ValueType type, std::string_view meaning) {
  return KeySpec{name,    type,
                 "auto",  "",
                 "",      "auto",
                 "auto",  type == REST_URL ? kHttps : kWss,
                 meaning, put<kExchange, kUrls, Member>};
}

constexpr std::array kKeys{
    KeySpec{"fees.maker", DECIMAL, "", "of the notional", "-0.01 <= x <= 0.05", "0.0002", "0.0002", "0.0002",
            "Fee of an order that rested; negative is a rebate.", put<kFills, &FillSettings::maker_fee>},
    KeySpec{"fees.taker", DECIMAL, "", "of the notional", "-0.01 <= x <= 0.05", "0.0005", "0.0005", "0.0005",
            "Fee of an order that took what was there.", put<kFills, &FillSettings::taker_fee>},
    KeySpec{"fills.model", CHOICE, "through|touch|queue", "", "", "through", "through", "through",
            "When a resting order counts as filled on paper: a trade beyond its price, a trade at its price, or a "
            "simulated place in the queue with partial fills.",
            put<kFills, &FillSettings::model>, filled_by_venue},
    KeySpec{"fills.slippage", DECIMAL, "", "of the price", "0 <= x <= 0.05", "0.0001", "0.0001", "0.0001",
            "How much worse than the quote an order that takes is filled.", put<kFills, &FillSettings::slippage>},
    KeySpec{"fills.stop_slippage", DECIMAL, "", "of the price", "0 <= x <= 0.05", "0.0004", "0.0004", "0.0004",
            "The same for a triggered stop.", put<kFills, &FillSettings::stop_slippage>, filled_by_venue},
    KeySpec{"fills.latency", DURATION, "", "", "0 <= x <= 60s", "0s", "0s", "0.05",
            "Market time from sending an order to its arrival; 0.05 is 50 ms.", put<kFills, &FillSettings::latency>,
            filled_by_venue},
    KeySpec{"fills.liquidation_fee", DECIMAL, "", "of the notional", "0 <= x <= 0.1", "0.0125", "0.0125", "0.0125",
            "What a liquidation costs besides the position.", put<kFills, &FillSettings::liquidation_fee>,
            filled_by_venue},
    KeySpec{"fills.leverage", COUNT, "", "", "1 <= x <= 125", "20", "20", "20",
            "Initial margin on paper is the notional over this.", put<kFills, &FillSettings::leverage>,
            filled_by_venue},
    KeySpec{"fills.candle_path", CHOICE, "sign|nearest", "", "", "sign", "sign", "sign",
            "Order of the four prices inside a candle: by the sign of its change, or the extreme nearer to the open "
            "first.",
            put<&AppConfig::data, &DataSettings::candle_path>, filled_by_venue},
    KeySpec{"funding.default_rate", DECIMAL, "", "a settlement", "-0.05 <= x <= 0.05", "0", "0", "0.0001",
            "Funding rate where the data carry none; positive is received by a short.",
            put<&AppConfig::funding, &FundingSettings::default_rate>, filled_by_venue},
    KeySpec{"data.stale_after", DURATION, "auto", "", "0 < x <= 30d", "auto", "auto", "3s",
            "Silence after which the data count as stale and no exposure is added. `auto` is 3 s or twice the cadence "
            "of the source, whichever is longer.",
            put<&AppConfig::data, &DataSettings::stale_after>},

    KeySpec{"recommendation.expires", DURATION, "", "", "1s <= x <= 30d", "15m", "15m", "1h",
            "How long an advice is meant for. One that has expired is not repeated until its content changes.",
            put<kAdvice, &RecommendationSettings::expires>, only_advice},
    KeySpec{"recommendation.assume", CHOICE, "followed|none", "", "", "followed", "followed", "none",
            "What the virtual book behind the advice takes for granted: that all of it is followed at once, or that "
            "none of it is.",
            put<kAdvice, &RecommendationSettings::assume>, only_advice, "--assume"},

    KeySpec{"venue.stop_form", CHOICE, "reduce_only|close_position", "", "", "reduce_only", "reduce_only",
            "reduce_only", "How a stop is written at the venue.", put<kVenue, &VenueSettings::stop_form>, only_real},
    KeySpec{
        "venue.stop_while_flat", SWITCH, "", "", "", "on", "on", "on",
        "Whether the venue takes a reduce-only stop while there is no position; if not, only the nearest rung rests "
        "until a stop is live.",
        put<kVenue, &VenueSettings::stop_while_flat>, only_real},

    KeySpec{"exchange.name", CHOICE, "binance|bybit|okx|sim", "", "", "binance", "binance", "binance",
            "The venue that REAL trades on unless the command line names one.", put<kExchange, &ExchangeSettings::name>,
            nullptr, "--exchange"},
    KeySpec{"exchange.testnet", SWITCH, "", "", "", "on", "on", "on",
            "Whether the venue's test network is used. Only `off` reaches real money.",
            put<kExchange, &ExchangeSettings::testnet>},
    KeySpec{"exchange.credentials.api_key", SECRET, "none", "", "", "none", "none", "${EXCHANGE_API_KEY}",
            "The venue's key. Belongs into the environment, not into a file.",
            put<kExchange, kKeysOf, &Credentials::api_key>, without_account},
    KeySpec{"exchange.credentials.api_secret", SECRET, "none", "", "", "none", "none", "${EXCHANGE_API_SECRET}",
            "The secret that belongs to the key.", put<kExchange, kKeysOf, &Credentials::api_secret>, without_account},
    url<&ExchangeUrls::spot_rest>("exchange.urls.spot_rest", REST_URL, "Spot requests."),
    url<&ExchangeUrls::spot_ws>("exchange.urls.spot_ws", WS_URL, "Spot streams."),
    url<&ExchangeUrls::spot_ws_api>("exchange.urls.spot_ws_api", WS_URL, "Spot requests over a socket."),
    url<&ExchangeUrls::futures_rest>("exchange.urls.futures_rest", REST_URL, "Futures requests."),
    url<&ExchangeUrls::futures_public>("exchange.urls.futures_public", WS_URL, "Futures quotes and trades."),
    url<&ExchangeUrls::futures_market>("exchange.urls.futures_market", WS_URL, "Futures mark prices and candles."),
    url<&ExchangeUrls::futures_private>("exchange.urls.futures_private", WS_URL, "Events of the futures account."),
    url<&ExchangeUrls::futures_ws_api>("exchange.urls.futures_ws_api", WS_URL, "Futures requests over a socket."),

    KeySpec{"logging.level", CHOICE, "TRACE|DEBUG|INFO|WARNING|ERROR|CRITICAL", "", "", "INFO", "INFO", "INFO",
            "The least important message that is written.", put<kLog, &LogSettings::level>, nullptr, "--log-level"},
    KeySpec{"logging.rotation", ROTATION, "off", "", "", "1 day", "1 day", "1 day",
            "When a new log file is begun: a time (`1 day`, `12 hours`, `1 week`) or a size (`500 MB`).",
            store_rotation},
    KeySpec{"logging.retention", RETENTION, "off", "", "", "30 days", "30 days", "30 days",
            "Which old log files stay: those of an age (`30 days`), or the newest few (`10 files`); `off` keeps all.",
            store_retention},
    KeySpec{"logging.status_every", DURATION, "off", "", "1s <= x <= 30d", "1h", "1h", "15m",
            "Market time between the lines in which `run` tells the log how it stands.",
            put<kLog, &LogSettings::status_every>},
    KeySpec{"logging.format", FORMAT, "", "", "", "{time} | {level} | {message}", "{time} | {level} | {message}",
            "{time} | {level} | {message}",
            "One line of the log, with the tokens {time} {level} {message} {name} {function} {line}.",
            put<kLog, &LogSettings::format>},
    KeySpec{"journal.path", TEXT, "auto", "", "", "auto", "auto", "state/journal",
            "Where the journal is kept. `auto` is a folder of its own for each mode, venue, account and symbol.",
            put<&AppConfig::journal, &JournalSettings::path>},
};

}  // namespace

std::span<const KeySpec> world_keys() {
  return kKeys;
}

}  // namespace alpha_pulse::config
