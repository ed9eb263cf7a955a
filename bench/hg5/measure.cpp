#include "hg5/measure.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

#include "hg5/turns.hpp"

namespace alpha_pulse::bench {
namespace {

double seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class Call>
double timed(clockid_t clock, Call call) {
  const double begin = seconds(clock);
  call();
  return seconds(clock) - begin;
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

/// Millionths of tick x lot in a market of 0.1 x 0.001, as dollars.
double dollars(std::int64_t millionths) {
  return static_cast<double>(millionths) * 1e-10;
}

std::int64_t peak_resident_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

/// One thread against several, wall clock, round by round: of the work itself, and of a bare loop as long.
class Speedup {
 public:
  Speedup(const Workload& workload, double seconds) : workload_(workload) {
    constexpr std::size_t kTrial = 1'000'000;
    const double trial = timed(CLOCK_MONOTONIC, [] { count_in_registers(kTrial, 1); });
    rounds_ = static_cast<std::size_t>(seconds * workload.threads / trial * kTrial);
  }
  void round(double together) {
    const auto wall = [](auto call) { return timed(CLOCK_MONOTONIC, call); };
    const double alone = wall([this] { workload_.alone(); });
    const double bare_alone = wall([this] { count_in_registers(rounds_, 1); });
    const double bare_together = wall([this] { count_in_registers(rounds_, workload_.threads); });
    own_.push_back(alone / together);
    bare_.push_back(bare_alone / bare_together);
    share_.push_back(own_.back() / bare_.back());
  }
  void print() const {
    if (own_.empty()) return;
    std::printf("\"speedup\":%.3f,\"bare_loop_speedup\":%.3f,\"of_bare_loop\":%.3f,", median(own_), median(bare_),
                median(share_));
  }

 private:
  const Workload& workload_;
  std::size_t rounds_ = 0;
  std::vector<double> own_, bare_, share_;
};

}  // namespace

std::int64_t anonymous_bytes() {
  std::FILE* file = std::fopen("/proc/self/status", "r");
  if (file == nullptr) return 0;
  char line[256];
  long long kilobytes = 0;
  while (std::fgets(line, sizeof line, file) != nullptr) {
    if (std::strncmp(line, "RssAnon:", 8) == 0) std::sscanf(line + 8, "%lld", &kilobytes);
  }
  std::fclose(file);
  return kilobytes * 1024;
}

bool measure(const Workload& workload) {
  const bool several = workload.threads > 1;
  const clockid_t clock = several ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID;
  RunResult result;
  std::uint64_t kept = 0;
  const double warm = timed(clock, [&] { result = workload.run(); });
  const int repeats = warm < 0.010 ? 21 : 9;
  std::vector<double> runs;
  std::vector<double> references;
  Speedup speedup(workload, warm);
  for (int i = 0; i < repeats; ++i) {
    references.push_back(timed(clock, [&] { kept += workload.reference(); }));
    runs.push_back(timed(clock, [&] { result = workload.run(); }));
    if (several) speedup.round(runs.back());
  }
  const double took = median(runs);
  const std::optional<std::string> wrong = workload.check == nullptr ? std::nullopt : workload.check(result);
  std::printf("{\"case\":\"%s\",\"events\":%.0f,\"repeats\":%d,\"threads\":%u,\"clock\":\"%s\",", workload.name.c_str(),
              workload.events, repeats, workload.threads, several ? "wall" : "cpu");
  speedup.print();
  std::printf(
      "\"seconds_min\":%.6f,"
      "\"seconds_median\":%.6f,\"events_per_second\":%.4g,\"column_stream_seconds\":%.6f,\"bytes\":%.0f,"
      "\"peak_rss\":%lld,\"anonymous\":%lld,\"fills\":%lld,\"reanchors\":%d,\"cash\":%.4f,\"fees\":%.6f,"
      "\"max_drawdown\":%.6f,\"simd\":\"%s\",\"checked\":%s}\n",
      *std::ranges::min_element(runs), took, workload.events / took, median(references), workload.bytes,
      static_cast<long long>(peak_resident_bytes()), static_cast<long long>(anonymous_bytes()),
      static_cast<long long>(result.outcome.fills), result.reanchors, dollars(result.outcome.cash) * 1e6,
      dollars(result.outcome.fees), dollars(result.outcome.drawdown), std::string(scan_path().name).c_str(),
      workload.check == nullptr ? "null" : (wrong ? "false" : "true"));
  std::fflush(stdout);
  if (wrong) std::fprintf(stderr, "%s: %s\n", workload.name.c_str(), wrong->c_str());
  return !wrong && kept != 1;
}

}  // namespace alpha_pulse::bench
