#include "alpha_pulse/app/run_json.hpp"

#include <boost/json.hpp>

#include "alpha_pulse/app/advice_json.hpp"
#include "alpha_pulse/app/figures_json.hpp"
#include "alpha_pulse/app/json_text.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

void add_time(json::object& out, const session::TimeFigures& time) {
  out["time_outside_limits_pct"] = json_of(time.outside_limits_pct);
  out["active_pct"] = time.active_pct;
  out["stopped_pct"] = time.stopped_pct;
  out["gap_pct"] = time.gap_pct;
}

void add_policy(json::object& out, const session::PolicyFigures& figures) {
  out["equity"] = json_of(figures.equity);
  out["hedge_effectiveness"] =
      effectiveness_json(figures.hedge_effectiveness.daily, figures.hedge_effectiveness.hourly);
  out["cvar95"] = json_of(figures.cvar95);
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

json::object books_json(const session::Books& books) {
  return {{"position", books.position.to_string()},
          {"open_orders", books.open_orders},
          {"fees", json_of(books.fees)},
          {"funding", json_of(books.funding)}};
}

json::object books_json(const session::BooksCompared& books) {
  return {{"equal", books.equal()},
          {"exchange", books_json(books.exchange)},
          {"bot", books_json(books.bot)},
          {"foreign_orders", books.foreign_orders}};
}

}  // namespace

std::string to_json(const session::SimRunResult& result) {
  json::object out = summary_json(result.summary);
  add_time(out, result.time);
  out["interrupted"] = result.interrupted;
  out["stopped"] = result.stopped;
  out["resumed_events"] = result.resumed_events;
  if (result.books) out["books"] = books_json(*result.books);
  add_advice(out, result.summary);
  return json_text(out);
}

std::string to_json(const session::BacktestReport& report) {
  json::object out = summary_json(report.summary);
  add_policy(out, report.policy);
  add_time(out, report.time);
  out["events_per_second"] = report.events_per_second;
  out["ns_per_fill"] = json_of(report.ns_per_fill());
  out["wakeups"] = report.wakeups;
  out["wall_ms"] = json::object{{"load", report.load_ms}, {"run", report.run_ms}, {"baselines", report.baselines_ms}};
  out["simd"] = report.simd;
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
