// Advice instead of orders: what the bot would do on an afternoon of the built-in market.
#include <iostream>

#include "alpha_pulse/alpha_pulse.hpp"
#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/telemetry/advice_text.hpp"

using namespace alpha_pulse;

class Printer final : public engine::IAdviceSink {
 public:
  Result<void> begin() override { return {}; }
  void on_advice(const engine::Advice& advice) override {
    std::cout << telemetry::render(advice, bitcoin_).message << "\n";
  }

 private:
  Instrument bitcoin_ = *config::InstrumentTable::bundled().find("BTCUSDT");
};

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return 1;
}

int main() {
  ExchangeDataProvider market({.exchange_type = ExchangeType::SIM, .duration = Duration::hours(6)});
  if (const auto ready = market.initialize(); !ready) return failed(ready.error());
  auto broker = create_broker(TradingMode::RECOMMENDATION);
  if (!broker) return failed(broker.error());

  Printer printer;
  auto bot = GridHedgeBot::create_for_spot_hedge(*broker, "BTCUSDT", market, 0.02, 1.0, {.advice = &printer});
  if (!bot) return failed(bot.error());
  if (const auto played = bot->run(market); !played) return failed(played.error());
}
