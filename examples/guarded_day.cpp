// The profile `guarded` over a day of the built-in market, with the log of the program.
#include <iostream>

#include "alpha_pulse/alpha_pulse.hpp"
#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/telemetry/log_notices.hpp"

using namespace alpha_pulse;

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return 1;
}

int main() {
  ExchangeDataProvider market({.exchange_type = ExchangeType::SIM, .duration = Duration::hours(24)});
  if (const auto ready = market.initialize(); !ready) return failed(ready.error());

  const auto loaded = config::load_text("profile: guarded\nspot: {quantity: 1.5, equity: 150000}\n", "guarded day", {});
  if (!loaded) return failed(loaded.error());
  auto broker = create_broker(loaded->config);
  if (!broker) return failed(broker.error());

  telemetry::Logger log({.file_name = "guarded_day.log"});  // in logs/
  telemetry::NoticeLogger notices(log, *config::InstrumentTable::bundled().find("BTCUSDT"));
  auto bot = GridHedgeBot::create(*broker, *loaded, *market.get_current_price("BTCUSDT"), {.notices = &notices});
  if (!bot) return failed(bot.error());
  if (const auto played = bot->run(market); !played) return failed(played.error());

  const BotStatus status = bot->get_status();
  std::cout << to_string(status.run.state) << ", hedge ratio " << status.run.hedge_ratio.value_or(Ratio{}).to_string(4)
            << ", profit " << (status.run.equity - status.run.initial_equity).to_string() << " USDT, unexplained "
            << status.run.residual.to_string() << "\n";
}
