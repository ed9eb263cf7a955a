// Runs the benchmarks of one binary, each five times, and prints a table of medians: time of an event, as a multiple of
// the loop measured in the same run under the name `reference...`, allocations of an event, and what it is held
// against.
// `--benchmark_out=FILE` keeps Google Benchmark's own JSON.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>
#include <vector>

namespace {

class Table final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override {
    std::printf("%d processors; load %s\n", context.cpu_info.num_cpus, load(context).c_str());
    std::printf("%-58s %12s %11s %12s   %s\n", "case (median of five)", "ns / event", "x reference", "allocations",
                "held against");
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) {
        std::printf("%-58s FAILED: %s\n", run.benchmark_name().c_str(), run.error_message.c_str());
        failed_ = true;
      } else if (run.aggregate_name == "median") {
        row(run);
      }
    }
    std::fflush(stdout);
  }

  bool failed() const { return failed_; }

 private:
  static std::string load(const Context& context) {
    if (context.cpu_info.load_avg.empty()) return "unknown";
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", context.cpu_info.load_avg.front());
    return text;
  }

  static double counter(const Run& run, const char* name) {
    const auto found = run.counters.find(name);
    return found == run.counters.end() ? 0.0 : static_cast<double>(found->second);
  }

  /// Where calls were timed one by one as well (support/laps.hpp).
  static std::string single_calls(const Run& run) {
    if (counter(run, "p99") <= 0) return {};
    char text[96];
    std::snprintf(text, sizeof text, " [single calls: median %.0f, p99 %.0f, p99.9 %.0f ns]", counter(run, "p50"),
                  counter(run, "p99"), counter(run, "p99.9"));
    return text;
  }

  void row(const Run& run) {
    const std::string& name = run.run_name.function_name;
    const double rate = counter(run, "items_per_second");
    const double ns = rate > 0 ? 1e9 / rate : 0.0;
    if (name.starts_with("reference")) reference_ns_ = ns;
    char ratio[32] = "-";  // the filter left the reference out
    if (reference_ns_ > 0) std::snprintf(ratio, sizeof ratio, "%.1f", ns / reference_ns_);
    std::printf("%-58s %12.2f %11s %12.3f   %s%s\n", name.c_str(), ns, ratio, counter(run, "allocations"),
                run.report_label.c_str(), single_calls(run).c_str());
  }

  double reference_ns_ = 0;
  bool failed_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  std::string repetitions = "--benchmark_repetitions=5";
  std::string quietly = "--benchmark_display_aggregates_only=true";
  std::vector<char*> arguments{argv[0], repetitions.data(), quietly.data()};
  arguments.insert(arguments.end(), argv + 1, argv + argc);  // what is asked for comes later and wins
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  Table table;
  benchmark::RunSpecifiedBenchmarks(&table);
  return table.failed() ? 1 : 0;
}
