// What a command prints of a running bot: it knows the bot's reply alone, so a newer or older bot can be asked too.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "alpha_pulse/app/figures_text.hpp"
#include "alpha_pulse/app/status_text.hpp"
#include "alpha_pulse/app/terminal.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

/// The value of a key, also of one inside another object, as text; `none` for null and for what is missing.
std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return "none";
  if (value->is_string()) return one_line(std::string(value->as_string()));
  return one_line(json::serialize(*value));
}

/// A share: four decimals, whether the reply wrote 1 or 1.0.
std::string ratio_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_number()) return text_of(object, key);
  return fmt::format("{:.4f}", value->to_number<double>());
}

/// An amount of money to two places; `sign` puts a + before a gain.
std::string money_of(const json::object& object, std::string_view key, bool sign = true) {
  std::string text = text_of(object, key);
  const std::size_t read_until = std::min(text.size(), text.find('.')) + 1 + kDecimals;  // far more than is shown
  const auto amount = Money::parse(std::string_view(text).substr(0, read_until), Currency{});
  if (!amount) return text;
  return sign ? with_sign(*amount) : two_places(*amount);
}

void line(std::ostream& out, const char* name, const std::string& value) {
  out << fmt::format("  {:<22}{}\n", name, value);
}

std::string state_of(const json::object& status) {
  const std::string reason = text_of(status, "reason");
  return text_of(status, "state") + (reason == "none" ? "" : " (" + reason + ")");
}

void print_money(std::ostream& out, const json::object& status) {
  const json::value* pnl = status.if_contains("pnl");
  line(out, "equity", money_of(status, "initial_equity", false) + " -> " + money_of(status, "equity", false));
  if (pnl == nullptr || !pnl->is_object()) return;
  const json::object& terms = pnl->as_object();
  line(out, "profit so far",
       fmt::format("holding {}, hedge {}, funding {}, fees paid {}", money_of(terms, "spot"), money_of(terms, "hedge"),
                   money_of(terms, "funding"), money_of(terms, "fees", false)));
}

}  // namespace

void print_status(std::ostream& out, const json::object& status) {
  const auto text = [&status](std::string_view key) { return text_of(status, key); };
  out << fmt::format("{} {} on {}, profile {}: {}\n", text("mode"), text("symbol"), text("exchange"), text("profile"),
                     state_of(status));
  line(out, "market time", text("market_time") + " UTC, until " + text("run_end"));
  line(out, "price", text("price"));
  line(out, "holding", text("spot_quantity"));
  line(out, "hedge", text("hedge_quantity") + ", entered at " + text("entry_price"));
  line(out, "hedge ratio", ratio_of(status, "hedge_ratio"));
  line(out, "stop / take profit", text("stop_price") + " / " + text("take_profit_price"));
  line(out, "disaster stop", text("disaster_stop_price") + ", liquidation at " + text("liquidation_price"));
  line(out, "orders",
       fmt::format("{} active, {} grid levels, {} fills so far", text("active_orders"), text("grid_levels"),
                   text("fills")));
  line(out, "last rebalance", text("last_rebalance"));
  print_money(out, status);
  line(out, "process", text("pid"));
  line(out, "journal", text("journal"));
  line(out, "log", text("log_trouble") == "none" ? "complete so far" : text("log_trouble"));
}

std::string outcome_text(const json::object& reply) {
  const std::string word = text_of(reply, "request");
  if (reply.contains("queued")) return word + ": waits for the run, which is busy; `gridhedge status` tells";
  const std::string before = text_of(reply, "before");
  const std::string stands =
      fmt::format("hedge {}, active orders {}", text_of(reply, "hedge_quantity"), text_of(reply, "active_orders"));
  if (word == "stop") return fmt::format("stop: {}, {}; ends as run.on_exit says", state_of(reply), stands);
  const bool same = before == text_of(reply, "state");
  return fmt::format("{}: {} {}; {}", word, same ? "still" : "was " + before + ", is", state_of(reply), stands);
}

}  // namespace alpha_pulse::app
