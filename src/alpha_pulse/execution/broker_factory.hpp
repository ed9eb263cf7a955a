#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/execution/advice_settings.hpp"
#include "alpha_pulse/execution/trading_mode.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"

namespace alpha_pulse::execution {

/// How an exchange is reached. The texts outlive the call.
struct ExchangeAccess {
  std::string_view exchange = {};                  ///< its name; empty: none given
  std::string_view api_key = {}, api_secret = {};  ///< empty: none given
  bool testnet = false;
};

/// Makes the broker of an exchange that has been reached, which pushes into the sink given.
using ReachedBroker = std::function<std::unique_ptr<engine::IBroker>(engine::EventSink&)>;

/// What a broker is built from. The referenced things outlive the broker.
struct BrokerDeps {
  std::span<const Instrument> instruments;  ///< by InstrumentId
  matching::FillSettings fills;             ///< of the venue inside the program
  std::map<Currency, Money> wallets;        ///< the same: futures wallets at the start
  engine::EventSink& sink;                  ///< where account events enter
  AdviceSettings advising{};                ///< RECOMMENDATION
  engine::IAdviceSink* advice = nullptr;    ///< RECOMMENDATION: who is told; null: nobody
  std::optional<ExchangeAccess> access{};   ///< REAL; checked where it is given
  /// REAL; empty: no exchange has been reached.
  ReachedBroker reached{};
};

/// The only place that depends on the trading mode: everything else is the same code in every mode.
///
/// PAPER gives a PaperBroker, RECOMMENDATION a RecommendationBroker whose advice has begun (both are an IAccountView as
/// well). Errors: kInvalidArgument for instruments or fill settings that do not fit; what `advice` says when it cannot
/// begin; kInvalidArgument for an `access` of REAL with a part missing; kRefused for REAL where no exchange has been
/// `reached`: it is never pretended. Tested in execution/broker_factory_test.cpp.
Result<std::unique_ptr<engine::IBroker>> create_broker(TradingMode mode, const BrokerDeps& deps);

/// What the mode itself demands and refuses, asked of `create_broker` with nothing to trade: before a run, or a symbol,
/// is known. `advice` begins if the mode advises. `reached`: an exchange will be; it is not called for a broker that is
/// kept, and may give none. Errors: those of create_broker.
Result<void> check_mode(TradingMode mode, const std::optional<ExchangeAccess>& access = std::nullopt,
                        engine::IAdviceSink* advice = nullptr, ReachedBroker reached = {});

}  // namespace alpha_pulse::execution
