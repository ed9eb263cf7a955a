#include <algorithm>

#include "alpha_pulse/report/page.hpp"
#include "alpha_pulse/report/sweep_report.hpp"

namespace alpha_pulse::report {
namespace {

constexpr int kDecimals = 6;

void write_keys(JsonWriter& json, const SweepReport& report) {
  json.key("keys").begin_array();
  for (const SweptKey& key : report.keys) {
    json.begin_object().pair("key", key.key).key("values").begin_array();
    for (const std::string& value : key.values) json.text(value);
    json.end_array().end_object();
  }
  json.end_array().key("figures").begin_array();
  for (const SweptFigure& figure : report.figures) {
    json.begin_object().pair("key", figure.key).pair("name", figure.name);
    json.key("more_is_better").boolean(figure.more_is_better).end_object();
  }
  json.end_array();
}

void write_row(JsonWriter& json, const SweptRow& row) {
  json.begin_object().key("index").integer(static_cast<std::int64_t>(row.index)).key("values").begin_array();
  for (const std::string& value : row.values) json.text(value);
  json.end_array().key("figures").begin_array();
  for (const auto& figure : row.figures) json.number(figure, kDecimals);
  json.end_array().key("front").boolean(row.front);
  if (!row.refusal.empty()) json.pair("refusal", row.refusal);
  json.end_object();
}

void write_splits(JsonWriter& json, const SweepReport& report) {
  json.key("splits").begin_array();
  for (const SweptSplit& split : report.splits) {
    json.begin_object().pair("in_sample", split.in_sample).pair("out_of_sample", split.out_of_sample);
    json.pair("chosen", split.chosen).key("in_sample_figure").number(split.in_sample_figure, kDecimals);
    json.key("out_of_sample_figure").number(split.out_of_sample_figure, kDecimals);
    json.key("rank_correlation").number(split.rank_correlation, kDecimals).end_object();
  }
  json.end_array();
}

}  // namespace

std::string to_json(const SweepReport& report, std::size_t rows) {
  JsonWriter json;
  json.begin_object().pair("kind", "sweep").pair("title", report.title);
  write_facts(json, report.facts, report.notes, report.settings);
  write_keys(json, report);
  json.pair("effectiveness", report.effectiveness).pair("cost", report.cost).pair("ranked_by", report.ranked_by);
  json.key("count").integer(static_cast<std::int64_t>(report.rows.size())).key("rows").begin_array();
  std::size_t written = 0;
  for (const SweptRow& row : report.rows) {
    if (!row.front && written >= rows) continue;  // the front is always there
    write_row(json, row);
    ++written;
  }
  json.end_array();
  write_splits(json, report);
  json.end_object();
  return json.take();
}

std::string to_csv(const SweepReport& report) {
  std::string out = "index";
  for (const SweptKey& key : report.keys) out += "," + csv_field(key.key);
  for (const SweptFigure& figure : report.figures) out += "," + csv_field(figure.key);
  out += ",front,refusal\n";
  for (const SweptRow& row : report.rows) {
    out += std::to_string(row.index);
    for (const std::string& value : row.values) out += "," + csv_field(value);
    for (std::size_t k = 0; k < report.figures.size(); ++k) {
      out += ",";
      if (k < row.figures.size() && row.figures[k]) out += decimal_text(*row.figures[k], kDecimals, "");
    }
    out += std::string(row.front ? ",1," : ",0,") + csv_field(row.refusal) + "\n";
  }
  return out;
}

std::string to_html(const SweepReport& report) {
  return page_of(report.title, to_json(report, kSweptRowsShown));
}

}  // namespace alpha_pulse::report
