#include "alpha_pulse/app/figures_json.hpp"

#include <boost/json.hpp>

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

json::object pnl(const session::RunSummary& s) {
  const engine::AccountTerms& t = s.pnl;
  return {
      {"spot", json_of(t.spot)},           {"reference", json_of(t.reference)},     {"overlay", json_of(t.overlay)},
      {"hedge", json_of(t.hedge())},       {"funding", json_of(t.funding)},         {"fees", json_of(t.fees)},
      {"transfers", json_of(t.transfers)}, {"liquidation", json_of(t.liquidation)}, {"residual", json_of(s.residual)}};
}

}  // namespace

boost::json::value json_of(Price price) {
  return price.known() ? json::value(price.to_string()) : json::value(nullptr);
}

boost::json::value json_of(const Money& amount) {
  return json::value(amount.to_string());
}

boost::json::value json_of(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

boost::json::value json_of(const std::optional<Ratio>& ratio) {
  return ratio ? json::value(ratio->to_double()) : json::value(nullptr);
}

boost::json::value json_of(const std::optional<Timestamp>& time) {
  return time ? json::value(format_timestamp(*time)) : json::value(nullptr);
}

boost::json::object effectiveness_json(const std::optional<double>& daily, const std::optional<double>& hourly) {
  return {{"daily", json_of(daily)}, {"hourly", json_of(hourly)}};
}

boost::json::object summary_json(const session::RunSummary& s) {
  return {{"mode", s.mode},
          {"exchange", s.exchange},
          {"symbol", s.symbol},
          {"profile", s.profile},
          {"state", to_string(s.state)},
          {"reason", to_string(s.reason)},
          {"events", s.events},
          {"orders_placed", s.orders_placed},
          {"orders_canceled", s.orders_canceled},
          {"orders_refused", s.orders_refused},
          {"orders_working", s.working_orders},
          {"fills", s.fills},
          {"incidents", s.incidents},
          {"hedge_ratio", json_of(s.hedge_ratio)},
          {"spot_quantity", s.spot_quantity.to_string()},
          {"hedge_quantity", s.hedge_quantity.to_string()},
          {"last_price", json_of(s.last_price)},
          {"entry_price", json_of(s.entry_price)},
          {"stop_price", json_of(s.stop_price)},
          {"take_profit_price", json_of(s.take_profit_price)},
          {"disaster_stop_price", json_of(s.disaster_stop_price)},
          {"liquidation_price", json_of(s.liquidation_price)},
          {"wallet", json_of(s.wallet)},
          {"equity", json_of(s.equity)},
          {"initial_equity", json_of(s.initial_equity)},
          {"seconds_to_hedged", json_of(s.seconds_to_hedged)},
          {"pnl", pnl(s)},
          {"from", json_of(s.from)},
          {"to", format_timestamp(s.to)},
          {"command_hash", s.command_hash},
          {"timed_hash", s.timed_hash}};
}

}  // namespace alpha_pulse::app
