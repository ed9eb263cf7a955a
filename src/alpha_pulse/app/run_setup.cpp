#include "alpha_pulse/app/run_setup.hpp"

#include <utility>

#include "alpha_pulse/session/clock.hpp"
#include "alpha_pulse/session/plan_hash.hpp"
#include "alpha_pulse/session/real_on_sim.hpp"
#include "alpha_pulse/session/run_at.hpp"

namespace alpha_pulse::app {
namespace {

Result<std::optional<double>> parse_speed(const std::string& text) {
  if (text == "max") return std::optional<double>{};
  const auto speed = parse_decimal(text, 6);
  if (speed && *speed > 0) return std::optional(static_cast<double>(*speed) / 1e6);
  return fail(ErrorCode::kInvalidArgument,
              "--speed: '" + text + "' is not a speed; market seconds a second, e.g. 600, or max");
}

/// The exchange that was named; in REAL else the configured one, in the other modes the built-in market.
Result<data_pipeline::ExchangeType> exchange_of(const RunOptions& options, const config::AppConfig& config) {
  if (options.exchange) return data_pipeline::parse_exchange_type(*options.exchange);
  if (config.trading_mode != execution::TradingMode::REAL) return data_pipeline::ExchangeType::SIM;
  return configured_exchange(config);
}

Result<session::SimRunRequest> request_of(const RunOptions& options, const Loaded& loaded) {
  session::SimRunRequest request;
  request.config = loaded.configuration.config;
  request.hedge = loaded.hedge;
  request.effective_text = loaded.configuration.effective_text;
  const auto scenario = market::parse_scenario(options.scenario);
  if (!scenario) return std::unexpected(scenario.error());
  request.market.scenario = *scenario;
  request.market.seed = options.seed;
  const auto speed = parse_speed(options.speed);
  if (!speed) return std::unexpected(speed.error());
  request.speed = *speed;
  const auto duration = parse_duration(options.duration, "--duration");
  if (!duration) return std::unexpected(duration.error());
  request.duration = *duration;
  return request;
}

}  // namespace

data_pipeline::ExchangeType configured_exchange(const config::AppConfig& config) {
  switch (config.exchange.name) {
    case config::Exchange::SIM:
      return data_pipeline::ExchangeType::SIM;
    case config::Exchange::BINANCE:
      return data_pipeline::ExchangeType::BINANCE;
    case config::Exchange::BYBIT:
      return data_pipeline::ExchangeType::BYBIT;
    case config::Exchange::OKX:
      return data_pipeline::ExchangeType::OKX;
  }
  std::unreachable();
}

Result<RunSetup> set_up_run(const RunOptions& options) {
  auto loaded = load(options.common);
  if (!loaded) return std::unexpected(loaded.error());
  const config::AppConfig& config = loaded->configuration.config;
  const auto exchange = exchange_of(options, config);
  if (!exchange) return std::unexpected(exchange.error());
  auto request = request_of(options, *loaded);
  if (!request) return std::unexpected(request.error());
  auto plan = session::make_plan({.config = config,
                                  .hedge = loaded->hedge,
                                  .reference_price = request->market.start_price,
                                  .warnings = {},
                                  .effective_text = request->effective_text});
  if (!plan) return std::unexpected(plan.error());
  const bool over_sockets =
      *exchange == data_pipeline::ExchangeType::SIM && config.trading_mode == execution::TradingMode::REAL;
  if (over_sockets) {
    if (auto paced = session::check_pace(*request); !paced) return std::unexpected(paced.error());
  }
  const std::string hash = session::plan_hash(*plan, request->effective_text);
  if (auto possible = session::check_place(*exchange, config, options.plan, hash); !possible) {
    return std::unexpected(possible.error());
  }
  if (*exchange != data_pipeline::ExchangeType::SIM) request->market.start_time = session::system_time();
  return RunSetup{
      .loaded = std::move(*loaded), .request = std::move(*request), .plan = std::move(*plan), .exchange = *exchange};
}

}  // namespace alpha_pulse::app
