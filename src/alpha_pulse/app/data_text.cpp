#include "alpha_pulse/app/data_text.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <iostream>

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

constexpr std::size_t kGapsShown = 10;

std::string_view kind_name(data_pipeline::FileKind kind) {
  return data_pipeline::to_string(kind);
}

void print_gaps(const data_pipeline::DataInfo& info) {
  const bool rates = info.kind == data_pipeline::FileKind::FUNDING;
  const bool counted = rates || info.step > Duration{};
  if (counted) {
    std::cout << fmt::format("  gaps    {} ({} {} missing)\n", info.gaps_total, info.missing_total,
                             rates ? "rates every 8 h" : "candles");
  } else {
    std::cout << fmt::format("  gaps    {} of more than a minute\n", info.gaps_total);
  }
  for (std::size_t i = 0; i < std::min(kGapsShown, info.gaps.size()); ++i) {
    const auto& gap = info.gaps[i];
    std::cout << fmt::format(
        "          after {}: {}\n", format_timestamp(gap.after),
        counted ? std::to_string(gap.missing) : fmt::format("{:.0f} s", (gap.until - gap.after).to_seconds()));
  }
  if (info.gaps_total > kGapsShown) std::cout << "          ... (--json lists them)\n";
}

void print_tape(const data_pipeline::DataInfo& info) {
  const tape::TapeInfo& tape = *info.tape;
  std::cout << fmt::format("  tape    version {}, {} events, {} bytes: {:.2f} an event, {:.2f} % of them index\n",
                           tape.version, tape.events, tape.bytes, tape.bytes_per_event, 100 * tape.index_share);
  std::cout << fmt::format("          prices in units of {} in {} bits, {} bars, every checksum good\n",
                           tape.price_unit.to_string(0), tape.price_bits, info.bars);
  std::cout << fmt::format("  source  {}\n", tape.source);
}

json::array gaps_json(const data_pipeline::DataInfo& info) {
  json::array gaps;
  for (const auto& gap : info.gaps) {
    gaps.push_back(json::object{
        {"after", format_timestamp(gap.after)}, {"until", format_timestamp(gap.until)}, {"missing", gap.missing}});
  }
  return gaps;
}

}  // namespace

void print_info(const data_pipeline::DataInfo& info) {
  std::cout << fmt::format("{} of {}, {} rows\n", kind_name(info.kind), info.symbol.empty() ? "?" : info.symbol,
                           info.rows);
  std::cout << fmt::format("  from    {}\n  to      {}\n", format_timestamp(info.from), format_timestamp(info.to));
  if (info.step > Duration{}) std::cout << fmt::format("  step    {:.0f} s\n", info.step.to_seconds());
  if (info.lowest && info.highest) {
    std::cout << fmt::format("  prices  {} .. {}\n", info.lowest->to_string(), info.highest->to_string());
  }
  print_gaps(info);
  if (info.tape) print_tape(info);
  std::cout << "  sha256  " << info.sha256 << "\n";
}

json::object info_json(const data_pipeline::DataInfo& info) {
  json::object out = {{"kind", kind_name(info.kind)},    {"rows", info.rows},     {"from", format_timestamp(info.from)},
                      {"to", format_timestamp(info.to)}, {"symbol", info.symbol}, {"gaps", gaps_json(info)},
                      {"missing", info.missing_total},   {"sha256", info.sha256}};
  if (!info.tape) return out;
  const tape::TapeInfo& tape = *info.tape;
  out["version"] = tape.version;
  out["events"] = tape.events;
  out["bytes"] = tape.bytes;
  out["bytes_per_event"] = tape.bytes_per_event;
  out["index_share"] = tape.index_share;
  out["bars"] = info.bars;
  out["price_bits"] = tape.price_bits;
  out["price_unit"] = tape.price_unit.to_string(0);
  out["source"] = tape.source;
  return out;
}

}  // namespace alpha_pulse::app
