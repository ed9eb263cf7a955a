#include <fmt/format.h>
#include <boost/json.hpp>

#include <chrono>
#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/data_text.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/data_pipeline/synth_writer.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

std::unexpected<Error> bad(const std::string& option, const std::string& value, const std::string& rule) {
  return fail(ErrorCode::kInvalidArgument, option + ": '" + value + "' " + rule);
}

/// The market's own functions take what makes sense; what a person types is checked here.
Result<market::SynthSettings> synth_settings(const DataSynthOptions& options) {
  constexpr std::int64_t kMostDays = 365 * 100;
  market::SynthSettings settings;
  const auto model = market::parse_synth_model(options.model);
  if (!model) return std::unexpected(model.error());
  const auto price = Price::parse(options.price);
  if (!price || *price < Price::from_raw(kOne / 100) || *price > Price::from_raw(kOne * 100'000'000)) {
    return bad("--price", options.price, "is not a price from 0.01 to 100000000; e.g. 95203.05");
  }
  const auto volatility = parse_decimal(options.volatility, 6);
  if (!volatility || *volatility < 0 || *volatility > 100'000'000) {
    return bad("--vol", options.volatility, "is not a volatility a year from 0 to 100; e.g. 0.6");
  }
  const auto step = parse_duration(options.step, "--step");
  if (!step) return std::unexpected(step.error());
  if (step->ns() % 1'000'000 != 0) return bad("--step", options.step, "is not of whole milliseconds; e.g. 100ms");
  if (options.events > static_cast<std::uint64_t>(Duration::days(kMostDays).ns() / step->ns())) {
    return bad("--events", std::to_string(options.events),
               "trades last longer than 100 years at this --step; fewer would pass");
  }
  settings.model = *model;
  settings.seed = options.seed;
  settings.price = *price;
  settings.volatility = static_cast<double>(*volatility) / 1e6;
  settings.step = *step;
  return settings;
}

}  // namespace

int data_info_command(const DataInfoOptions& options) {
  const auto info = data_pipeline::data_info(options.file);
  if (!info) return report_error(info.error());
  if (options.json) {
    std::cout << json_text(info_json(*info)) << "\n";
  } else {
    print_info(*info);
  }
  return kExitDone;
}

int data_synth_command(const DataSynthOptions& options) {
  const auto settings = synth_settings(options);
  if (!settings) return report_error(settings.error());
  data_pipeline::SynthJob job{.settings = *settings,
                              .events = options.events,
                              .out = options.out,
                              .overwrite = options.overwrite,
                              .progress = {},
                              .keep_going = [] { return !interrupted().load(); }};
  LiveLine line;
  const auto begin = std::chrono::steady_clock::now();
  job.progress = [&](std::uint64_t written) {
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double done = static_cast<double>(written) / static_cast<double>(std::max<std::uint64_t>(1, options.events));
    line.show(fmt::format("{:3.0f}% {} trades written  {}", 100 * done, written, time_left(done, elapsed)));
  };
  watch_interrupts();
  const auto whole = data_pipeline::write_synth(job);
  line.clear();
  if (!whole) return report_error(whole.error());
  if (!*whole) {
    std::cerr << "gridhedge: interrupted; " << one_line(options.out.string()) << " was not written\n";
    return kExitInterrupted;
  }
  const auto info = data_pipeline::data_info(options.out);  // what lies there, not what should
  if (!info) return report_error(info.error());
  if (options.json) {
    json::object out = info_json(*info);
    out["file"] = options.out.string();
    std::cout << json_text(out) << "\n";
  } else {
    std::cout << fmt::format("{} trades in {}\n  sha256  {}\n", info->rows, options.out.string(), info->sha256);
  }
  return kExitDone;
}

}  // namespace alpha_pulse::app
