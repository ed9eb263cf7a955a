#include "alpha_pulse/session/run_at.hpp"

#include "alpha_pulse/session/binance_access.hpp"
#include "alpha_pulse/session/live_run.hpp"
#include "alpha_pulse/session/real_on_sim.hpp"

namespace alpha_pulse::session {
namespace {

using data_pipeline::ExchangeType;

bool needs_account(const config::AppConfig& config) {
  return config.trading_mode == execution::TradingMode::REAL;
}

Result<SimRunResult> run_at_binance(const SimRunRequest& request) {
  auto access = binance_access(request.config.exchange, new_epoch());
  if (!access) return std::unexpected(access.error());
  if (!needs_account(request.config)) access->account.reset();
  const std::string host = net::to_string(access->futures_rest.endpoint);
  const net::WallClock clock;
  return run_live({.run = request,
                   .access = std::move(*access),
                   .exchange = "binance",
                   .source = "binance at " + host + ", " + request.hedge.symbol},
                  clock);
}

/// Orders with real money behind them are sent for a plan that was read, and for a profile that was chosen.
Result<void> check_production(const config::AppConfig& config, const std::optional<std::string>& plan_hash,
                              const std::string& expected) {
  if (!config.profile_explicit) {
    return fail(ErrorCode::kRefused, "REAL on production needs a profile that was chosen: --set profile=guarded");
  }
  if (plan_hash && *plan_hash == expected) return {};
  return fail(ErrorCode::kRefused, "REAL on production needs the plan that was read: --plan " +
                                       (plan_hash ? *plan_hash + " is another; " : "is missing; ") +
                                       "`gridhedge plan` with the same configuration tells it");
}

}  // namespace

Result<SimRunResult> run_at(ExchangeType exchange, const SimRunRequest& request) {
  if (exchange == ExchangeType::BINANCE) return run_at_binance(request);
  if (exchange != ExchangeType::SIM) {
    return fail(ErrorCode::kUnsupported, "an exchange that is not built yet; sim or binance would pass");
  }
  return needs_account(request.config) ? run_real_on_sim(request) : run_on_sim(request);
}

Result<void> check_place(ExchangeType exchange, const config::AppConfig& config,
                         const std::optional<std::string>& plan_hash, const std::string& expected) {
  if (exchange == ExchangeType::SIM) return {};
  if (exchange != ExchangeType::BINANCE) {
    return fail(ErrorCode::kUnsupported, "--exchange: " + std::string(data_pipeline::to_string(exchange)) +
                                             " is not built yet; binance would pass, or sim, the built-in market");
  }
  const auto access = binance_access(config.exchange, {});
  if (!access) return std::unexpected(access.error());
  if (!needs_account(config)) return {};
  if (!access->account) {
    return fail(ErrorCode::kRefused,
                "trading mode REAL is refused: no key and secret for binance; EXCHANGE_API_KEY and EXCHANGE_API_SECRET "
                "in the environment would pass, or --exchange sim, the simulated exchange");
  }
  return is_production(*access) ? check_production(config, plan_hash, expected) : Result<void>();
}

}  // namespace alpha_pulse::session
