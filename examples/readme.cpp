// Hedges one bitcoin on paper: the usage of the library, start to end.
#include <iostream>

#include "alpha_pulse/alpha_pulse.hpp"

using namespace alpha_pulse;

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return 1;
}

int main() {
  ExchangeDataProvider data_provider(ExchangeType::SIM, /*testnet=*/true);
  if (const auto ready = data_provider.initialize(); !ready) return failed(ready.error());

  // PAPER here; RECOMMENDATION and REAL are the same program with another word.
  auto broker = create_broker(TradingMode::PAPER);
  if (!broker) return failed(broker.error());

  // 2 % daily volatility, one coin to hedge.
  auto bot = GridHedgeBot::create_for_spot_hedge(*broker, "BTCUSDT", data_provider, 0.02, 1.0);
  if (!bot) return failed(bot.error());

  const auto current_price = data_provider.get_current_price("BTCUSDT");
  if (const auto done = bot->execute(*current_price); !done) return failed(done.error());

  const BotStatus status = bot->get_status();
  std::cout << status.run.symbol << " " << to_string(status.run.state) << " at " << status.run.last_price.to_string()
            << ", " << status.active_orders << " orders, " << status.grid_levels << " levels\n";
  for (const Order& order : broker->get_orders()) {
    const bool conditional = is_conditional(order.spec.type);
    std::cout << "  " << to_string(order.spec.side) << " " << order.spec.quantity.to_string(3) << " "
              << to_string(order.spec.type) << " " << (conditional ? order.spec.trigger : order.spec.price).to_string()
              << "\n";
  }
}
