#include "alpha_pulse/app/status_text.hpp"

#include <fmt/format.h>

#include "alpha_pulse/app/figures_text.hpp"

namespace alpha_pulse::app {
namespace {

std::string_view activity(bool active) {
  return active ? "Active" : "Inactive";
}

std::string state_text(const session::RunSummary& run) {
  const std::string reason = run.reason == Reason::NONE ? "" : fmt::format(" ({})", to_string(run.reason));
  return std::string(to_string(run.state)) + reason;
}

/// The nearest of what stops a loss.
Price stop_of(const session::RunSummary& run) {
  return run.stop_price.known() ? run.stop_price : run.disaster_stop_price;
}

}  // namespace

std::string status_line(const session::BotStatus& status, const std::string& time_left, std::size_t width) {
  const session::RunSummary& run = status.run;
  const std::string unusual = run.state == ProgramState::ACTIVE ? "" : std::string(to_string(run.state)) + " ";
  std::string text = fmt::format(
      "{:3.0f}% {} {}{} {} | spot {} hedge {} ratio {} | P&L {} | {} orders | stop {} tp {}{}{}",
      100 * status.progress().value_or(0), format_timestamp(run.to).substr(5, 14), unusual, run.symbol,
      two_places(run.last_price), run.spot_quantity.to_string(3), run.hedge_quantity.to_string(3),
      ratio_text(run.hedge_ratio), with_sign(run.equity - run.initial_equity), status.active_orders,
      two_places(stop_of(run)), two_places(run.take_profit_price), time_left.empty() ? "" : " | ", time_left);
  if (text.size() > width) text.resize(width);
  return text;
}

std::string status_report(const session::BotStatus& status) {
  const session::RunSummary& run = status.run;
  const std::string rebalance = status.last_rebalance ? format_timestamp(*status.last_rebalance) : "none";
  std::string text = fmt::format(
      "Grid Status - Price: {}, Spot: {}, Futures: {}, Active Orders: {}, Stop Loss: {}, Take Profit: {}, "
      "Last Rebalance: {}, State: {}, Hedge Ratio: {}, P&L: {}, Funding: {}, Fees: {}",
      two_places(run.last_price), run.spot_quantity.to_string(), run.hedge_quantity.to_string(), status.active_orders,
      activity(status.stop_loss_active), activity(status.take_profit_active), rebalance, state_text(run),
      ratio_text(run.hedge_ratio), with_sign(run.equity - run.initial_equity), with_sign(run.pnl.funding),
      two_places(run.pnl.fees));
  if (run.disaster_stop_price.known()) text += ", Disaster Stop: " + two_places(run.disaster_stop_price);
  return text;
}

}  // namespace alpha_pulse::app
