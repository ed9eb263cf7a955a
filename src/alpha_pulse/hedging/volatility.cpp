#include "alpha_pulse/hedging/volatility.hpp"

#include <algorithm>

#include "alpha_pulse/base/maths.hpp"

namespace alpha_pulse::hedging {
namespace {

constexpr double kLn2 = 0x1.62e42fefa39efp-1;
constexpr std::array kHalfLifeDays = {0.5, 2.0, 25.0};
constexpr std::array kWeights = {0.4, 0.4, 0.2};
constexpr double kSigmaMin = 0.002;
constexpr double kSigmaMax = 0.20;
constexpr double kSqrtBarsPerDay = 16.970562748477143;  // sqrt(288)

bool possible(const BarClosed& bar) {
  return bar.step > Duration{} && bar.low.known() && bar.high >= std::max(bar.open, bar.close) &&
         bar.low <= std::min(bar.open, bar.close);
}

/// Variance of a range bar: (ln O/C_prev)^2 + (ln H/L)^2 / 2 - (2 ln 2 - 1)(ln C/O)^2.
double range_variance(const BarClosed& bar, Price previous_close) {
  const double gap = ln(bar.open.to_double() / previous_close.to_double());
  const double range = ln(bar.high.to_double() / bar.low.to_double());
  const double body = ln(bar.close.to_double() / bar.open.to_double());
  return std::max(0.0, gap * gap + 0.5 * range * range - (2 * kLn2 - 1) * body * body);
}

}  // namespace

VolatilityEstimator::VolatilityEstimator(Ratio start) : sigma_(start.to_double()) {
  variance_.fill(sigma_ * sigma_);
}

void VolatilityEstimator::on_bar(const BarClosed& bar, Timestamp end, const Instrument& instrument) {
  if (!possible(bar)) {
    ++refused_;
    return;
  }
  if (last_close_.known() && end <= last_end_) {
    ++ignored_;
    return;
  }
  last_end_ = end;
  if (!last_close_.known()) {
    last_close_ = bar.close;
    last_learned_at_ = end;
    return;
  }
  if (bar.step >= Duration::hours(1)) {
    learn(range_variance(bar, last_close_), end - last_learned_at_, bar.step);
    last_close_ = bar.close;
    last_learned_at_ = end;
    return;
  }
  const bool coarse = instrument.tick.to_double() / bar.close.to_double() > 0.3 * sigma_ / kSqrtBarsPerDay;
  const Duration joined = coarse ? std::max(bar.step, Duration::minutes(15)) : bar.step;
  if (end - last_learned_at_ < joined) return;
  learn_return(bar.close, end, bar.step);
}

void VolatilityEstimator::learn_return(Price close, Timestamp end, Duration step) {
  const double r = ln(close.to_double() / last_close_.to_double());
  learn(r * r, end - last_learned_at_, step);
  last_close_ = close;
  last_learned_at_ = end;
}

void VolatilityEstimator::learn(double squared_return, Duration elapsed, Duration step) {
  if (step != decay_step_) {
    decay_step_ = step;
    for (std::size_t i = 0; i < kSpeeds; ++i) decay_[i] = exp(-kLn2 * step.to_days() / kHalfLifeDays[i]);
  }
  const auto steps =
      static_cast<unsigned>(std::min<std::int64_t>(std::max<std::int64_t>(1, elapsed.ns() / step.ns()), 1'000'000));
  const double rate = squared_return / elapsed.to_days();
  double mix = 0;
  for (std::size_t i = 0; i < kSpeeds; ++i) {
    variance_[i] += (1 - power(decay_[i], steps)) * (rate - variance_[i]);
    mix += kWeights[i] * square_root(variance_[i]);
  }
  sigma_ = std::clamp(mix, kSigmaMin, kSigmaMax);
}

}  // namespace alpha_pulse::hedging
