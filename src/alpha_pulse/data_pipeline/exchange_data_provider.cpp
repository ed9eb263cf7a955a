#include "alpha_pulse/data_pipeline/exchange_data_provider.hpp"

namespace alpha_pulse::data_pipeline {

Result<void> ExchangeDataProvider::initialize() {
  if (settings_.exchange_type != ExchangeType::SIM) {
    std::string message("market data of exchange '");
    message.append(to_string(settings_.exchange_type)).append("' is not built yet; sim would pass");
    return fail(ErrorCode::kUnsupported, message);
  }
  market_.emplace(settings_.sim);
  ended_ = false;
  last_.reset();
  now_ = settings_.sim.start_time;
  stopped_ = false;
  return {};
}

Result<void> ExchangeDataProvider::require_open() const {
  if (market_) return {};
  return fail(ErrorCode::kInvalidArgument, "the data provider is not open; a call of initialize before would pass");
}

Result<std::optional<Event>> ExchangeDataProvider::next() {
  if (auto ok = require_open(); !ok) return std::unexpected(ok.error());
  if (ended_) return std::optional<Event>();
  const Event event = market_->next();
  if (settings_.duration && event.ts_event > settings_.sim.start_time + *settings_.duration) {
    ended_ = true;
    return std::optional<Event>();
  }
  now_ = event.ts_event;
  if (const auto* trade = event.as<TradeTick>(); trade != nullptr && event.instrument == kHedgeLeg)
    last_ = trade->price;
  return event;
}

Result<void> ExchangeDataProvider::start(engine::EventSink& sink) {
  while (!stopped_.exchange(false)) {
    const auto event = next();
    if (!event) return std::unexpected(event.error());
    if (!event->has_value() || sink.push(**event) == engine::EventSink::Outcome::CLOSED) return {};
  }
  return {};
}

std::optional<Price> ExchangeDataProvider::get_price(const std::string& symbol) const {
  return symbol == settings_.symbol ? last_ : std::nullopt;
}

Result<Price> ExchangeDataProvider::get_current_price(const std::string& symbol) const {
  if (auto ok = require_open(); !ok) return std::unexpected(ok.error());
  if (symbol != settings_.symbol) {
    return fail(ErrorCode::kNotFound, "no price of " + symbol + " here; " + settings_.symbol + " would pass");
  }
  return last_.value_or(settings_.sim.start_price);
}

}  // namespace alpha_pulse::data_pipeline
