#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/session/sweep_param.hpp"

namespace alpha_pulse::session {

/// How configurations are chosen from the values of the keys: all of them, a sample by chance, or one that takes every
/// part of every key's range (Latin hypercube).
enum class SweepSearch : std::uint8_t { GRID, RANDOM, LHS };

/// Errors: kInvalidArgument.
Result<SweepSearch> parse_sweep_search(std::string_view word);
std::string_view to_string(SweepSearch search);

/// What a sweep tries.
struct SweepPlan {
  std::vector<SweepParam> params;
  SweepSearch search = SweepSearch::GRID;
  std::uint64_t samples = 0;  ///< RANDOM, LHS
  std::uint64_t seed = 1;     ///< RANDOM, LHS
};

/// The configurations of a sweep: from an index to settings, the same on every machine. Chance works on the positions
/// of the values alone, so every value is one a person wrote. Pure. Tested by session/sweep_design_test.cpp.
class SweepDesign {
 public:
  static constexpr std::uint64_t kMost = 1'000'000;

  /// RANDOM takes different configurations only, at most all there are; LHS drops one that came up before. Errors
  /// (kInvalidArgument): no key, a key twice, samples for a grid or none without one, more than a million.
  static Result<SweepDesign> make(SweepPlan plan);

  std::size_t size() const { return count_; }
  const SweepPlan& plan() const { return plan_; }
  /// `key=value` for each key, in the order they were given.
  std::vector<std::string> settings(std::size_t index) const;
  /// The value of each key.
  std::vector<std::string> values(std::size_t index) const;

 private:
  explicit SweepDesign(SweepPlan plan) : plan_(std::move(plan)) {}
  std::vector<std::size_t> levels(std::size_t index) const;
  void choose_by_chance(std::uint64_t all);
  void choose_by_strata();
  std::uint64_t place_of(const std::vector<std::size_t>& levels) const;

  SweepPlan plan_;
  std::size_t count_ = 0;
  std::vector<std::uint64_t> chosen_;  ///< RANDOM, LHS: places in the grid
};

}  // namespace alpha_pulse::session
