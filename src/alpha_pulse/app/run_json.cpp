#include "alpha_pulse/app/run_json.hpp"

#include <boost/json.hpp>

#include "alpha_pulse/app/advice_json.hpp"
#include "alpha_pulse/app/json_text.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

json::value number(const std::optional<double>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}
json::value price(Price value) {
  return value.known() ? json::value(value.to_string()) : json::value(nullptr);
}
json::value money(const Money& value) {
  return json::value(value.to_string());
}

json::object effectiveness(const backtest::HedgeEffectiveness& value) {
  return {{"daily", number(value.daily)}, {"hourly", number(value.hourly)}};
}

json::object pnl(const session::RunSummary& s) {
  const engine::AccountTerms& t = s.pnl;
  return {{"spot", money(t.spot)},           {"reference", money(t.reference)},     {"overlay", money(t.overlay)},
          {"hedge", money(t.hedge())},       {"funding", money(t.funding)},         {"fees", money(t.fees)},
          {"transfers", money(t.transfers)}, {"liquidation", money(t.liquidation)}, {"residual", money(s.residual)}};
}

json::object summary(const session::RunSummary& s) {
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
          {"hedge_ratio", s.hedge_ratio ? json::value(s.hedge_ratio->to_double()) : json::value(nullptr)},
          {"spot_quantity", s.spot_quantity.to_string()},
          {"hedge_quantity", s.hedge_quantity.to_string()},
          {"last_price", price(s.last_price)},
          {"entry_price", price(s.entry_price)},
          {"stop_price", price(s.stop_price)},
          {"take_profit_price", price(s.take_profit_price)},
          {"disaster_stop_price", price(s.disaster_stop_price)},
          {"liquidation_price", price(s.liquidation_price)},
          {"wallet", money(s.wallet)},
          {"equity", money(s.equity)},
          {"initial_equity", money(s.initial_equity)},
          {"seconds_to_hedged", number(s.seconds_to_hedged)},
          {"pnl", pnl(s)},
          {"from", s.from ? json::value(format_timestamp(*s.from)) : json::value(nullptr)},
          {"to", format_timestamp(s.to)},
          {"command_hash", s.command_hash},
          {"timed_hash", s.timed_hash}};
}

void add_time(json::object& out, const session::TimeFigures& time) {
  out["time_outside_limits_pct"] = number(time.outside_limits_pct);
  out["active_pct"] = time.active_pct;
  out["stopped_pct"] = time.stopped_pct;
  out["gap_pct"] = time.gap_pct;
}

void add_policy(json::object& out, const session::PolicyFigures& figures) {
  out["equity"] = money(figures.equity);
  out["hedge_effectiveness"] = effectiveness(figures.hedge_effectiveness);
  out["cvar95"] = number(figures.cvar95);
  out["max_drawdown_pct"] = figures.max_drawdown_pct;
  out["turnover"] = figures.turnover;
  out["cost_bp_year"] = figures.cost_bp_year;
  out["funding_bp_year"] = figures.funding_bp_year;
}

json::value baseline(const std::optional<session::PolicyFigures>& figures) {
  if (!figures) return nullptr;
  json::object out;
  add_policy(out, *figures);
  return out;
}

}  // namespace

std::string to_json(const session::SimRunResult& result) {
  json::object out = summary(result.summary);
  add_time(out, result.time);
  out["interrupted"] = result.interrupted;
  out["resumed_events"] = result.resumed_events;
  add_advice(out, result.summary);
  return json_text(out);
}

std::string to_json(const session::BacktestReport& report) {
  json::object out = summary(report.summary);
  add_policy(out, report.policy);
  add_time(out, report.time);
  out["events_per_second"] = report.events_per_second;
  out["wall_ms"] = json::object{{"load", report.load_ms}, {"run", report.run_ms}, {"baselines", report.baselines_ms}};
  out["simd"] = "none";
  out["baselines"] = json::object{{"unhedged", baseline(report.unhedged)},
                                  {"static", baseline(report.static_hedge)},
                                  {"classic", baseline(report.classic)}};
  out["interrupted"] = report.interrupted;
  add_advice(out, report.summary);
  return json_text(out);
}

std::string to_json(const engine::ReplayResult& result) {
  return json_text(json::object{{"events", result.events},
                                {"commands", result.commands},
                                {"command_hash", result.command_hash},
                                {"identical", result.identical},
                                {"first_difference", result.first_difference}});
}

}  // namespace alpha_pulse::app
