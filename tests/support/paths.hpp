#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "alpha_pulse/domain/event.hpp"

/// Price paths of the kinds the original bot was measured on, as prints that stand for spot, mark and quotes.
namespace alpha_pulse::tests {

using namespace domain;

inline constexpr double kStartPrice = 95203.05;
inline constexpr Timestamp kPathStart = Timestamp::from_ms(1'738'581'085'000);

enum class PathKind { FLAT, RALLY, FALL, CRASH_AND_RECOVERY, SINE, GAP_UP, GAP_DOWN, RANDOM_WALK, JUMPS };
inline constexpr PathKind kAllPaths[] = {
    PathKind::FLAT, PathKind::RALLY,  PathKind::FALL,     PathKind::CRASH_AND_RECOVERY,
    PathKind::SINE, PathKind::GAP_UP, PathKind::GAP_DOWN, PathKind::RANDOM_WALK,
    PathKind::JUMPS};

struct PathRequest {
  PathKind kind = PathKind::FLAT;
  int ticks = 10'000;
  Duration step = Duration::seconds(60);
  double amplitude = 0.03;  ///< SINE
  int cycles = 10;          ///< SINE
  unsigned seed = 1;
  double sigma_daily = 0.03;  ///< RANDOM_WALK and JUMPS
};

inline Event print(Timestamp at, Price price, Quantity quantity = Quantity::from_raw(kOne)) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = at;
  event.body = TradeTick{.price = price, .quantity = quantity, .aggressor = Side::BUY, .roles = kAllRoles};
  return event;
}

/// Rounded to a cent, as a market prints.
inline Price cents(double price) {
  return Price::from_raw(std::llround(price * 100) * 1'000'000);
}

inline std::vector<Event> make_path(const PathRequest& request) {
  std::mt19937_64 random(request.seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const double step_sigma = request.sigma_daily * std::sqrt(request.step.to_days());
  double walk = kStartPrice;
  std::vector<Event> path;
  for (int i = 0; i < request.ticks; ++i) {
    const double t = static_cast<double>(i) / request.ticks;
    double price = kStartPrice;
    switch (request.kind) {
      case PathKind::FLAT:
        break;
      case PathKind::RALLY:
        price *= 1 + 0.08 * t;
        break;
      case PathKind::FALL:
        price *= 1 - 0.10 * t;
        break;
      case PathKind::CRASH_AND_RECOVERY:
        price *= t < 0.5 ? 1 - 0.2 * t : 0.9 + 0.4 * (t - 0.5);
        break;
      case PathKind::SINE:
        price *= 1 + request.amplitude * std::sin(2 * M_PI * request.cycles * t);
        break;
      case PathKind::GAP_UP:
        price *= i < request.ticks / 10 ? 1 : 1.07;
        break;
      case PathKind::GAP_DOWN:
        price *= i < request.ticks / 10 ? 1 : 0.93;
        break;
      case PathKind::JUMPS:
        if (uniform(random) < 0.001) walk *= std::exp(0.04 * normal(random));
        [[fallthrough]];
      case PathKind::RANDOM_WALK:
        walk *= std::exp(step_sigma * normal(random));
        price = walk;
        break;
    }
    path.push_back(print(kPathStart + request.step * i, cents(price)));
  }
  return path;
}

inline std::string name_of(PathKind kind) {
  static constexpr const char* kNames[] = {"flat",     "rally",       "fall", "crash and recovery", "sine", "gap up",
                                           "gap down", "random walk", "jumps"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace alpha_pulse::tests
