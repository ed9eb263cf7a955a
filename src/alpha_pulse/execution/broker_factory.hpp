#pragma once

#include <map>
#include <memory>
#include <span>

#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/execution/trading_mode.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"

namespace alpha_pulse::execution {

/// What a broker is built from. The referenced things outlive the broker.
struct BrokerDeps {
  std::span<const Instrument> instruments;  ///< by InstrumentId
  matching::FillSettings fills;             ///< PAPER
  std::map<Currency, Money> wallets;        ///< PAPER: futures wallets at the start
  engine::EventSink& sink;                  ///< where account events enter
};

/// The only place that depends on the trading mode: everything else is the same code in every mode.
///
/// PAPER gives a PaperBroker (which is an IAccountView as well). Errors: kInvalidArgument for instruments or fill
/// settings that do not fit; kRefused for REAL, because this version reaches no exchange and will not pretend to;
/// kUnsupported for RECOMMENDATION. Tested in execution/broker_factory_test.cpp.
Result<std::unique_ptr<engine::IBroker>> create_broker(TradingMode mode, const BrokerDeps& deps);

}  // namespace alpha_pulse::execution
