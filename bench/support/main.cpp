// Runs the benchmarks of one binary and prints a table: time of an event, as a multiple of the reference loop measured
// in the same run, allocations of an event, and the limit where there is one. The first benchmark of a binary is the
// reference. `--benchmark_out=FILE` keeps Google Benchmark's own JSON.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace {

class Table final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override {
    std::printf("%d processors; load %s\n", context.cpu_info.num_cpus, load(context).c_str());
    std::printf("%-58s %12s %11s %12s   %s\n", "case", "ns / event", "x reference", "allocations", "limit");
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) {
        std::printf("%-58s FAILED: %s\n", run.benchmark_name().c_str(), run.error_message.c_str());
      } else if (run.run_type == Run::RT_Iteration || run.aggregate_name == "median") {
        row(run);
      }
    }
    std::fflush(stdout);
  }

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

  void row(const Run& run) {
    const double rate = counter(run, "items_per_second");
    const double ns = rate > 0 ? 1e9 / rate : 0.0;
    if (reference_ns_ <= 0) reference_ns_ = ns;
    std::string name = run.run_name.function_name;
    if (!run.run_name.args.empty()) name += "/" + run.run_name.args;
    std::printf("%-58s %12.2f %11.1f %12.3f   %s\n", name.c_str(), ns, ns / reference_ns_, counter(run, "allocations"),
                run.report_label.c_str());
  }

  double reference_ns_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Table table;
  return benchmark::RunSpecifiedBenchmarks(&table) > 0 ? 0 : 1;
}
