// The strategy HG5 over a recording of ten million ticks and one of two million bars: what performance.md calls P1 to
// P6 and P8. Every result is checked against what another system gave, and every run against the one that leaves
// nothing out. One line of JSON a case.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <regex>
#include <vector>

#include "alpha_pulse/matching/tick_replay.hpp"
#include "hg5/latency_grid.hpp"
#include "hg5/market_file.hpp"
#include "hg5/measure.hpp"

namespace alpha_pulse::bench {
namespace {

using matching::TickAccount;
using matching::TickEvent;

constexpr const char* kUsage =
    "usage: hg5_bench [CASE [K]] [--data FOLDER] [--threads N] [--once]\n"
    "       hg5_bench gen FOLDER\n"
    "CASE: stream, tick-ref, tick-fast, tick-cross-ref, tick-cross, tick-sweep K, bars-ref, bars, bars-sweep K;\n"
    "      none: each of them, sweeps of 1024 configurations\n"
    "--data FOLDER  the files `gen` wrote, mapped, instead of making the recordings in memory\n"
    "--once         one run and its result, no repeats: for measuring the whole process\n";

/// What the command line asks for.
struct Asked {
  std::string name;
  std::size_t configurations = 1024;
  std::string data;
  unsigned threads = 1;
  bool once = false;
  std::string filter;
};

GridOutcome outcome_of(const TickAccount& account) {
  return {account.fills(), account.cash(), account.fees(), account.drawdown()};
}

std::optional<std::string> compare(const RunResult& result, std::int64_t fills, std::int64_t cash, std::int64_t fees,
                                   int reanchors) {
  const bool same = result.outcome.fills == fills && result.outcome.cash == cash &&
                    (result.outcome.fees + 5'000'000) / 10'000'000 == fees && result.reanchors == reanchors;
  if (same) return std::nullopt;
  char text[200];
  std::snprintf(text, sizeof text, "expected %lld fills, cash %.4f, fees %.3f and %d re-anchors",
                static_cast<long long>(fills), static_cast<double>(cash) * 1e-4, static_cast<double>(fees) * 1e-3,
                reanchors);
  return text;
}

// The largest falls of equity within a run are this program's own, from the runs that leave nothing out; that of the
// bars is the published one.
std::optional<std::string> check_latency(const RunResult& result) {
  return compare(result, 1260, 16'333'990, 282'476, 22);
}
std::optional<std::string> check_crossing(const RunResult& result) {
  return compare(result, 1252, 16'303'960, 280'992, 22);
}
std::optional<std::string> check_bars(const RunResult& result) {
  if ((result.outcome.drawdown + 500'000) / 1'000'000 != 100'467'533) return "expected a drawdown of 10046.7533";
  return compare(result, 10'937, 30'902'520, 2'959'742, 158);
}

/// The cases over one recording.
template <class Entry>
class Cases {
 public:
  Cases(const Market<Entry>& market, const Asked& asked)
      : market_(market), asked_(asked), entries_(market.entries()), index_(market.index()) {}

 protected:
  /// Looks at both price columns once: as fast as memory is read.
  std::uint64_t stream() const {
    const std::int32_t* low = market_.block().data();
    return scan_path().scan(low, low + entries_.size(), 0, entries_.size(), 0, 2'000'000'000);
  }
  bool measured(const char* name, std::function<RunResult()> run, std::optional<std::string> (*check)(const RunResult&),
                std::size_t configurations = 1, std::function<RunResult()> alone = {}) const {
    if (asked_.once) {
      const RunResult result = run();
      std::printf("%s: %lld fills, drawdown %.6f\n", name, static_cast<long long>(result.outcome.fills),
                  static_cast<double>(result.outcome.drawdown) * 1e-10);
      return check == nullptr || !check(result);
    }
    return measure({.name = name,
                    .events = static_cast<double>(entries_.size() * configurations),
                    .bytes = market_.bytes(),
                    .run = std::move(run),
                    .reference = [this] { return stream(); },
                    .check = check,
                    .threads = alone ? asked_.threads : 1,
                    .alone = std::move(alone)});
  }

  template <class Feed>
  RunResult immediate(std::int32_t spacing_millionths, bool skipping) const {
    GridRun<Feed> run(entries_, {.spacing_millionths = spacing_millionths});
    if (skipping) {
      run.skip(entries_, index_, entries_.size());
    } else {
      run.run(entries_, entries_.size());
    }
    return {outcome_of(run.grid().account()), run.grid().reanchors()};
  }
  /// Configurations of evenly spread spacing.
  template <class Feed>
  RunResult swept(std::int32_t from_millionths, std::int32_t to_millionths, unsigned threads) const {
    std::vector<Hg5Settings> settings(asked_.configurations);
    const auto count = static_cast<std::int64_t>(settings.size());
    for (std::int64_t i = 0; i < count; ++i) {
      settings[static_cast<std::size_t>(i)].spacing_millionths =
          from_millionths + static_cast<std::int32_t>((to_millionths - from_millionths) * i / count);
    }
    RunResult total;
    for (const GridOutcome& one : sweep<Feed>(entries_, index_, settings, threads)) {
      total.outcome.fills += one.fills;
      total.outcome.cash += one.cash;
      total.outcome.fees += one.fees;
      total.outcome.drawdown = std::max(total.outcome.drawdown, one.drawdown);
    }
    return total;
  }
  template <class Feed>
  bool sweep_measured(const char* name, std::int32_t from_millionths, std::int32_t to_millionths) const {
    const auto on = [this, from_millionths, to_millionths](unsigned threads) {
      return [this, from_millionths, to_millionths, threads] {
        return swept<Feed>(from_millionths, to_millionths, threads);
      };
    };
    return measured(name, on(asked_.threads), nullptr, asked_.configurations, on(1));
  }

  const Market<Entry>& market_;
  const Asked& asked_;
  std::span<const Entry> entries_;
  RangeIndex index_;
};

/// Ticks.
class TickCases : public Cases<TickEvent> {
 public:
  using Cases::Cases;

  bool stream_case() const {
    return measured(
        "stream", [this] { return RunResult{.outcome = {.fills = stream() == entries_.size() ? 0 : 1}}; }, nullptr);
  }
  bool reference() const {
    return measured("tick-ref", [this] { return latency(false); }, check_latency);
  }
  bool fast() const {
    return measured("tick-fast", [this] { return latency(true); }, check_latency) && same_without_skipping();
  }
  bool crossing_reference() const {
    return measured("tick-cross-ref", [this] { return immediate<TickFeed>(1000, false); }, check_crossing);
  }
  bool crossing() const {
    return measured(
               "tick-cross", [this] { return immediate<TickFeed>(1000, true); }, check_crossing) &&
           immediate<TickFeed>(1000, true).outcome == immediate<TickFeed>(1000, false).outcome;
  }
  bool sweep_case() const { return sweep_measured<TickFeed>("tick-sweep", 500, 2500); }

 private:
  /// A single run checks nothing but its own result.
  bool same_without_skipping() const { return asked_.once || latency(true).outcome == latency(false).outcome; }
  RunResult latency(bool skipping) const {
    constexpr matching::TickRules kRules{.entry = base::Duration::milliseconds(10),
                                         .response = base::Duration::milliseconds(10),
                                         .feed = base::Duration::milliseconds(5),
                                         .wake = base::Duration::milliseconds(100),
                                         .maker = kMakerMillionths,
                                         .taker = kTakerMillionths};
    LatencyGrid grid({});
    matching::TickReplay<LatencyGrid> replay(entries_, kRules, grid);
    if (skipping) {
      replay.skip(index_);
    } else {
      replay.run();
    }
    return {outcome_of(replay.venue().account()), grid.reanchors()};
  }
};

/// Bars.
class BarCases : public Cases<Bar> {
 public:
  using Cases::Cases;

  bool reference() const {
    return measured("bars-ref", [this] { return immediate<BarFeed>(10'000, false); }, check_bars);
  }
  bool fast() const {
    return measured("bars", [this] { return immediate<BarFeed>(10'000, true); }, check_bars);
  }
  bool sweep_case() const { return sweep_measured<BarFeed>("bars-sweep", 2'000, 22'000); }
};

std::unique_ptr<Market<TickEvent>> tick_market(const std::string& data) {
  if (!data.empty()) return std::make_unique<Market<TickEvent>>(data, "ticks");
  return std::make_unique<Market<TickEvent>>(tick_recording(42, 10'000'000));
}
std::unique_ptr<Market<Bar>> bar_market(const std::string& data) {
  if (!data.empty()) return std::make_unique<Market<Bar>>(data, "bars");
  return std::make_unique<Market<Bar>>(bar_recording(43, 2'102'400));
}

/// Runs the cases of one recording that are asked for; the recording is made for the first of them.
template <class Of, class Make>
bool run_cases(const Asked& asked, std::span<const std::pair<const char*, bool (Of::*)() const>> cases, Make make,
               bool& known) {
  decltype(make(asked.data)) market;
  bool good = true;
  for (const auto& [name, run] : cases) {
    if (!asked.name.empty() && asked.name != name) continue;
    if (!std::regex_search(name, std::regex(asked.filter))) continue;
    known = true;
    if (!market) market = make(asked.data);
    good = (Of(*market, asked).*run)() && good;
  }
  return good;
}

bool run(const Asked& asked, bool& known) {
  using Tick = std::pair<const char*, bool (TickCases::*)() const>;
  using Bars = std::pair<const char*, bool (BarCases::*)() const>;
  const std::vector<Tick> ticks{
      {"stream", &TickCases::stream_case},  {"tick-ref", &TickCases::reference},
      {"tick-fast", &TickCases::fast},      {"tick-cross-ref", &TickCases::crossing_reference},
      {"tick-cross", &TickCases::crossing}, {"tick-sweep", &TickCases::sweep_case}};
  const std::vector<Bars> bars{
      {"bars-ref", &BarCases::reference}, {"bars", &BarCases::fast}, {"bars-sweep", &BarCases::sweep_case}};
  const bool good = run_cases<TickCases>(asked, ticks, tick_market, known);
  return run_cases<BarCases>(asked, bars, bar_market, known) && good;
}

/// Nothing when a word is not understood.
std::optional<Asked> read(std::span<char*> words) {
  Asked asked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const bool more = i + 1 < words.size();
    if (word == "--data" && more) {
      asked.data = words[++i];
    } else if (word == "--threads" && more) {
      asked.threads = static_cast<unsigned>(std::clamp(std::atoi(words[++i]), 1, 64));
    } else if (word == "--once") {
      asked.once = true;
    } else if (word.starts_with("--benchmark_filter=")) {
      asked.filter = word.substr(word.find('=') + 1);
    } else if (word.starts_with("--benchmark_")) {
      continue;  // meant for the other benchmarks
    } else if (asked.name.empty() && !word.starts_with("-")) {
      asked.name = word;
    } else if (asked.name.ends_with("sweep") && std::atoi(words[i]) > 0) {
      asked.configurations = static_cast<std::size_t>(std::atoi(words[i]));
    } else if (asked.name == "gen" && asked.data.empty()) {
      asked.data = word;
    } else {
      return std::nullopt;
    }
  }
  return asked;
}

}  // namespace
}  // namespace alpha_pulse::bench

int main(int argc, char** argv) {
  using namespace alpha_pulse::bench;
  const std::optional<Asked> asked = read(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
  if (asked && asked->name == "gen" && !asked->data.empty()) {
    tick_market({})->write(asked->data, "ticks");
    bar_market({})->write(asked->data, "bars");
    return 0;
  }
  bool known = false;
  const bool good = asked && run(*asked, known);
  if (!asked || (!known && asked->filter.empty())) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  return good ? 0 : 1;
}
