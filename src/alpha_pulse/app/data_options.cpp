#include "alpha_pulse/app/data_options.hpp"

#include <ostream>

namespace alpha_pulse::app {

data_pipeline::CandlePath candle_path_of(config::CandlePath path) {
  return path == config::CandlePath::NEAREST ? data_pipeline::CandlePath::NEAREST : data_pipeline::CandlePath::SIGN;
}

Result<data_pipeline::ReplaySources> sources_of(const DataOptions& options, std::string_view command) {
  data_pipeline::ReplaySources sources;
  sources.data = options.data;
  sources.spot = options.spot;
  sources.perp = options.perp;
  sources.mark = options.mark;
  sources.funding = options.funding;
  sources.flows = options.flows;
  if (sources.data.empty() && sources.spot.empty()) {
    return fail(ErrorCode::kInvalidArgument,
                std::string(command) +
                    ": no data; --data FILE, or --spot FILE with --perp FILE (make some: gridhedge data synth)");
  }
  if (options.from) {
    const auto from = parse_time(*options.from, "--from");
    if (!from) return std::unexpected(from.error());
    sources.from = *from;
  }
  if (options.to) {
    const auto to = parse_time(*options.to, "--to");
    if (!to) return std::unexpected(to.error());
    sources.to = *to;
  }
  return sources;
}

void complete(data_pipeline::ReplaySources& sources, const config::AppConfig& config) {
  sources.symbol = config.symbol;
  sources.candle_path = candle_path_of(config.data.candle_path);
}

void tell_assumptions(std::ostream& out, const data_pipeline::ReplaySources& sources, const config::AppConfig& config) {
  if (sources.spot.empty()) out << "One price series stands for spot, futures and mark: the basis is 0.\n";
  if (!sources.funding.empty()) return;
  const Ratio rate = config.funding.default_rate;
  out << "No funding rates given: "
      << (rate == Ratio{} ? "no funding is paid or received"
                          : "funding.default_rate " + rate.to_string() + " is settled every 8 h")
      << "; --funding FILE reads recorded ones.\n";
}

}  // namespace alpha_pulse::app
