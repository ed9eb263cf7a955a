#include "alpha_pulse/execution/broker_factory.hpp"

#include <utility>

#include "alpha_pulse/execution/paper_broker.hpp"

namespace alpha_pulse::execution {
namespace {

Result<std::unique_ptr<engine::IBroker>> create_paper_broker(const BrokerDeps& deps) {
  for (const Instrument& instrument : deps.instruments) {
    if (const auto valid = validate(instrument); !valid) return std::unexpected(valid.error());
  }
  if (const auto valid = matching::validate(deps.fills); !valid) return std::unexpected(valid.error());
  return std::make_unique<PaperBroker>(deps.instruments, deps.fills, deps.wallets, deps.sink);
}

}  // namespace

Result<std::unique_ptr<engine::IBroker>> create_broker(TradingMode mode, const BrokerDeps& deps) {
  switch (mode) {
    case TradingMode::PAPER:
      return create_paper_broker(deps);
    case TradingMode::REAL:
      return fail(ErrorCode::kRefused,
                  "trading mode REAL is refused: this version cannot reach an exchange and will not pretend to; use "
                  "PAPER");
    case TradingMode::RECOMMENDATION:
      return fail(ErrorCode::kUnsupported, "trading mode RECOMMENDATION is not built in this version; use PAPER");
  }
  std::unreachable();
}

}  // namespace alpha_pulse::execution
