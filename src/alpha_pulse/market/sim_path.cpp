#include "alpha_pulse/market/sim_path.hpp"

#include <algorithm>

#include "alpha_pulse/base/maths.hpp"
#include "alpha_pulse/market/wave.hpp"

namespace alpha_pulse::market {
namespace {

constexpr std::uint64_t kMomentStream = 1;
constexpr std::uint64_t kNoiseStream = 2;

constexpr Duration kPullBack = Duration::minutes(10);
constexpr Duration kTrendLength = Duration::days(60);
constexpr double kLnTrendPerDay = 0x1.8fb063ef2c7f0p-5;  // ln 1.05
constexpr Duration kRangePeriod = Duration::hours(2);
constexpr double kRangeSwing = 0.03;
constexpr Duration kCrashLength = Duration::minutes(28);
constexpr double kCrashTo = 0.798;
constexpr Duration kSqueezeLength = Duration::minutes(350);
constexpr double kSqueezeTo = 1.404;
constexpr double kGap = 0.07;

bool pulled_back(Scenario scenario) {
  return scenario == Scenario::RANGE || scenario == Scenario::CRASH || scenario == Scenario::SQUEEZE;
}

Duration between(Random& random, Duration low, Duration high) {
  const auto range_ms = static_cast<std::uint64_t>((high - low).ns() / 1'000'000);
  return low + Duration::milliseconds(static_cast<std::int64_t>(random.below(range_ms)));
}

double share_of(Duration part, Duration whole) {
  return std::clamp(static_cast<double>(part.ns()) / static_cast<double>(whole.ns()), 0.0, 1.0);
}

/// From 0 to 1 with no corner at either end.
double smooth(double x) {
  return x * x * (3 - 2 * x);
}

}  // namespace

SimPath::SimPath(Scenario scenario, std::uint64_t seed, double sigma, Duration step)
    : scenario_(scenario), step_(step), noise_random_(seed, kNoiseStream) {
  ensure(step > Duration{} && sigma >= 0, "the market moves forward, by a volatility");
  if (pulled_back(scenario)) {
    persistence_ = exp(-step.to_days() / kPullBack.to_days());
    shock_ = sigma * square_root(kPullBack.to_days() / 2 * (1 - persistence_ * persistence_));
  } else {
    shock_ = sigma * square_root(step.to_days());
  }
  Random moments(seed, kMomentStream);
  if (scenario == Scenario::GAP) {
    first_moment_ = between(moments, Duration::hours(1), Duration::hours(3));
    second_moment_ = first_moment_ + between(moments, Duration::hours(2), Duration::hours(6));
    const bool up_first = (moments.next() >> 63U) != 0;
    first_jump_ = up_first ? 1 + kGap : 1 - kGap;
    second_jump_ = up_first ? 1 - kGap : 1 + kGap;
  } else {
    first_moment_ = between(moments, Duration::minutes(30), Duration::minutes(90));
  }
}

double SimPath::shape(Duration elapsed) const {
  switch (scenario_) {
    case Scenario::CALM:
      return 1;
    case Scenario::TREND:
      return exp(kLnTrendPerDay * std::min(elapsed, kTrendLength).to_days());
    case Scenario::RANGE: {
      const auto phase = static_cast<double>(elapsed.ns() % kRangePeriod.ns());
      return 1 + kRangeSwing * sine_of_turns(phase / static_cast<double>(kRangePeriod.ns()));
    }
    case Scenario::CRASH:
      return 1 + (kCrashTo - 1) * smooth(share_of(elapsed - first_moment_, kCrashLength));
    case Scenario::SQUEEZE:
      return 1 + (kSqueezeTo - 1) * smooth(share_of(elapsed - first_moment_, kSqueezeLength));
    case Scenario::GAP:
      return level_;
  }
  return 1;
}

double SimPath::next() {
  if (!started_) {
    started_ = true;
    return 1;
  }
  elapsed_ = elapsed_ + step_;
  const double shock = shock_ * noise_random_.normal();
  jumped_ = scenario_ == Scenario::GAP && (crosses(first_moment_) || crosses(second_moment_));
  if (jumped_) {
    if (crosses(first_moment_)) level_ *= first_jump_;
    if (crosses(second_moment_)) level_ *= second_jump_;
  } else {
    noise_ = persistence_ * noise_ + shock;
  }
  return shape(elapsed_) * exp(noise_);
}

}  // namespace alpha_pulse::market
