#include <algorithm>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/config/resolve.hpp"

namespace alpha_pulse::config {
namespace {

/// An error about the value of `key` as it stands, whoever wrote it.
std::unexpected<Error> refuse_setting(const Settings& settings, std::string_view key, const std::string& problem) {
  const Setting& s = setting(settings, key);
  if (s.from) return refuse(*s.from, problem);
  return fail(ErrorCode::kInvalidArgument, std::string(key) + ": '" + s.value.text + "' (the default) " + problem);
}

Result<void> check_holding(const Settings& settings, const AppConfig& config) {
  const bool is_long = config.hedge.grid.direction == GridDirection::LONG;
  const std::int64_t quantity = config.spot.quantity.raw();
  if (is_long && quantity >= 0) {
    return refuse_setting(settings, "spot.quantity",
                          "does not fit grid.direction LONG, which hedges borrowed coins; must be negative, e.g. -1");
  }
  if (!is_long && quantity < 0) {
    return refuse_setting(settings, "spot.quantity",
                          "does not fit grid.direction " + setting(settings, "grid.direction").value.text +
                              ", which hedges coins held; must be positive, e.g. 1");
  }
  return {};
}

/// A short gains at most its entry price, so an exit at or beyond 100 % never comes.
Result<void> check_default_exits(const Settings& settings, const AppConfig& config) {
  const auto& exits = config.hedge.exits;
  if (exits.take_profit < Ratio::one() && exits.stop_loss < Ratio::one()) return {};
  const bool from_stop = !setting(settings, "risk.stop_loss_pct").value.is_word;
  const bool is_fixed = config.hedge.grid.volatility_mode == hedging::VolatilityMode::FIXED;
  const std::string_view cause = from_stop  ? "risk.stop_loss_pct"
                                 : is_fixed ? "grid.volatility"
                                            : "grid.volatility_start";
  return refuse_setting(settings, cause,
                        "makes the default risk.take_profit_pct " + exits.take_profit.to_string() +
                            ", which must be below 1; set risk.take_profit_pct, e.g. 0.5");
}

Result<void> check_credentials(const Settings& settings, const AppConfig& config) {
  if (config.trading_mode != execution::TradingMode::REAL) return {};
  const Setting& key = setting(settings, "exchange.credentials.api_key");
  const Setting& secret = setting(settings, "exchange.credentials.api_secret");
  const Credentials& both = config.exchange.credentials;
  if (both.api_key.empty() && both.api_secret.empty()) return {};  // the key store may have them
  if (both.api_key.empty() || both.api_secret.empty()) {
    const Setting& present = both.api_key.empty() ? secret : key;
    const Setting& absent = both.api_key.empty() ? key : secret;
    return refuse(*present.from, "is given without " + std::string(absent.key->name) +
                                     "; give both, e.g. EXCHANGE_API_KEY and EXCHANGE_API_SECRET");
  }
  if (key.from->source != secret.from->source) {
    return refuse(*secret.from, "comes from another place than the key (" + key.from->where +
                                    "); give both in one place, e.g. EXCHANGE_API_KEY and EXCHANGE_API_SECRET");
  }
  return {};
}

/// A message of another room that begins with a key, led back to where that key was written.
std::unexpected<Error> located(const Settings& settings, const Error& error) {
  const std::string key = error.message.substr(0, error.message.find_first_of(": "));
  const auto known =
      std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return s.key->name == key; });
  if (known == settings.end() || !known->from) return std::unexpected(error);
  return fail(error.code, known->from->where + ": " + error.message);
}

}  // namespace

Result<void> check_together(const Settings& settings, const AppConfig& config) {
  if (auto outcome = check_holding(settings, config); !outcome) return outcome;
  if (auto outcome = check_default_exits(settings, config); !outcome) return outcome;
  if (auto outcome = check_credentials(settings, config); !outcome) return outcome;
  if (auto outcome = hedging::validate(config.hedge); !outcome) return located(settings, outcome.error());
  if (auto outcome = matching::validate(config.fills); !outcome) return located(settings, outcome.error());
  return {};
}

}  // namespace alpha_pulse::config
