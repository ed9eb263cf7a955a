#include "hg5/measure.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

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
  const clockid_t clock = workload.wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID;
  RunResult result;
  std::uint64_t kept = 0;
  const double warm = timed(clock, [&] { result = workload.run(); });
  const int repeats = warm < 0.010 ? 21 : 9;
  std::vector<double> runs;
  std::vector<double> references;
  for (int i = 0; i < repeats; ++i) {
    references.push_back(timed(clock, [&] { kept += workload.reference(); }));
    runs.push_back(timed(clock, [&] { result = workload.run(); }));
  }
  const double took = median(runs);
  const std::optional<std::string> wrong = workload.check == nullptr ? std::nullopt : workload.check(result);
  std::printf(
      "{\"case\":\"%s\",\"events\":%.0f,\"repeats\":%d,\"threads\":%u,\"clock\":\"%s\",\"seconds_min\":%.6f,"
      "\"seconds_median\":%.6f,\"events_per_second\":%.4g,\"column_stream_seconds\":%.6f,\"bytes\":%.0f,"
      "\"peak_rss\":%lld,\"anonymous\":%lld,\"fills\":%lld,\"reanchors\":%d,\"cash\":%.4f,\"fees\":%.6f,"
      "\"max_drawdown\":%.6f,\"simd\":\"%s\",\"checked\":%s}\n",
      workload.name.c_str(), workload.events, repeats, workload.threads, workload.wall ? "wall" : "cpu",
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
