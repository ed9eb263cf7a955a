#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>

/// Allocations of the benchmark's own binary: its operator new counts (allocations.cpp).
namespace alpha_pulse::bench {

std::uint64_t allocations();

/// Says how many events one iteration was made of and what they allocated. Make it before the loop, call `done` after.
class Measured {
 public:
  explicit Measured(benchmark::State& state) : state_(state), before_(allocations()) {}

  /// `paused`: allocations that happened while timing was paused.
  void done(double events_per_iteration, std::uint64_t paused = 0) {
    const double events = events_per_iteration * static_cast<double>(state_.iterations());
    const auto counted = static_cast<double>(allocations() - before_ - paused);
    state_.SetItemsProcessed(static_cast<std::int64_t>(events));
    state_.counters["allocations"] = counted / events;
  }

 private:
  benchmark::State& state_;
  std::uint64_t before_;
};

}  // namespace alpha_pulse::bench
