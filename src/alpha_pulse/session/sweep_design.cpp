#include "alpha_pulse/session/sweep_design.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "alpha_pulse/market/random.hpp"

namespace alpha_pulse::session {
namespace {

std::unexpected<Error> refused(const std::string& why) {
  return fail(ErrorCode::kInvalidArgument, why);
}

/// How many configurations all values together make; nothing when a number of 64 bits does not hold it.
std::optional<std::uint64_t> grid_size(const std::vector<SweepParam>& params) {
  std::uint64_t all = 1;
  for (const SweepParam& param : params) {
    if (__builtin_mul_overflow(all, param.values.size(), &all)) return std::nullopt;
  }
  return all;
}

Result<void> check(const SweepPlan& plan) {
  if (plan.params.empty()) {
    return refused(
        "--param: none given; e.g. --param grid.spacing_sigma=0.2:1:0.2 --param risk.stop_loss_pct=0.02,0.04");
  }
  for (auto param = plan.params.begin(); param != plan.params.end(); ++param) {
    if (std::any_of(plan.params.begin(), param, [&](const SweepParam& p) { return p.key == param->key; })) {
      return refused("--param " + param->key + ": given twice; one list of all its values would pass");
    }
  }
  const bool samples = plan.search != SweepSearch::GRID;
  if (!samples && plan.samples > 0) return refused("--samples: a grid tries all; --search random or lhs takes samples");
  if (samples && plan.samples == 0) {
    return refused("--samples: --search " + std::string(to_string(plan.search)) + " needs how many, e.g. 200");
  }
  if (plan.samples > SweepDesign::kMost) {
    return refused("--samples: " + std::to_string(plan.samples) + " is more than a million; fewer would pass");
  }
  return {};
}

}  // namespace

Result<SweepSearch> parse_sweep_search(std::string_view word) {
  for (const auto search : {SweepSearch::GRID, SweepSearch::RANDOM, SweepSearch::LHS}) {
    if (word == to_string(search)) return search;
  }
  return refused("--search: '" + std::string(word) + "' is none; grid, random or lhs would pass");
}

std::string_view to_string(SweepSearch search) {
  switch (search) {
    case SweepSearch::GRID:
      return "grid";
    case SweepSearch::RANDOM:
      return "random";
    case SweepSearch::LHS:
      return "lhs";
  }
  return {};
}

Result<SweepDesign> SweepDesign::make(SweepPlan plan) {
  if (const auto checked = check(plan); !checked) return std::unexpected(checked.error());
  const auto all = grid_size(plan.params);
  const SweepSearch search = plan.search;
  if (!all || (search == SweepSearch::GRID && *all > kMost)) {
    return refused("--param: " + (all ? std::to_string(*all) : "too many") +
                   " configurations, at most a million; larger steps or --search lhs --samples 1000 would pass");
  }
  SweepDesign design(std::move(plan));
  if (search == SweepSearch::GRID || (search == SweepSearch::RANDOM && design.plan_.samples >= *all)) {
    design.count_ = static_cast<std::size_t>(*all);
    return design;
  }
  if (search == SweepSearch::RANDOM) {
    design.choose_by_chance(*all);
  } else {
    design.choose_by_strata();
  }
  design.count_ = design.chosen_.size();
  return design;
}

/// Different places, each as likely as any other: Floyd's method, then in the order of the grid.
void SweepDesign::choose_by_chance(std::uint64_t all) {
  market::Random random(plan_.seed);
  std::set<std::uint64_t> places;
  for (std::uint64_t last = all - plan_.samples; last < all; ++last) {
    const std::uint64_t place = random.below(last + 1);
    places.insert(places.contains(place) ? last : place);
  }
  chosen_.assign(places.begin(), places.end());
}

/// Each key's range in as many equal parts as there are samples, each part taken once, paired by chance.
void SweepDesign::choose_by_strata() {
  const std::uint64_t samples = plan_.samples;
  std::vector<std::vector<std::size_t>> levels(samples);
  for (std::size_t k = 0; k < plan_.params.size(); ++k) {
    market::Random random(plan_.seed, k);
    std::vector<std::uint64_t> parts(samples);
    std::iota(parts.begin(), parts.end(), std::uint64_t{0});
    for (std::uint64_t i = samples; i > 1; --i) std::swap(parts[i - 1], parts[random.below(i)]);
    const std::uint64_t values = plan_.params[k].values.size();
    for (std::uint64_t i = 0; i < samples; ++i) {
      levels[i].push_back(static_cast<std::size_t>((parts[i] * values + random.below(values)) / samples));
    }
  }
  std::set<std::uint64_t> places;
  for (const auto& one : levels) places.insert(place_of(one));
  chosen_.assign(places.begin(), places.end());
}

std::uint64_t SweepDesign::place_of(const std::vector<std::size_t>& levels) const {
  std::uint64_t place = 0;
  for (std::size_t k = 0; k < levels.size(); ++k) place = place * plan_.params[k].values.size() + levels[k];
  return place;
}

std::vector<std::size_t> SweepDesign::levels(std::size_t index) const {
  std::uint64_t place = chosen_.empty() ? index : chosen_[index];
  std::vector<std::size_t> levels(plan_.params.size());
  for (std::size_t k = levels.size(); k-- > 0;) {
    const std::uint64_t values = plan_.params[k].values.size();
    levels[k] = static_cast<std::size_t>(place % values);
    place /= values;
  }
  return levels;
}

std::vector<std::string> SweepDesign::settings(std::size_t index) const {
  std::vector<std::string> settings;
  const auto at = levels(index);
  for (std::size_t k = 0; k < at.size(); ++k) settings.push_back(plan_.params[k].setting(at[k]));
  return settings;
}

std::vector<std::string> SweepDesign::values(std::size_t index) const {
  std::vector<std::string> values;
  const auto at = levels(index);
  for (std::size_t k = 0; k < at.size(); ++k) values.push_back(plan_.params[k].values[at[k]]);
  return values;
}

}  // namespace alpha_pulse::session
