#include <alpha_pulse/alpha_pulse.hpp>
#include <iostream>

int main() {
  using namespace alpha_pulse;
  ExchangeDataProvider data_provider(ExchangeType::SIM);
  if (!data_provider.initialize()) return 1;
  auto broker = create_broker(TradingMode::PAPER);
  auto bot = GridHedgeBot::create_for_spot_hedge(*broker, "BTCUSDT", data_provider, 0.02, 1.0);
  if (!bot || !bot->execute(95203.05)) return 1;
  std::cout << bot->get_status().active_orders << " orders\n";
}
