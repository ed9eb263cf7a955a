#pragma once

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/market/random.hpp"
#include "alpha_pulse/market/scenario.hpp"

namespace alpha_pulse::market {

/// The fair price of the built-in market as a multiple of the start price: what the scenario does, times noise.
///
///   calm     1
///   trend    1.05^days for 60 days, then level
///   range    1 + 0.03 sin(2 pi t / 2 h): a true sine (wave.hpp), 0 and rising at the start
///   crash    level; from a seeded moment 30..90 min after the start falls to 0.798 within 28 min, then level
///   squeeze  level; from a seeded moment 30..90 min after the start rises to 1.404 within 5 h 50 min, then level
///   gap      x1.07 or x0.93 in one step 1..3 h after the start, the other 2..6 h after that
///
/// The small overshoot of crash and squeeze lets the noise not keep them from -20 % and +40 %. Noise: calm, trend and
/// gap wander freely (a random walk of ln price); range, crash and squeeze are pulled back to the scenario's path with
/// a time constant of 10 min, so that the local volatility is the same and the shape is kept. Volatility `sigma` a day.
///
/// Pure; advanced in steps. Tested by market/sim_market_test.cpp.
class SimPath {
 public:
  SimPath(Scenario scenario, std::uint64_t seed, double sigma, Duration step);

  /// The multiple for the next step; the first is 1 exactly.
  double next();
  /// True when the last step jumped (gap): the legs move together then, by exactly the jump.
  bool jumped() const { return jumped_; }

 private:
  double shape(Duration elapsed) const;
  bool crosses(Duration moment) const { return elapsed_ >= moment && elapsed_ - step_ < moment; }

  Scenario scenario_;
  Duration step_;
  Random noise_random_;
  double persistence_ = 1;  ///< of the noise over one step; 1 = free
  double shock_ = 0;        ///< standard deviation of the noise's change in one step
  Duration first_moment_, second_moment_;
  double first_jump_ = 1, second_jump_ = 1;
  Duration elapsed_;
  bool started_ = false;
  bool jumped_ = false;
  double noise_ = 0;
  double level_ = 1;  ///< product of the jumps so far
};

}  // namespace alpha_pulse::market
