#include "alpha_pulse/app/status_json.hpp"

#include <unistd.h>

#include <boost/json.hpp>

#include "alpha_pulse/app/figures_json.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/control/wire.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

json::object status_object(const session::BotStatus& status, const ProcessFacts& facts) {
  json::object out{{"symbol", status.run.symbol},
                   {"active_orders", status.active_orders},
                   {"grid_levels", status.grid_levels},
                   {"stop_loss_active", status.stop_loss_active},
                   {"take_profit_active", status.take_profit_active},
                   {"last_rebalance", json_of(status.last_rebalance)},
                   {"price", json_of(status.run.last_price)},
                   {"market_time", format_timestamp(status.run.to)},
                   {"run_end", json_of(status.end)},
                   {"progress", json_of(status.progress())},
                   {"production", status.production},
                   {"pid", ::getpid()},
                   {"journal", facts.journal},
                   {"log_trouble", facts.log_trouble ? json::value(*facts.log_trouble) : json::value(nullptr)}};
  for (const auto& [key, value] : summary_json(status.run)) {
    const bool told_above = key == "last_price" || key == "to" || key == "orders_working";
    if (!told_above) out.emplace(key, value);
  }
  return out;
}

}  // namespace

std::string status_json(const session::BotStatus& status, const ProcessFacts& facts) {
  return json_text(status_object(status, facts));
}

std::string outcome_json(OperatorAction action, ProgramState before, const session::BotStatus& after,
                         const ProcessFacts& facts) {
  json::object out{{"request", control::word_of(action)}, {"before", to_string(before)}};
  for (const auto& [key, value] : status_object(after, facts)) out.emplace(key, value);
  return json_text(out);
}

}  // namespace alpha_pulse::app
