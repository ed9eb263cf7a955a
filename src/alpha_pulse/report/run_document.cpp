#include <algorithm>

#include "alpha_pulse/report/courses.hpp"
#include "alpha_pulse/report/json_writer.hpp"
#include "alpha_pulse/report/page.hpp"
#include "alpha_pulse/report/thin.hpp"

namespace alpha_pulse::report {
namespace {

constexpr int kFigureDecimals = 6;

void write_head(JsonWriter& json, const RunReport& report) {
  json.pair("kind", "backtest").pair("title", report.title).pair("coin", report.coin).pair("currency", report.currency);
  write_facts(json, report.facts, report.notes, report.settings);
  json.key("figures").begin_array();
  for (const KeyFigure& figure : report.figures) {
    json.begin_object().pair("name", figure.name).pair("value", figure.value).pair("meaning", figure.meaning);
    json.end_object();
  }
  json.end_array();
  json.key("band").begin_object();
  json.key("min").number(report.band.min.to_double(), kFigureDecimals);
  json.key("target").number(report.band.target.to_double(), kFigureDecimals);
  json.key("max").number(report.band.max.to_double(), kFigureDecimals);
  json.end_object();
}

void write_policies(JsonWriter& json, const RunReport& report) {
  json.key("policies").begin_array();
  for (const Policy& policy : report.policies) {
    json.begin_object().pair("name", policy.name).pair("equity", policy.equity);
    json.key("effectiveness_daily").number(policy.effectiveness_daily, kFigureDecimals);
    json.key("effectiveness_hourly").number(policy.effectiveness_hourly, kFigureDecimals);
    json.key("cvar95").number(policy.cvar95, kFigureDecimals);
    json.key("max_drawdown_pct").number(policy.max_drawdown_pct, kFigureDecimals);
    json.key("turnover").number(policy.turnover, kFigureDecimals);
    json.key("cost_bp_year").number(policy.cost_bp_year, kFigureDecimals);
    json.key("funding_bp_year").number(policy.funding_bp_year, kFigureDecimals);
    json.end_object();
  }
  json.end_array();
}

/// What is looked at for peaks and lows; the other columns move with these or step.
std::vector<std::vector<double>> thinned_by(const Courses& courses) {
  std::vector<std::vector<double>> out;
  for (const Course& course : courses.columns) {
    const bool drawn = course.name == "price" || course.name == "hedge_ratio" || course.name == "overlay" ||
                       course.name == "cost" || course.name.starts_with("drawdown_pct_") ||
                       course.name.starts_with("profit_");
    if (drawn) out.push_back(course.values);
  }
  return out;
}

void write_hours(JsonWriter& json, const Courses& courses, std::size_t most) {
  const auto rows = choose_rows(thinned_by(courses), courses.at.size(), most);
  json.key("hours").begin_object();
  json.key("count").integer(static_cast<std::int64_t>(courses.at.size()));
  json.key("shown").integer(static_cast<std::int64_t>(rows.size()));
  json.key("at").begin_array();
  for (const std::size_t row : rows) json.integer(courses.at[row].ms());
  json.end_array();
  for (const Course& course : courses.columns) {
    json.key(course.name).begin_array();
    for (const std::size_t row : rows) json.number(course.values[row], course.decimals);
    json.end_array();
  }
  json.end_object();
}

/// Fills that are shown: all, or as many evenly taken, with the lowest and the highest of each stretch.
std::vector<std::size_t> fills_shown(const std::vector<backtest::FillPoint>& fills, std::size_t most) {
  std::vector<std::vector<double>> prices(1);
  for (const auto& fill : fills) prices.front().push_back(fill.price.to_double());
  return choose_rows(prices, fills.size(), most);
}

void write_fills(JsonWriter& json, const backtest::RunHistory& history, std::size_t most) {
  const auto rows = fills_shown(history.fills, most);
  json.key("fills").begin_object();
  json.key("count").integer(static_cast<std::int64_t>(history.fills.size()));
  json.key("shown").integer(static_cast<std::int64_t>(rows.size()));
  json.key("columns").begin_array();
  for (const char* name : {"at", "purpose", "side", "liquidity", "quantity", "price", "fee"}) json.text(name);
  json.end_array().key("rows").begin_array();
  for (const std::size_t row : rows) {
    const backtest::FillPoint& fill = history.fills[row];
    json.begin_array().integer(fill.at.ms()).text(to_string(fill.purpose)).text(to_string(fill.side));
    json.text(to_string(fill.liquidity)).number(fill.quantity.to_double(), 8).number(fill.price.to_double(), 8);
    json.number(fill.fee.to_double(), 6).end_array();
  }
  json.end_array().end_object();
}

void write_standing(JsonWriter& json, const backtest::RunHistory& history) {
  json.key("standing").begin_array();
  for (const backtest::StandingOrder& order : history.standing) {
    json.begin_object().pair("purpose", to_string(order.purpose)).pair("side", to_string(order.side));
    json.key("quantity").number(order.quantity.to_double(), 8);
    json.key("price").number(order.price.known() ? order.price.to_double() : std::numeric_limits<double>::quiet_NaN(),
                             8);
    json.end_object();
  }
  json.end_array();
}

void write_months(JsonWriter& json, const MonthlyEffectiveness& monthly) {
  json.key("months").begin_object().key("month").begin_array();
  for (const std::string& month : monthly.months) json.text(month);
  json.end_array();
  for (std::size_t k = 0; k < monthly.policies.size(); ++k) {
    json.key(monthly.policies[k]).begin_array();
    for (const auto& value : monthly.values[k]) json.number(value, kFigureDecimals);
    json.end_array();
  }
  json.end_object();
}

/// How many fills came in the hour that ends with each row.
std::vector<std::size_t> fills_by_hour(const Courses& courses, const std::vector<backtest::FillPoint>& fills) {
  std::vector<std::size_t> out;
  std::size_t next = 0;
  for (const Timestamp at : courses.at) {
    const std::size_t before = next;
    while (next < fills.size() && fills[next].at <= at) ++next;
    out.push_back(next - before);
  }
  return out;
}

}  // namespace

std::string to_json(const RunReport& report, Extent extent) {
  JsonWriter json;
  json.begin_object();
  write_head(json, report);
  write_policies(json, report);
  write_hours(json, courses_of(report), extent.hours);
  write_fills(json, *report.policies.front().history, extent.fills);
  write_standing(json, *report.policies.front().history);
  write_months(json, effectiveness_by_month(report));
  json.end_object();
  return json.take();
}

std::string to_csv(const RunReport& report) {
  const Courses courses = courses_of(report);
  const auto fills = fills_by_hour(courses, report.policies.front().history->fills);
  std::string out = "time_ms";
  for (const Course& course : courses.columns) out += "," + course.name;
  out += ",fills\n";
  for (std::size_t row = 0; row < courses.at.size(); ++row) {
    out += std::to_string(courses.at[row].ms());
    for (const Course& course : courses.columns) out += "," + decimal_text(course.values[row], course.decimals, "");
    out += "," + std::to_string(fills[row]) + "\n";
  }
  return out;
}

std::string to_html(const RunReport& report) {
  return page_of(report.title, to_json(report, Extent::page()));
}

}  // namespace alpha_pulse::report
