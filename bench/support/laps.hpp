#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace alpha_pulse::bench {

/// Single calls timed by the wall clock, for what a mean hides. A reading of the clock is not free: what two readings
/// with nothing between them take is subtracted.
class Laps {
 public:
  explicit Laps(std::size_t calls) {
    laps_.reserve(calls);
    for (int i = 0; i < 1001; ++i) time([] {});
    empty_ = quantile(0.5);
    laps_.clear();
  }

  template <class Call>
  void time(Call&& call) {
    const auto begin = std::chrono::steady_clock::now();
    call();
    laps_.push_back(std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count());
  }
  /// In nanoseconds.
  double quantile(double share) {
    const auto at = laps_.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(laps_.size() - 1));
    std::ranges::nth_element(laps_, at);
    return std::max(0.0, *at - empty_);
  }
  /// As counters that the table shows.
  void report(benchmark::State& state) {
    state.counters["p50"] = quantile(0.5);
    state.counters["p99"] = quantile(0.99);
    state.counters["p99.9"] = quantile(0.999);
  }

 private:
  std::vector<double> laps_;
  double empty_ = 0;
};

}  // namespace alpha_pulse::bench
