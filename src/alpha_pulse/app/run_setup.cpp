#include "alpha_pulse/app/run_setup.hpp"

#include "alpha_pulse/data_pipeline/exchange_type.hpp"

namespace alpha_pulse::app {
namespace {

Result<std::optional<double>> parse_speed(const std::string& text) {
  if (text == "max") return std::optional<double>{};
  const auto speed = parse_decimal(text, 6);
  if (speed && *speed > 0) return std::optional(static_cast<double>(*speed) / 1e6);
  return fail(ErrorCode::kInvalidArgument,
              "--speed: '" + text + "' is not a speed; market seconds a second, e.g. 600, or max");
}

/// Only the built-in market exists in this version. REAL is refused before anything else is looked at.
Result<void> check_reachable(const RunOptions& options, const config::AppConfig& config) {
  if (const auto possible = execution::check_mode(config.trading_mode); !possible) return possible;
  const auto exchange = data_pipeline::parse_exchange_type(options.exchange.value_or("sim"));
  if (!exchange) return std::unexpected(exchange.error());
  if (*exchange == data_pipeline::ExchangeType::SIM) return {};
  return fail(ErrorCode::kUnsupported,
              "--exchange: " + *options.exchange + " is not built yet; sim is the built-in market");
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

Result<RunSetup> set_up_run(const RunOptions& options) {
  auto loaded = load(options.common);
  if (!loaded) return std::unexpected(loaded.error());
  const config::AppConfig& config = loaded->configuration.config;
  if (const auto reachable = check_reachable(options, config); !reachable) return std::unexpected(reachable.error());
  auto request = request_of(options, *loaded);
  if (!request) return std::unexpected(request.error());
  auto plan = session::make_plan({.config = config,
                                  .hedge = loaded->hedge,
                                  .reference_price = request->market.start_price,
                                  .warnings = {},
                                  .effective_text = request->effective_text});
  if (!plan) return std::unexpected(plan.error());
  return RunSetup{.loaded = std::move(*loaded), .request = std::move(*request), .plan = std::move(*plan)};
}

}  // namespace alpha_pulse::app
