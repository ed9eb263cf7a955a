#include "alpha_pulse/session/bot_status.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::session {

std::optional<double> BotStatus::progress() const {
  if (!end || !run.from) return {};
  const Duration whole = *end - *run.from;
  if (whole <= Duration{}) return 1;
  return std::clamp(static_cast<double>((run.to - *run.from).ns()) / static_cast<double>(whole.ns()), 0.0, 1.0);
}

BotStatus status_of(const backtest::ClosedLoop& loop, const config::AppConfig& config, std::string exchange,
                    std::optional<Timestamp> end) {
  BotStatus status{.run = summarise(loop, config, std::move(exchange))};
  status.active_orders = status.run.working_orders;
  if (const auto* strategy = loop.strategy()) status.grid_levels = strategy->ladder().rungs().size();
  status.stop_loss_active = status.run.stop_price.known();
  status.take_profit_active = status.run.take_profit_price.known();
  status.last_rebalance = loop.observer().last_rebalance();
  status.end = end;
  return status;
}

}  // namespace alpha_pulse::session
