#include "alpha_pulse/session/run_at.hpp"

#include <string_view>

#include "alpha_pulse/base/decimal.hpp"
#include "alpha_pulse/session/binance_access.hpp"
#include "alpha_pulse/session/live_run.hpp"
#include "alpha_pulse/session/real_on_sim.hpp"

namespace alpha_pulse::session {
namespace {

using data_pipeline::ExchangeType;

bool needs_account(const config::AppConfig& config) {
  return config.trading_mode == execution::TradingMode::REAL;
}

constexpr const char* kEpoch = ", order ids of epoch ";

/// The order ids of a run that goes on are those of its journal, whose numbering it continues; a fresh run has its own.
exchanges::Epoch epoch_of(const SimRunRequest& request) {
  if (request.resume.empty()) return new_epoch();
  const auto* header = request.resume.front().as<engine::RunHeader>();
  const std::size_t at = header == nullptr ? std::string::npos : header->source.find(kEpoch);
  if (at == std::string::npos) return new_epoch();
  const auto value = parse_decimal(header->source.substr(at + std::string_view(kEpoch).size()), 0);
  return {.value = value ? static_cast<std::uint64_t>(*value) & exchanges::Epoch::kMax : new_epoch().value};
}

Result<SimRunResult> run_at_binance(const SimRunRequest& request) {
  auto access = binance_access(request.config.exchange, epoch_of(request));
  if (!access) return std::unexpected(access.error());
  if (!needs_account(request.config)) access->account.reset();
  const exchanges::Epoch epoch = access->epoch;
  const std::string host = net::to_string(access->futures_rest.endpoint);
  const net::WallClock clock;
  return run_live({.run = request,
                   .access = std::move(*access),
                   .exchange = "binance",
                   .source = "binance at " + host + ", " + request.hedge.symbol + kEpoch + std::to_string(epoch.value)},
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
