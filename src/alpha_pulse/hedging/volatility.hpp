#pragma once

#include <array>
#include <cstdint>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::hedging {

/// Daily volatility measured from closed bars: three exponentially weighted variances with half-lives of 0.5, 2 and
/// 25 days, mixed as volatilities 0.4 / 0.4 / 0.2 and clamped to [0.002, 0.20]. Formula: STRATEGY.md 3.
///
/// Bars below an hour use the squared close-to-close return; five-minute bars are joined to fifteen minutes while a
/// tick is coarse against the volatility (tick / P > 0.3 sigma / sqrt(288)). Bars of an hour or more use the range
/// estimator. A late or repeated bar changes nothing; an impossible one (high below close, price or length <= 0) is
/// refused and counted. Tested by volatility_test.cpp.
class VolatilityEstimator {
 public:
  explicit VolatilityEstimator(Ratio start);

  void on_bar(const BarClosed& bar, Timestamp end, const Instrument& instrument);

  double sigma() const { return sigma_; }
  std::uint64_t refused() const { return refused_; }
  std::uint64_t ignored() const { return ignored_; }

 private:
  void learn(double squared_return, Duration elapsed, Duration step);
  void learn_return(Price close, Timestamp end, Duration step);

  static constexpr std::size_t kSpeeds = 3;
  std::array<double, kSpeeds> variance_;
  std::array<double, kSpeeds> decay_{};  // per step
  Duration decay_step_{};
  double sigma_;
  Price last_close_;
  Timestamp last_end_;         // of the last bar seen
  Timestamp last_learned_at_;  // of the last bar learned from (differs while bars are being joined)
  std::uint64_t refused_ = 0;
  std::uint64_t ignored_ = 0;
};

}  // namespace alpha_pulse::hedging
