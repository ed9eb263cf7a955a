#include <alpha_pulse/hedging/grid_hedge_config.hpp>
#include <iostream>

int main() {
  namespace hedging = alpha_pulse::hedging;
  hedging::HedgeGridRequest request;
  request.symbol = "BTCUSDT";
  request.current_price = *alpha_pulse::domain::Price::parse("95203.05");
  request.spot_quantity = *alpha_pulse::domain::Quantity::parse("1");
  const auto grid = hedging::GridHedgeConfig::create_hedge_grid(request);
  if (!grid) return 1;
  std::cout << grid->upper_price.to_string() << "\n";
}
