#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <utility>

#include "alpha_pulse/data_pipeline/exchange_type.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/market/sim_market.hpp"

namespace alpha_pulse::data_pipeline {

/// Which market, of which symbol, for how long.
struct ExchangeDataProviderSettings {
  ExchangeType exchange_type = ExchangeType::SIM;
  bool testnet = true;  ///< means nothing to the built-in market
  std::string symbol = "BTCUSDT";
  market::SimMarketSettings sim = {};     ///< read when `exchange_type` is SIM
  std::optional<Duration> duration = {};  ///< of market time; without it the stream does not end
};

/// Market data of an exchange by the seed's calls: initialize, get_current_price, start, stop, close. This version
/// knows the built-in market, whose time is its own: events come as fast as they are taken.
///
/// One thread; `stop` from any. Tested by data_pipeline/exchange_data_provider_test.cpp.
class ExchangeDataProvider final : public engine::IDataProvider {
 public:
  explicit ExchangeDataProvider(ExchangeDataProviderSettings settings) : settings_(std::move(settings)) {}
  /// The seed's form. `testnet` means nothing to the built-in market.
  explicit ExchangeDataProvider(ExchangeType exchange_type, bool testnet = true)
      : ExchangeDataProvider(ExchangeDataProviderSettings{.exchange_type = exchange_type, .testnet = testnet}) {}

  /// Opens the source. Errors: kUnsupported for an exchange that is not built yet, naming what is.
  Result<void> initialize();

  /// Delivers events until the duration is over, `stop` was called, or the sink says CLOSED; called again, it goes on
  /// where it left off. Errors: kInvalidArgument before `initialize` or after `close`.
  Result<void> start(engine::EventSink& sink) override;
  void stop() override { stopped_ = true; }

  /// The next event, or nothing once the duration is over. Errors as `start`.
  Result<std::optional<Event>> next();

  /// The last price of the symbol's perpetual that was delivered; nothing before the first, or for another symbol.
  std::optional<Price> get_price(const std::string& symbol) const;
  /// The price now: the last delivered, or the opening price before that.
  /// Errors: kNotFound for another symbol, kInvalidArgument before `initialize` or after `close`.
  Result<Price> get_current_price(const std::string& symbol) const;

  /// The time at the source: of the built-in market its own, that of the last event delivered or its opening.
  Timestamp now() const { return now_; }
  ExchangeType exchange_type() const { return settings_.exchange_type; }

  /// Lets the source go. May be called twice.
  void close() { market_.reset(); }

 private:
  Result<void> require_open() const;

  ExchangeDataProviderSettings settings_;
  std::optional<market::SimMarket> market_;
  bool ended_ = false;  ///< the duration is over
  std::optional<Price> last_;
  Timestamp now_;
  std::atomic<bool> stopped_{false};
};

}  // namespace alpha_pulse::data_pipeline
