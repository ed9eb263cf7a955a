#include "alpha_pulse/config/app_config.hpp"

#include <utility>

namespace alpha_pulse::config {

AppConfig in_quote_currency(AppConfig config, Currency quote) {
  config.spot.equity = Money::from_raw(config.spot.equity.raw(), quote);
  if (config.risk.quote_limit) config.risk.quote_limit = Money::from_raw(config.risk.quote_limit->raw(), quote);
  return config;
}

}  // namespace alpha_pulse::config
