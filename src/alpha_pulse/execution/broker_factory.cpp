#include "alpha_pulse/execution/broker_factory.hpp"

#include <utility>

#include "alpha_pulse/engine/account_queue.hpp"
#include "alpha_pulse/execution/paper_broker.hpp"
#include "alpha_pulse/execution/recommendation_broker.hpp"

namespace alpha_pulse::execution {
namespace {

using Broker = Result<std::unique_ptr<engine::IBroker>>;

Result<void> check_instruments(const BrokerDeps& deps) {
  for (const Instrument& instrument : deps.instruments) {
    if (const auto valid = validate(instrument); !valid) return std::unexpected(valid.error());
  }
  return {};
}

/// For a venue inside the program.
Result<void> check(const BrokerDeps& deps) {
  if (auto fit = check_instruments(deps); !fit) return fit;
  return matching::validate(deps.fills);
}

Broker create_paper_broker(const BrokerDeps& deps) {
  if (const auto fit = check(deps); !fit) return std::unexpected(fit.error());
  return std::make_unique<PaperBroker>(deps.instruments, deps.fills, deps.wallets, deps.sink);
}

Broker create_recommendation_broker(const BrokerDeps& deps) {
  if (const auto fit = check(deps); !fit) return std::unexpected(fit.error());
  if (deps.advice != nullptr) {
    if (const auto begun = deps.advice->begin(); !begun) return std::unexpected(begun.error());
  }
  return std::make_unique<RecommendationBroker>(deps);
}

Result<void> check_access(const std::optional<ExchangeAccess>& access) {
  const bool complete =
      !access || (!access->exchange.empty() && !access->api_key.empty() && !access->api_secret.empty());
  if (complete) return {};
  return fail(ErrorCode::kInvalidArgument, "exchange_name, api_key, and api_secret are required for REAL mode");
}

Broker create_exchange_broker(const BrokerDeps& deps) {
  if (!deps.reached) {
    return fail(ErrorCode::kRefused,
                "trading mode REAL is refused: no exchange has been reached, and none is pretended; use PAPER");
  }
  if (const auto fit = check_instruments(deps); !fit) return std::unexpected(fit.error());
  return deps.reached(deps.sink);
}

}  // namespace

Result<std::unique_ptr<engine::IBroker>> create_broker(TradingMode mode, const BrokerDeps& deps) {
  switch (mode) {
    case TradingMode::PAPER:
      return create_paper_broker(deps);
    case TradingMode::REAL:
      if (auto complete = check_access(deps.access); !complete) return std::unexpected(complete.error());
      return create_exchange_broker(deps);
    case TradingMode::RECOMMENDATION:
      return create_recommendation_broker(deps);
  }
  std::unreachable();
}

Result<void> check_mode(TradingMode mode, const std::optional<ExchangeAccess>& access, engine::IAdviceSink* advice,
                        ReachedBroker reached) {
  engine::AccountQueue nowhere;
  const auto broker = create_broker(mode, {.instruments = {},
                                           .fills = {},
                                           .wallets = {},
                                           .sink = nowhere,
                                           .advising = {},
                                           .advice = advice,
                                           .access = access,
                                           .reached = std::move(reached)});
  if (!broker) return std::unexpected(broker.error());
  return {};
}

}  // namespace alpha_pulse::execution
