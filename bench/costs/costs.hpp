#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "alpha_pulse/session/backtest_run.hpp"

/// What the product's own backtests over artificial tapes take, as one thing after another grows.
namespace alpha_pulse::bench {

/// One measurement: the median of several runs.
struct Cost {
  double x = 0;                         ///< what grows
  std::uint64_t events = 0, fills = 0;  ///< sums over the configurations
  double milliseconds = 0;
  std::string simd;
};

/// Measurements that belong together.
struct Curve {
  std::string name;
  std::vector<Cost> points;
};

/// One part of the benchmark, and one picture.
struct Part {
  std::string name, title, x_label;
  std::vector<Curve> curves;  ///< the first one is meant; the others are there to be compared with
};

/// A tape of a seeded random walk of 60 % a year over 30 days, so many events long, written into a folder and mapped.
/// The market's time is the same however many events it is cut into. Ends the program when it cannot be made.
std::shared_ptr<const session::RecordedData> market(const std::filesystem::path& folder, std::int64_t step_ms);

/// The events of a market cut into steps of so many milliseconds.
std::uint64_t events_of(std::int64_t step_ms);

/// The parts by name; `events`: no tape is longer. Each prints its lines as they come.
Part against_events(const std::filesystem::path& folder, std::uint64_t events);
Part against_fills(const std::filesystem::path& folder, std::uint64_t events);
Part against_levels(const std::filesystem::path& folder, std::uint64_t events);
Part against_configurations(const std::filesystem::path& folder, std::uint64_t events);

}  // namespace alpha_pulse::bench
