#include <boost/json.hpp>
#include <fmt/format.h>

#include <chrono>
#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/data_pipeline/synth_writer.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

constexpr std::size_t kGapsShown = 10;

std::string_view kind_name(data_pipeline::FileKind kind) { return data_pipeline::to_string(kind); }

void print_info(const data_pipeline::DataInfo& info) {
  std::cout << fmt::format("{} of {}, {} rows\n", kind_name(info.kind), info.symbol.empty() ? "?" : info.symbol, info.rows);
  std::cout << fmt::format("  from    {}\n  to      {}\n", format_timestamp(info.from), format_timestamp(info.to));
  if (info.step > Duration{}) std::cout << fmt::format("  step    {:.0f} s\n", info.step.to_seconds());
  if (info.lowest && info.highest) {
    std::cout << fmt::format("  prices  {} .. {}\n", info.lowest->to_string(), info.highest->to_string());
  }
  std::cout << fmt::format("  gaps    {} ({} candles missing)\n", info.gaps_total, info.missing_total);
  for (std::size_t i = 0; i < std::min(kGapsShown, info.gaps.size()); ++i) {
    std::cout << fmt::format("          after {}: {}\n", format_timestamp(info.gaps[i].after), info.gaps[i].missing);
  }
  if (info.gaps_total > kGapsShown) std::cout << "          ... (--json lists them)\n";
  std::cout << "  sha256  " << info.sha256 << "\n";
}

json::object info_json(const data_pipeline::DataInfo& info) {
  json::array gaps;
  for (const auto& gap : info.gaps) {
    gaps.push_back(json::object{{"after", format_timestamp(gap.after)}, {"missing", gap.missing}});
  }
  return {{"kind", kind_name(info.kind)}, {"rows", info.rows},
          {"from", format_timestamp(info.from)}, {"to", format_timestamp(info.to)},
          {"symbol", info.symbol}, {"gaps", gaps},
          {"missing", info.missing_total}, {"sha256", info.sha256}};
}

}  // namespace

int data_info_command(const DataInfoOptions& options) {
  const auto info = data_pipeline::data_info(options.file);
  if (!info) return report_error(info.error());
  if (options.json) {
    std::cout << json::serialize(info_json(*info)) << "\n";
  } else {
    print_info(*info);
  }
  return kExitDone;
}

int data_synth_command(const DataSynthOptions& options) {
  data_pipeline::SynthJob job{.settings = {}, .events = options.events, .out = options.out, .overwrite = options.overwrite, .progress = {}};
  const auto model = market::parse_synth_model(options.model);
  if (!model) return report_error(model.error());
  const auto price = Price::parse(options.price);
  if (!price || !price->known()) {
    return report_error({ErrorCode::kInvalidArgument, "--price: '" + options.price + "' is not a price; e.g. 95203.05"});
  }
  const auto step = parse_duration(options.step, "--step");
  if (!step) return report_error(step.error());
  job.settings.model = *model;
  job.settings.seed = options.seed;
  job.settings.price = *price;
  job.settings.volatility = options.volatility;
  job.settings.step = *step;

  LiveLine line;
  const auto begin = std::chrono::steady_clock::now();
  job.progress = [&](std::uint64_t written) {
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double done = static_cast<double>(written) / static_cast<double>(std::max<std::uint64_t>(1, options.events));
    line.show(fmt::format("{:3.0f}% {} trades written  {}", 100 * done, written, time_left(done, elapsed)));
  };
  if (const auto written = data_pipeline::write_synth(job); !written) return report_error(written.error());
  line.clear();
  const auto sha256 = data_pipeline::file_sha256(options.out);
  if (!sha256) return report_error(sha256.error());
  if (options.json) {
    std::cout << json::serialize(json::object{{"rows", options.events}, {"file", options.out.string()}, {"sha256", *sha256}})
              << "\n";
  } else {
    std::cout << fmt::format("{} trades in {}\n  sha256  {}\n", options.events, options.out.string(), *sha256);
  }
  return kExitDone;
}

}  // namespace alpha_pulse::app
