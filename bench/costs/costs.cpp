#include "costs/costs.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/data_pipeline/synth_writer.hpp"

namespace alpha_pulse::bench {
namespace {

using namespace domain;
using session::BacktestRequest;
using session::RecordedData;
using Data = std::shared_ptr<const RecordedData>;
using Sets = std::vector<std::string>;

constexpr std::int64_t kMarketMs = 2'600'000'000;                           // thirty days
constexpr std::int64_t kSteps[] = {2600, 1300, 520, 260, 104, 52, 26, 13};  // 1, 2, 5, 10, 25, 50, 100, 200 million
constexpr std::uint64_t kEachEventAtMost = 10'000'000;                      // by the way that looks at each

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "backtest_bench: %s\n", result.error().message.c_str());
  std::exit(1);
}

/// The classic grid, which starts again an hour after a stop: it always has orders at work.
BacktestRequest request_of(const Data& data, Sets more, bool skip) {
  Sets sets{"profile=classic", "grid.rearm_levels=on", "risk.rearm=timed", "risk.rearm_after=1h"};
  sets.insert(sets.end(), more.begin(), more.end());
  BacktestRequest request;
  request.hedge = must(config::InstrumentTable::bundled().find("BTCUSDT"));
  request.config = config::in_quote_currency(
      must(config::load_config({.file = {}, .sets = sets, .environment = {}, .flags = {}, .fallbacks = {}})).config,
      request.hedge.settle());
  request.data = data;
  request.skip = skip;
  request.baselines = false;
  return request;
}

/// All of `requests` one after another, again and again: the sum, the median of its time.
Cost measured(double x, const std::vector<BacktestRequest>& requests) {
  Cost cost{.x = x, .events = 0, .fills = 0, .milliseconds = 0, .simd = {}};
  std::vector<double> times;
  double spent = 0;
  while (times.size() < 3 || (times.size() < 21 && spent < 300)) {
    double took = 0;
    cost.events = cost.fills = 0;
    for (const BacktestRequest& request : requests) {
      const session::BacktestReport report = must(session::run_backtest(request));
      took += report.run_ms;
      cost.events += report.summary.events;
      cost.fills += report.summary.fills;
      cost.simd = report.simd;
    }
    times.push_back(took);
    spent += took;
  }
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  cost.milliseconds = times[times.size() / 2];
  return cost;
}

void tell(const Part& part, const Curve& curve) {
  const Cost& cost = curve.points.back();
  const double fills = static_cast<double>(std::max<std::uint64_t>(cost.fills, 1));
  std::printf("%-15s %-18s %12g %14llu %9llu %12.3f %10.0f %12.3g  %s\n", part.name.c_str(), curve.name.c_str(), cost.x,
              static_cast<unsigned long long>(cost.events), static_cast<unsigned long long>(cost.fills),
              cost.milliseconds, cost.milliseconds * 1e6 / fills,
              static_cast<double>(cost.events) / cost.milliseconds * 1000, cost.simd.c_str());
  std::fflush(stdout);
}

void add(const Part& part, Curve& curve, Cost cost) {
  curve.points.push_back(std::move(cost));
  tell(part, curve);
}

/// The longest market within `events`, ten million at most: for the parts in which something else grows.
Data middle_market(const std::filesystem::path& folder, std::uint64_t events) {
  std::int64_t step = kSteps[0];
  for (const std::int64_t finer : kSteps) {
    if (events_of(finer) <= std::min<std::uint64_t>(events, kEachEventAtMost)) step = finer;
  }
  return market(folder, step);
}

}  // namespace

std::uint64_t events_of(std::int64_t step_ms) {
  return static_cast<std::uint64_t>(kMarketMs / step_ms);
}

Data market(const std::filesystem::path& folder, std::int64_t step_ms) {
  const auto out = folder / ("step_" + std::to_string(step_ms) + "ms.tape");
  if (!std::filesystem::exists(out)) {
    data_pipeline::SynthJob job{
        .settings = {.step = Duration::milliseconds(step_ms)}, .events = events_of(step_ms), .out = out};
    must(data_pipeline::write_synth(job));
  }
  return must(RecordedData::open({.data = {out}}));
}

Part against_events(const std::filesystem::path& folder, std::uint64_t events) {
  Part part{.name = "events", .title = "30 days cut into more events", .x_label = "events", .curves = {}};
  Curve jumping{.name = "jumping", .points = {}};
  Curve each{.name = "each event", .points = {}};
  for (const std::int64_t step : kSteps) {
    if (events_of(step) > std::max(events, events_of(kSteps[0]))) break;
    const Data data = market(folder, step);
    const auto x = static_cast<double>(events_of(step));
    add(part, jumping, measured(x, {request_of(data, {}, true)}));
    if (events_of(step) <= kEachEventAtMost) add(part, each, measured(x, {request_of(data, {}, false)}));
  }
  part.curves = {jumping, each};
  return part;
}

Part against_fills(const std::filesystem::path& folder, std::uint64_t events) {
  Part part{.name = "fills", .title = "More fills over one tape", .x_label = "fills", .curves = {}};
  Curve curve{.name = "grid.spacing_sigma", .points = {}};
  const Data data = middle_market(folder, events);
  for (const char* spacing : {"1", "0.5", "0.25", "0.1", "0.05"}) {
    Cost cost = measured(0, {request_of(data, {std::string("grid.spacing_sigma=") + spacing}, true)});
    cost.x = static_cast<double>(cost.fills);
    add(part, curve, std::move(cost));
  }
  part.curves = {curve};
  return part;
}

Part against_levels(const std::filesystem::path& folder, std::uint64_t events) {
  Part part{.name = "levels", .title = "More levels of the grid", .x_label = "levels", .curves = {}};
  Curve curve{.name = "grid.num_levels", .points = {}};
  const Data data = middle_market(folder, events);
  for (const int levels : {1, 2, 4, 8, 16, 32}) {
    add(part, curve,
        measured(levels,
                 {request_of(data, {"grid.num_levels=" + std::to_string(levels), "grid.spacing_sigma=0.25"}, true)}));
  }
  part.curves = {curve};
  return part;
}

Part against_configurations(const std::filesystem::path& folder, std::uint64_t events) {
  Part part{.name = "configurations",
            .title = "More configurations over one tape",
            .x_label = "configurations",
            .curves = {}};
  Curve curve{.name = "spacing 0.2 to 0.8", .points = {}};
  const Data data = middle_market(folder, events);
  for (const int count : {1, 2, 4, 8, 16, 32, 64}) {
    std::vector<BacktestRequest> requests;
    for (int i = 0; i < count; ++i) {  // spread over the whole range whatever the count
      const double spacing = 0.2 + 0.6 * (i + 0.5) / count;
      requests.push_back(request_of(data, {"grid.spacing_sigma=" + std::to_string(spacing)}, true));
    }
    add(part, curve, measured(count, requests));
  }
  part.curves = {curve};
  return part;
}

}  // namespace alpha_pulse::bench
